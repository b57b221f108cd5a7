//! `GET /api/places`: the places that fit what somebody typed, or the name for a spot on the map.

use axum::extract::State;
use neighbors_domain::agency::AgencyRef;
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::{KnownPlace, Near};
use serde::Deserialize;

use crate::error::{Json, Path, Query};
use crate::{App, Result, store};

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    /// Instead of something typed: the nearest known place, or none.
    region: Option<String>,
}

pub async fn find(State(app): State<App>, Query(wanted): Query<Wanted>) -> Result<Json<Vec<KnownPlace>>> {
    let Some(region) = wanted.region else {
        return Ok(Json(store::places::find(&app.store, &wanted.q).await?));
    };
    let region: Region7 = region.parse().map_err(|_| no_region())?;
    Ok(Json(store::places::near(&app.store, region).await?.into_iter().collect()))
}

/// Who else reads what is posted in a region: jurisdictions are public, and nobody is asked who wants to know.
pub async fn readers(State(app): State<App>, Path(region): Path<String>) -> Result<Json<Vec<AgencyRef>>> {
    let region: Region7 = region.parse().map_err(|_| no_region())?;
    Ok(Json(store::posts::agencies_of(&app.store, &[region]).await?))
}

/// Where a question of the feed leads: a region without a name of its own is a place all the same.
pub async fn meant(app: &App, near: &Near) -> Result<KnownPlace> {
    Ok(match near {
        Near::Site => store::settings::site(&app.store).await?.place,
        Near::Place(slug) => store::places::by_slug(&app.store, slug).await?.ok_or(ApiError::NotFound)?,
        Near::Region(region) => match store::places::near(&app.store, *region).await? {
            Some(place) if place.region == *region => place,
            nearest => KnownPlace {
                slug: String::new(),
                name: nearest.map(|place| place.name).unwrap_or_default(),
                region: *region,
            },
        },
    })
}

pub fn no_region() -> ApiError {
    ApiError::Invalid {
        field: "region".to_owned(),
        sentence: "This is not the name of a region. Click on the map again.".to_owned(),
    }
}
