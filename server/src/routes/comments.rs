//! Comments: a thread of them, adding one, and what authors do to their own.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::{Comment, Draft, Mine};
use neighbors_domain::record::Spoken;

use crate::auth::Writer;
use crate::error::{Json, Path};
use crate::{App, Result, store};

/// The same for everybody who asks.
pub async fn list(State(app): State<App>, Path(thread): Path<String>) -> Result<Json<Vec<Comment>>> {
    if !store::threads::exists(&app.store, &thread).await? {
        return Err(ApiError::NotFound.into());
    }
    Ok(Json(store::comments::of_thread(&app.store, &thread).await?))
}

pub async fn create(
    State(app): State<App>,
    writer: Writer,
    Path(thread): Path<String>,
    headers: HeaderMap,
    Json(Spoken { draft, signed }): Json<Spoken<Draft>>,
) -> Result<(StatusCode, Json<Comment>)> {
    writer.may_publish()?;
    let draft = Spoken { draft: draft.check()?, signed };
    let now = app.clock.now();
    store::moderation::may_write(&app.store, &app.secrets, &writer, now).await?;
    app.limits.comment(writer.account())?;
    let id = match super::posts::key(&headers) {
        Some(key) => app.secrets.comment_id(&thread, writer.account(), key),
        None => app.store.new_id(),
    };
    let comment =
        store::comments::add_as(&app.store, &app.secrets, &writer, &thread, &draft, &id, now).await?;
    Ok((StatusCode::CREATED, Json(comment)))
}

pub async fn mine(State(app): State<App>, writer: Writer, Path(thread): Path<String>) -> Result<Json<Mine>> {
    Ok(Json(store::comments::mine(&app.store, &app.secrets, &writer, &thread).await?))
}

pub async fn change(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
    Json(Spoken { draft, signed }): Json<Spoken<Draft>>,
) -> Result<Json<Comment>> {
    writer.may_publish()?;
    let draft = Spoken { draft: draft.check()?, signed };
    let now = app.clock.now();
    store::moderation::may_write(&app.store, &app.secrets, &writer, now).await?;
    Ok(Json(store::comments::change(&app.store, &app.secrets, &writer, &id, &draft, now).await?))
}

pub async fn remove(State(app): State<App>, writer: Writer, Path(id): Path<String>) -> Result<Json<Comment>> {
    Ok(Json(store::comments::remove(&app.store, &app.secrets, &writer, &id, app.clock.now()).await?))
}

pub async fn take_back(
    State(app): State<App>,
    writer: Writer,
    Path(id): Path<String>,
) -> Result<Json<Comment>> {
    writer.may_publish()?;
    Ok(Json(store::comments::take_back(&app.store, &app.secrets, &writer, &id, app.clock.now()).await?))
}
