//! `GET /api/agencies`, `GET /api/agencies/map` and `GET /api/agencies/{slug}`: who takes part, and what each ever asked for.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use neighbors_domain::agency::{AgencyKind, AgencyList, AgencyProfile, AgencyState};
use neighbors_domain::api::ApiError;
use neighbors_domain::us_states;
use serde::Deserialize;

use crate::error::{Json, Path, Query};
use crate::open_data::{self, Format};
use crate::store::agencies::Sought;
use crate::{App, Result, store};

/// As it stands in the address; empty is the same as absent.
#[derive(Default, PartialEq, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    us_state: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    demo: String,
    #[serde(default)]
    after: String,
}

pub async fn list(State(app): State<App>, Query(wanted): Query<Wanted>) -> Result<Json<AgencyList>> {
    Ok(Json(store::agencies::list(&app.store, &sought(wanted)?).await?))
}

/// Kept ready until an agency changes; whoever has it already is told so.
pub async fn map(State(app): State<App>, asked: HeaderMap) -> Result<Response> {
    let mark = store::agencies::changes(&app.store).await?;
    if let Some(document) = app.ready.get(Format::Map, &mark) {
        return Ok(document.answer(&asked));
    }
    let agencies = store::agencies::all(&app.store, &Sought::default()).await?;
    let document = open_data::agency_map::document(agencies);
    app.ready.keep(Format::Map, mark, document.clone());
    Ok(document.answer(&asked))
}

pub async fn show(State(app): State<App>, Path(slug): Path<String>) -> Result<Json<AgencyProfile>> {
    let profile = store::agencies::profile(&app.store, &slug, app.clock.now()).await?;
    Ok(Json(profile.ok_or(ApiError::NotFound)?))
}

pub(super) fn sought(wanted: Wanted) -> Result<Sought, ApiError> {
    let us_state = |text: &str| us_states::name(text).map(|_| text.to_owned());
    let demo = |text: &str| text.parse::<bool>().ok();
    Ok(Sought {
        us_state: chosen("us_state", &wanted.us_state, us_state, || "the two letters of a state".to_owned())?,
        kind: chosen("kind", &wanted.kind, AgencyKind::from_key, || {
            keys(AgencyKind::ALL.map(AgencyKind::key))
        })?,
        state: chosen("state", &wanted.state, AgencyState::from_key, || {
            keys(AgencyState::ALL.map(AgencyState::key))
        })?,
        demo: chosen("demo", &wanted.demo, demo, || "true or false".to_owned())?,
        typed: wanted.q,
        after: Some(wanted.after).filter(|slug| !slug.is_empty()),
    })
}

pub(super) fn chosen<T>(
    field: &str,
    text: &str,
    read: impl Fn(&str) -> Option<T>,
    choices: impl Fn() -> String,
) -> Result<Option<T>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    read(text).map(Some).ok_or_else(|| ApiError::Invalid {
        field: field.to_owned(),
        sentence: format!("This is no choice here. Give {}.", choices()),
    })
}

fn keys<const N: usize>(keys: [&str; N]) -> String {
    keys.join(", ")
}
