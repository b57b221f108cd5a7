//! Sealed files on their way in: streamed to disk, never whole in memory, refused when they are not sealed.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use futures_util::StreamExt;
use neighbors_domain::api::ApiError;
use neighbors_domain::share::{MAX_BYTES, Uploaded};
use sha2::{Digest, Sha256};

use crate::auth::Resident;
use crate::error::Json;
use crate::files::Part;
use crate::sealed::{self, MAX_HEADER, Start};
use crate::store::uploads::Arrived;
use crate::{App, Result, store};

/// A recording of the largest size, sealed.
const MAX_SEALED: u64 = MAX_HEADER as u64 + sealed::body_of(MAX_BYTES);
/// What to wait for while as many files are on their way as may be.
const SOON: u64 = 5;

pub async fn create(
    State(app): State<App>,
    resident: Resident,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Uploaded>)> {
    let expected = expected(&headers)?;
    let _turn = app.files.turn(&resident.account).ok_or(ApiError::TooMany { seconds: SOON })?;
    store::uploads::room(&app.store, &app.secrets, &resident, expected, app.clock.now()).await?;
    let (arrived, part) = receive(&app, body).await?;
    // To the end, even if the browser has gone: half of it done would be worth less than nothing.
    let kept = tokio::spawn(keep(app, resident, arrived, part));
    Ok((StatusCode::CREATED, Json(kept.await.map_err(std::io::Error::other)??)))
}

fn expected(headers: &HeaderMap) -> Result<u64> {
    let header = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    if header(CONTENT_TYPE) != Some("application/octet-stream") {
        return Err(ApiError::NotSealed.into());
    }
    let expected = header(CONTENT_LENGTH).and_then(|text| text.parse().ok()).unwrap_or(0);
    if expected > MAX_SEALED {
        return Err(ApiError::TooLarge { max_bytes: MAX_SEALED }.into());
    }
    Ok(expected)
}

/// Written and synced, then recorded, then answered: what was acknowledged is there after a power cut.
async fn keep(app: App, resident: Resident, arrived: Arrived, part: Part) -> Result<Uploaded> {
    part.keep().await?;
    let added = store::uploads::add(&app.store, &app.secrets, &resident, &arrived, app.clock.now()).await;
    if added.is_err() {
        app.files.remove(&[arrived.id]).await?;
    }
    added
}

/// Whatever ends this early, a broken connection or a full disk, leaves nothing behind.
async fn receive(app: &App, body: Body) -> Result<(Arrived, Part)> {
    let id = app.store.new_id();
    let (mut chunks, mut sum, mut bytes) = (body.into_data_stream(), Sha256::new(), 0);
    let mut take = |chunk: &Bytes| {
        sum.update(chunk);
        bytes += chunk.len() as u64;
        if bytes > MAX_SEALED { Err(ApiError::TooLarge { max_bytes: MAX_SEALED }) } else { Ok(()) }
    };

    let mut start = Start::default();
    let split = loop {
        let chunk = next(&mut chunks).await?.ok_or(ApiError::NotSealed)?;
        take(&chunk)?;
        if let Some(split) = start.push(&chunk).map_err(|_| ApiError::NotSealed)? {
            break split;
        }
    };
    let mut part = app.files.begin(&id).await?;
    part.write(&split.body).await?;
    while let Some(chunk) = next(&mut chunks).await? {
        take(&chunk)?;
        part.write(&chunk).await?;
    }
    if !sealed::can_be_whole(bytes - split.header.len() as u64) {
        return Err(ApiError::NotSealed.into());
    }
    Ok((Arrived { id, header: split.header, bytes, sha256: hex::encode(sum.finalize()) }, part))
}

/// A sender that falls silent is cut off before this, and looks like a broken connection here.
async fn next(chunks: &mut axum::body::BodyDataStream) -> Result<Option<Bytes>> {
    let broken = |_| ApiError::Unreadable { detail: "the connection broke".to_owned() };
    Ok(chunks.next().await.transpose().map_err(broken)?)
}
