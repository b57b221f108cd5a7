//! Pages, files beside them and dead links, as a browser or a crawler meets them.

mod common;

use std::io::Read;

use axum::body::Body;
use axum::http::StatusCode;
use common::{Answer, TestServer};
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use neighbors_server::assets::Assets;

const FILES: [(&str, &[u8]); 9] = [
    ("feed.html", b"<!doctype html><title>Neighbors</title>"),
    ("index.html", b"<!doctype html><title>Neighbors</title>"),
    ("portal.html", b"<!doctype html><title>Portal</title>"),
    ("assets/app-0a1b.js", b"start()"),
    ("assets/app-0a1b.js.br", b"br-app"),
    ("assets/app-0a1b.js.gz", b"gz-app"),
    ("assets/app-0a1b.wasm", b"\0asm"),
    ("favicon.svg", b"<svg/>"),
    ("manifest.json", b"{}"),
];

async fn server() -> TestServer {
    TestServer::new().await.with_assets(&FILES)
}

async fn get(server: &TestServer, path: &str, headers: &[(&str, &str)]) -> Answer {
    server.call("GET", path, headers, Body::empty()).await
}

/// An address of this page that leads somewhere whatever is in the database, or nowhere.
fn address(page: &str) -> (String, StatusCode) {
    let needs_a_row = [pages::POST, pages::ASSISTANCE_REQUEST, pages::HELP, pages::AGENCY].contains(&page);
    let status = if needs_a_row { StatusCode::NOT_FOUND } else { StatusCode::OK };
    (page.replace(":id", "1").replace(":slug", "nobody"), status)
}

