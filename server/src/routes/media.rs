//! Photos and videos of posts: taken when nothing but picture and sound is left, shown for as long as their post is.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, LAST_MODIFIED, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use futures_util::StreamExt;
use neighbors_domain::api::ApiError;
use neighbors_domain::media::{MAX_PHOTO_BYTES, MAX_VIDEO_BYTES, MediaError, MediaKind, Received, TYPES};
use neighbors_media::{Kind, START};
use tower::ServiceExt;
use tower_http::services::ServeFile;

use crate::auth::Writer;
use crate::error::{Json, Path};
use crate::files::Part;
use crate::media::{photo, video};
use crate::store::media::New;
use crate::{App, Result, store};

/// What to wait for while as many files are on their way as may be.
pub(super) const SOON: u64 = 5;

pub async fn create(
    State(app): State<App>,
    writer: Writer,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Received>)> {
    let expected = expected(&headers)?;
    let _turn = app.media.turn(writer.account()).ok_or(ApiError::TooMany { seconds: SOON })?;
    store::media::room(&app.store, &app.secrets, &writer, expected, app.clock.now()).await?;
    app.limits.media(writer.account(), expected)?;
    let (kind, part) = receive(&app, body).await?;
    // To the end, even if the browser has gone.
    let kept = tokio::spawn(keep(app, writer, kind, part));
    Ok((StatusCode::CREATED, Json(kept.await.map_err(std::io::Error::other)??)))
}

fn expected(headers: &HeaderMap) -> Result<u64> {
    let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let kind = header(CONTENT_TYPE).filter(|kind| TYPES.contains(kind)).ok_or_else(refused)?;
    let expected = header(CONTENT_LENGTH).and_then(|text| text.parse().ok()).unwrap_or(0);
    let max = if kind.starts_with("video/") { MAX_VIDEO_BYTES } else { MAX_PHOTO_BYTES };
    if expected > max {
        return Err(ApiError::TooLarge { max_bytes: max }.into());
    }
    Ok(expected)
}

fn refused() -> ApiError {
    ApiError::MediaRefused { reason: MediaError::Unknown }
}

/// Streamed to disk, never whole in memory; what is no photo and no video ends after its first bytes.
async fn receive(app: &App, body: Body) -> Result<(Kind, Part)> {
    let broken = |_| ApiError::Unreadable { detail: "the connection broke".to_owned() };
    let mut chunks = body.into_data_stream();
    let mut part = app.media.begin(&app.store.new_id()).await?;
    let (mut start, mut bytes) = (Vec::new(), 0);
    while let Some(chunk) = chunks.next().await.transpose().map_err(broken)? {
        if start.len() < START {
            start.extend(&chunk[..chunk.len().min(START)]);
        }
        bytes += chunk.len() as u64;
        // Too short to tell yet: as short as the shorter limit.
        let kind = if start.len() < START { None } else { Some(Kind::of(&start).ok_or_else(refused)?) };
        let max = if kind == Some(Kind::Video) { MAX_VIDEO_BYTES } else { MAX_PHOTO_BYTES };
        if bytes > max {
            return Err(ApiError::TooLarge { max_bytes: max }.into());
        }
        part.write(&chunk).await?;
    }
    Ok((Kind::of(&start).ok_or_else(refused)?, part))
}

/// Opened, drawn anew or checked; on disk, then recorded, then answered.
async fn keep(app: App, writer: Writer, kind: Kind, part: Part) -> Result<Received> {
    let large = app.store.new_id();
    keep_as(app, writer, kind, part, large).await
}

/// `large`: the id a photo is shown under.
pub(super) async fn keep_as(
    app: App,
    writer: Writer,
    kind: Kind,
    mut part: Part,
    large: String,
) -> Result<Received> {
    let refused = |reason| ApiError::MediaRefused { reason };
    let file = part.written().await?.to_owned();
    let new = if kind == Kind::Video {
        app.bench.work(&file, video::is_clean).await?.map_err(refused)?;
        let new = New::video(part.id(), part.length());
        part.keep().await?;
        new
    } else {
        let photo = app.bench.work(&file, photo::drawn_anew).await?.map_err(refused)?;
        // What was sent goes here; what is kept are two files of our own.
        drop(part);
        let small = app.store.new_id();
        for (id, bytes) in [(&small, &photo.small), (&large, &photo.large)] {
            let mut part = app.media.begin(id).await?;
            part.write(bytes).await?;
            part.keep().await?;
        }
        New::photo(large, small, photo.size, (photo.large.len() + photo.small.len()) as u64)
    };
    let added = store::media::add(&app.store, &app.secrets, &writer, &new, app.clock.now()).await;
    if added.is_err() {
        app.media.remove(&new.files()).await?;
    }
    added
}

/// To anybody, while the post is there. The names are chance: nobody comes to a photo but through its post.
pub async fn show(State(app): State<App>, Path(id): Path<String>, request: Request) -> Result<Response> {
    let kind = store::media::shown(&app.store, &id).await?.ok_or(ApiError::NotFound)?;
    let (mime, name) = match kind {
        MediaKind::Photo => ("image/jpeg", "attachment; filename=\"photo.jpg\""),
        MediaKind::Video => ("video/mp4", "attachment; filename=\"video.mp4\""),
    };
    let (mut asked, body) = request.into_parts();
    // The disk's times would tell when the author was there: to the second, and in the mark of a version to the nanosecond.
    for condition in [IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE, IF_NONE_MATCH, IF_MATCH, IF_RANGE] {
        asked.headers.remove(condition);
    }
    if kind == MediaKind::Photo {
        asked.headers.remove(RANGE);
    }
    let file = ServeFile::new_with_mime(app.media.path(&id), &mime.parse().expect("a type"));
    let Ok(answer) = file.oneshot(Request::from_parts(asked, body)).await;
    if answer.status() == StatusCode::NOT_FOUND {
        return Err(ApiError::NotFound.into());
    }
    let mut answer = answer.map(Body::new);
    let headers = answer.headers_mut();
    headers.remove(LAST_MODIFIED);
    headers.remove(ETAG);
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static(name));
    // By the reader's own browser for an hour, by nobody on the way: what is deleted is gone.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600, immutable"));
    Ok(answer)
}
