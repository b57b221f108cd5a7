//! What no page of ours would send is answered in words, and never with a fault of the server.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use common::TestServer;
use common::cedar::cell;
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::post::{Category, Draft, Post};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

/// Typed, and not our fault.
async fn refused_or_taken(browser: &TestServer, method: &str, path: &str, body: Vec<u8>) {
    let (status, _, answer) = browser.raw(method, path, "application/json", Body::from(body)).await;
    assert!(status.as_u16() < 500, "{method} {path}: {status}");
    if !status.is_success() {
        serde_json::from_slice::<ApiError>(&answer).unwrap_or_else(|_| panic!("{method} {path}: {status}"));
    }
}

fn draft(text: &str) -> Draft {
    Draft {
        category: Category::Safety,
        title: "What I saw".into(),
        text: text.into(),
        cell: cell(),
        happened_at: None,
        media: Vec::new(),
    }
}

async fn ada(server: &TestServer) -> TestServer {
    server.resident("ada@example.org").await;
    server.signed_in("ada@example.org").await
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_answered_in_words() {
    let server = TestServer::new().await;
    let ada = ada(&server).await;
    let thread: Post = ada.post(api::POSTS, &draft("It is quiet.")).await.1;
    let whole = serde_json::to_value(draft("It is quiet.")).expect("JSON");
    let with = |field: &str, value: Value| {
        let mut body = whole.clone();
        body[field] = value;
        body.to_string().into_bytes()
    };
    let bodies = [
        Vec::new(),
        b"{".to_vec(),
        b"\xff\xfe".to_vec(),
        b"null".to_vec(),
        vec![b'['; 100_000],
        with("cell", json!("89268cda823ffff")),
        with("cell", json!("nowhere")),
        with("category", json!("rumor")),
        with("happened_at", json!("-262143-01-01T00:00:00Z")),
        with("happened_at", json!("+262142-12-31T23:59:59Z")),
        with("text", json!("a\0b")),
        with("title", json!("\0\0\0\0")),
        with("text", json!("'; drop table post; --")),
        with("text", json!("\u{202e}\u{feff}\u{1f9d1}\u{200d}\u{1f692}")),
    ];
    for body in bodies {
        refused_or_taken(&ada, "POST", api::POSTS, body.clone()).await;
        refused_or_taken(&ada, "POST", &api::comments(&thread.card.id), body).await;
    }
    let (status, page): (_, Value) = server.get(api::FEED).await;
    assert_eq!(status, StatusCode::OK, "{page}");
}

#[tokio::test]
async fn an_address_nobody_was_given_leads_nowhere() {
    let server = TestServer::new().await;
    let ada = ada(&server).await;
    let long = "x".repeat(5_000);
    for name in ["%00", "%ff", "'", "%27%20or%201=1--", "..%2f..%2fetc", "%E2%80%AE", &long] {
        for path in [api::post(name), api::assistance_request(name)] {
            refused_or_taken(&server, "GET", &path, Vec::new()).await;
        }
        for field in ["place", "kind", "after"] {
            refused_or_taken(&server, "GET", &format!("{}?{field}={name}", api::FEED), Vec::new()).await;
        }
        let comment = br#"{"text":"Hello."}"#.to_vec();
        refused_or_taken(&ada, "POST", &api::comments(name), comment).await;
    }
}

/// Whatever the words are: they come back as they were sent, or a reason does.
#[test]
fn any_text_comes_back_as_it_was_written() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (_server, ada) = runtime.block_on(async {
        let server = TestServer::new().await;
        let ada = ada(&server).await;
        (server, ada)
    });
    let mut runner = TestRunner::new(Config { cases: 200, ..Config::default() });
    let told = runner.run(&"\\PC{0,60}|[\\x00-\\x7f]{0,60}", |text| {
        let (status, answer): (_, Value) = runtime.block_on(ada.post(api::POSTS, &draft(&text)));
        prop_assert!(status.as_u16() < 500, "{status}");
        if status == StatusCode::CREATED {
            prop_assert_eq!(answer["text"].as_str(), Some(text.trim()));
        }
        Ok(())
    });
    told.expect("every text");
}
