//! Photos and videos of posts, through the front door: what is taken, what is kept of it, who sees it, when it goes.

mod common;
#[path = "../../media/tests/common/mod.rs"]
mod made;

use std::io;
use std::path::PathBuf;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::export::exported;
use common::{PASSWORD, TestServer, now};
use image::ImageFormat;
use made::{Film, bx, holds, photo, telling_jpeg};
use neighbors_domain::addresses::{self, api};
use neighbors_domain::api::{ApiError, CUSTOM_HEADER};
use neighbors_domain::cells::Cell8;
use neighbors_domain::leaving::Leave;
use neighbors_domain::media::*;
use neighbors_domain::password::Password;
use neighbors_domain::post::{Category, Draft, Post, PostError};
use neighbors_server::chores;

/// Stands in everything that must not come out again.
const MARK: &[u8] = b"Quetzal 39.7392 -104.9903";

fn cell() -> Cell8 {
    "88268cd959fffff".parse().expect("a cell")
}

fn draft(files: &[&Received]) -> Draft {
    let attached = |file: &&Received| Attached { id: file.id.clone(), alt: " A gray car. ".into() };
    Draft {
        category: Category::Safety,
        title: "The light is out".into(),
        text: "It has been since August.".into(),
        cell: cell(),
        happened_at: None,
        media: files.iter().map(attached).collect(),
    }
}

fn telling_photo() -> Vec<u8> {
    telling_jpeg(MARK)
}

fn clean_film() -> Vec<u8> {
    neighbors_media::video::clean(&Film::default().bytes()).expect("a film").0
}

async fn ada() -> TestServer {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    server.signed_in("ada@example.org").await
}

async fn send(browser: &TestServer, kind: &str, bytes: Vec<u8>) -> (StatusCode, Vec<u8>) {
    let (status, _, body) = browser.raw("POST", api::MEDIA, kind, Body::from(bytes)).await;
    (status, body)
}

async fn taken(browser: &TestServer, kind: &str, bytes: Vec<u8>) -> Received {
    let (status, body) = send(browser, kind, bytes).await;
    assert_eq!(status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&body));
    serde_json::from_slice(&body).expect("an answer")
}

async fn refused(browser: &TestServer, kind: &str, bytes: Vec<u8>) -> MediaError {
    let (status, body) = send(browser, kind, bytes).await;
    match serde_json::from_slice(&body).expect("a typed error") {
        ApiError::MediaRefused { reason } => {
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            reason
        }
        other => panic!("{other:?}"),
    }
}

async fn posted(browser: &TestServer, files: &[&Received]) -> Post {
    let (status, post) = browser.post(api::POSTS, &draft(files)).await;
    assert_eq!(status, StatusCode::CREATED);
    post
}

/// Every file under `DATA/media`.
fn files(server: &TestServer) -> Vec<PathBuf> {
    let Ok(folders) = std::fs::read_dir(server.app.settings.data.join("media")) else { return Vec::new() };
    folders
        .flat_map(|folder| std::fs::read_dir(folder.expect("a folder").path()).expect("readable"))
        .map(|file| file.expect("a file").path())
        .collect()
}

