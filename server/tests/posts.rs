//! Posts, seen from outside.

mod common;

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use common::cedar::{Cedar, SLUG, cell};
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::agency::AgencyRef;
use neighbors_domain::api::ApiError;
use neighbors_domain::feed::{FeedItem, FeedPage};
use neighbors_domain::post::{Author, Category, Draft, Post, PostError};
use neighbors_server::auth::Operator;
use neighbors_server::store::agencies::suspend;

fn draft(category: Category) -> Draft {
    Draft {
        category,
        title: "Grey tabby slipped out".into(),
        text: "He is shy and answers to Biscuit.".into(),
        cell: cell(),
        happened_at: Some(now() - TimeDelta::minutes(50)),
        media: Vec::new(),
    }
}

async fn posted(browser: &TestServer, draft: &Draft) -> Post {
    let (status, post) = browser.post(api::POSTS, draft).await;
    assert_eq!(status, StatusCode::CREATED);
    post
}

#[tokio::test]
async fn a_resident_posts_and_everyone_reads_it_under_a_number() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let ada = server.signed_in("ada@example.org").await;
    let post = posted(&ada, &draft(Category::LostPet)).await;

    let (status, read): (_, Post) = server.get(&api::post(&post.card.id)).await;
    assert_eq!((status, &read), (StatusCode::OK, &post));
    assert_eq!(read.card.author, Author::Neighbor { number: 1, wrote_the_post: true });
    assert_eq!(read.card.title.as_deref(), Some("Grey tabby slipped out"));
    assert_eq!(read.card.place.cell, Some(cell()));
}

#[tokio::test]
async fn the_times_of_a_resident_are_cut_to_a_quarter_of_an_hour() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let ada = server.signed_in("ada@example.org").await;
    let odd = now() + TimeDelta::milliseconds(7 * 60_000 + 31_415);
    server.app.clock.set(odd);
    let post = posted(&ada, &Draft { happened_at: Some(odd), ..draft(Category::LostPet) }).await;
    assert_eq!((post.card.at, post.card.happened_at), (now(), Some(now())));
}

#[tokio::test]
async fn a_resident_makes_no_announcement_and_hears_every_reason_at_once() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let ada = server.signed_in("ada@example.org").await;
    let later: DateTime<Utc> = now() + TimeDelta::minutes(1);
    let draft = Draft { title: "Hm".into(), happened_at: Some(later), ..draft(Category::Announcement) };
    let (status, refused): (_, ApiError) = ada.post(api::POSTS, &draft).await;
    let errors = vec![
        PostError::Title { chars: 2, min: 4, max: 120 },
        PostError::OnlyAgenciesAnnounce,
        PostError::InTheFuture,
    ];
    assert_eq!((status.as_u16(), refused), (422, ApiError::PostRefused { errors }));
}

#[tokio::test]
async fn a_visitor_cannot_post() {
    let server = TestServer::new().await;
    let (status, refused): (_, ApiError) = server.post(api::POSTS, &draft(Category::LostPet)).await;
    assert_eq!((status.as_u16(), refused), (401, ApiError::SignInRequired));
}

#[tokio::test]
async fn a_post_says_which_agencies_can_read_it() {
    let server = TestServer::new().await;
    Cedar::new(&server).await;
    server.resident("ada@example.org").await;
    let ada = server.signed_in("ada@example.org").await;
    let post = posted(&ada, &draft(Category::Safety)).await;
    let readers: Vec<_> = post.read_by_agencies.iter().map(|agency| agency.slug.as_str()).collect();
    assert_eq!(readers, [SLUG]);

    suspend(server.store(), Operator::at_the_command_line(), SLUG, now()).await.expect("suspended");
    let (_, later): (_, Post) = server.get(&api::post(&post.card.id)).await;
    assert_eq!(later.read_by_agencies, []);
}

#[tokio::test]
async fn a_removed_post_keeps_its_place_and_loses_its_words() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let ada = server.signed_in("ada@example.org").await;
    let post = posted(&ada, &draft(Category::LostPet)).await;
    sqlx::query("update post set removed_at = 1").execute(&**server.store()).await.expect("removed");
    let (_, removed): (_, Post) = server.get(&api::post(&post.card.id)).await;
    assert_eq!((removed.card.title, removed.card.text), (None, None));
    assert_eq!(removed.card.author, post.card.author);
}

#[tokio::test]
async fn whoever_writes_sees_before_which_agencies_serve_the_place() {
    let server = TestServer::new().await;
    Cedar::new(&server).await;
    let (_, readers): (_, Vec<AgencyRef>) = server.get(&api::readers(cell().region())).await;
    assert_eq!(readers.iter().map(|agency| agency.slug.as_str()).collect::<Vec<_>>(), [SLUG]);
    let (_, nobody): (_, Vec<AgencyRef>) =
        server.get(&api::readers("872830828ffffff".parse().expect("far away"))).await;
    assert_eq!(nobody, []);
    let (status, _): (_, ApiError) = server.get("/api/regions/nowhere/agencies").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_post_its_author_removes_is_gone_from_the_very_next_answer() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let ada = server.signed_in("ada@example.org").await;
    let post = posted(&ada, &draft(Category::LostPet)).await;
    let feed = format!("{}?region={}", api::FEED, cell().region());
    let shown = async || {
        let (status, page): (_, FeedPage) = server.get(&feed).await;
        assert_eq!(status, StatusCode::OK);
        match &page.items[..] {
            [FeedItem::Post(card)] => card.title.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(shown().await.as_deref(), Some("Grey tabby slipped out"));
    let (status, _, _) = ada.raw("DELETE", &api::post(&post.card.id), "", axum::body::Body::empty()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(shown().await, None);
}

#[tokio::test]
async fn a_post_that_is_not_there_is_said_to_be_missing() {
    let server = TestServer::new().await;
    for id in ["no-such-post", "%ff", "'%20or%201=1%20--"] {
        let (status, missing): (_, ApiError) = server.get(&api::post(id)).await;
        assert_eq!((status.as_u16(), missing), (404, ApiError::NotFound), "{id}");
    }
}
