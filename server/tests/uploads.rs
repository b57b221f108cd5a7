//! Sealed files on their way in, through the front door.

mod common;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use common::world::{World, upload};
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::share::{MAX_BYTES, MAX_OPEN_UPLOADS, Uploaded};
use sqlx::Row;

/// Every file under `DATA/shares`.
fn bodies(server: &TestServer) -> Vec<PathBuf> {
    let root = server.app.settings.data.join("shares");
    let Ok(folders) = std::fs::read_dir(root) else { return Vec::new() };
    folders
        .flat_map(|folder| std::fs::read_dir(folder.expect("a folder").path()).expect("readable"))
        .map(|file| file.expect("a file").path())
        .collect()
}

async fn rows(server: &TestServer) -> i64 {
    sqlx::query_scalar("select count(*) from upload").fetch_one(&**server.store()).await.expect("counted")
}

async fn nothing_kept(server: &TestServer) {
    assert_eq!(bodies(server), Vec::<PathBuf>::new());
    assert_eq!(rows(server).await, 0);
}

#[tokio::test]
async fn header_and_body_of_a_sealed_file_lie_apart_and_together_are_the_file() {
    let world = World::new().await;
    let sealed = world.seal(&vec![9; 300_000]).await;
    let (_, uploaded): (_, Uploaded) = upload(&world.rosa, sealed.clone()).await;
    let row = sqlx::query("select * from upload").fetch_one(&**world.server.store()).await.expect("a row");
    use base64::Engine;
    let header: String = row.get("header");
    let mut whole = base64::engine::general_purpose::STANDARD.decode(header).expect("base64");
    assert!(whole.starts_with(b"age-encryption.org/v1\n") && whole.ends_with(b"\n"));
    let on_disk = bodies(&world.server);
    assert_eq!(on_disk.len(), 1);
    let body = std::fs::read(&on_disk[0]).expect("a body");
    let first = b"age-encryption.org"; // long enough that no noise says it by chance
    assert!(!body.windows(first.len()).any(|bytes| bytes == first), "the header is in the body");
    whole.extend(body);
    assert_eq!(whole, sealed);
    assert_eq!(on_disk[0].file_name().expect("a name").to_str(), Some(uploaded.id.as_str()));
}

#[tokio::test]
async fn a_visitor_and_an_officer_upload_nothing() {
    let world = World::new().await;
    let sealed = world.seal(b"x").await;
    assert_eq!(
        upload(&world.server, sealed.clone()).await,
        (StatusCode::UNAUTHORIZED, ApiError::SignInRequired)
    );
    assert_eq!(upload(&world.ortega, sealed).await, (StatusCode::FORBIDDEN, ApiError::Forbidden));
    nothing_kept(&world.server).await;
}

#[tokio::test]
async fn what_is_not_sealed_is_refused_and_nothing_of_it_stays() {
    let world = World::new().await;
    let sealed = world.seal(&vec![1; 100_000]).await;
    let mut scrypt = age::scrypt::Recipient::new("guess me".to_owned().into());
    scrypt.set_work_factor(2);
    let armored = b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n".to_vec();
    let header_end = sealed.windows(5).position(|bytes| bytes == b"\n--- ").expect("a header") + 49;
    let mut tampered = sealed.clone();
    tampered[25] = b'x';
    for (what, bytes) in [
        ("nothing", Vec::new()),
        ("a plain recording", b"\0\0\0\x18ftypmp42".repeat(20_000)),
        ("sealed with a passphrase", age::encrypt(&scrypt, b"x").expect("sealed")),
        ("armored", armored),
        ("cut inside the header", sealed[..60].to_vec()),
        ("without a body", sealed[..header_end].to_vec()),
        ("cut inside the first chunk's tag", sealed[..header_end + 20].to_vec()),
        ("with a stanza of another kind", tampered),
    ] {
        let answer = upload(&world.rosa, bytes).await;
        assert_eq!(answer, (StatusCode::BAD_REQUEST, ApiError::NotSealed), "{what}");
        nothing_kept(&world.server).await;
    }
}

