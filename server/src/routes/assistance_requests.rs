//! Requests for assistance: reading one, and everything it said before.

use axum::extract::State;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{AssistanceRequest, Version};

use crate::error::{Json, Path};
use crate::{App, Result, store};

pub async fn show(State(app): State<App>, Path(id): Path<String>) -> Result<Json<AssistanceRequest>> {
    let found = store::assistance_requests::show(&app.store, &id, app.clock.now()).await?;
    Ok(Json(found.ok_or(ApiError::NotFound)?))
}

pub async fn versions(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Vec<Version>>> {
    let found = store::assistance_requests::versions(&app.store, &id).await?;
    Ok(Json(found.ok_or(ApiError::NotFound)?))
}
