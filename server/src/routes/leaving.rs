//! Taking everything along, and going.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse};
use neighbors_domain::leaving::Leave;

use super::accounts::send;
use super::security::{known_by, this_session};
use super::session::cookie;
use crate::auth::{Peer, Resident};
use crate::error::Json;
use crate::mail::letters;
use crate::store::{accounts, leaving};
use crate::{App, Result};

pub async fn export(
    State(app): State<App>,
    resident: Resident,
    Peer(from): Peer,
    parts: Parts,
) -> Result<impl IntoResponse> {
    // Every tag of every thread is tried for it.
    app.limits.sign_in(from, &resident.account)?;
    let this = this_session(&app, &parts);
    let export = leaving::export(&app.store, &app.secrets, &resident, &this, app.clock.now()).await?;
    let name = [(CONTENT_DISPOSITION, "attachment; filename=\"neighbors-export.json\"")];
    Ok((AppendHeaders(name), Json(export)))
}

/// What cannot be opened any more is noise already when the bodies are removed.
pub async fn leave(
    State(app): State<App>,
    resident: Resident,
    Peer(from): Peer,
    Json(leave): Json<Leave>,
) -> Result<impl IntoResponse> {
    let (email, _) = accounts::own_credentials(&app.store, &resident).await?;
    leave.check(&email)?;
    known_by(&app, &resident, from, leave.password).await?;
    let files = leaving::leave(&app.store, &app.secrets, &resident, app.clock.now()).await?;
    app.files.remove(&files).await?;
    send(&app, &email, &letters::left()).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie(&app, "", 0))])))
}
