//! Comments and the numbers of neighbors, seen from outside.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use common::cedar::{Cedar, ORTEGA, cell, draft as ask};
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::AssistanceRequest;
use neighbors_domain::comment::{Comment, CommentError, Draft};
use neighbors_domain::post::{self, Author, Category, Post};

async fn thread(browser: &TestServer) -> String {
    let draft = post::Draft {
        category: Category::Safety,
        title: "The light is out".into(),
        text: "It has been since August.".into(),
        cell: cell(),
        happened_at: None,
        media: Vec::new(),
    };
    let (status, post): (_, Post) = browser.post(api::POSTS, &draft).await;
    assert_eq!(status, StatusCode::CREATED);
    post.card.id
}

async fn say(browser: &TestServer, thread: &str, text: &str) -> Comment {
    let (status, comment) = browser.post(&api::comments(thread), &Draft { text: text.into() }).await;
    assert_eq!(status, StatusCode::CREATED);
    comment
}

async fn residents(server: &TestServer) -> [TestServer; 3] {
    let mut browsers = Vec::new();
    for email in ["ada@example.org", "ben@example.org", "cleo@example.org"] {
        server.resident(email).await;
        browsers.push(server.signed_in(email).await);
    }
    browsers.try_into().unwrap_or_else(|_| unreachable!("three"))
}

fn neighbor(number: u32, wrote_the_post: bool) -> Author {
    Author::Neighbor { number, wrote_the_post }
}

#[tokio::test]
async fn neighbors_are_numbered_by_first_appearance_and_the_author_is_the_first() {
    let server = TestServer::new().await;
    let [ada, ben, cleo] = residents(&server).await;
    let thread = thread(&ada).await;
    let authors = [
        say(&cleo, &thread, "Same here.").await.author,
        say(&ada, &thread, "Thank you.").await.author,
        say(&ben, &thread, "I reported it.").await.author,
        say(&cleo, &thread, "So did I.").await.author,
    ];
    let expected = [neighbor(2, false), neighbor(1, true), neighbor(3, false), neighbor(2, false)];
    assert_eq!(authors, expected);
    let (_, post): (_, Post) = server.get(&api::post(&thread)).await;
    let shown: Vec<_> = post.thread.iter().map(|comment| comment.author.clone()).collect();
    assert_eq!((shown.len(), post.card.comments), (4, 4));
    assert!(expected.iter().all(|author| shown.contains(author)));
}

#[tokio::test]
async fn two_who_appear_at_the_same_instant_get_two_numbers() {
    let server = TestServer::new().await;
    let [ada, ben, cleo] = residents(&server).await;
    for _ in 0..8 {
        let thread = thread(&ada).await;
        let (one, other) = tokio::join!(say(&ben, &thread, "First."), say(&cleo, &thread, "No, me."));
        let mut numbers = [one.author, other.author].map(|author| match author {
            Author::Neighbor { number, .. } => number,
            Author::Officer { .. } => 0,
        });
        numbers.sort_unstable();
        assert_eq!(numbers, [2, 3]);
    }
}

#[tokio::test]
async fn an_officer_comments_by_name_and_takes_no_number() {
    let server = TestServer::new().await;
    Cedar::new(&server).await;
    let [ada, ben, _] = residents(&server).await;
    let thread = thread(&ada).await;
    let ortega = server.signed_in(ORTEGA).await;
    let Author::Officer { badge } = say(&ortega, &thread, "Please file a report.").await.author else {
        panic!("no badge")
    };
    assert_eq!(badge.name, "Det. Maya Ortega");
    assert_eq!(say(&ben, &thread, "I did.").await.author, neighbor(2, false));
}

