//! Calls that are not ours, too large, or unreadable, and the real peer behind a proxy.

mod common;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::{Request, StatusCode};
use axum::routing::{get, patch, post};
use common::{Answer, TestServer};
use neighbors_domain::account::SignIn;
use neighbors_domain::addresses::api;
use neighbors_domain::api::{ApiError, MAX_JSON_BYTES};
use neighbors_server::app;
use neighbors_server::auth::Peer;
use neighbors_server::clock::Clock;
use neighbors_server::error::Json;
use neighbors_server::guard::{self, Patience};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

const OURS: (&str, &str) = ("x-neighbors", "1");
const HOST: (&str, &str) = ("host", "localhost:8080");
const JSON: (&str, &str) = ("content-type", "application/json");

async fn sign_in(server: &TestServer, headers: &[(&str, &str)], body: &str) -> Answer {
    server.call("POST", "/api/session", headers, Body::from(body.to_owned())).await
}

const GUESS: &str = r#"{"email":"ada@example.org","password":"guess"}"#;

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let server = TestServer::new().await;
    let cases: [&[(&str, &str)]; 5] = [
        &[JSON],
        &[JSON, ("x-neighbors", "0")],
        &[JSON, OURS, ("sec-fetch-site", "cross-site")],
        &[JSON, OURS, ("sec-fetch-site", "same-site")],
        &[JSON, OURS, HOST, ("origin", "https://evil.example")],
    ];
    for headers in cases {
        let answer = sign_in(&server, headers, GUESS).await;
        assert_eq!(
            (answer.status, answer.error()),
            (StatusCode::FORBIDDEN, ApiError::CrossSite),
            "{headers:?}"
        );
    }
    for method in ["PUT", "PATCH", "DELETE"] {
        let answer = server.call(method, "/api/session", &[JSON], Body::empty()).await;
        assert_eq!(answer.error(), ApiError::CrossSite, "{method}");
    }
    // Outside of /api too, where no header of ours is asked for.
    let answer = server.call("POST", "/test/clock", &[("sec-fetch-site", "cross-site")], Body::empty()).await;
    assert_eq!(answer.error(), ApiError::CrossSite);
}