async fn nothing_kept(server: &TestServer) {
    assert_eq!(files(server), Vec::<PathBuf>::new());
    let rows: i64 =
        sqlx::query_scalar("select count(*) from media").fetch_one(&**server.store()).await.expect("counted");
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn a_photo_is_drawn_anew_the_right_way_up_and_carries_nothing_else() {
    let ada = ada().await;
    assert!(holds(&telling_photo(), MARK));
    let photo = taken(&ada, "image/jpeg", telling_photo()).await;
    let post = posted(&ada, &[&photo]).await;
    let [shown] = &post.card.media[..] else { panic!("one photo: {:?}", post.card.media) };
    assert_eq!(
        (shown.kind, shown.size, shown.alt.as_str()),
        (MediaKind::Photo, Some((32, 48)), "A gray car.")
    );
    let small = shown.small.as_deref().expect("a small one");
    for id in [&shown.id, small] {
        let answer = ada.signed_out().call("GET", &addresses::media(id), &[], Body::empty()).await;
        assert_eq!(answer.status, StatusCode::OK);
        let opened = image::load_from_memory_with_format(&answer.body, ImageFormat::Jpeg).expect("it opens");
        assert_eq!((opened.width(), opened.height()), (32, 48));
        assert!(!holds(&answer.body, b"Quetzal") && !holds(&answer.body, b"script"));
        assert!(neighbors_media::photo::look(&answer.body).is_empty());
        assert_eq!(answer.header("content-type"), "image/jpeg");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").contains("sandbox"));
        assert!(answer.header("content-disposition").starts_with("attachment"));
        assert!(answer.header("cache-control").starts_with("private"));
        assert_eq!(answer.header("last-modified"), "");
    }
    assert_eq!(files(&ada).len(), 2, "what was sent is not kept");
    for file in files(&ada) {
        assert!(!holds(&std::fs::read(file).expect("read"), b"Quetzal"));
    }
}

#[tokio::test]
async fn every_format_is_taken_and_transparency_becomes_white() {
    let ada = ada().await;
    let glass = image::RgbaImage::from_pixel(9, 9, image::Rgba([0, 0, 0, 0]));
    let mut png = io::Cursor::new(Vec::new());
    glass.write_to(&mut png, ImageFormat::Png).expect("encoded");
    let glass = taken(&ada, "image/png", png.into_inner()).await;
    let others = [
        taken(&ada, "image/png", photo(ImageFormat::Png)).await,
        taken(&ada, "image/webp", photo(ImageFormat::WebP)).await,
    ];
    let post = posted(&ada, &[&glass, &others[0], &others[1]]).await;
    assert_eq!(post.card.media.len(), 3);
    let (_, _, bytes) = ada.raw("GET", &addresses::media(&glass.id), "", Body::empty()).await;
    let opened = image::load_from_memory(&bytes).expect("it opens").to_rgb8();
    assert!(opened.pixels().all(|dot| dot.0.iter().all(|&part| part > 250)));
}

#[tokio::test]
async fn a_large_photo_is_made_smaller_and_keeps_its_shape() {
    let ada = ada().await;
    let mut bytes = io::Cursor::new(Vec::new());
    image::RgbImage::new(3_000, 1_500).write_to(&mut bytes, ImageFormat::Jpeg).expect("encoded");
    let photo = taken(&ada, "image/jpeg", bytes.into_inner()).await;
    let post = posted(&ada, &[&photo]).await;
    assert_eq!(post.card.media[0].size, Some((LARGE_SIDE, LARGE_SIDE / 2)));
    let small = post.card.media[0].small.clone().expect("a small one");
    let (_, _, bytes) = ada.raw("GET", &addresses::media(&small), "", Body::empty()).await;
    let small = image::load_from_memory(&bytes).expect("it opens");
    assert_eq!((small.width(), small.height()), (SMALL_SIDE, SMALL_SIDE / 2));
}

#[tokio::test]
async fn a_clean_film_is_taken_as_it_is_and_sent_in_parts() {
    let ada = ada().await;
    let film = taken(&ada, "video/mp4", clean_film()).await;
    assert_eq!(film.kind, MediaKind::Video);
    let post = posted(&ada, &[&film]).await;
    assert_eq!((post.card.media[0].kind, &post.card.media[0].small), (MediaKind::Video, &None));
    let path = addresses::media(&film.id);
    let whole = ada.call("GET", &path, &[], Body::empty()).await;
    assert_eq!((whole.status, whole.header("content-type")), (StatusCode::OK, "video/mp4"));
    assert_eq!(whole.body, clean_film());
    let part = ada.call("GET", &path, &[("range", "bytes=4-11")], Body::empty()).await;
    assert_eq!((part.status, part.body.as_slice()), (StatusCode::PARTIAL_CONTENT, &b"ftypisom"[..]));
    assert_eq!(part.header("content-range"), format!("bytes 4-11/{}", whole.body.len()));
    let beyond = ada.call("GET", &path, &[("range", "bytes=999999-")], Body::empty()).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn nobody_learns_when_a_file_was_sent_by_asking_whether_it_changed() {
    let ada = ada().await;
    let film = taken(&ada, "video/mp4", clean_film()).await;
    posted(&ada, &[&film]).await;
    for header in ["if-modified-since", "if-unmodified-since"] {
        for date in ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"] {
            let answer = ada.call("GET", &addresses::media(&film.id), &[(header, date)], Body::empty()).await;
            assert_eq!((answer.status, answer.header("last-modified")), (StatusCode::OK, ""));
            // Its mark of a version held the disk's time to the nanosecond.
            assert_eq!(answer.header("etag"), "");
        }
    }
    for (header, mark) in [("if-none-match", "*"), ("if-match", "\"6b02eb59.0c83f20d-399\"")] {
        let answer = ada.call("GET", &addresses::media(&film.id), &[(header, mark)], Body::empty()).await;
        assert_eq!(answer.status, StatusCode::OK, "{header}");
    }
}

#[tokio::test]
async fn hostile_files_are_refused_with_a_reason_and_leave_nothing() {
    let ada = ada().await;
    let film = |film: Film| film.bytes();
    let position = bx(b"udta", &[&bx(b"\xa9xyz", &[MARK])]);
    let mut polyglot = clean_film();
    polyglot.extend(bx(b"uuid", &[b"PK\x03\x04<script>"]));
    let half = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    for (kind, bytes, reason) in [
        ("image/jpeg", b"<script>alert(1)</script>".to_vec(), MediaError::Unknown),
        ("image/jpeg", b"GIF89a\x01\0\x01\0\0\0\0;      ".to_vec(), MediaError::Unknown),
        ("image/jpeg", Vec::new(), MediaError::Unknown),
        ("image/svg+xml", photo(ImageFormat::Png), MediaError::Unknown),
        ("text/html", photo(ImageFormat::Jpeg), MediaError::Unknown),
        ("image/jpeg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), MediaError::OnlyInTheBrowser),
        ("image/jpeg", half(photo(ImageFormat::Jpeg)), MediaError::Broken),
        ("image/png", half(photo(ImageFormat::Png)), MediaError::Broken),
        ("image/webp", half(photo(ImageFormat::WebP)), MediaError::Broken),
        ("video/mp4", half(clean_film()), MediaError::Broken),
        ("image/png", bomb(), MediaError::TooManyDots { max: MAX_PIXELS }),
        ("image/png", crumbs(), MediaError::TooManyParts),
        (
            "video/mp4",
            film(Film { last: bx(b"free", &[]).repeat(100_000), ..Film::default() }),
            MediaError::TooManyParts,
        ),
        ("video/mp4", film(Film { udta: position, ..Film::default() }), MediaError::NotClean),
        ("video/mp4", film(Film::default()), MediaError::NotClean),
        ("video/mp4", polyglot, MediaError::NotClean),
        ("video/mp4", [clean_film(), b"behind".to_vec()].concat(), MediaError::NotClean),
        (
            "video/quicktime",
            film(Film { data: Some((*b"meta", *b"gpmd")), ..Film::default() }),
            MediaError::DataTrack { track: "GoPro MET".into() },
        ),
    ] {
        let length = bytes.len();
        assert_eq!(refused(&ada, kind, bytes).await, reason, "{kind}, {length} bytes");
        nothing_kept(&ada).await;
    }
}

/// 45 bytes that claim to be 2.5 thousand million dots.
fn bomb() -> Vec<u8> {
    let mut bytes = photo(ImageFormat::Png);
    bytes[16..24].copy_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]);
    bytes
}

