//! Taking everything along, and going.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse};
use neighbors_domain::leaving::{EXPORT_FILE, EXPORT_JSON, Leave};

use super::accounts::send;
use super::security::{known_by, this_session};
use super::session::cookie;
use crate::auth::{Peer, Person, Resident};
use crate::error::Json;
use crate::mail::letters;
use crate::store::{accounts, leaving};
use crate::{App, Result, archive};

pub async fn export(
    State(app): State<App>,
    resident: Resident,
    Peer(from): Peer,
    parts: Parts,
) -> Result<impl IntoResponse> {
    // Every tag of every thread is tried for it.
    app.limits.sign_in(from, &resident.account)?;
    let this = this_session(&app, &parts);
    let now = app.clock.now();
    let mut export = leaving::export(&app.store, &app.secrets, &resident, &this, now).await?;
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{EXPORT_FILE}\"")),
    ];
    // The JSON last, one file open at a time: then it names what is there, and nothing that was removed meanwhile.
    let body = archive::stream(now, move |mut archive| async move {
        for media in export.media_mut() {
            let Some(mut file) = held(&app, &media.id).await? else { continue };
            archive.add(&media.name(), &mut file).await?;
            media.file = Some(media.name());
        }
        let json = serde_json::to_vec_pretty(&export)?;
        archive.add(EXPORT_JSON, &mut json.as_slice()).await?;
        Ok(archive)
    });
    Ok((AppendHeaders(headers), body))
}

/// Open, it is sent whole even if it is removed now. `None`: its post was removed in another tab a moment ago.
async fn held(app: &App, id: &str) -> std::io::Result<Option<tokio::fs::File>> {
    match app.media.open(id).await {
        Ok(file) => Ok(Some(file)),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cause),
    }
}

/// What cannot be opened any more is noise already when the bodies are removed.
pub async fn leave(
    State(app): State<App>,
    resident: Resident,
    Peer(from): Peer,
    parts: Parts,
    Json(leave): Json<Leave>,
) -> Result<impl IntoResponse> {
    let (email, _) = accounts::own_credentials(&app.store, &Person::from(&resident)).await?;
    leave.check(&email)?;
    known_by(&app, &Person::from(&resident), from, &parts, leave.password).await?;
    let files = leaving::leave(&app.store, &app.secrets, &resident, app.clock.now()).await?;
    app.files.remove(&files).await?;
    let (media, half) = leaving::take_media(&app.store, &app.secrets, &resident).await?;
    app.media.remove(&media).await?;
    for id in &half {
        app.media.remove_part(id).await?;
    }
    send(&app, &email, &letters::left()).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie(&app, "", 0))])))
}
