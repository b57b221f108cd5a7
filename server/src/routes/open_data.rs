//! `/data/…`: public data for other programs.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use neighbors_domain::api::ApiError;

use crate::error::Path;
use crate::open_data::{self, Format};
use crate::{App, Result, store};

pub async fn agencies_csv(State(app): State<App>, asked: HeaderMap) -> Result<Response> {
    agencies(app, Format::Csv, asked).await
}

pub async fn agencies_json(State(app): State<App>, asked: HeaderMap) -> Result<Response> {
    agencies(app, Format::Json, asked).await
}

pub async fn agencies_geojson(State(app): State<App>, asked: HeaderMap) -> Result<Response> {
    agencies(app, Format::GeoJson, asked).await
}

/// The mark is read before the agencies: what changes in between is made anew the next time.
async fn agencies(app: App, format: Format, asked: HeaderMap) -> Result<Response> {
    let mark = store::agencies::changes(&app.store).await?;
    if let Some(document) = app.ready.get(format, &mark) {
        return Ok(document.answer(&asked));
    }
    let agencies = store::agencies::all(&app.store).await?;
    let document = open_data::agencies::document(agencies, format, &app.settings.public_url);
    app.ready.keep(format, mark, document.clone());
    Ok(document.answer(&asked))
}

/// `/data/agencies/{slug}/assistance-requests.csv`, `.json` or `.atom`.
pub async fn of_agency(
    State(app): State<App>,
    Path((slug, file)): Path<(String, String)>,
    asked: HeaderMap,
) -> Result<Response> {
    let format = match file.as_str() {
        "assistance-requests.csv" => Format::Csv,
        "assistance-requests.json" => Format::Json,
        "assistance-requests.atom" => Format::Atom,
        _ => return Err(ApiError::NotFound.into()),
    };
    let agency =
        store::agencies::profile(&app.store, &slug, app.clock.now()).await?.ok_or(ApiError::NotFound)?;
    let document = open_data::assistance_requests::document(&agency, format, &app.settings.public_url);
    Ok(document.ok_or(ApiError::NotFound)?.answer(&asked))
}