#[tokio::test]
async fn our_own_pages_and_programs_get_through() {
    let server = TestServer::new().await;
    let cases: [&[(&str, &str)]; 4] = [
        &[JSON, OURS],
        &[JSON, OURS, ("sec-fetch-site", "same-origin"), ("origin", "http://localhost:8080")],
        &[JSON, OURS, HOST, ("origin", "http://localhost:8080")],
        // A proxy that renames the host: the public address counts.
        &[JSON, OURS, ("host", "inside:1"), ("origin", "http://localhost:8080")],
    ];
    for headers in cases {
        assert_eq!(sign_in(&server, headers, GUESS).await.error(), ApiError::WrongPassword, "{headers:?}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_told_the_limit() {
    let server = TestServer::new().await;
    let long = format!(r#"{{"email":"{}","password":"x"}}"#, "a".repeat(MAX_JSON_BYTES as usize));
    let answer = sign_in(&server, &[JSON, OURS], &long).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.error(), ApiError::TooLarge { max_bytes: MAX_JSON_BYTES });
}

#[tokio::test]
async fn an_unreadable_body_is_a_typed_error_never_a_failure() {
    let server = TestServer::new().await;
    let bodies = ["", "{", "[]", "null", r#"{"email":1}"#, "\u{0}", r#"{"email":"a","password":"b"}x"#];
    for body in bodies {
        let answer = sign_in(&server, &[JSON, OURS], body).await;
        assert!(matches!(answer.error(), ApiError::Unreadable { .. }), "{body}");
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
    }
    let answer = sign_in(&server, &[OURS, ("content-type", "text/plain")], GUESS).await;
    assert!(matches!(answer.error(), ApiError::Unreadable { .. }));
}

/// Whom the server takes the caller for.
async fn taken_for(server: &TestServer, connected: &str, forwarded: &[&str]) -> String {
    let request =
        forwarded.iter().fold(Request::get("/"), |request, line| request.header("x-forwarded-for", *line));
    let (mut parts, ()) = request.body(()).expect("a request").into_parts();
    let connected: SocketAddr = connected.parse().expect("an address");
    parts.extensions.insert(ConnectInfo(connected));
    let Ok(Peer(taken)) = Peer::from_request_parts(&mut parts, &server.app).await;
    taken.to_string()
}

#[tokio::test]
async fn a_guesser_cannot_hide_behind_a_header_of_their_own() {
    let mut server = TestServer::new().await;
    assert_eq!(taken_for(&server, "192.0.2.1:5000", &["10.0.0.1"]).await, "192.0.2.1");
    assert_eq!(taken_for(&server, "[::ffff:192.0.2.1]:5000", &[]).await, "192.0.2.1");

    let mut settings = (*server.app.settings).clone();
    settings.proxies = ["192.0.2.9", "192.0.2.8"].map(|ip| ip.parse().expect("an address")).to_vec();
    server.app.settings = Arc::new(settings);
    let proxied = async |forwarded: &[&str]| taken_for(&server, "192.0.2.9:5000", forwarded).await;
    assert_eq!(proxied(&["198.51.100.7"]).await, "198.51.100.7");
    // Further left than the last machine that is trusted anyone can write anything.
    assert_eq!(proxied(&["10.0.0.1, 198.51.100.7"]).await, "198.51.100.7");
    assert_eq!(proxied(&["10.0.0.1", "198.51.100.7, 192.0.2.8"]).await, "198.51.100.7");
    assert_eq!(proxied(&["10.0.0.1, nonsense"]).await, "192.0.2.9");
    assert_eq!(proxied(&[]).await, "192.0.2.9");
    // Past the proxy, its header says nothing.
    assert_eq!(taken_for(&server, "198.51.100.7:5000", &["10.0.0.1"]).await, "198.51.100.7");
}

/// A server whose handlers fall or never answer, and that waits for nobody.
async fn impatient() -> TestServer {
    let mut server = TestServer::new().await;
    let routes = Router::new()
        .route("/api/falls", get(async || -> () { panic!("the words of ada@example.org") }))
        .route("/api/stuck", get(async || std::future::pending::<()>().await))
        .route("/api/session", post(async |_: Json<SignIn>| ()))
        .route(api::UPLOADS, post(async || tokio::time::sleep(Duration::from_millis(300)).await))
        .route(api::ARRIVING_ONE, patch(async || tokio::time::sleep(Duration::from_millis(300)).await));
    let patience = Patience { answer: Duration::from_millis(100), silence: Duration::from_millis(50) };
    server.router = guard::around(routes, &server.app, patience).with_state(server.app.clone());
    server
}

#[tokio::test]
async fn a_handler_that_falls_is_an_answer_without_its_words() {
    let answer = impatient().await.call("GET", "/api/falls", &[], Body::empty()).await;
    assert_eq!((answer.status, answer.error()), (StatusCode::INTERNAL_SERVER_ERROR, ApiError::Internal));
    assert!(!answer.text().contains("ada@example.org"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn who_waits_too_long_is_told_that_nothing_is_lost() {
    let server = impatient().await;
    let answer = server.call("GET", "/api/stuck", &[], Body::empty()).await;
    assert_eq!((answer.status, answer.error()), (StatusCode::SERVICE_UNAVAILABLE, ApiError::Busy));
    // An upload may take longer than an answer.
    let answer = server.call("POST", api::UPLOADS, &[OURS], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::OK);
    // So may a part of one, on a slow line.
    let answer = server.call("PATCH", &api::arriving("0f"), &[OURS], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::OK);
    // But not be silent for ever.
    let silent = Body::from_stream(futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let answer = server.call("POST", "/api/session", &[OURS, JSON], silent).await;
    assert!(matches!(answer.error(), ApiError::Unreadable { .. }));
}

#[tokio::test]
async fn a_test_moves_a_stopped_clock_and_the_real_one_has_no_such_address() {
    let mut server = TestServer::new().await;
    let moved = Body::from(r#"{"now":"2026-12-24T18:00:00Z"}"#);
    let answer = server.call("POST", "/test/clock", &[JSON], moved).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(server.app.clock.now().to_rfc3339(), "2026-12-24T18:00:00+00:00");

    server.app.clock = Clock::real();
    server.router = app(server.app.clone());
    let answer =
        server.call("POST", "/test/clock", &[JSON], Body::from(r#"{"now":"2026-12-24T18:00:00Z"}"#)).await;
    assert_eq!((answer.status, answer.error()), (StatusCode::NOT_FOUND, ApiError::NotFound));
}