#[tokio::test]
async fn one_can_comment_on_a_request_for_assistance_once_it_is_published() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let [ada, ben, _] = residents(&server).await;
    let waiting = cedar.submitted(&server, ask(), now()).await;
    let (status, _): (_, ApiError) =
        ada.post(&api::comments(&waiting), &Draft { text: "What is this?".into() }).await;
    assert_eq!(status, StatusCode::NOT_FOUND);

    let id = cedar.published(&server, ask(), now()).await;
    assert_eq!(say(&ben, &id, "Is the alley included?").await.author, neighbor(1, false));
    assert_eq!(say(&ada, &id, "It is.").await.author, neighbor(2, false));
    let (_, request): (_, AssistanceRequest) = server.get(&api::assistance_request(&id)).await;
    assert_eq!(request.comments.len(), 2);
}

/// The same two people in two threads: take out the words, the addresses of the threads and the numbers
/// (which begin anew in each), and no text of one answer stands in the other.
#[tokio::test]
async fn nothing_joins_two_threads_of_the_same_people() {
    let server = TestServer::new().await;
    let [ada, ben, cleo] = residents(&server).await;
    let (first, second) = (thread(&ada).await, thread(&cleo).await);
    for thread in [&first, &second] {
        say(&ben, thread, "The same words.").await;
        say(&ada, thread, "The same answer.").await;
    }
    let mut texts = Vec::new();
    for thread in [&first, &second] {
        let (_, _, bytes) = server.raw("GET", &api::post(thread), "text/plain", Body::empty()).await;
        let answer: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        let mut found = Vec::new();
        strings(&answer, &mut found);
        texts.push(found);
    }
    // Public by choice: what was written, where, when (to 15 minutes) and as what.
    let chosen = |text: &String| {
        ["The ", "It has", "safety", "neighbor"].iter().any(|word| text.starts_with(word))
            || *text == cell().to_string()
            || *text == cell().region().to_string()
            || text.parse::<chrono::DateTime<chrono::Utc>>().is_ok()
    };
    let shared: Vec<_> = texts[0].iter().filter(|text| texts[1].contains(text) && !chosen(text)).collect();
    assert_eq!(shared, Vec::<&String>::new());
}

fn strings(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => found.push(text.clone()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
        serde_json::Value::Object(fields) => fields.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn a_removed_comment_keeps_its_number() {
    let server = TestServer::new().await;
    let [ada, ben, cleo] = residents(&server).await;
    let thread = thread(&ada).await;
    let comment = say(&ben, &thread, "Never mind.").await;
    sqlx::query("update comment set removed_at = 1").execute(&**server.store()).await.expect("removed");
    assert_eq!(say(&cleo, &thread, "What was it?").await.author, neighbor(3, false));
    let (_, post): (_, Post) = server.get(&api::post(&thread)).await;
    let removed = post.thread.into_iter().find(|shown| shown.id == comment.id).expect("it stays");
    assert_eq!((removed.text, removed.author), (None, neighbor(2, false)));
}

#[tokio::test]
async fn an_empty_or_endless_comment_is_refused_with_its_number() {
    let server = TestServer::new().await;
    let [ada, ..] = residents(&server).await;
    let thread = thread(&ada).await;
    let cases = [
        (" \n".to_owned(), CommentError::Empty),
        ("é".repeat(2_001), CommentError::TooLong { chars: 2_001, max: 2_000 }),
    ];
    for (text, reason) in cases {
        let (status, refused): (_, ApiError) = ada.post(&api::comments(&thread), &Draft { text }).await;
        assert_eq!((status.as_u16(), refused), (422, ApiError::CommentRefused { reason }));
    }
}

#[tokio::test]
async fn a_visitor_cannot_comment_and_a_thread_must_exist() {
    let server = TestServer::new().await;
    let [ada, ..] = residents(&server).await;
    let draft = Draft { text: "Hello.".into() };
    let thread = thread(&ada).await;
    let (status, refused): (_, ApiError) = server.post(&api::comments(&thread), &draft).await;
    assert_eq!((status.as_u16(), refused), (401, ApiError::SignInRequired));
    let (status, missing): (_, ApiError) = ada.post(&api::comments("nothing"), &draft).await;
    assert_eq!((status.as_u16(), missing), (404, ApiError::NotFound));
}
