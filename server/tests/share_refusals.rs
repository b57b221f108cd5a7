//! Everything a share is refused for, through the front door.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::now;
use common::world::{World, bare, far_away, inside, long_ago, neighbor, rosa};
use neighbors_domain::account::{Switches, WRONG_HOMES_A_DAY};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{Outcome, State};
use neighbors_domain::share::{MAX_RECORDINGS, Receipt, ShareRefusal};
use neighbors_server::store::assistance_requests;

fn refused(refusal: ShareRefusal) -> ApiError {
    ApiError::ShareRefused { refusal }
}

async fn count(world: &World, sql: &str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&**world.server.store()).await.expect("counted")
}

#[tokio::test]
async fn visitors_and_officers_share_nothing() {
    let world = World::new().await;
    assert_eq!(world.refused(&world.server, &bare(inside())).await, ApiError::SignInRequired);
    assert_eq!(world.refused(&world.ortega, &bare(inside())).await, ApiError::Forbidden);
}

#[tokio::test]
async fn a_wrong_home_and_a_home_outside_get_the_same_answer_byte_for_byte() {
    let world = World::new().await;
    let outside = neighbor(&world.server, "outside@example.org", far_away(), long_ago()).await;
    let path = api::share_with(&world.request);
    let body = |cell| Body::from(serde_json::to_vec(&bare(cell)).expect("JSON"));
    let lie = outside.raw("POST", &path, "application/json", body(inside())).await;
    let truth = outside.raw("POST", &path, "application/json", body(far_away())).await;
    assert_eq!((lie.0, &lie.2), (truth.0, &truth.2));
    assert_eq!(
        serde_json::from_slice::<ApiError>(&lie.2).expect("typed"),
        refused(ShareRefusal::OutsideArea)
    );
}

#[tokio::test]
async fn after_five_wrong_homes_even_the_right_one_waits_for_tomorrow() {
    let world = World::new().await;
    for _ in 0..WRONG_HOMES_A_DAY {
        let answer = world.refused(&world.rosa, &bare(far_away())).await;
        assert_eq!(answer, refused(ShareRefusal::OutsideArea));
    }
    let waits = refused(ShareRefusal::TooManyTries { tries: WRONG_HOMES_A_DAY });
    assert_eq!(world.refused(&world.rosa, &bare(inside())).await, waits);
    world.server.app.clock.set(now() + TimeDelta::days(1));
    assert_eq!(world.refused(&world.rosa, &bare(inside())).await, refused(ShareRefusal::UploadMissing));
}

#[tokio::test]
async fn a_refused_share_leaves_no_trace_of_the_cell() {
    let world = World::new().await;
    world.refused(&world.rosa, &bare(far_away())).await;
    let tables = ["account", "wrong_home", "share", "share_event", "upload", "session"];
    for table in tables {
        let rows = sqlx::query(&format!("select * from {table}"))
            .fetch_all(&**world.server.store())
            .await
            .expect("rows");
        for row in rows {
            for column in 0..sqlx::Row::columns(&row).len() {
                let text = sqlx::Row::try_get::<Option<String>, _>(&row, column).ok().flatten();
                let text = text.unwrap_or_default();
                assert!(!text.contains(&far_away().to_string()[..9]), "{table}");
            }
        }
    }
}

#[tokio::test]
async fn who_picked_no_home_is_told_so() {
    let world = World::new().await;
    world.server.resident("noor@example.org").await;
    let noor = world.server.signed_in("noor@example.org").await;
    assert_eq!(world.refused(&noor, &bare(inside())).await, refused(ShareRefusal::NoHome));
}

#[tokio::test]
async fn who_moved_in_after_the_publication_cannot_hop_in() {
    let world = World::new().await;
    let newcomer = neighbor(&world.server, "new@example.org", inside(), now()).await;
    assert_eq!(world.refused(&newcomer, &bare(inside())).await, refused(ShareRefusal::TooNew));
}

#[tokio::test]
async fn opting_out_closes_sharing_and_opting_in_again_does_not_reopen_an_older_request() {
    let world = World::new().await;
    let (status, _): (_, serde_json::Value) =
        world.rosa.put(api::SWITCHES, &Switches { opt_out: true, ..Switches::default() }).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(world.refused(&world.rosa, &bare(inside())).await, refused(ShareRefusal::OptedOut));
    let (_, _): (_, serde_json::Value) = world.rosa.put(api::SWITCHES, &Switches::default()).await;
    assert_eq!(world.refused(&world.rosa, &bare(inside())).await, refused(ShareRefusal::TooNew));
}

#[tokio::test]
async fn a_request_that_closed_while_someone_was_choosing_takes_nothing() {
    let world = World::new().await;
    let chosen = world.draft(&world.rosa, &rosa(), &[b"x"]).await;
    assistance_requests::resolve(world.server.store(), &world.cedar.ortega, &world.request, now())
        .await
        .expect("resolved");
    let resolved = refused(ShareRefusal::NotOpen { state: State::Resolved });
    assert_eq!(world.refused(&world.rosa, &chosen).await, resolved);
    let used = Outcome::Used;
    assistance_requests::set_outcome(world.server.store(), &world.cedar.ortega, &world.request, used, now())
        .await
        .expect("stated");
    assistance_requests::void(world.server.store(), &world.cedar.ortega, &world.request, now())
        .await
        .expect("void");
    let void = refused(ShareRefusal::NotOpen { state: State::Void });
    assert_eq!(world.refused(&world.rosa, &chosen).await, void);
    assert_eq!(count(&world, "select count(*) from share").await, 0);
}

