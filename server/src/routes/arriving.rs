//! Photos and videos in parts: what has come stays when the connection goes, and the next part begins where it ended.

use std::io;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use futures_util::StreamExt;
use neighbors_domain::api::ApiError;
use neighbors_domain::media::{Announced, Arriving, MediaError, MediaKind, OFFSET_HEADER, max_bytes};
use neighbors_media::{Kind, START};
use tokio::io::AsyncReadExt;

use super::media::{SOON, keep_as};
use crate::auth::Writer;
use crate::error::{Json, Path};
use crate::files::Part;
use crate::store::arriving::{self as store, Underway};
use crate::{App, Result};

/// Before the first byte: what is too large, or one too many, need not be sent.
pub async fn announce(
    State(app): State<App>,
    writer: Writer,
    Json(announced): Json<Announced>,
) -> Result<(StatusCode, Json<Arriving>)> {
    let max = max_bytes(announced.kind);
    if announced.bytes > max {
        return Err(ApiError::TooLarge { max_bytes: max }.into());
    }
    if announced.bytes == 0 {
        return Err(refused(MediaError::Unknown));
    }
    app.limits.media(writer.account(), announced.bytes)?;
    let arriving = store::announce(&app.store, &app.secrets, &writer, announced, app.clock.now()).await?;
    app.media.begin(&arriving.id).await?.pause().await?;
    Ok((StatusCode::CREATED, Json(arriving)))
}

pub async fn show(State(app): State<App>, writer: Writer, Path(id): Path<String>) -> Result<Json<Arriving>> {
    Ok(Json(store::progress(&app.store, &app.secrets, &writer, &id).await?))
}

/// The next bytes. A part that begins elsewhere is not taken: the answer says where to go on.
pub async fn part(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Arriving>> {
    let underway = match store::underway(&app.store, &app.secrets, &writer, &id).await {
        Ok(underway) => underway,
        // All of it came, and only the answer was lost.
        Err(_) => return Ok(Json(store::progress(&app.store, &app.secrets, &writer, &id).await?)),
    };
    let offset = headers.get(OFFSET_HEADER).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if offset != Some(underway.arrived) {
        return Ok(Json(Arriving { id, arrived: underway.arrived, received: None }));
    }
    let _turn = app.media.turn(writer.account()).ok_or(ApiError::TooMany { seconds: SOON })?;
    let part = match app.media.resume(&id, underway.arrived).await {
        // The part before is still being written: its connection may be dead without our knowing yet.
        Err(cause) if cause.kind() == io::ErrorKind::WouldBlock => {
            return Err(ApiError::TooMany { seconds: SOON }.into());
        }
        part => part?,
    };
    let Some(part) = part else {
        // Lost with a disk, or after an end that failed half-way: from the start again.
        store::forget_one(&app.store, &id).await?;
        return Err(ApiError::NotFound.into());
    };
    // To the end, even if the browser has gone: what came before it went is kept.
    let done = tokio::spawn(go_on(app, writer, id, underway, part, body));
    Ok(Json(done.await.map_err(io::Error::other)??))
}

async fn go_on(
    app: App,
    writer: Writer,
    id: String,
    underway: Underway,
    mut part: Part,
    body: Body,
) -> Result<Arriving> {
    let broke = receive(&mut part, underway.announced.bytes, body).await;
    let arrived = part.length();
    if arrived < underway.announced.bytes || broke.is_err() {
        let arrived = part.pause().await?;
        if !store::has_come(&app.store, &id, arrived).await? {
            app.media.remove_part(&id).await?;
            return Err(ApiError::NotFound.into());
        }
        broke?;
        return Ok(Arriving { id, arrived, received: None });
    }
    finish(app, writer, id, underway, part.whole()).await
}

async fn receive(part: &mut Part, announced: u64, body: Body) -> Result<()> {
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| ApiError::Unreadable { detail: "the connection broke".to_owned() })?;
        if part.length() + chunk.len() as u64 > announced {
            return Err(ApiError::TooLarge { max_bytes: announced }.into());
        }
        part.write(&chunk).await?;
    }
    Ok(())
}

/// What is not taken goes at once, and so does its row.
async fn finish(
    app: App,
    writer: Writer,
    id: String,
    underway: Underway,
    mut part: Part,
) -> Result<Arriving> {
    let arrived = underway.announced.bytes;
    let kept = match kind(&mut part, underway.announced.kind).await {
        Ok(kind) => keep_as(app.clone(), writer, kind, part, id.clone()).await,
        Err(why) => {
            drop(part);
            Err(why)
        }
    };
    if kept.is_err() {
        store::forget_one(&app.store, &id).await?;
    }
    Ok(Arriving { id, arrived, received: Some(kept?) })
}

/// What the bytes say it is; a photo that calls itself a video has more room than it may have.
async fn kind(part: &mut Part, announced: MediaKind) -> Result<Kind> {
    let file = tokio::fs::File::open(part.written().await?).await?;
    let mut start = Vec::new();
    file.take(START as u64).read_to_end(&mut start).await?;
    let kind = Kind::of(&start).ok_or_else(|| refused(MediaError::Unknown))?;
    let is = if kind == Kind::Video { MediaKind::Video } else { MediaKind::Photo };
    if is == announced { Ok(kind) } else { Err(refused(MediaError::Unknown)) }
}

fn refused(reason: MediaError) -> crate::Error {
    ApiError::MediaRefused { reason }.into()
}

/// By whoever sent it, before a post carries it.
pub async fn cancel(State(app): State<App>, writer: Writer, Path(id): Path<String>) -> Result<StatusCode> {
    store::underway(&app.store, &app.secrets, &writer, &id).await?;
    store::forget_one(&app.store, &id).await?;
    app.media.remove_part(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}
