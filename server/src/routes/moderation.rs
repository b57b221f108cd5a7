//! Flags, the queue, decisions, notices, appeals, the public log.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use neighbors_domain::moderation::{Appeal, Decision, Flag, Log, Mine, Queue};
use serde::Deserialize;

use crate::auth::{Moderator, Resident, Writer};
use crate::error::{Json, Path, Query};
use crate::open_data::{self, Format};
use crate::{App, Result, store};

pub async fn flag(State(app): State<App>, resident: Resident, Json(flag): Json<Flag>) -> Result<StatusCode> {
    app.limits.asks(&resident.account)?;
    store::moderation::flag(&app.store, &app.secrets, &resident, &flag, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn queue(State(app): State<App>, moderator: Moderator) -> Result<Json<Queue>> {
    Ok(Json(store::moderation::queue(&app.store, &app.secrets, &moderator, app.clock.now()).await?))
}

pub async fn decide(
    State(app): State<App>,
    moderator: Moderator,
    Path(item): Path<String>,
    Json(decision): Json<Decision>,
) -> Result<StatusCode> {
    let now = app.clock.now();
    store::moderation::decide(&app.store, &app.secrets, &moderator, &item, decision, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn mine(State(app): State<App>, writer: Writer) -> Result<Json<Mine>> {
    app.limits.asks(writer.account())?;
    let now = app.clock.now();
    Ok(Json(store::moderation::of_account(&app.store, &app.secrets, writer.account(), now).await?))
}

pub async fn appeal(
    State(app): State<App>,
    writer: Writer,
    Path(notice): Path<String>,
    Json(appeal): Json<Appeal>,
) -> Result<StatusCode> {
    let appeal = appeal.check()?;
    let now = app.clock.now();
    store::moderation::appeal(&app.store, &app.secrets, &writer, &notice, &appeal, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub struct After {
    after: Option<String>,
}

pub async fn log(State(app): State<App>, Query(After { after }): Query<After>) -> Result<Json<Log>> {
    let after = after.as_deref().filter(|after| !after.is_empty());
    Ok(Json(store::moderation::page(&app.store, after).await?))
}

/// `/data/moderation-log.csv`
pub async fn log_csv(State(app): State<App>, asked: HeaderMap) -> Result<Response> {
    whole_log(app, Format::Csv, asked).await
}

/// `/data/moderation-log.json`
pub async fn log_json(State(app): State<App>, asked: HeaderMap) -> Result<Response> {
    whole_log(app, Format::Json, asked).await
}

async fn whole_log(app: App, format: Format, asked: HeaderMap) -> Result<Response> {
    let entries = store::moderation::all(&app.store).await?;
    Ok(open_data::moderation_log::document(entries, format).answer(&asked))
}
