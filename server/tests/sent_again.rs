//! What was sent already and is sent again, because its answer was lost: one post, one comment; and how much one
//! account may send at all.

mod common;

use axum::http::StatusCode;
use chrono::TimeDelta;
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::{self, COMMENTS_A_WRITER, Comment};
use neighbors_domain::media::{Announced, MediaKind};
use neighbors_domain::post::{self, Category, MEGABYTES_A_WRITER, POSTS_A_WRITER, Post};

const KEY: &str = "00112233445566778899aabbccddeeff";
const OTHER_KEY: &str = "ffeeddccbbaa99887766554433221100";

async fn ada() -> TestServer {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    server.resident("ben@example.org").await;
    server.signed_in("ada@example.org").await
}

fn draft(text: &str) -> post::Draft {
    post::Draft {
        category: Category::Safety,
        title: "The light is out".into(),
        text: text.into(),
        cell: common::cedar::cell(),
        happened_at: None,
        media: Vec::new(),
    }
}

fn said(text: &str) -> comment::Draft {
    comment::Draft { text: text.into() }
}

async fn count(server: &TestServer, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query_scalar(&sql).fetch_one(&**server.store()).await.expect("a count")
}

#[tokio::test]
async fn a_post_mended_after_a_lost_answer_is_not_taken_for_the_first_one() {
    let ada = ada().await;
    let first = ada.once(api::POSTS, KEY, &draft("It has been since August.")).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    let first: Post = serde_json::from_slice(&first.body).expect("a post");
    let mended = ada.once(api::POSTS, KEY, &draft("It has been since September.")).await;
    assert_eq!(mended.status, StatusCode::CONFLICT);
    assert_eq!(mended.error(), ApiError::SentBefore { id: first.card.id.clone() });
    let (_, kept): (_, Post) = ada.get(&api::post(&first.card.id)).await;
    assert_eq!(kept.card.text.as_deref(), Some("It has been since August."));
    // Under another key it is another post.
    let another = ada.once(api::POSTS, OTHER_KEY, &draft("It has been since September.")).await;
    assert_eq!((another.status, count(&ada, "post").await), (StatusCode::CREATED, 2));
}

#[tokio::test]
async fn a_comment_sent_twice_is_one_and_with_other_words_none_is_lost() {
    let ada = ada().await;
    let ben = ada.signed_in("ben@example.org").await;
    let (_, post): (_, Post) = ada.post(api::POSTS, &draft("It has been since August.")).await;
    let thread = api::comments(&post.card.id);
    let send =
        async |browser: &TestServer, key: &str, text: &str| browser.once(&thread, key, &said(text)).await;
    let (one, two) = tokio::join!(send(&ada, KEY, "I saw it, too."), send(&ada, KEY, "I saw it, too."));
    let three = send(&ada, KEY, "I saw it, too.").await;
    let ids: Vec<String> = [&one, &two, &three]
        .map(|answer| {
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
            serde_json::from_slice::<Comment>(&answer.body).expect("a comment").id
        })
        .into();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(count(&ada, "comment").await, 1);
    let mended = send(&ada, KEY, "I saw it, too, on Monday.").await;
    assert_eq!(mended.error(), ApiError::SentBefore { id: ids[0].clone() });
    // The key says nothing to anybody else, and nothing in another thread.
    assert_eq!(send(&ben, KEY, "So did I.").await.status, StatusCode::CREATED);
    let (_, other): (_, Post) = ben.post(api::POSTS, &draft("Another one.")).await;
    let elsewhere = ada.once(&api::comments(&other.card.id), KEY, &said("I saw it, too.")).await;
    assert_eq!((elsewhere.status, count(&ada, "comment").await), (StatusCode::CREATED, 3));
}

#[tokio::test]
async fn nobody_drowns_a_neighborhood_and_who_waits_may_go_on() {
    let ada = ada().await;
    let ben = ada.signed_in("ben@example.org").await;
    let (_, thread): (_, Post) = ben.post(api::POSTS, &draft("It has been since August.")).await;
    let thread = api::comments(&thread.card.id);
    for n in 0..POSTS_A_WRITER.at_once {
        let (status, _): (_, Post) = ada.post(api::POSTS, &draft(&format!("The {n}th of today."))).await;
        assert_eq!(status, StatusCode::CREATED, "{n}");
    }
    for n in 0..COMMENTS_A_WRITER.at_once {
        let (status, _): (_, Comment) = ada.post(&thread, &said(&format!("And {n}."))).await;
        assert_eq!(status, StatusCode::CREATED, "{n}");
    }
    let (status, error): (_, ApiError) = ada.post(api::POSTS, &draft("One more.")).await;
    let wait = u64::from(POSTS_A_WRITER.one_more_each_seconds);
    assert_eq!((status, error), (StatusCode::TOO_MANY_REQUESTS, ApiError::TooMany { seconds: wait }));
    let (_, error): (_, ApiError) = ada.post(&thread, &said("One more.")).await;
    let wait = u64::from(COMMENTS_A_WRITER.one_more_each_seconds);
    assert_eq!(error, ApiError::TooMany { seconds: wait });
    // It is about one account alone.
    let (status, _): (_, Comment) = ben.post(&thread, &said("Quiet here.")).await;
    assert_eq!(status, StatusCode::CREATED);
    ada.app.clock.set(now() + TimeDelta::seconds(POSTS_A_WRITER.one_more_each_seconds.into()));
    let (status, _): (_, Post) = ada.post(api::POSTS, &draft("One more.")).await;
    assert_eq!(status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_gigabyte_of_pictures_a_day_is_enough_for_anybody() {
    let ada = ada().await;
    let film = |megabytes: u64| Announced { kind: MediaKind::Video, bytes: megabytes << 20 };
    let mut sent = 0;
    let refused = loop {
        let (status, answer): (_, serde_json::Value) = ada.post(api::ARRIVING, &film(100)).await;
        if status != StatusCode::CREATED {
            break serde_json::from_value::<ApiError>(answer).expect("a typed error");
        }
        sent += 100;
        // Taken back, it makes room on the disk, and counts all the same.
        let id = answer["id"].as_str().expect("an id").to_owned();
        let (status, _, _) = ada.raw("DELETE", &api::arriving(&id), "", axum::body::Body::empty()).await;
        assert!(status.is_success(), "{status}");
    };
    assert!(matches!(refused, ApiError::TooMany { .. }), "{refused:?}");
    assert_eq!(sent, MEGABYTES_A_WRITER.at_once / 100 * 100);
}
