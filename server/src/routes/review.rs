//! The queue of requests that wait, for trained reviewers; its age, for everybody.

use axum::extract::State;
use axum::http::StatusCode;
use neighbors_domain::review::{Case, Decision, Queue, QueueAge};

use crate::auth::Reviewer;
use crate::error::{Json, Path};
use crate::{App, Result, store};

pub async fn queue(State(app): State<App>, reviewer: Reviewer) -> Result<Json<Queue>> {
    Ok(Json(store::review::queue(&app.store, &reviewer).await?))
}

pub async fn age(State(app): State<App>) -> Result<Json<QueueAge>> {
    Ok(Json(store::review::age(&app.store).await?))
}

pub async fn show(State(app): State<App>, reviewer: Reviewer, Path(id): Path<String>) -> Result<Json<Case>> {
    Ok(Json(store::review::case(&app.store, &reviewer, &id, app.clock.now()).await?))
}

/// Nobody asks why.
pub async fn hand_on(
    State(app): State<App>,
    reviewer: Reviewer,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    store::review::hand_on(&app.store, &reviewer, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn decide(
    State(app): State<App>,
    reviewer: Reviewer,
    Path(id): Path<String>,
    Json(decision): Json<Decision>,
) -> Result<StatusCode> {
    store::review::decide(&app.store, &reviewer, &id, &decision, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
