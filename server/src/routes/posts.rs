//! Posts: writing one, reading one, taking one back.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use neighbors_domain::api::{ApiError, IDEMPOTENCY_HEADER};
use neighbors_domain::post::{Draft, Post};
use neighbors_domain::record::Spoken;

use crate::auth::{Resident, Writer};
use crate::error::{Json, Path};
use crate::{App, Result, store};

/// By a neighbor. Officers announce ([`super::announcements`]): whoever speaks for an agency says for which regions.
pub async fn create(
    State(app): State<App>,
    resident: Resident,
    headers: HeaderMap,
    Json(draft): Json<Draft>,
) -> Result<(StatusCode, Json<Post>)> {
    let now = app.clock.now();
    let writer = Writer::Resident(resident);
    let draft = Spoken::by_a_resident(draft.check(now, false)?);
    store::moderation::may_write(&app.store, &app.secrets, &writer, now).await?;
    app.limits.post(writer.account())?;
    let id = match key(&headers) {
        Some(key) => app.secrets.post_id(writer.account(), key),
        None => app.store.new_id(),
    };
    store::posts::publish_as(&app.store, &app.secrets, &writer, &draft, &id, now).await?;
    Ok((StatusCode::CREATED, Json(found(&app, &id).await?)))
}

/// The same draft sent twice, by an impatient thumb or after an answer was lost, is one post.
pub(super) fn key(headers: &HeaderMap) -> Option<&str> {
    headers.get(IDEMPOTENCY_HEADER)?.to_str().ok().filter(|key| (16..=64).contains(&key.len()))
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
