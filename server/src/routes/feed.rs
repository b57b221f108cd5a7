//! `GET /api/feed`: what happened near a place.

use axum::extract::State;
use neighbors_domain::api::ApiError;
use neighbors_domain::feed::{FeedPage, Kind, KnownPlace};
use serde::Deserialize;

use crate::error::{Json, Query};
use crate::{App, Result, store};

#[derive(Deserialize)]
pub struct Wanted {
    place: Option<String>,
    kind: Option<String>,
    after: Option<String>,
}

pub async fn list(State(app): State<App>, Query(wanted): Query<Wanted>) -> Result<Json<FeedPage>> {
    let place = place(&app, wanted.place).await?;
    let kind = wanted.kind.map(|key| Kind::from_key(&key).ok_or_else(unknown_kind)).transpose()?;
    let now = app.clock.now();
    Ok(Json(store::feed::page(&app.store, place, kind, wanted.after.as_deref(), now).await?))
}

/// The one asked for, else the server's own.
async fn place(app: &App, slug: Option<String>) -> Result<KnownPlace> {
    match slug {
        Some(slug) => Ok(store::places::by_slug(&app.store, &slug).await?.ok_or(ApiError::NotFound)?),
        None => Ok(store::settings::site(&app.store).await?.place),
    }
}

fn unknown_kind() -> ApiError {
    let kinds: Vec<_> = Kind::ALL.into_iter().map(Kind::key).collect();
    ApiError::Invalid {
        field: "kind".to_owned(),
        sentence: format!("There is no such kind. Choose one of {}.", kinds.join(", ")),
    }
}
