//! `GET /api/places`: the neighborhoods and cities that fit what somebody typed.

use axum::extract::State;
use neighbors_domain::feed::KnownPlace;
use serde::Deserialize;

use crate::error::{Json, Query};
use crate::{App, Result, store};

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
}

pub async fn find(State(app): State<App>, Query(typed): Query<Typed>) -> Result<Json<Vec<KnownPlace>>> {
    Ok(Json(store::places::find(&app.store, &typed.q).await?))
}
