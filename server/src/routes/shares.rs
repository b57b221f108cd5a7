//! Sharing with one request, and what sharers do with their own shares.

use axum::extract::State;
use axum::http::StatusCode;
use neighbors_domain::share::{Receipt, ShareDraft};

use crate::auth::Resident;
use crate::error::{Json, Path};
use crate::{App, Result, store};

pub async fn create(
    State(app): State<App>,
    resident: Resident,
    Path(request): Path<String>,
    Json(draft): Json<ShareDraft>,
) -> Result<(StatusCode, Json<Receipt>)> {
    let now = app.clock.now();
    let receipt = store::shares::commit(&app.store, &app.secrets, &resident, &request, &draft, now).await?;
    Ok((StatusCode::CREATED, Json(receipt)))
}

pub async fn list(State(app): State<App>, resident: Resident) -> Result<Json<Vec<Receipt>>> {
    Ok(Json(store::shares::list(&app.store, &app.secrets, &resident, app.clock.now()).await?))
}

pub async fn show(
    State(app): State<App>,
    resident: Resident,
    Path(id): Path<String>,
) -> Result<Json<Receipt>> {
    Ok(Json(store::shares::show(&app.store, &app.secrets, &resident, &id, app.clock.now()).await?))
}

/// What cannot be opened any more is withdrawn; the bodies are noise already when they are removed.
pub async fn withdraw(
    State(app): State<App>,
    resident: Resident,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let files = store::shares::withdraw(&app.store, &app.secrets, &resident, &id, app.clock.now()).await?;
    app.files.remove(&files).await?;
    Ok(StatusCode::NO_CONTENT)
}
