//! What every answer says to the browser, whatever the answer is.

mod common;

use axum::body::Body;
use common::TestServer;
use neighbors_server::headers::POLICY;

const EVERY_KIND: [(&str, &str); 9] = [
    ("GET", "/"),
    ("GET", "/assets/seal-0a1b.js"),
    ("GET", "/healthz"),
    ("GET", "/api/me"),
    ("GET", "/api/nothing"),
    ("GET", "/nowhere"),
    ("POST", "/api/session"),
    ("DELETE", "/api/me"),
    ("HEAD", "/agencies"),
];

async fn server(public_url: &str) -> TestServer {
    TestServer::at(public_url).await.with_assets(&[
        ("feed.html", b"page"),
        ("index.html", b"page"),
        ("assets/seal-0a1b.js", b"seal()"),
    ])
}

#[tokio::test]
async fn every_answer_carries_every_header_errors_and_workers_included() {
    let server = server("http://localhost:8080").await;
    let expected = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", ""),
    ];
    for (method, path) in EVERY_KIND {
        let answer = server.call(method, path, &[], Body::empty()).await;
        for (name, value) in expected {
            assert_eq!(answer.header(name), value, "{name} of {method} {path}");
        }
        let permissions = answer.header("permissions-policy");
        for allowed in ["geolocation=(self)", "camera=()", "microphone=()"] {
            assert!(permissions.contains(allowed), "{allowed} in {method} {path}");
        }
    }
}

#[test]
fn the_policy_is_the_one_that_was_decided() {
    let decided = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
        img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
        worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
        require-trusted-types-for 'script'; trusted-types default";
    assert_eq!(POLICY, decided);
    for open in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
        assert!(!POLICY.contains(open), "{open}");
    }
}

#[tokio::test]
async fn on_https_the_browser_is_told_to_stay_there() {
    let server = server("https://neighbors.example").await;
    for (method, path) in EVERY_KIND {
        let answer = server.call(method, path, &[], Body::empty()).await;
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000", "{method} {path}");
    }
}

#[tokio::test]
async fn no_cache_keeps_what_a_call_answered() {
    let server = server("http://localhost:8080").await;
    for (method, path) in [("GET", "/api/me"), ("GET", "/api/nothing"), ("POST", "/api/session")] {
        let answer = server.call(method, path, &[], Body::empty()).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{method} {path}");
    }
}
