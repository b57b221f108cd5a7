//! Is the server there?

/// For load balancers and start scripts: answers as soon as requests are served.
pub async fn show() -> &'static str {
    "ok\n"
}
