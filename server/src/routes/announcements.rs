//! The jurisdiction of an officer's agency: its feed, its regions, and what is announced in them.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use neighbors_domain::announcement::{Draft, Jurisdiction};
use neighbors_domain::api::ApiError;
use neighbors_domain::feed::JurisdictionFeed;
use neighbors_domain::post::Post;
use neighbors_domain::record::Spoken;

use super::feed::{Parts, asked};
use super::posts::key;
use crate::auth::{Officer, Speaker, Writer};
use crate::error::Json;
use crate::store::{jurisdiction, moderation, posts};
use crate::{App, Result};

/// Read only, and to the letter what the public reads there.
pub async fn feed(State(app): State<App>, officer: Officer, parts: Parts) -> Result<Json<JurisdictionFeed>> {
    let question = asked(parts)?;
    Ok(Json(jurisdiction::feed(&app.store, &officer.agency, &question, app.clock.now()).await?))
}

pub async fn jurisdiction(State(app): State<App>, officer: Officer) -> Result<Json<Jurisdiction>> {
    Ok(Json(Jurisdiction { regions: jurisdiction::named(&app.store, &officer.agency).await? }))
}

/// The same draft sent twice is one announcement.
pub async fn create(
    State(app): State<App>,
    Speaker(officer): Speaker,
    headers: HeaderMap,
    Json(Spoken { draft, signed }): Json<Spoken<Draft>>,
) -> Result<(StatusCode, Json<Post>)> {
    let now = app.clock.now();
    officer.may_publish()?;
    let draft = draft.check(&jurisdiction::regions(&app.store, &officer.agency).await?)?;
    let draft = Spoken { draft, signed };
    moderation::may_write(&app.store, &app.secrets, &Writer::Officer(officer.clone()), now).await?;
    app.limits.post(&officer.account)?;
    let id = match key(&headers) {
        Some(key) => app.secrets.post_id(&officer.account, key),
        None => app.store.new_id(),
    };
    posts::announce::announce(&app.store, &app.secrets, &officer, &draft, &id, now).await?;
    let post = posts::show(&app.store, &id).await?.ok_or(ApiError::NotFound)?;
    Ok((StatusCode::CREATED, Json(post)))
}
