//! The officer's side of a share, through the front door.

mod common;

use age::secrecy::SecretString;
use axum::body::Body;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use common::cedar::PASSPHRASE;
use common::world::{World, identity, opened, rosa, window};
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::share::{
    Downloaded, Inbox, InboxShare, Manifest, OfficerKey, OpenableShare, Receipt, ShareEventKind, ShareState,
};
use sha2::{Digest, Sha256};

async fn file(browser: &TestServer, share: &str, n: u32) -> Vec<u8> {
    let (status, headers, bytes) = browser.raw("GET", &api::portal_file(share, n), "", Body::empty()).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "application/octet-stream");
    assert_eq!(headers["content-length"].to_str().expect("digits"), bytes.len().to_string());
    bytes
}

async fn shares(browser: &TestServer) -> Vec<InboxShare> {
    let (status, inbox): (_, Inbox) = browser.get(api::PORTAL_INBOX).await;
    assert_eq!(status, StatusCode::OK);
    inbox.requests.into_iter().flat_map(|request| request.shares).collect()
}

async fn events(world: &World, receipt: &Receipt) -> Vec<ShareEventKind> {
    let (_, shown): (_, Receipt) = world.rosa.get(&api::share(&receipt.id)).await;
    shown.events.into_iter().map(|event| event.what).collect()
}

fn opened_by(badge_number: &str) -> ShareEventKind {
    ShareEventKind::Opened { title: "Detective, Property Crimes".into(), badge_number: badge_number.into() }
}