#[tokio::test]
async fn only_bytes_that_call_themselves_bytes_are_taken() {
    let world = World::new().await;
    let sealed = world.seal(b"x").await;
    let (status, _, answer) = world.rosa.raw("POST", api::UPLOADS, "video/mp4", Body::from(sealed)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(serde_json::from_slice::<ApiError>(&answer).expect("typed"), ApiError::NotSealed);
    nothing_kept(&world.server).await;
}

#[tokio::test]
async fn a_connection_that_breaks_leaves_nothing_behind() {
    let world = World::new().await;
    let sealed = world.seal(&vec![3; 3_000_000]).await;
    let (first, rest) = sealed.split_at(2_500_000);
    let pieces: Vec<io::Result<Bytes>> =
        vec![Ok(Bytes::copy_from_slice(first)), Err(io::Error::other("the cable was cut"))];
    let body = Body::from_stream(futures_util::stream::iter(pieces));
    let (status, _, _) = world.rosa.raw("POST", api::UPLOADS, "application/octet-stream", body).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(!rest.is_empty());
    nothing_kept(&world.server).await;
}

#[tokio::test]
async fn a_browser_that_goes_away_leaves_nothing_behind() {
    let world = World::new().await;
    let sealed = world.seal(&vec![3; 3_000_000]).await;
    let half = Bytes::copy_from_slice(&sealed[..2_500_000]);
    use futures_util::StreamExt;
    let stream =
        futures_util::stream::iter([Ok::<_, io::Error>(half)]).chain(futures_util::stream::pending());
    let sending = world.rosa.raw("POST", api::UPLOADS, "application/octet-stream", Body::from_stream(stream));
    let gone = tokio::time::timeout(Duration::from_millis(500), sending).await;
    assert!(gone.is_err(), "an endless upload was answered");
    nothing_kept(&world.server).await;
}

#[tokio::test]
async fn more_than_the_largest_recording_is_refused_before_it_is_sent() {
    let world = World::new().await;
    let mut request = axum::http::Request::post(api::UPLOADS)
        .header("content-type", "application/octet-stream")
        .header("content-length", MAX_BYTES + MAX_BYTES / 1000)
        .header("host", "localhost:8080")
        .header(neighbors_domain::api::CUSTOM_HEADER.0, neighbors_domain::api::CUSTOM_HEADER.1);
    request = request.header("cookie", world.rosa.cookie.as_deref().expect("signed in"));
    let body = Body::from_stream(futures_util::stream::pending::<io::Result<Bytes>>());
    let sent = tower::ServiceExt::oneshot(world.rosa.router.clone(), request.body(body).expect("a request"));
    let answer = tokio::time::timeout(Duration::from_secs(5), sent)
        .await
        .expect("answered at once")
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    nothing_kept(&world.server).await;
}

#[tokio::test]
async fn who_never_shares_cannot_fill_the_disk() {
    let world = World::new().await;
    for _ in 0..MAX_OPEN_UPLOADS {
        world.upload(&world.rosa, b"x").await;
    }
    let (status, refused): (_, ApiError) = upload(&world.rosa, world.seal(b"x").await).await;
    assert_eq!((status, refused), (StatusCode::TOO_MANY_REQUESTS, ApiError::TooMany { seconds: 86_400 }));
    assert_eq!(bodies(&world.server).len(), MAX_OPEN_UPLOADS);
    // Somebody else is not in the way of it.
    world.server.resident("noor@example.org").await;
    let noor = world.server.signed_in("noor@example.org").await;
    world.upload(&noor, b"x").await;
    assert_eq!(world.server.app.clock.now(), now());
}

#[tokio::test]
async fn at_most_four_files_of_one_person_are_on_their_way_at_once() {
    let world = World::new().await;
    let sealed = world.seal(&vec![3; 200_000]).await;
    let pending = || {
        use futures_util::StreamExt;
        let start = Bytes::copy_from_slice(&sealed[..100_000]);
        let stream =
            futures_util::stream::iter([Ok::<_, io::Error>(start)]).chain(futures_util::stream::pending());
        let rosa = world.rosa.router.clone();
        let mut request = axum::http::Request::post(api::UPLOADS)
            .header("content-type", "application/octet-stream")
            .header("host", "localhost:8080")
            .header(neighbors_domain::api::CUSTOM_HEADER.0, neighbors_domain::api::CUSTOM_HEADER.1);
        request = request.header("cookie", world.rosa.cookie.as_deref().expect("signed in"));
        tokio::spawn(tower::ServiceExt::oneshot(
            rosa,
            request.body(Body::from_stream(stream)).expect("a request"),
        ))
    };
    let sending: Vec<_> = (0..4).map(|_| pending()).collect();
    while bodies(&world.server).len() < 4 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let (status, refused): (_, ApiError) = upload(&world.rosa, sealed.clone()).await;
    assert_eq!((status, refused), (StatusCode::TOO_MANY_REQUESTS, ApiError::TooMany { seconds: 5 }));
    for one in sending {
        one.abort();
        let _ = one.await;
    }
    nothing_kept(&world.server).await;
    world.upload(&world.rosa, b"x").await;
}
