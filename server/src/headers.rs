//! What every answer says to the browser: run nothing foreign, tell nobody, keep nothing private.

use axum::extract::{Request, State};
use axum::http::header::*;
use axum::middleware::Next;
use axum::response::Response;

use crate::App;

/// Scripts, styles and everything else come from here alone; markup passes one policy (src/boot/policy.js).
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
    manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types default";

/// Of what strangers sent: shown as a picture or a film inside of our pages, and nothing at all by itself.
const MEDIA_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Only the reader's position may be asked for, and only by our own pages.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(self), \
    gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

/// Two years.
const HTTPS_ONLY: &str = "max-age=63072000";

const ALWAYS: [(HeaderName, HeaderValue); 7] = [
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS)),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-embedder-policy"), HeaderValue::from_static("require-corp")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

pub async fn add(State(app): State<App>, request: Request, next: Next) -> Response {
    let private = request.uri().path().starts_with("/api");
    let sent_by_strangers = request.uri().path().starts_with("/media/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    if sent_by_strangers {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(MEDIA_POLICY));
    }
    if app.settings.https() {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HTTPS_ONLY));
    }
    if private {
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}
