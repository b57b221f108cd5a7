//! What goes by itself: uploads nobody shared, shares whose time is over, bodies that belong to nothing.

mod common;

use std::time::{Duration, SystemTime};

use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::ORTEGA;
use common::now;
use common::world::{World, rosa};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::share::{Inbox, Receipt, ShareEventKind, ShareRefusal, ShareState};
use neighbors_server::sweep::{Swept, sweep};

async fn rows(world: &World, which: &str) -> i64 {
    sqlx::query_scalar(&format!("select count(*) from upload where {which}"))
        .fetch_one(&**world.server.store())
        .await
        .expect("counted")
}

async fn swept(world: &World) -> Swept {
    sweep(&world.server.app).await.expect("swept")
}

async fn files(world: &World) -> usize {
    world.server.app.files.all().await.expect("listed").len()
}

#[tokio::test]
async fn an_upload_nobody_shared_goes_after_a_day_and_not_before() {
    let world = World::new().await;
    let chosen = world.draft(&world.rosa, &rosa(), &[b"x"]).await;
    world.server.app.clock.set(now() + TimeDelta::hours(24) - TimeDelta::milliseconds(1));
    assert_eq!(swept(&world).await, Swept::default());
    assert_eq!((rows(&world, "1 = 1").await, files(&world).await), (2, 2));
    world.server.app.clock.set(now() + TimeDelta::hours(24));
    assert_eq!(swept(&world).await, Swept { abandoned: 2, ..Swept::default() });
    assert_eq!((rows(&world, "1 = 1").await, files(&world).await), (0, 0));
    let missing = ApiError::ShareRefused { refusal: ShareRefusal::UploadMissing };
    assert_eq!(world.refused(&world.rosa, &chosen).await, missing);
}

#[tokio::test]
async fn what_was_shared_is_not_abandoned() {
    let world = World::new().await;
    world.share().await;
    world.server.app.clock.set(now() + TimeDelta::days(59));
    assert_eq!(swept(&world).await, Swept::default());
    assert_eq!((rows(&world, "header is not null").await, files(&world).await), (3, 3));
}

#[tokio::test]
async fn a_share_is_closed_the_moment_its_time_is_over_and_deleted_when_the_server_comes_round() {
    let world = World::new().await;
    let receipt = world.share().await;
    world.server.app.clock.set(receipt.kept_until);
    let ortega = world.server.signed_in(ORTEGA).await;
    let rosa = world.server.signed_in("rosa@example.org").await;
    let closed: (_, ApiError) = ortega.get(&api::portal_file(&receipt.id, 0)).await;
    assert_eq!(closed, (StatusCode::NOT_FOUND, ApiError::NotFound));
    assert_eq!(rows(&world, "header is not null").await, 3);

    assert_eq!(swept(&world).await, Swept { expired: 3, ..Swept::default() });
    assert_eq!((rows(&world, "header is not null").await, files(&world).await), (0, 0));
    assert_eq!(swept(&world).await, Swept::default());
    let (_, after): (_, Receipt) = rosa.get(&api::share(&receipt.id)).await;
    assert_eq!(after.state, ShareState::Expired);
    let told: Vec<_> = after.events.into_iter().map(|event| event.what).collect();
    assert_eq!(told, [ShareEventKind::Delivered, ShareEventKind::Expired]);
    let (_, inbox): (_, Inbox) = ortega.get(api::PORTAL_INBOX).await;
    assert_eq!(inbox.requests[0].shares[0].state, ShareState::Expired);
}

#[tokio::test]
async fn a_withdrawn_share_never_expires() {
    let world = World::new().await;
    // Over before it is forgotten.
    sqlx::query("update agency set retention_days = 20")
        .execute(&**world.server.store())
        .await
        .expect("promised");
    let receipt = world.share().await;
    world.rosa.raw("DELETE", &api::share(&receipt.id), "", axum::body::Body::empty()).await;
    world.server.app.clock.set(receipt.kept_until + TimeDelta::days(1));
    assert_eq!(swept(&world).await, Swept::default());
    let rosa = world.server.signed_in("rosa@example.org").await;
    let (_, after): (_, Receipt) = rosa.get(&api::share(&receipt.id)).await;
    assert_eq!(after.state, ShareState::Withdrawn);
    assert_eq!(after.events.last().expect("told").what, ShareEventKind::Withdrawn);
}

