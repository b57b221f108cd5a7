//! Sharing with a request, and what sharers do with their shares, through the front door.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::now;
use common::world::{World, bare, inside, long_ago, neighbor, rosa};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::share::{Receipt, SHARES_A_DAY, ShareDraft, ShareEventKind, ShareRefusal, ShareState};

fn refused(refusal: ShareRefusal) -> ApiError {
    ApiError::ShareRefused { refusal }
}

async fn count(world: &World, sql: &str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&**world.server.store()).await.expect("counted")
}

#[tokio::test]
async fn a_neighbor_inside_shares_two_recordings_and_gets_a_receipt() {
    let world = World::new().await;
    let receipt = world.share().await;
    assert_eq!(receipt.state, ShareState::Delivered);
    assert_eq!(receipt.agency.name, "Cedar Flats Police Department");
    assert_eq!((receipt.assistance_request.as_str(), receipt.version), (world.request.as_str(), 1));
    assert_eq!((receipt.shared_at, receipt.kept_until), (now(), now() + TimeDelta::days(60)));
    assert_eq!(receipt.files.len(), 3);
    let events: Vec<_> = receipt.events.iter().map(|event| event.what.clone()).collect();
    assert_eq!(events, [ShareEventKind::Delivered]);
    let form = regex::Regex::new("^NR-[2-9A-HJ-NP-RTV-Y]{4}-[2-9A-HJ-NP-RTV-Y]{4}$").expect("a pattern");
    assert!(form.is_match(&receipt.number), "{}", receipt.number);
    assert_eq!(world.rosa.get(&api::share(&receipt.id)).await, (StatusCode::OK, receipt.clone()));
    assert_eq!(world.rosa.get(api::SHARES).await, (StatusCode::OK, vec![receipt]));
}

#[tokio::test]
async fn the_agency_keeps_as_long_as_it_promised_and_never_longer_than_the_rule() {
    for (promised, kept) in [(30, 30), (400, 180)] {
        let world = World::new().await;
        sqlx::query("update agency set retention_days = $1")
            .bind(promised)
            .execute(&**world.server.store())
            .await
            .expect("promised");
        assert_eq!(world.share().await.kept_until, now() + TimeDelta::days(kept));
    }
}

#[tokio::test]
async fn a_promise_that_became_longer_after_it_was_agreed_to_holds_as_it_was_read() {
    for (read, by_now, kept) in [(60, 180, 60), (60, 30, 30), (0, 60, 1)] {
        let world = World::new().await;
        let chosen = world.draft(&world.rosa, &rosa(), &[b"x"]).await;
        sqlx::query("update agency set retention_days = $1")
            .bind(by_now)
            .execute(&**world.server.store())
            .await
            .expect("stated anew");
        let agreed = ShareDraft { kept_days: read, ..chosen };
        let (status, receipt): (_, Receipt) = world.commit(&world.rosa, &agreed).await;
        assert_eq!((status, receipt.kept_until), (StatusCode::CREATED, now() + TimeDelta::days(kept)));
    }
}

#[tokio::test]
async fn sending_the_same_share_twice_makes_one() {
    let world = World::new().await;
    let chosen = world.draft(&world.rosa, &rosa(), &[b"x"]).await;
    let (_, first): (_, Receipt) = world.commit(&world.rosa, &chosen).await;
    let (_, second): (_, Receipt) = world.commit(&world.rosa, &chosen).await;
    assert_eq!(first, second);
    assert_eq!(count(&world, "select count(*) from share").await, 1);
}

#[tokio::test]
async fn two_tabs_that_send_the_same_share_at_once_make_one() {
    let world = World::new().await;
    let chosen = world.draft(&world.rosa, &rosa(), &[b"x"]).await;
    let (one, two): ((_, Receipt), (_, Receipt)) =
        tokio::join!(world.commit(&world.rosa, &chosen), world.commit(&world.rosa, &chosen));
    assert_eq!(one, two);
    assert_eq!(count(&world, "select count(*) from share").await, 1);
    assert_eq!(count(&world, "select count(*) from share_event").await, 1);
}

#[tokio::test]
async fn a_key_is_good_for_one_request_only() {
    let world = World::new().await;
    let chosen = world.draft(&world.rosa, &rosa(), &[b"x"]).await;
    let (_, _): (_, Receipt) = world.commit(&world.rosa, &chosen).await;
    let answer: (_, ApiError) = world.rosa.post(&api::share_with("another"), &chosen).await;
    assert!(matches!(answer.1, ApiError::Invalid { ref field, .. } if field == "idempotency_key"));
    let mut short = bare(inside());
    short.idempotency_key = "1".into();
    let answer = world.refused(&world.rosa, &short).await;
    assert!(matches!(answer, ApiError::Invalid { ref field, .. } if field == "idempotency_key"));
}

