//! Which answers are made smaller on the way, and which never: a length must not tell a secret.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use common::cedar::cell;
use common::world::World;
use common::{Answer, TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::post::{Category, Draft};
use neighbors_domain::record::Spoken;
use neighbors_server::auth::Writer;
use neighbors_server::squeeze::PUBLIC;
use neighbors_server::store;

async fn get(browser: &TestServer, path: &str) -> Answer {
    let mut headers = vec![("accept-encoding", "br, gzip")];
    headers.extend(browser.cookie.as_deref().map(|cookie| ("cookie", cookie)));
    browser.call("GET", path, &headers, Body::empty()).await
}

/// Long enough to be worth it.
async fn long_post(world: &World) -> String {
    let writer = Writer::Resident(world.server.resident("ada@example.org").await);
    let text = "A calm gray cat sits on our porch. ".repeat(50);
    let draft = Draft {
        category: Category::LostPet,
        title: "A cat".into(),
        text,
        cell: cell(),
        happened_at: None,
        media: Vec::new(),
    };
    let draft = draft.check(now(), false).expect("within the rules");
    let (store, secrets) = (world.server.store(), &world.server.app.secrets);
    store::posts::publish(store, secrets, &writer, &Spoken::by_a_resident(draft), now())
        .await
        .expect("a post")
}

#[tokio::test]
async fn a_long_public_answer_leaves_small_and_a_short_one_as_it_is() {
    let world = World::new().await;
    let id = long_post(&world).await;
    for browser in [&world.server, &world.rosa, &world.ortega] {
        let answer = get(browser, &api::post(&id)).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (StatusCode::OK, "br"));
        assert!(answer.body.len() < 1000, "{}", answer.body.len());
        assert_eq!(answer.header("content-length"), answer.body.len().to_string());
        assert!(answer.header("vary").contains("accept-encoding"));
        let plain = browser.call("GET", &api::post(&id), &[], Body::empty()).await;
        let mut back = Vec::new();
        std::io::copy(&mut brotli::Decompressor::new(&*answer.body, 4096), &mut back).expect("brotli");
        assert_eq!(back, plain.body);
    }
    let short = get(&world.server, &format!("{}?q=nowhere", api::PLACES)).await;
    assert_eq!((short.status, short.header("content-encoding")), (StatusCode::OK, ""));
}

#[tokio::test]
async fn nothing_that_depends_on_who_asks_is_ever_compressed() {
    let world = World::new().await;
    let receipt = world.share().await;
    // Long enough to be worth it, if it were allowed.
    let sharer = format!("{}{}", "x".repeat(2000), "@example.org");
    sqlx::query("update account set email = $1 where email = 'rosa@example.org'")
        .bind(sharer)
        .execute(&**world.server.store())
        .await
        .expect("a long address");
    let me = get(&world.rosa, api::ME).await;
    assert!(me.body.len() > 2000);
    let portal = get(&world.ortega, api::PORTAL_INBOX).await;
    let answers = [
        me,
        portal,
        get(&world.rosa, api::SHARES).await,
        get(&world.rosa, &api::share(&receipt.id)).await,
        get(&world.ortega, api::PORTAL_KEY).await,
    ];
    for answer in answers {
        assert_eq!((answer.status, answer.header("content-encoding")), (StatusCode::OK, ""));
    }
}

#[test]
fn no_route_for_oneself_or_for_officers_is_among_the_public_ones() {
    for route in PUBLIC {
        for private in [api::ME, api::SESSION, api::SHARES, "/api/portal", api::UPLOADS, api::LIVE] {
            assert!(!route.starts_with(private), "{route}");
        }
    }
}
