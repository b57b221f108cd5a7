//! Residents who decide about flags, and the calls around it.

// Each test file uses another part of it.
#![allow(dead_code)]

use axum::body::Body;
use axum::http::StatusCode;
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::{self, Comment};
use neighbors_domain::moderation::{Appeal, Decision, Flag, Mine, ModerationError, Queue, Reason};
use neighbors_domain::post::{self, Category, Post};
use neighbors_server::auth::Operator;
use neighbors_server::store::moderators;
use serde::Serialize;

use super::cedar::cell;
use super::{TestServer, now};

pub async fn resident(server: &TestServer, name: &str) -> TestServer {
    let email = format!("{name}@example.org");
    server.resident(&email).await;
    server.signed_in(&email).await
}

pub async fn moderator(server: &TestServer, name: &str) -> TestServer {
    let browser = resident(server, name).await;
    let operator = Operator::at_the_command_line();
    moderators::add(server.store(), operator, &format!("{name}@example.org"), now())
        .await
        .expect("a moderator");
    browser
}

pub async fn thread(browser: &TestServer, title: &str) -> String {
    let draft = post::Draft {
        category: Category::Safety,
        title: title.into(),
        text: "It has been since August.".into(),
        cell: cell(),
        happened_at: None,
        media: Vec::new(),
    };
    let (status, post): (_, Post) = browser.post(api::POSTS, &draft).await;
    assert_eq!(status, StatusCode::CREATED);
    post.card.id
}

pub async fn say(browser: &TestServer, thread: &str, text: &str) -> Comment {
    let draft = comment::Draft { text: text.into() };
    let (status, comment) = browser.post(&api::comments(thread), &draft).await;
    assert_eq!(status, StatusCode::CREATED);
    comment
}

pub async fn read(server: &TestServer, thread: &str) -> Vec<Comment> {
    let (status, comments) = server.get(&api::comments(thread)).await;
    assert_eq!(status, StatusCode::OK);
    comments
}

/// The status, and what was refused, of a call that answers with nothing when it is taken.
pub async fn call(browser: &TestServer, path: &str, body: &impl Serialize) -> Result<(), (u16, ApiError)> {
    let body = Body::from(serde_json::to_vec(body).expect("JSON"));
    let (status, _, bytes) = browser.raw("POST", path, "application/json", body).await;
    if status == StatusCode::NO_CONTENT {
        assert_eq!(bytes, b"");
        return Ok(());
    }
    Err((status.as_u16(), serde_json::from_slice(&bytes).expect("a typed error")))
}

pub async fn flag(browser: &TestServer, item: &str, reason: Reason) -> Result<(), (u16, ApiError)> {
    call(browser, api::FLAGS, &Flag { item: item.into(), reason }).await
}

pub async fn decide(browser: &TestServer, item: &str, decision: Decision) -> Result<(), (u16, ApiError)> {
    call(browser, &api::moderation_item(item), &decision).await
}

pub async fn appeal(browser: &TestServer, notice: &str, text: &str) -> Result<(), (u16, ApiError)> {
    call(browser, &api::appeal(notice), &Appeal { text: text.into() }).await
}

pub async fn queue(browser: &TestServer) -> Queue {
    let (status, queue) = browser.get(api::MODERATION).await;
    assert_eq!(status, StatusCode::OK);
    queue
}

pub async fn mine(browser: &TestServer) -> Mine {
    let (status, mine) = browser.get(api::MY_MODERATION).await;
    assert_eq!(status, StatusCode::OK);
    mine
}

pub fn refused(status: u16, reason: ModerationError) -> Result<(), (u16, ApiError)> {
    Err((status, ApiError::ModerationRefused { reason }))
}
