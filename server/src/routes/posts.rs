//! Posts: writing one, reading one, taking one back.

use axum::extract::State;
use axum::http::StatusCode;
use neighbors_domain::api::ApiError;
use neighbors_domain::post::{Draft, Post};

use crate::auth::Writer;
use crate::error::{Json, Path};
use crate::{App, Result, store};

pub async fn create(
    State(app): State<App>,
    writer: Writer,
    Json(draft): Json<Draft>,
) -> Result<(StatusCode, Json<Post>)> {
    let now = app.clock.now();
    let draft = draft.check(now, writer.officer().is_some())?;
    let id = store::posts::publish(&app.store, &app.secrets, &writer, &draft, now).await?;
    Ok((StatusCode::CREATED, Json(found(&app, &id).await?)))
}

pub async fn show(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Post>> {
    Ok(Json(found(&app, &id).await?))
}

/// By its author. The words go, the number stays; photos and videos go before the answer.
pub async fn remove(State(app): State<App>, writer: Writer, Path(id): Path<String>) -> Result<StatusCode> {
    let files = store::posts::remove(&app.store, &app.secrets, &writer, &id, app.clock.now()).await?;
    app.media.remove(&files).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn found(app: &App, id: &str) -> Result<Post> {
    Ok(store::posts::show(&app.store, id).await?.ok_or(ApiError::NotFound)?)
}
