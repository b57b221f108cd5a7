//! Photos in announcements: taken, drawn anew and shown as those of any post, and gone with what carried them.

mod common;
#[path = "../../media/tests/common/mod.rs"]
mod made;

use axum::body::Body;
use axum::http::StatusCode;
use common::cedar::{Cedar, ORTEGA, RAMAN, SLUG, region};
use common::moderation::resident;
use common::{Answer, TestServer};
use made::{Film, holds, telling_jpeg};
use neighbors_domain::addresses::{self, api};
use neighbors_domain::agency::AgencyProfile;
use neighbors_domain::announcement::Draft;
use neighbors_domain::api::{ApiError, CUSTOM_HEADER};
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::{FeedItem, FeedPage, JurisdictionFeed};
use neighbors_domain::media::*;
use neighbors_domain::post::{Category, Post, PostCard, PostError};

const KEY: &str = "0123456789abcdef0123456789abcdef";
/// Stands in everything that must not come out again.
const MARK: &[u8] = b"Quetzal 39.7392 -104.9903";

fn two() -> Vec<Region7> {
    let mut two: Vec<Region7> = region().disk(1).into_iter().take(2).collect();
    two.sort_unstable();
    two
}

fn draft(files: &[&Received]) -> Draft {
    let attached = |file: &&Received| Attached { id: file.id.clone(), alt: " Broadway from above. ".into() };
    Draft {
        category: Category::Announcement,
        title: "Broadway closed on Sunday".into(),
        text: "From 6 to 11 AM, for the run. Buses stop one block east.".into(),
        regions: two(),
        media: files.iter().map(attached).collect(),
    }
}

async fn desk() -> (TestServer, TestServer) {
    let server = TestServer::new().await;
    Cedar::new(&server).await;
    let ortega = server.signed_in(ORTEGA).await;
    (server, ortega)
}

/// In two parts, as a page does over a bad line.
async fn sent(browser: &TestServer, kind: MediaKind, bytes: &[u8]) -> Received {
    let announced = Announced { kind, bytes: bytes.len() as u64 };
    let (status, arriving): (_, Arriving) = browser.post(api::ARRIVING, &announced).await;
    assert_eq!(status, StatusCode::CREATED);
    let (first, second) = bytes.split_at(40);
    part(browser, &arriving.id, 0, first).await;
    part(browser, &arriving.id, first.len(), second).await.received.expect("taken")
}

async fn part(browser: &TestServer, id: &str, offset: usize, bytes: &[u8]) -> Arriving {
    let (cookie, offset) = (browser.cookie.clone().expect("signed in"), offset.to_string());
    let headers = [CUSTOM_HEADER, ("cookie", cookie.as_str()), (OFFSET_HEADER, offset.as_str())];
    let answer = browser.call("PATCH", &api::arriving(id), &headers, Body::from(bytes.to_vec())).await;
    assert_eq!(answer.status, StatusCode::OK);
    serde_json::from_slice(&answer.body).expect("how far it is")
}

async fn photo(browser: &TestServer) -> Received {
    sent(browser, MediaKind::Photo, &telling_jpeg(MARK)).await
}

async fn announced(browser: &TestServer, draft: &Draft) -> Post {
    let (status, post) = browser.post(api::PORTAL_ANNOUNCEMENTS, draft).await;
    assert_eq!(status, StatusCode::CREATED);
    post
}

async fn refused(browser: &TestServer, draft: &Draft) -> ApiError {
    let (status, error) = browser.post(api::PORTAL_ANNOUNCEMENTS, draft).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    error
}

async fn shown(server: &TestServer, file: &str) -> (StatusCode, Vec<u8>) {
    let (status, _, bytes) = server.raw("GET", &addresses::media(file), "", Body::empty()).await;
    (status, bytes)
}

async fn cards(server: &TestServer, address: &str) -> Vec<PostCard> {
    let (_, page): (_, FeedPage) = server.get(address).await;
    let card = |item| if let FeedItem::Post(card) = item { Some(card) } else { None };
    page.items.into_iter().filter_map(card).collect()
}