/// A PNG of a hundred thousand empty notes.
fn crumbs() -> Vec<u8> {
    let mut bytes = photo(ImageFormat::Png);
    let crumb = [&[0; 4], &b"tEXt"[..], &[0; 4]].concat();
    bytes.splice(33..33, crumb.repeat(100_000));
    bytes
}

#[tokio::test]
async fn more_bytes_than_fit_are_refused_before_and_while_they_come() {
    let ada = ada().await;
    let cookie = ada.cookie.clone().expect("signed in");
    for (kind, max) in [("image/jpeg", MAX_PHOTO_BYTES), ("video/mp4", MAX_VIDEO_BYTES)] {
        let length = (max + 1).to_string();
        let headers = [
            CUSTOM_HEADER,
            ("cookie", cookie.as_str()),
            ("content-type", kind),
            ("content-length", length.as_str()),
        ];
        let answer = ada.call("POST", api::MEDIA, &headers, Body::empty()).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (413, ApiError::TooLarge { max_bytes: max }));
    }
    // Calls itself a video, and begins like a photo.
    let chunk = Bytes::from([&photo(ImageFormat::Jpeg)[..], &[0; 1 << 20]].concat());
    let endless = futures_util::stream::repeat_with(move || Ok::<_, io::Error>(chunk.clone()));
    let (status, _, body) = ada.raw("POST", api::MEDIA, "video/mp4", Body::from_stream(endless)).await;
    let error: ApiError = serde_json::from_slice(&body).expect("a typed error");
    assert_eq!((status.as_u16(), error), (413, ApiError::TooLarge { max_bytes: MAX_PHOTO_BYTES }));
    nothing_kept(&ada).await;
}

#[tokio::test]
async fn a_connection_that_breaks_leaves_nothing() {
    let ada = ada().await;
    let parts = [Ok(Bytes::from(photo(ImageFormat::Jpeg))), Err(io::Error::other("gone"))];
    let body = Body::from_stream(futures_util::stream::iter(parts));
    let (status, _, _) = ada.raw("POST", api::MEDIA, "image/jpeg", body).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    nothing_kept(&ada).await;
}

