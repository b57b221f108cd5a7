//! Photos and videos in parts, through the front door: a connection that breaks costs nothing that had come.

mod common;
#[path = "../../media/tests/common/mod.rs"]
mod made;

use std::io;
use std::path::PathBuf;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use common::{Answer, TestServer, now};
use image::ImageFormat;
use made::{Film, photo};
use neighbors_domain::addresses::{self, api};
use neighbors_domain::api::{ApiError, CUSTOM_HEADER};
use neighbors_domain::media::*;
use neighbors_domain::post::{Category, Draft, Post};
use neighbors_server::chores;

fn film() -> Vec<u8> {
    neighbors_media::video::clean(&Film::default().bytes()).expect("a film").0
}

async fn ada() -> TestServer {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    server.resident("ben@example.org").await;
    server.signed_in("ada@example.org").await
}

async fn announce(browser: &TestServer, kind: MediaKind, bytes: usize) -> Arriving {
    let (status, arriving) = browser.post(api::ARRIVING, &Announced { kind, bytes: bytes as u64 }).await;
    assert_eq!(status, StatusCode::CREATED);
    arriving
}

async fn part(browser: &TestServer, id: &str, offset: usize, body: Body) -> Answer {
    let (cookie, offset) = (browser.cookie.clone().expect("signed in"), offset.to_string());
    let headers = [CUSTOM_HEADER, ("cookie", cookie.as_str()), (OFFSET_HEADER, offset.as_str())];
    browser.call("PATCH", &api::arriving(id), &headers, body).await
}

fn told(answer: &Answer) -> Arriving {
    assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
    serde_json::from_slice(&answer.body).expect("how far it is")
}

async fn how_far(browser: &TestServer, id: &str) -> Arriving {
    let (status, arriving) = browser.get(&api::arriving(id)).await;
    assert_eq!(status, StatusCode::OK);
    arriving
}

/// Every file under `DATA/media`.
fn files(server: &TestServer) -> Vec<PathBuf> {
    let Ok(folders) = std::fs::read_dir(server.app.settings.data.join("media")) else { return Vec::new() };
    folders
        .flat_map(|folder| std::fs::read_dir(folder.expect("a folder").path()).expect("readable"))
        .map(|file| file.expect("a file").path())
        .collect()
}

async fn rows(server: &TestServer) -> i64 {
    sqlx::query_scalar("select count(*) from arriving").fetch_one(&**server.store()).await.expect("counted")
}

async fn post(browser: &TestServer, file: &Received) -> Post {
    let draft = Draft {
        category: Category::Safety,
        title: "The light is out".into(),
        text: "It has been since August.".into(),
        cell: "88268cd959fffff".parse().expect("a cell"),
        happened_at: None,
        media: vec![Attached { id: file.id.clone(), alt: String::new() }],
    };
    let (status, post) = browser.post(api::POSTS, &draft).await;
    assert_eq!(status, StatusCode::CREATED);
    post
}

#[tokio::test]
async fn a_film_whose_connection_breaks_goes_on_where_it_stopped_and_is_whole() {
    let ada = ada().await;
    let film = film();
    let Arriving { id, arrived: 0, received: None } = announce(&ada, MediaKind::Video, film.len()).await
    else {
        panic!("nothing has come yet")
    };
    let first = told(&part(&ada, &id, 0, film[..100].to_vec().into()).await);
    assert_eq!((first.arrived, first.received), (100, None));
    let breaks = [Ok(Bytes::copy_from_slice(&film[100..150])), Err(io::Error::other("gone"))];
    let broken = part(&ada, &id, 100, Body::from_stream(futures_util::stream::iter(breaks))).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    assert_eq!(how_far(&ada, &id).await.arrived, 150, "what came before it broke is there");
    let end = told(&part(&ada, &id, 150, film[150..].to_vec().into()).await);
    let received = end.received.expect("taken");
    assert_eq!((received.kind, received.id.as_str()), (MediaKind::Video, id.as_str()));
    // The answer was lost: asked again, and sent again, it is the same.
    assert_eq!(how_far(&ada, &id).await.received.as_ref(), Some(&received));
    let again = told(&part(&ada, &id, 150, film[150..].to_vec().into()).await);
    assert_eq!(again.received.as_ref(), Some(&received));
    post(&ada, &received).await;
    let (_, _, kept) = ada.raw("GET", &addresses::media(&id), "", Body::empty()).await;
    assert_eq!(kept, film);
    assert_eq!((rows(&ada).await, files(&ada).len()), (0, 1));
}