async fn withdraw(world: &World, receipt: &Receipt) {
    let (status, _, _) = world.rosa.raw("DELETE", &api::share(&receipt.id), "", Body::empty()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn the_detective_opens_recording_and_manifest_with_a_stock_age_and_her_passphrase() {
    let world = World::new().await;
    let receipt = world.share().await;

    let (_, key): (_, OfficerKey) = world.ortega.get(api::PORTAL_KEY).await;
    let lock = age::scrypt::Identity::new(SecretString::from(PASSPHRASE));
    let hers = identity(&opened(&lock, &STANDARD.decode(key.wrapped_identity).expect("base64")));
    assert_eq!(hers.to_public().to_string(), key.recipient);

    let (_, inbox): (_, Inbox) = world.ortega.get(api::PORTAL_INBOX).await;
    assert_eq!(inbox.requests[0].id, world.request);
    let listed = &inbox.requests[0].shares[0];
    assert_eq!((listed.number, listed.recordings, listed.state), (1, 2, ShareState::Delivered));
    assert_eq!(listed.bytes, receipt.files.iter().map(|file| file.bytes).sum::<u64>());

    let (_, share): (_, OpenableShare) = world.ortega.get(&api::portal_share(&listed.id)).await;
    assert_eq!((share.window, share.zone.as_str(), share.version), (window(), "America/Denver", 1));
    let wrapped = STANDARD.decode(share.wrapped_key.expect("wrapped for her")).expect("base64");
    let request_key = identity(&opened(&hers, &wrapped));

    let sealed = file(&world.ortega, &listed.id, 0).await;
    assert_eq!(hex::encode(Sha256::digest(&sealed)), receipt.files[0].sha256);
    let manifest: Manifest = serde_json::from_slice(&opened(&request_key, &sealed)).expect("a manifest");
    assert_eq!(manifest.identity.home_address, rosa().home_address);
    assert_eq!(manifest.consent_sha256, hex::encode(Sha256::digest(manifest.consent_text)));
    for (n, plain) in [(1, b"first recording".as_slice()), (2, b"second recording")] {
        let sealed = file(&world.ortega, &listed.id, n).await;
        assert_eq!(hex::encode(Sha256::digest(&sealed)), receipt.files[n as usize].sha256);
        assert_eq!(opened(&request_key, &sealed), plain);
        let known = &manifest.recordings[n as usize - 1];
        assert_eq!(known.sha256, hex::encode(Sha256::digest(plain)));
    }
}

#[tokio::test]
async fn the_sharer_reads_who_opened_and_who_saved_by_title_and_badge_number() {
    let world = World::new().await;
    let receipt = world.share().await;
    for n in [0, 0, 1] {
        file(&world.ortega, &receipt.id, n).await;
    }
    file(&world.raman, &receipt.id, 0).await;
    let saved = api::portal_downloaded(&receipt.id);
    for _ in 0..2 {
        let body = Body::from(serde_json::to_vec(&Downloaded { file: 2 }).expect("JSON"));
        let (status, _, _) = world.ortega.raw("POST", &saved, "application/json", body).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
    }
    let told = events(&world, &receipt).await;
    let downloaded = ShareEventKind::Downloaded {
        title: "Detective, Property Crimes".into(),
        badge_number: "2217".into(),
        file: 2,
    };
    assert_eq!(told.len(), 4, "{told:?}");
    for event in [ShareEventKind::Delivered, opened_by("2217"), opened_by("0412"), downloaded] {
        assert_eq!(told.iter().filter(|known| **known == event).count(), 1, "{event:?}");
    }
    // Who looks again on another day has looked again.
    world.server.app.clock.set(now() + TimeDelta::days(2));
    file(&world.ortega, &receipt.id, 0).await;
    assert_eq!(events(&world, &receipt).await.iter().filter(|event| **event == opened_by("2217")).count(), 2);
}

#[tokio::test]
async fn fetching_a_recording_without_the_manifest_is_opening_too() {
    let world = World::new().await;
    let receipt = world.share().await;
    assert_eq!(shares(&world.ortega).await[0].state, ShareState::Delivered);
    file(&world.ortega, &receipt.id, 2).await;
    assert_eq!(events(&world, &receipt).await, [ShareEventKind::Delivered, opened_by("2217")]);
    assert_eq!(shares(&world.ortega).await[0].state, ShareState::Opened);
    let (_, shown): (_, Receipt) = world.rosa.get(&api::share(&receipt.id)).await;
    assert_eq!(shown.state, ShareState::Opened);
}

#[tokio::test]
async fn a_file_that_is_not_there_opens_nothing() {
    let world = World::new().await;
    let receipt = world.share().await;
    for n in ["3", "-1", "x", "4294967296"] {
        let path = api::PORTAL_FILE.replace("{id}", &receipt.id).replace("{n}", n);
        let answer: (_, ApiError) = world.ortega.get(&path).await;
        assert_eq!(answer, (StatusCode::NOT_FOUND, ApiError::NotFound), "{n}");
    }
    for file in [0, 3] {
        let (status, error): (_, ApiError) =
            world.ortega.post(&api::portal_downloaded(&receipt.id), &Downloaded { file }).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(matches!(error, ApiError::Invalid { ref field, .. } if field == "file"));
    }
    assert_eq!(events(&world, &receipt).await, [ShareEventKind::Delivered]);
}

#[tokio::test]
async fn a_colleague_without_the_key_sees_that_there_is_a_share_and_opens_nothing() {
    let world = World::new().await;
    let receipt = world.share().await;
    assert_eq!(shares(&world.rookie).await.len(), 1);
    let (_, share): (_, OpenableShare) = world.rookie.get(&api::portal_share(&receipt.id)).await;
    assert_eq!(share.wrapped_key, None);
    let refused: (_, ApiError) = world.rookie.get(&api::portal_file(&receipt.id, 0)).await;
    assert_eq!(refused, (StatusCode::FORBIDDEN, ApiError::Forbidden));
    let saved = world.rookie.post(&api::portal_downloaded(&receipt.id), &Downloaded { file: 1 }).await;
    assert_eq!(saved, (StatusCode::FORBIDDEN, ApiError::Forbidden));
    assert_eq!(events(&world, &receipt).await, [ShareEventKind::Delivered]);
}

#[tokio::test]
async fn for_another_agency_visitors_and_residents_the_share_does_not_exist() {
    let world = World::new().await;
    let receipt = world.share().await;
    let not_found = (StatusCode::NOT_FOUND, ApiError::NotFound);
    assert_eq!(shares(&world.stranger).await, []);
    for path in [api::portal_share(&receipt.id), api::portal_file(&receipt.id, 0), api::portal_share("x")] {
        assert_eq!(world.stranger.get(&path).await, not_found, "{path}");
        assert_eq!(world.rosa.get(&path).await, (StatusCode::FORBIDDEN, ApiError::Forbidden), "{path}");
        let visitor = (StatusCode::UNAUTHORIZED, ApiError::SignInRequired);
        assert_eq!(world.server.get(&path).await, visitor, "{path}");
    }
    let saved = world.stranger.post(&api::portal_downloaded(&receipt.id), &Downloaded { file: 1 }).await;
    assert_eq!(saved, not_found);
    assert_eq!(events(&world, &receipt).await, [ShareEventKind::Delivered]);
}

#[tokio::test]
async fn what_is_withdrawn_after_opening_stays_in_the_inbox_as_withdrawn_and_is_closed() {
    let world = World::new().await;
    let receipt = world.share().await;
    file(&world.ortega, &receipt.id, 0).await;
    withdraw(&world, &receipt).await;
    let listed = shares(&world.ortega).await;
    assert_eq!((listed.len(), listed[0].state), (1, ShareState::Withdrawn));
    let (status, share): (_, OpenableShare) = world.ortega.get(&api::portal_share(&receipt.id)).await;
    assert_eq!((status, share.share.state), (StatusCode::OK, ShareState::Withdrawn));
    for n in 0..3 {
        let gone: (_, ApiError) = world.ortega.get(&api::portal_file(&receipt.id, n)).await;
        assert_eq!(gone, (StatusCode::NOT_FOUND, ApiError::NotFound));
    }
    assert_eq!(world.server.app.files.all().await.expect("listed").len(), 0);
    assert_eq!(
        events(&world, &receipt).await,
        [ShareEventKind::Delivered, opened_by("2217"), ShareEventKind::Withdrawn]
    );
}

#[tokio::test]
async fn opening_and_withdrawing_at_once_end_in_one_of_two_ways() {
    for _ in 0..5 {
        let world = World::new().await;
        let receipt = world.share().await;
        let path = api::portal_file(&receipt.id, 1);
        let ((status, _, _), ()) =
            tokio::join!(world.ortega.raw("GET", &path, "", Body::empty()), withdraw(&world, &receipt));
        let listed = shares(&world.ortega).await;
        let was_opened = events(&world, &receipt).await.contains(&opened_by("2217"));
        match was_opened {
            true => assert_eq!((listed.len(), listed[0].state), (1, ShareState::Withdrawn)),
            false => assert_eq!((listed.len(), status), (0, StatusCode::NOT_FOUND)),
        }
    }
}

#[tokio::test]
async fn a_share_withdrawn_before_anyone_looked_leaves_no_gap_in_the_numbers() {
    let world = World::new().await;
    let first = world.share().await;
    let second = world.share().await;
    withdraw(&world, &first).await;
    let listed = shares(&world.ortega).await;
    assert_eq!(
        listed.iter().map(|share| (share.number, share.id.as_str())).collect::<Vec<_>>(),
        [(1, second.id.as_str())]
    );
    // A number once read stays with its share.
    let third = world.share().await;
    let numbers = shares(&world.raman).await;
    assert_eq!(numbers[0].id, third.id);
    assert_eq!(numbers.iter().map(|share| share.number).collect::<Vec<_>>(), [2, 1]);
    withdraw(&world, &second).await;
    assert_eq!(shares(&world.ortega).await.iter().map(|share| share.number).collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn two_officers_who_look_at_once_read_the_same_numbers() {
    let world = World::new().await;
    for _ in 0..4 {
        world.share().await;
    }
    let (one, two) = tokio::join!(shares(&world.ortega), shares(&world.raman));
    assert_eq!(one, two);
    assert_eq!(one.iter().map(|share| share.number).collect::<Vec<_>>(), [4, 3, 2, 1]);
}

#[tokio::test]
async fn an_officer_who_left_opens_nothing() {
    let world = World::new().await;
    let receipt = world.share().await;
    sqlx::query("update officer set ended_at = $1 where id = $2")
        .bind(now().timestamp_millis())
        .bind(&world.cedar.ortega.id)
        .execute(&**world.server.store())
        .await
        .expect("left");
    let (status, _): (_, ApiError) = world.ortega.get(&api::portal_file(&receipt.id, 0)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(events(&world, &receipt).await, [ShareEventKind::Delivered]);
}
