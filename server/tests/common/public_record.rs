//! The public record as anybody reads it, and how an officer is refused who cannot prove what they say.

// Each test file uses another part of it.
#![allow(dead_code)]

use axum::body::Body;
use axum::http::StatusCode;
use neighbors_domain::addresses::record as at;
use neighbors_domain::api::ApiError;
use neighbors_domain::officers::OfficerError;
use neighbors_domain::record::{Entry, Event, Leaf, Seen, SignError, read_checkpoint};

use super::TestServer;

pub async fn text(server: &TestServer, path: &str) -> String {
    let answer = server.call("GET", path, &[], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    String::from_utf8(answer.body).expect("text")
}

pub async fn tree(server: &TestServer) -> Seen {
    let key = text(server, at::KEY).await;
    read_checkpoint(&text(server, at::CHECKPOINT).await, key.trim()).expect("signed")
}

pub async fn entries(server: &TestServer) -> Vec<(Entry, Leaf, Event)> {
    let mut all = Vec::new();
    for n in 0..tree(server).await.size {
        let (_, entry): (_, Entry) = server.get(&at::ENTRY.replace("{n}", &n.to_string())).await;
        let (leaf, event) = entry.read().expect("an entry that fits its leaf");
        all.push((entry, leaf, event.expect("its words")));
    }
    all
}

pub async fn events(server: &TestServer) -> Vec<Event> {
    entries(server).await.into_iter().map(|(_, _, event)| event).collect()
}

pub fn refused(error: SignError) -> ApiError {
    officer_error(OfficerError::Signed { error })
}

pub fn officer_error(error: OfficerError) -> ApiError {
    ApiError::Invalid { field: error.field().key().into(), sentence: error.to_string() }
}