#[tokio::test]
async fn a_photo_in_parts_is_drawn_anew_like_any_other() {
    let ada = ada().await;
    let bytes = photo(ImageFormat::Jpeg);
    let id = announce(&ada, MediaKind::Photo, bytes.len()).await.id;
    told(&part(&ada, &id, 0, bytes[..40].to_vec().into()).await);
    let received = told(&part(&ada, &id, 40, bytes[40..].to_vec().into()).await).received.expect("taken");
    let shown = post(&ada, &received).await.card.media;
    assert!(shown[0].small.is_some() && shown[0].id == id);
    assert_eq!(files(&ada).len(), 2, "large and small; what was sent is not kept");
}

#[tokio::test]
async fn a_part_that_begins_elsewhere_is_not_taken_and_the_answer_says_where_to_go_on() {
    let ada = ada().await;
    let film = film();
    let id = announce(&ada, MediaKind::Video, film.len()).await.id;
    told(&part(&ada, &id, 0, film[..60].to_vec().into()).await);
    for offset in [0, 59, 61, 1_000_000] {
        let told = told(&part(&ada, &id, offset, film[..60].to_vec().into()).await);
        assert_eq!((told.arrived, told.received), (60, None));
    }
    let longer = part(&ada, &id, 60, [&film[60..], b"more"].concat().into()).await;
    assert_eq!(longer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn bytes_that_were_never_acknowledged_are_cut_off_before_the_next() {
    let ada = ada().await;
    let film = film();
    let id = announce(&ada, MediaKind::Video, film.len()).await.id;
    told(&part(&ada, &id, 0, film[..60].to_vec().into()).await);
    // As after a power cut between the disk and the database.
    let half = files(&ada).pop().expect("a part");
    let longer = [&std::fs::read(&half).expect("read")[..], b"unacknowledged"].concat();
    std::fs::write(&half, longer).expect("written");
    let received = told(&part(&ada, &id, 60, film[60..].to_vec().into()).await).received.expect("taken");
    post(&ada, &received).await;
    let (_, _, kept) = ada.raw("GET", &addresses::media(&id), "", Body::empty()).await;
    assert_eq!(kept, film);
}

#[tokio::test]
async fn a_second_writer_waits_until_the_first_is_done() {
    let ada = ada().await;
    let film = film();
    let id = announce(&ada, MediaKind::Video, film.len()).await.id;
    let (more, parts) = tokio::sync::mpsc::unbounded_channel::<io::Result<Bytes>>();
    let slow = futures_util::stream::unfold(parts, async |mut parts| Some((parts.recv().await?, parts)));
    more.send(Ok(Bytes::copy_from_slice(&film[..80]))).expect("heard");
    let first = tokio::spawn({
        let (ada, id) = (ada.signed_in("ada@example.org").await, id.clone());
        async move { part(&ada, &id, 0, Body::from_stream(slow)).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let second = part(&ada, &id, 0, film.clone().into()).await;
    assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS);
    drop(more);
    assert_eq!(told(&first.await.expect("done")).arrived, 80);
    told(&part(&ada, &id, 80, film[80..].to_vec().into()).await).received.expect("taken");
}

#[tokio::test]
async fn what_does_not_pass_is_refused_at_the_end_and_leaves_nothing() {
    let ada = ada().await;
    let unclean = Film::default().bytes();
    for (kind, bytes, reason) in [
        (MediaKind::Video, unclean, MediaError::NotClean),
        (MediaKind::Video, photo(ImageFormat::Jpeg), MediaError::Unknown),
        (MediaKind::Photo, film(), MediaError::Unknown),
        (MediaKind::Photo, b"<script>alert(1)</script>".to_vec(), MediaError::Unknown),
    ] {
        let id = announce(&ada, kind, bytes.len()).await.id;
        let answer = part(&ada, &id, 0, bytes.into()).await;
        assert_eq!(answer.error(), ApiError::MediaRefused { reason });
        assert_eq!((rows(&ada).await, files(&ada)), (0, Vec::new()));
        let (status, _): (_, ApiError) = ada.get(&api::arriving(&id)).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_is_too_large_or_one_too_many_is_refused_before_it_is_sent() {
    let ada = ada().await;
    for (kind, max) in [(MediaKind::Photo, MAX_PHOTO_BYTES), (MediaKind::Video, MAX_VIDEO_BYTES)] {
        let (status, error): (_, ApiError) =
            ada.post(api::ARRIVING, &Announced { kind, bytes: max + 1 }).await;
        assert_eq!((status.as_u16(), error), (413, ApiError::TooLarge { max_bytes: max }));
    }
    for _ in 0..3 {
        announce(&ada, MediaKind::Video, MAX_VIDEO_BYTES as usize).await;
    }
    let (status, _): (_, ApiError) =
        ada.post(api::ARRIVING, &Announced { kind: MediaKind::Photo, bytes: 1 }).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "all that was begun has its room");
}

#[tokio::test]
async fn nobody_else_sees_goes_on_with_or_cancels_it() {
    let ada = ada().await;
    let ben = ada.signed_in("ben@example.org").await;
    let film = film();
    let id = announce(&ada, MediaKind::Video, film.len()).await.id;
    let (status, _): (_, ApiError) = ben.get(&api::arriving(&id)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(part(&ben, &id, 0, film.clone().into()).await.status, StatusCode::NOT_FOUND);
    let cancel =
        async |browser: &TestServer| browser.raw("DELETE", &api::arriving(&id), "", Body::empty()).await.0;
    assert_eq!(cancel(&ben).await, StatusCode::NOT_FOUND);
    assert_eq!(cancel(&ada).await, StatusCode::NO_CONTENT);
    assert_eq!((rows(&ada).await, files(&ada)), (0, Vec::new()));
    assert_eq!(part(&ada, &id, 0, film.into()).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_nobody_finishes_waits_for_a_day_and_then_goes() {
    let ada = ada().await;
    let id = announce(&ada, MediaKind::Video, 1_000).await.id;
    told(&part(&ada, &id, 0, film()[..60].to_vec().into()).await);
    let half = files(&ada).pop().expect("a part");
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(5 * 60 * 60);
    std::fs::File::options().write(true).open(&half).expect("ours").set_modified(old).expect("older");
    ada.app.clock.set(now() + UNATTACHED_FOR - chrono::TimeDelta::seconds(1));
    chores::once(&ada.app).await.expect("swept");
    assert_eq!((rows(&ada).await, files(&ada)), (1, vec![half]), "somebody may still go on with it");
    ada.app.clock.set(now() + UNATTACHED_FOR);
    chores::once(&ada.app).await.expect("swept");
    assert_eq!((rows(&ada).await, files(&ada)), (0, Vec::new()));
}

#[tokio::test]
async fn a_draft_sent_twice_is_one_post_with_its_photo() {
    let ada = ada().await;
    let ben = ada.signed_in("ben@example.org").await;
    let bytes = photo(ImageFormat::Jpeg);
    let id = announce(&ada, MediaKind::Photo, bytes.len()).await.id;
    let received = told(&part(&ada, &id, 0, bytes.into()).await).received.expect("taken");
    let draft = |media| Draft {
        category: Category::Safety,
        title: "The light is out".into(),
        text: "It has been since August.".into(),
        cell: "88268cd959fffff".parse().expect("a cell"),
        happened_at: None,
        media,
    };
    let send = async |browser: &TestServer, key: &str, media: Vec<Attached>| -> Post {
        let answer = browser.once(api::POSTS, key, &draft(media)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        serde_json::from_slice(&answer.body).expect("a post")
    };
    let key = "00112233445566778899aabbccddeeff";
    let attached = vec![Attached { id: received.id.clone(), alt: String::new() }];
    let (one, two) = tokio::join!(send(&ada, key, attached.clone()), send(&ada, key, attached.clone()));
    let three = send(&ada, key, attached).await;
    assert!(one == two && two == three && one.card.media.len() == 1);
    // The key says nothing to anybody else: another account has another post, another key too.
    assert_ne!(send(&ben, key, Vec::new()).await.card.id, one.card.id);
    assert_ne!(send(&ada, "ffeeddccbbaa99887766554433221100", Vec::new()).await.card.id, one.card.id);
    let posts: i64 =
        sqlx::query_scalar("select count(*) from post").fetch_one(&**ada.store()).await.expect("counted");
    assert_eq!(posts, 3);
}
