//! What an officer sees of shares: the inbox, and sealed files that only their browser can open.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::IntoResponse;
use futures_util::StreamExt;
use neighbors_domain::share::{Downloaded, Inbox, OfficerKey, OpenableShare};
use tokio_util::io::ReaderStream;

use crate::auth::{Officer, Receiver};
use crate::error::{Json, Path};
use crate::{App, Result, store};

/// Read from disk at a time.
const CHUNK: usize = 256 * 1024;

pub async fn key(State(app): State<App>, officer: Officer) -> Result<Json<OfficerKey>> {
    Ok(Json(store::shares::officer_key(&app.store, &officer).await?))
}

pub async fn inbox(State(app): State<App>, Receiver(officer): Receiver) -> Result<Json<Inbox>> {
    Ok(Json(store::shares::inbox(&app.store, &officer, app.clock.now()).await?))
}

pub async fn show(
    State(app): State<App>,
    Receiver(officer): Receiver,
    Path(id): Path<String>,
) -> Result<Json<OpenableShare>> {
    Ok(Json(store::shares::openable(&app.store, &officer, &id, app.clock.now()).await?))
}

/// Header and body together again: a file that any `age` opens with the request's key.
pub async fn file(
    State(app): State<App>,
    Receiver(officer): Receiver,
    Path((id, n)): Path<(String, u32)>,
) -> Result<impl IntoResponse> {
    let file = store::shares::file(&app.store, &officer, &id, n, app.clock.now()).await?;
    let body = app.files.open(&file.id).await?;
    let header = futures_util::stream::iter([Ok(Bytes::from(file.header))]);
    let sealed = Body::from_stream(header.chain(ReaderStream::with_capacity(body, CHUNK)));
    let headers =
        [(CONTENT_TYPE, "application/octet-stream".to_owned()), (CONTENT_LENGTH, file.bytes.to_string())];
    Ok((headers, sealed))
}

pub async fn downloaded(
    State(app): State<App>,
    Receiver(officer): Receiver,
    Path(id): Path<String>,
    Json(saved): Json<Downloaded>,
) -> Result<StatusCode> {
    store::shares::downloaded(&app.store, &officer, &id, saved.file, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
