//! "Is this my home?", asked on a new device. Compared and forgotten.

use axum::extract::State;
use neighbors_domain::account::{ConfirmHome, HomeKept};
use neighbors_domain::api::ApiError;
use neighbors_domain::share::ShareRefusal;

use crate::auth::Resident;
use crate::error::Json;
use crate::store::home::{self, Compared};
use crate::{App, Result};

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
