//! Who am I here, and what have I switched?

use axum::extract::State;
use neighbors_domain::account::{Me, ResidentSelf, Switches};

use crate::auth::{Asker, Resident};
use crate::error::Json;
use crate::{App, Result, store};

pub async fn show(State(app): State<App>, asker: Asker) -> Result<Json<Me>> {
    Ok(Json(of(&app, &asker).await?))
}

/// What the page needs to know at its start.
pub async fn of(app: &App, asker: &Asker) -> Result<Me> {
    let site = store::settings::site(&app.store).await?;
    Ok(Me { site, who: store::accounts::who(&app.store, asker).await? })
}

pub async fn set_switches(
    State(app): State<App>,
    resident: Resident,
    Json(switches): Json<Switches>,
) -> Result<Json<ResidentSelf>> {
    let now = app.clock.now();
    Ok(Json(store::accounts::set_switches(&app.store, &resident, switches, now).await?))
}