#[tokio::test]
async fn nobody_sees_a_photo_before_its_post_or_after_it() {
    let ada = ada().await;
    let photo = taken(&ada, "image/jpeg", telling_photo()).await;
    let visitor = ada.signed_out();
    let path = addresses::media(&photo.id);
    for browser in [&ada, &visitor] {
        assert_eq!(browser.call("GET", &path, &[], Body::empty()).await.status, StatusCode::NOT_FOUND);
    }
    let post = posted(&ada, &[&photo]).await;
    assert_eq!(visitor.call("GET", &path, &[], Body::empty()).await.status, StatusCode::OK);

    ada.resident("ben@example.org").await;
    let ben = ada.signed_in("ben@example.org").await;
    let address = api::post(&post.card.id);
    let (status, _, _) = ben.raw("DELETE", &address, "", Body::empty()).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "only its author removes a post");
    let (status, _, _) = ada.raw("DELETE", &address, "", Body::empty()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(visitor.call("GET", &path, &[], Body::empty()).await.status, StatusCode::NOT_FOUND);
    nothing_kept(&ada).await;
    let (_, left): (_, Post) = visitor.get(&address).await;
    assert_eq!((left.card.title, left.card.text, left.card.media), (None, None, Vec::new()));
    let (status, _, _) = ada.raw("DELETE", &address, "", Body::empty()).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "it is gone already");
}

#[tokio::test]
async fn whoever_leaves_takes_their_photos_along_at_once_and_finds_them_in_the_export() {
    let ada = ada().await;
    ada.resident("ben@example.org").await;
    let ben = ada.signed_in("ben@example.org").await;
    let others = taken(&ben, "image/jpeg", telling_photo()).await;
    posted(&ben, &[&others]).await;
    let photo = taken(&ada, "image/jpeg", telling_photo()).await;
    let post = posted(&ada, &[&photo]).await;
    // One that no post carries, and one that is half here.
    let spare = taken(&ada, "image/jpeg", telling_photo()).await;
    let announced = Announced { kind: MediaKind::Video, bytes: 1_000 };
    let (_, _): (_, Arriving) = ada.post(api::ARRIVING, &announced).await;
    let address = addresses::media(&photo.id);
    let shown = ada.call("GET", &address, &[], Body::empty()).await.body;
    // Hidden from everybody by a moderator: it is still hers.
    sqlx::query("update post set hidden_reason = 'spam' where id = $1")
        .bind(&post.card.id)
        .execute(&**ada.store())
        .await
        .expect("hidden");
    assert_eq!(ada.call("GET", &address, &[], Body::empty()).await.status, StatusCode::NOT_FOUND);
    let (export, mut taken_along) = exported(&ada).await;
    let name = |id: &str| format!("media/{id}.jpg");
    let told: Vec<_> = export.posts[0].media.iter().map(|it| (it.file.clone(), it.alt.as_str())).collect();
    assert_eq!(told, [(Some(name(&photo.id)), "A gray car.")]);
    assert_eq!(export.not_posted.iter().map(|it| &it.id).collect::<Vec<_>>(), [&spare.id]);
    // The photos themselves, as everybody saw them; nobody else's, and no other file.
    assert_eq!(taken_along.remove(&name(&photo.id)), Some(shown));
    assert!(holds(&taken_along.remove(&name(&spare.id)).expect("the one no post carries"), b"\xff\xd8"));
    assert!(taken_along.is_empty(), "{:?}", taken_along.keys());
    // A file that is gone from the disk is told as gone, and takes nothing else along.
    ada.app.media.remove(std::slice::from_ref(&spare.id)).await.expect("removed");
    let (export, left) = exported(&ada).await;
    assert_eq!(export.not_posted[0].file, None);
    assert_eq!(left.into_keys().collect::<Vec<_>>(), [name(&photo.id)]);
    sqlx::query("update post set hidden_reason = null").execute(&**ada.store()).await.expect("shown again");

    let leave = Leave { email: "ada@example.org".into(), password: Password(PASSWORD.into()) };
    let body = Body::from(serde_json::to_vec(&leave).expect("JSON"));
    let (status, _, _) = ada.raw("POST", api::MY_DELETION, "application/json", body).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let gone = ada.call("GET", &address, &[], Body::empty()).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let (_, left): (_, Post) = ada.signed_out().get(&api::post(&post.card.id)).await;
    assert!(left.card.text.is_some() && left.card.media.is_empty(), "its words go within the day");
    assert_eq!(files(&ada).len(), 2, "those of others stay");
    let there = ada.call("GET", &addresses::media(&others.id), &[], Body::empty()).await;
    assert_eq!(there.status, StatusCode::OK);
}

