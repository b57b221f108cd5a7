//! Moving a stopped clock: for tests that play on a demo folder.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::error::Json;
use crate::{App, Result};

#[derive(Deserialize)]
pub struct Now {
    now: DateTime<Utc>,
}

pub async fn set(State(app): State<App>, Json(Now { now }): Json<Now>) -> Result<StatusCode> {
    app.clock.set(now);
    // At another time the same rows are another page.
    app.kept.forget();
    Ok(StatusCode::NO_CONTENT)
}
