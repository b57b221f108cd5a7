//! `/data/…`: public data for other programs.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use chrono::NaiveDate;
use neighbors_domain::api::ApiError;
use serde::Deserialize;

use super::agencies::{Wanted, chosen, sought};
use crate::error::{Path, Query};
use crate::open_data::{self, Format};
use crate::{App, Result, store};

pub async fn agencies_csv(State(app): State<App>, shown: Shown, asked: HeaderMap) -> Result<Response> {
    agencies(app, Format::Csv, shown, asked).await
}

pub async fn agencies_json(State(app): State<App>, shown: Shown, asked: HeaderMap) -> Result<Response> {
    agencies(app, Format::Json, shown, asked).await
}

pub async fn agencies_geojson(State(app): State<App>, shown: Shown, asked: HeaderMap) -> Result<Response> {
    agencies(app, Format::GeoJson, shown, asked).await
}

/// The filters of the agencies' page, so that what is shown there can be downloaded.
type Shown = (Query<Wanted>, Query<Until>);

#[derive(Deserialize)]
pub struct Until {
    /// A day: whoever joined later is left out.
    #[serde(default)]
    until: String,
}

/// All of them are kept ready; a choice is made anew for each who asks. The mark is read before the agencies: what
/// changes in between is made anew the next time.
async fn agencies(
    app: App,
    format: Format,
    (Query(wanted), Query(Until { until })): Shown,
    asked: HeaderMap,
) -> Result<Response> {
    let date = |text: &str| text.parse::<NaiveDate>().ok().filter(|date| date.to_string() == text);
    let until = chosen("until", &until, date, || "a day like 2019-08-27".to_owned())?;
    let whole = wanted == Wanted::default() && until.is_none();
    let mark = store::agencies::changes(&app.store).await?;
    if let Some(document) = app.ready.get(format, &mark).filter(|_| whole) {
        return Ok(document.answer(&asked));
    }
    let mut agencies = store::agencies::all(&app.store, &sought(wanted)?).await?;
    agencies.retain(|agency| until.is_none_or(|until| agency.card.since.first_day() <= until));
    let document = open_data::agencies::document(agencies, format, &app.settings.public_url);
    if whole {
        app.ready.keep(format, mark, document.clone());
    }
    Ok(document.answer(&asked))
}

/// `/data/agencies/{slug}/assistance-requests.csv`, `.json` or `.atom`, and `figures` alike.
pub async fn of_agency(
    State(app): State<App>,
    Path((slug, file)): Path<(String, String)>,
    asked: HeaderMap,
) -> Result<Response> {
    let (what, format) = match file.split_once('.') {
        Some((what, "csv")) => (what, Format::Csv),
        Some((what, "json")) => (what, Format::Json),
        Some((what, "atom")) => (what, Format::Atom),
        _ => return Err(ApiError::NotFound.into()),
    };
    let made = match what {
        "assistance-requests" => open_data::assistance_requests::document,
        "figures" => open_data::figures::document,
        _ => return Err(ApiError::NotFound.into()),
    };
    let agency =
        store::agencies::profile(&app.store, &slug, app.clock.now()).await?.ok_or(ApiError::NotFound)?;
    let document = made(&agency, format, &app.settings.public_url);
    Ok(document.ok_or(ApiError::NotFound)?.answer(&asked))
}

/// `/data/assistance-requests/{id}/versions.csv` or `.json`.
pub async fn of_request(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
    asked: HeaderMap,
) -> Result<Response> {
    let format = match file.as_str() {
        "versions.csv" => Format::Csv,
        "versions.json" => Format::Json,
        _ => return Err(ApiError::NotFound.into()),
    };
    let versions = store::assistance_requests::versions(&app.store, &id).await?.ok_or(ApiError::NotFound)?;
    let document = open_data::versions::document(&id, versions, format, &app.settings.public_url);
    Ok(document.ok_or(ApiError::NotFound)?.answer(&asked))
}