#[tokio::test]
async fn a_post_removed_in_any_other_way_loses_its_photos_with_the_next_sweep() {
    let ada = ada().await;
    let photo = taken(&ada, "image/jpeg", telling_photo()).await;
    posted(&ada, &[&photo]).await;
    sqlx::query("update post set removed_at = 1").execute(&**ada.store()).await.expect("removed");
    let gone = ada.call("GET", &addresses::media(&photo.id), &[], Body::empty()).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    chores::once(&ada.app).await.expect("swept");
    nothing_kept(&ada).await;
}

#[tokio::test]
async fn a_post_carries_its_writers_own_files_once_and_never_two_films() {
    let ada = ada().await;
    ada.resident("ben@example.org").await;
    let ben = ada.signed_in("ben@example.org").await;
    let photo = taken(&ada, "image/jpeg", telling_photo()).await;
    let films = [taken(&ada, "video/mp4", clean_film()).await, taken(&ada, "video/mp4", clean_film()).await];
    let refused = async |browser: &TestServer, files: &[&Received]| {
        let (status, error) = browser.post::<ApiError>(api::POSTS, &draft(files)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        match error {
            ApiError::PostRefused { errors } => errors,
            other => panic!("{other:?}"),
        }
    };
    let too_many = vec![PostError::TooManyFiles { max_photos: MAX_PHOTOS }];
    assert_eq!(refused(&ben, &[&photo]).await, [PostError::FileGone]);
    assert_eq!(refused(&ada, &[&photo, &photo]).await, [PostError::FileGone]);
    assert_eq!(refused(&ada, &[&photo, &films[0]]).await, too_many);
    assert_eq!(refused(&ada, &[&films[0], &films[1]]).await, too_many);
    assert_eq!(refused(&ada, &[&photo; 6]).await, too_many);
    // What was refused left every file free for the next try.
    posted(&ada, &[&photo]).await;
    posted(&ada, &[&films[0]]).await;
    assert_eq!(refused(&ada, &[&photo]).await, [PostError::FileGone]);
}

#[tokio::test]
async fn what_no_post_carries_goes_after_a_day_and_makes_room() {
    let ada = ada().await;
    let kept = taken(&ada, "video/mp4", clean_film()).await;
    posted(&ada, &[&kept]).await;
    for _ in 0..MAX_UNATTACHED {
        taken(&ada, "video/mp4", clean_film()).await;
    }
    let (status, body) = send(&ada, "video/mp4", clean_film()).await;
    let day = UNATTACHED_FOR.num_seconds() as u64;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    let error: ApiError = serde_json::from_slice(&body).expect("a typed error");
    assert_eq!(error, ApiError::TooMany { seconds: day });
    ada.app.clock.set(now() + UNATTACHED_FOR - TimeDelta::seconds(1));
    chores::once(&ada.app).await.expect("swept");
    assert_eq!(files(&ada).len(), MAX_UNATTACHED + 1);
    ada.app.clock.set(now() + UNATTACHED_FOR);
    chores::once(&ada.app).await.expect("swept");
    assert_eq!(files(&ada).len(), 1, "what a post carries stays");
    taken(&ada, "video/mp4", clean_film()).await;
}

#[tokio::test]
async fn files_without_a_row_go_once_they_have_lain_there_for_an_hour() {
    let ada = ada().await;
    let photo = taken(&ada, "image/jpeg", telling_photo()).await;
    posted(&ada, &[&photo]).await;
    let folder = ada.app.settings.data.join("media/ab");
    std::fs::create_dir_all(&folder).expect("a folder");
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 60 * 60);
    for (name, age) in [("abc", Some(old)), ("abd.part", Some(old)), ("abe", None)] {
        let file = std::fs::File::create(folder.join(name)).expect("a file");
        if let Some(age) = age {
            file.set_modified(age).expect("older");
        }
    }
    for file in files(&ada).iter().filter(|file| !file.starts_with(&folder)) {
        std::fs::File::options().write(true).open(file).expect("ours").set_modified(old).expect("older");
    }
    chores::once(&ada.app).await.expect("swept");
    let left: Vec<_> = files(&ada).into_iter().filter(|file| file.starts_with(&folder)).collect();
    assert_eq!(left, [folder.join("abe")]);
    assert_eq!(files(&ada).len(), 3, "both files of the photo stay");
}
