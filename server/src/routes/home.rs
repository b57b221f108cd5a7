//! "This is my home", and "is this my home?" on a new device. The cell is turned into a mark, or compared, and forgotten.

use axum::extract::State;
use neighbors_domain::account::{ChooseHome, ConfirmHome, HomeKept};
use neighbors_domain::api::ApiError;
use neighbors_domain::share::ShareRefusal;

use crate::auth::Resident;
use crate::error::Json;
use crate::store::home::{self, Compared};
use crate::{App, Result};

pub async fn choose(
    State(app): State<App>,
    resident: Resident,
    Json(ChooseHome { cell }): Json<ChooseHome>,
) -> Result<Json<HomeKept>> {
    Ok(Json(home::choose(&app.store, &app.secrets, &resident, cell, app.clock.now()).await?))
}

pub async fn confirm(
    State(app): State<App>,
    resident: Resident,
    Json(ConfirmHome { cell }): Json<ConfirmHome>,
) -> Result<Json<HomeKept>> {
    let mut tx = app.store.write().await?;
    let compared = home::check(&mut tx, &app.secrets, &resident, cell, app.clock.now()).await?;
    tx.commit().await?;
    match compared {
        Compared::Home(kept) => Ok(Json(kept)),
        Compared::Wrong { left } => Err(ApiError::NotYourHome { left }.into()),
        Compared::NoTriesLeft { tries } => Err(ShareRefusal::TooManyTries { tries }.into()),
        Compared::NoHome => Err(ShareRefusal::NoHome.into()),
    }
}