/// As a server leaves it that was killed between body and row, between row and body, or half way through a file.
#[tokio::test]
async fn bodies_that_belong_to_nothing_are_found_after_an_hour_and_no_others_are_touched() {
    let world = World::new().await;
    world.share().await;
    let lost = world.upload(&world.rosa, b"never acknowledged").await;
    sqlx::query("delete from upload where id = $1")
        .bind(&lost)
        .execute(&**world.server.store())
        .await
        .expect("killed before the row");
    let closed = world.upload(&world.rosa, b"withdrawn").await;
    sqlx::query("update upload set header = null where id = $1")
        .bind(&closed)
        .execute(&**world.server.store())
        .await
        .expect("killed before the body went");
    let folder = world.server.app.settings.data.join("shares");
    std::fs::create_dir_all(folder.join("ab")).expect("a folder");
    let half = folder.join("ab/abcdef00-0000-4000-8000-000000000000.part");
    std::fs::write(&half, b"half").expect("written");
    assert_eq!((swept(&world).await, files(&world).await), (Swept::default(), 6));

    let old = SystemTime::now() - Duration::from_secs(3_700);
    for folder in std::fs::read_dir(&folder).expect("a folder") {
        for file in std::fs::read_dir(folder.expect("a folder").path()).expect("a folder") {
            let file = std::fs::File::options().write(true).open(file.expect("a file").path());
            file.expect("a file").set_modified(old).expect("aged");
        }
    }
    assert_eq!(swept(&world).await, Swept { orphans: 3, ..Swept::default() });
    assert_eq!((files(&world).await, half.exists()), (3, false));
    assert_eq!(rows(&world, "share_id is not null and header is not null").await, 3);
}

#[tokio::test]
async fn a_month_after_a_share_ended_nobody_can_say_whose_it_was_and_the_public_count_stays() {
    let world = World::new().await;
    let opened = world.share().await;
    world.ortega.raw("GET", &api::portal_file(&opened.id, 0), "", axum::body::Body::empty()).await;
    let lasting = world.share().await;
    world.rosa.raw("DELETE", &api::share(&opened.id), "", axum::body::Body::empty()).await;
    world.server.app.clock.set(now() + TimeDelta::days(30) - TimeDelta::milliseconds(1));
    assert_eq!(swept(&world).await, Swept::default());
    world.server.app.clock.set(now() + TimeDelta::days(30));
    assert_eq!(swept(&world).await, Swept { forgotten: 1, ..Swept::default() });
    assert_eq!(swept(&world).await, Swept::default());
    let rosa = world.server.signed_in("rosa@example.org").await;
    let (_, mine): (_, Vec<Receipt>) = rosa.get(api::SHARES).await;
    assert_eq!(mine.iter().map(|receipt| &receipt.id).collect::<Vec<_>>(), [&lasting.id]);
    assert_eq!(rows(&world, "1 = 1").await, 3);
    let counts = ["select count(*) from share", "select count(distinct share_id) from share_event"];
    for (sql, left) in counts.into_iter().zip([2, 1]) {
        let count: i64 = sqlx::query_scalar(sql).fetch_one(&**world.server.store()).await.expect("counted");
        assert_eq!(count, left, "{sql}");
    }
    let ortega = world.server.signed_in(ORTEGA).await;
    let (_, inbox): (_, Inbox) = ortega.get(api::PORTAL_INBOX).await;
    assert_eq!(inbox.requests[0].shares.len(), 1);
}

/// A thief of the disk finds no header of a share that was withdrawn, in free pages or in the log of writes either.
/// (PostgreSQL cleans its own pages, by vacuum.)
#[tokio::test]
async fn a_deleted_header_does_not_linger_in_the_files_of_sqlite() {
    let world = World::new().await;
    if !world.server.store().is_sqlite() {
        return;
    }
    let receipt = world.share().await;
    let headers: Vec<String> = sqlx::query_scalar("select header from upload")
        .fetch_all(&**world.server.store())
        .await
        .expect("headers");
    // The end of a header is its MAC: no two are alike.
    let traces = || {
        let files =
            ["neighbors.db", "neighbors.db-wal"].map(|name| world.server.app.settings.data.join(name));
        let bytes: Vec<u8> = files.iter().filter_map(|file| std::fs::read(file).ok()).flatten().collect();
        let found = |header: &&String| {
            let tail = &header.as_bytes()[header.len() - 40..];
            bytes.windows(tail.len()).any(|window| window == tail)
        };
        headers.iter().filter(found).count()
    };
    assert_eq!((headers.len(), traces()), (3, 3));
    world.rosa.raw("DELETE", &api::share(&receipt.id), "", axum::body::Body::empty()).await;
    swept(&world).await;
    assert_eq!(traces(), 0);
}