#[tokio::test]
async fn every_address_of_the_app_opened_directly_gets_the_apps_page() {
    let server = server().await;
    for page in pages::ALL {
        let (path, status) = address(page);
        let answer = get(&server, &path, &[]).await;
        assert_eq!(
            (answer.status, answer.text()),
            (status, "<!doctype html><title>Neighbors</title>"),
            "{path}"
        );
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
    }
    for page in pages::PORTAL_ALL {
        let (path, status) = address(page);
        let answer = get(&server, &path, &[]).await;
        assert_eq!(
            (answer.status, answer.text()),
            (status, "<!doctype html><title>Portal</title>"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_page_about_something_that_is_there_is_found() {
    let server = server().await;
    sqlx::query(
        "insert into agency (id, slug, name, sought, kind, us_state, since)
         values ('1', 'somewhere-police', 'Somewhere Police', 'somewhere police', 'police', 'CO', '2019-08')",
    )
    .execute(&**server.store())
    .await
    .expect("an agency");
    assert_eq!(get(&server, "/agencies/somewhere-police", &[]).await.status, StatusCode::OK);
    assert_eq!(get(&server, "/agencies/somewhere-police/", &[]).await.status, StatusCode::OK);
    assert_eq!(get(&server, "/agencies/nowhere-police", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_feed_has_a_page_of_its_own() {
    let server = TestServer::new().await.with_assets(&[("feed.html", b"feed"), ("index.html", b"app")]);
    assert_eq!(get(&server, "/", &[]).await.text(), "feed");
    assert_eq!(get(&server, "/?place=speer-denver", &[]).await.text(), "feed");
    assert_eq!(get(&server, "/agencies", &[]).await.text(), "app");
    assert_eq!(get(&server, "/nowhere", &[]).await.text(), "app");
}

#[tokio::test]
async fn an_unknown_page_is_a_404_with_the_apps_own_page() {
    let server = server().await;
    for path in ["/agency", "/agencies/x/y", "/posts/", "//", "/index.html", "/portal/nowhere", "/apiary"] {
        let answer = get(&server, path, &[("if-none-match", "*")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.text(), "<!doctype html><title>Neighbors</title>", "{path}");
    }
}

#[tokio::test]
async fn an_unknown_call_is_a_404_that_a_program_can_read() {
    let server = server().await;
    for path in ["/api", "/api/", "/api/nothing", "/api/me/x", "/data/nothing", "/assets/app-old.js"] {
        let answer = get(&server, path, &[("accept", "text/html")]).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::NOT_FOUND, ApiError::NotFound), "{path}");
    }
    let answer = server.call("POST", "/api/nothing", &[("x-neighbors", "1")], Body::empty()).await;
    assert_eq!((answer.status, answer.error()), (StatusCode::NOT_FOUND, ApiError::NotFound));
}

#[tokio::test]
async fn a_call_with_the_wrong_method_is_told_so() {
    let server = server().await;
    let call = async |method, path| server.call(method, path, &[("x-neighbors", "1")], Body::empty()).await;
    let answer = call("DELETE", "/api/me").await;
    assert_eq!((answer.status, answer.error()), (StatusCode::METHOD_NOT_ALLOWED, ApiError::WrongMethod));
    assert_eq!(answer.header("allow"), "GET,HEAD");
    for path in ["/", "/agencies", "/portal", "/favicon.svg"] {
        let answer = call("POST", path).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::METHOD_NOT_ALLOWED, ApiError::WrongMethod));
    }
    assert_eq!(call("POST", "/nowhere").await.error(), ApiError::NotFound);
}

#[tokio::test]
async fn the_smallest_form_the_browser_takes_is_sent() {
    let server = server().await;
    let cases = [
        ("gzip, deflate, br, zstd", "br", "br-app"),
        ("gzip", "gzip", "gz-app"),
        ("br;q=0, gzip;q=0.5", "gzip", "gz-app"),
        ("identity", "", "start()"),
    ];
    for (takes, encoding, body) in cases {
        let answer = get(&server, "/assets/app-0a1b.js", &[("accept-encoding", takes)]).await;
        assert_eq!((answer.header("content-encoding"), answer.text()), (encoding, body), "{takes}");
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.header("content-length"), body.len().to_string());
    }
    // Another form of a file has no address of its own.
    assert_eq!(get(&server, "/assets/app-0a1b.js.br", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_is_sent_small_and_says_the_same() {
    let server = server().await;
    let plain = get(&server, "/", &[]).await;
    let brotli = get(&server, "/", &[("accept-encoding", "br")]).await;
    assert_eq!((brotli.header("content-encoding"), plain.header("content-encoding")), ("br", ""));
    assert_eq!(brotli.header("content-length"), brotli.body.len().to_string());
    let mut back = Vec::new();
    brotli::Decompressor::new(&*brotli.body, 4096).read_to_end(&mut back).expect("brotli");
    assert_eq!(back, plain.body);
    let gzip = get(&server, "/", &[("accept-encoding", "gzip")]).await;
    let mut back = Vec::new();
    flate2::read::GzDecoder::new(&*gzip.body).read_to_end(&mut back).expect("gzip");
    assert_eq!(back, plain.body);
}

#[tokio::test]
async fn what_is_named_by_its_content_is_kept_for_ever_and_the_rest_is_asked_about() {
    let server = server().await;
    let wasm = get(&server, "/assets/app-0a1b.wasm", &[]).await;
    assert_eq!(wasm.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(wasm.header("content-type"), "application/wasm");
    let script = get(&server, "/assets/app-0a1b.js", &[]).await;
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    let icon = get(&server, "/favicon.svg", &[]).await;
    assert_eq!((icon.header("cache-control"), icon.header("content-type")), ("no-cache", "image/svg+xml"));
}

#[tokio::test]
async fn a_page_that_did_not_change_is_not_sent_again() {
    let server = server().await;
    let first = get(&server, "/agencies", &[("accept-encoding", "br")]).await;
    let (tag, weak) = (first.header("etag"), format!("\"x\", W/{}", first.header("etag")));
    for known in [tag, &weak, "*"] {
        let again = get(&server, "/agencies", &[("accept-encoding", "br"), ("if-none-match", known)]).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{known}");
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.header("cache-control"), "no-cache");
    }
    // The plain form is another one.
    let plain = get(&server, "/agencies", &[("if-none-match", tag)]).await;
    assert_eq!(plain.status, StatusCode::OK);
}

#[tokio::test]
async fn who_asks_for_the_head_gets_the_head() {
    let server = server().await;
    for path in ["/", "/assets/app-0a1b.js", "/nowhere", "/api/me"] {
        let whole = get(&server, path, &[]).await;
        let head = server.call("HEAD", path, &[], Body::empty()).await;
        assert_eq!((head.status, head.body.len()), (whole.status, 0), "{path}");
        assert_eq!(head.header("content-type"), whole.header("content-type"), "{path}");
        assert_eq!(head.header("content-length"), whole.body.len().to_string(), "{path}");
    }
}

#[tokio::test]
async fn without_the_browser_app_the_page_says_how_to_build_it() {
    let server = TestServer::new().await.with_assets(&[]);
    let answer = get(&server, "/", &[]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text().contains("script/build-web"));
    assert_eq!(get(&server, "/nowhere", &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(&server, "/healthz", &[]).await.status, StatusCode::OK);
}

#[test]
fn what_was_built_into_this_program_can_be_served() {
    let assets = Assets::embedded();
    // All pages or, where the browser app was not built, none.
    let built = |page| assets.page(page).is_some();
    assert_eq!([built("feed"), built("portal")], [built("index"); 2]);
}