#[tokio::test]
async fn an_expired_and_a_frozen_request_take_nothing() {
    let world = World::new().await;
    sqlx::query("update agency set suspended_since = 1")
        .execute(&**world.server.store())
        .await
        .expect("suspended");
    let frozen = refused(ShareRefusal::NotOpen { state: State::Frozen });
    assert_eq!(world.refused(&world.rosa, &bare(inside())).await, frozen);
    world.server.app.clock.set(now() + TimeDelta::days(30));
    let later = world.server.signed_in("rosa@example.org").await;
    let expired = refused(ShareRefusal::NotOpen { state: State::Expired });
    assert_eq!(world.refused(&later, &bare(inside())).await, expired);
}

#[tokio::test]
async fn a_closed_request_costs_no_try_of_the_home() {
    let world = World::new().await;
    assistance_requests::resolve(world.server.store(), &world.cedar.ortega, &world.request, now())
        .await
        .expect("resolved");
    world.refused(&world.rosa, &bare(far_away())).await;
    assert_eq!(count(&world, "select count(*) from wrong_home").await, 0);
}

#[tokio::test]
async fn a_request_that_changed_asks_for_consent_again_and_keeps_the_uploads() {
    let world = World::new().await;
    let mut chosen = world.draft(&world.rosa, &rosa(), &[b"x"]).await;
    sqlx::query("update assistance_request set version = 2")
        .execute(&**world.server.store())
        .await
        .expect("amended");
    let (status, error): (_, ApiError) = world.commit(&world.rosa, &chosen).await;
    assert_eq!((status, error), (StatusCode::CONFLICT, refused(ShareRefusal::NewVersion { version: 2 })));
    chosen.version = 2;
    let (status, receipt): (_, Receipt) = world.commit(&world.rosa, &chosen).await;
    assert_eq!((status, receipt.version), (StatusCode::CREATED, 2));
}

#[tokio::test]
async fn a_request_nobody_published_does_not_exist() {
    let world = World::new().await;
    let path = api::share_with("no-such-request");
    let answer: (_, ApiError) = world.rosa.post(&path, &bare(inside())).await;
    assert_eq!(answer, (StatusCode::NOT_FOUND, ApiError::NotFound));
}

#[tokio::test]
async fn a_share_has_one_to_ten_recordings() {
    let world = World::new().await;
    let mut chosen = world.draft(&world.rosa, &rosa(), &[b"x"]).await;
    let one = chosen.recordings.pop().expect("one");
    assert_eq!(world.refused(&world.rosa, &chosen).await, refused(ShareRefusal::NoRecording));
    chosen.recordings = vec!["none".into(); MAX_RECORDINGS + 1];
    let eleven = ShareRefusal::TooManyRecordings { recordings: 11, max: 10 };
    assert_eq!(world.refused(&world.rosa, &chosen).await, refused(eleven));
    chosen.recordings = vec![one.clone()];
    for _ in 1..MAX_RECORDINGS {
        chosen.recordings.push(world.upload(&world.rosa, b"another").await);
    }
    let (status, receipt): (_, Receipt) = world.commit(&world.rosa, &chosen).await;
    assert_eq!((status, receipt.files.len()), (StatusCode::CREATED, 11));
    assert_eq!(receipt.files[1].id, one);
}

#[tokio::test]
async fn only_ones_own_unused_uploads_make_a_share() {
    let world = World::new().await;
    let missing = refused(ShareRefusal::UploadMissing);
    let noor = neighbor(&world.server, "noor@example.org", far_away(), long_ago()).await;
    let mut chosen = world.draft(&world.rosa, &rosa(), &[b"x"]).await;
    let mine = chosen.recordings.clone();
    for recordings in [
        vec!["no such upload".to_owned()],
        vec![world.upload(&noor, b"somebody else's").await],
        vec![mine[0].clone(), mine[0].clone()],
        vec![chosen.manifest.clone()],
    ] {
        chosen.recordings = recordings;
        assert_eq!(world.refused(&world.rosa, &chosen).await, missing);
    }
    // Nothing of the refused tries was taken: the same files still make a share, and then no other.
    chosen.recordings = mine;
    let (status, _): (_, Receipt) = world.commit(&world.rosa, &chosen).await;
    assert_eq!(status, StatusCode::CREATED);
    chosen.idempotency_key = uuid::Uuid::new_v4().to_string();
    assert_eq!(world.refused(&world.rosa, &chosen).await, missing);
}

#[tokio::test]
async fn a_manifest_no_browser_could_show_is_refused() {
    let world = World::new().await;
    let mut chosen = world.draft(&world.rosa, &rosa(), &[b"x"]).await;
    chosen.manifest = world.upload(&world.rosa, &vec![0; 300_000]).await;
    let (status, error): (_, ApiError) = world.commit(&world.rosa, &chosen).await;
    assert_eq!((status, error), (StatusCode::PAYLOAD_TOO_LARGE, ApiError::TooLarge { max_bytes: 262_144 }));
}
