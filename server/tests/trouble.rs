//! A full disk, and a database that somebody else holds: an answer that says so, reading goes on, and it passes.

mod common;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use common::TestServer;
use neighbors_domain::account::{Me, ResidentSelf, Switches};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_server::store;

/// Only SQLite's file can be filled or held from here; a server of its own looks after PostgreSQL's.
async fn on_sqlite() -> Option<TestServer> {
    let server = TestServer::new().await;
    server.store().is_sqlite().then_some(server)
}

#[tokio::test]
async fn a_full_disk_is_said_and_reading_goes_on() {
    let Some(server) = on_sqlite().await else { return };
    // No page more than there are: what SQLite says then is what it says of a full disk.
    let limit = async |pages: &str| {
        let pragma = format!("pragma max_page_count = {pages}");
        sqlx::query(&pragma).execute(&**server.store()).await.expect("a limit");
    };
    limit("1").await;
    let mut refused = None;
    for n in 0..1000 {
        let text = format!("{n}{}", "x".repeat(4000));
        if let Err(cause) = store::settings::set(server.store(), &format!("filler-{n}"), &text).await {
            refused = Some(neighbors_server::Error::from(cause));
            break;
        }
    }
    assert_eq!(refused.map(|error| error.into_response().status()), Some(StatusCode::INSUFFICIENT_STORAGE));
    let (status, _): (_, Me) = server.get(api::ME).await;
    assert_eq!(status, StatusCode::OK);
    limit("100000").await;
    store::settings::set(server.store(), "after", "all").await.expect("there is room again");
}

#[tokio::test]
async fn a_database_that_is_held_makes_writers_wait_and_then_say_so() {
    let Some(server) = on_sqlite().await else { return };
    server.resident("ada@example.org").await;
    let browser = server.signed_in("ada@example.org").await;
    let out = Switches { opt_out: true, ..Switches::default() };

    let held = server.store().write().await.expect("the write lock");
    let (refused, read) =
        tokio::join!(browser.put::<ApiError>(api::SWITCHES, &out), browser.get::<Me>(api::ME),);
    assert_eq!(refused, (StatusCode::SERVICE_UNAVAILABLE, ApiError::Busy));
    assert_eq!(read.0, StatusCode::OK);

    // Held for less than the writer's patience, nobody notices.
    let writes = browser.put::<ResidentSelf>(api::SWITCHES, &out);
    let ends = async {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        held.rollback().await.expect("let go");
    };
    let ((status, ada), ()) = tokio::join!(writes, ends);
    assert_eq!((status, ada.switches), (StatusCode::OK, out));
}

#[tokio::test]
async fn two_writers_that_wait_for_each_other_are_told_to_come_again() {
    let server = TestServer::new().await;
    let store = server.store();
    if store.is_sqlite() {
        return; // It has one writer at a time.
    }
    for key in ["one", "other"] {
        store::settings::set(store, key, "0").await.expect("set");
    }
    let both = tokio::sync::Barrier::new(2);
    let writes = async |first: &str, then: &str| {
        let mut tx = store.write().await?;
        let set = "update setting set value = value where name = $1";
        sqlx::query(set).bind(first).execute(&mut *tx).await?;
        both.wait().await;
        sqlx::query(set).bind(then).execute(&mut *tx).await?;
        tx.commit().await
    };
    let refused = match tokio::join!(writes("one", "other"), writes("other", "one")) {
        (Ok(()), Err(cause)) | (Err(cause), Ok(())) => neighbors_server::Error::from(cause),
        neither => panic!("{neither:?}"),
    };
    assert_eq!(refused.into_response().status(), StatusCode::SERVICE_UNAVAILABLE);
}