#[tokio::test]
async fn a_photo_stands_wherever_the_announcement_does_drawn_anew_and_without_its_notes() {
    let (server, ortega) = desk().await;
    assert!(holds(&telling_jpeg(MARK), MARK));
    let photos = [photo(&ortega).await, photo(&ortega).await];
    assert_eq!(shown(&server, &photos[0].id).await.0, StatusCode::NOT_FOUND, "nobody sees it before");
    let post = announced(&ortega, &draft(&photos.each_ref())).await;
    let media = &post.card.media;
    assert_eq!(media.iter().map(|file| &file.id).collect::<Vec<_>>(), photos.each_ref().map(|file| &file.id));
    assert_eq!(media[0].alt, "Broadway from above.");
    for region in two() {
        let there = cards(&server, &format!("{}?region={region}", api::FEED)).await;
        assert_eq!(there, std::slice::from_ref(&post.card));
    }
    let (_, portal): (_, JurisdictionFeed) = ortega.get(api::PORTAL_FEED).await;
    assert_eq!(portal.items, [FeedItem::Post(post.card.clone())]);
    let (_, profile): (_, AgencyProfile) = server.get(&api::agency(SLUG)).await;
    assert_eq!(profile.latest_posts, std::slice::from_ref(&post.card));
    for file in media {
        for id in [&file.id, file.small.as_ref().expect("a small one")] {
            let (status, bytes) = shown(&server, id).await;
            assert_eq!(status, StatusCode::OK);
            assert!(!holds(&bytes, MARK) && !holds(&bytes, b"Exif") && !holds(&bytes, b"script"));
        }
    }
    let (status, _, _) = ortega.raw("DELETE", &api::post(&post.card.id), "", Body::empty()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    for file in media {
        assert_eq!(shown(&server, &file.id).await.0, StatusCode::NOT_FOUND, "it went with the announcement");
    }
}

#[tokio::test]
async fn sent_again_after_a_lost_answer_it_is_one_announcement_with_its_photos() {
    let (_server, ortega) = desk().await;
    let photo = photo(&ortega).await;
    let send = async || ortega.once(api::PORTAL_ANNOUNCEMENTS, KEY, &draft(&[&photo])).await;
    let read = |answer: Answer| serde_json::from_slice::<Post>(&answer.body).expect("a post").card;
    let first = read(send().await);
    assert_eq!(first.media.len(), 1);
    assert_eq!(read(send().await), first);
}

#[tokio::test]
async fn too_many_files_or_those_of_somebody_else_are_refused_and_nothing_is_announced() {
    let (server, ortega) = desk().await;
    let raman = server.signed_in(RAMAN).await;
    let ada = resident(&server, "ada").await;
    let gone = ApiError::PostRefused { errors: vec![PostError::FileGone] };
    for other in [&raman, &ada] {
        assert_eq!(refused(&ortega, &draft(&[&photo(other).await])).await, gone);
    }
    let photo = photo(&ortega).await;
    let film = neighbors_media::video::clean(&Film::default().bytes()).expect("a film").0;
    let film = sent(&ortega, MediaKind::Video, &film).await;
    let mixed = ApiError::PostRefused { errors: vec![PostError::TooManyFiles { max_photos: MAX_PHOTOS }] };
    assert_eq!(refused(&ortega, &draft(&[&photo, &film])).await, mixed);
    let six = refused(&ortega, &draft(&[&photo; 6])).await;
    assert!(matches!(six, ApiError::Invalid { field, .. } if field == "files"));
    assert_eq!(cards(&server, &format!("{}?region={}", api::FEED, region())).await, []);
    // What was refused is still there for the next try: a photo, and in another announcement the video.
    assert_eq!(announced(&ortega, &draft(&[&photo])).await.card.media.len(), 1);
    assert_eq!(announced(&ortega, &draft(&[&film])).await.card.media[0].kind, MediaKind::Video);
    assert_eq!(refused(&ortega, &draft(&[&photo])).await, gone, "each file stands once");
}