#[tokio::test]
async fn five_shares_a_day_with_one_request_are_enough() {
    let world = World::new().await;
    for _ in 0..SHARES_A_DAY {
        world.share().await;
    }
    let chosen = world.draft(&world.rosa, &rosa(), &[b"x"]).await;
    let (status, error): (_, ApiError) = world.commit(&world.rosa, &chosen).await;
    let used_up = refused(ShareRefusal::QuotaUsedUp { shares: SHARES_A_DAY });
    assert_eq!((status, error), (StatusCode::TOO_MANY_REQUESTS, used_up));
    world.server.app.clock.set(now() + TimeDelta::days(1));
    let (status, _): (_, Receipt) = world.commit(&world.rosa, &chosen).await;
    assert_eq!(status, StatusCode::CREATED);
}

#[tokio::test]
async fn six_shares_at_once_are_five() {
    let world = World::new().await;
    let mut drafts = Vec::new();
    for _ in 0..=SHARES_A_DAY {
        drafts.push(world.draft(&world.rosa, &rosa(), &[b"x"]).await);
    }
    let sent = drafts.iter().map(|draft| world.commit::<serde_json::Value>(&world.rosa, draft));
    let answers = futures_util::future::join_all(sent).await;
    let made = answers.iter().filter(|(status, _)| *status == StatusCode::CREATED).count();
    assert_eq!(made, SHARES_A_DAY as usize);
    assert_eq!(count(&world, "select count(*) from share").await, i64::from(SHARES_A_DAY));
}

#[tokio::test]
async fn nobody_else_sees_withdraws_or_lists_a_share() {
    let world = World::new().await;
    let receipt = world.share().await;
    let noor = neighbor(&world.server, "noor@example.org", inside(), long_ago()).await;
    let path = api::share(&receipt.id);
    assert_eq!(noor.get(&path).await, (StatusCode::NOT_FOUND, ApiError::NotFound));
    assert_eq!(noor.send("DELETE", &path, Body::empty()).await, (StatusCode::NOT_FOUND, ApiError::NotFound));
    assert_eq!(noor.get::<Vec<Receipt>>(api::SHARES).await, (StatusCode::OK, Vec::new()));
    assert_eq!(world.ortega.get(&path).await, (StatusCode::FORBIDDEN, ApiError::Forbidden));
    assert_eq!(world.server.get(&path).await, (StatusCode::UNAUTHORIZED, ApiError::SignInRequired));
    assert_eq!(world.rosa.get(&path).await, (StatusCode::OK, receipt));
}

#[tokio::test]
async fn what_is_withdrawn_unopened_is_deleted_and_vanishes_from_the_inbox() {
    let world = World::new().await;
    let before = world.ortega.raw("GET", api::PORTAL_INBOX, "", Body::empty()).await.2;
    let receipt = world.share().await;
    let path = api::share(&receipt.id);
    for _ in 0..2 {
        let (status, _, body) = world.rosa.raw("DELETE", &path, "application/json", Body::empty()).await;
        assert_eq!((status, body), (StatusCode::NO_CONTENT, Vec::new()));
    }
    let (_, after): (_, Receipt) = world.rosa.get(&path).await;
    assert_eq!(after.state, ShareState::Withdrawn);
    assert_eq!(after.events.last().expect("told").what, ShareEventKind::Withdrawn);
    assert_eq!(after.events.len(), 2);
    assert_eq!(count(&world, "select count(*) from upload where header is not null").await, 0);
    assert_eq!(world.server.app.files.all().await.expect("listed").len(), 0);
    let inbox = world.ortega.raw("GET", api::PORTAL_INBOX, "", Body::empty()).await.2;
    assert_eq!(inbox, before, "the inbox shows that something was there");
    let gone: (_, ApiError) = world.ortega.get(&api::portal_share(&receipt.id)).await;
    assert_eq!(gone, (StatusCode::NOT_FOUND, ApiError::NotFound));
    let gone: (_, ApiError) = world.ortega.get(&api::portal_file(&receipt.id, 0)).await;
    assert_eq!(gone, (StatusCode::NOT_FOUND, ApiError::NotFound));
}
