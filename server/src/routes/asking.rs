//! An agency's requests, by its officers: drafts, submission, amendments, the end, the outcome.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{
    Draft, Form, HandedOn, History, Holders, KeptForm, KeysToHandOn, StatedOutcome, Submission, Submitted,
    Work,
};
use neighbors_domain::record::Spoken;

use super::posts;
use crate::auth::{AgencyAdmin, Asking, Receiver, Requester};
use crate::error::{Json, Path};
use crate::store::assistance_requests::keys::{self, By};
use crate::store::{assistance_requests as requests, drafts};
use crate::{App, Result};

/// An age file that wraps one identity is some 400 bytes.
const MAX_WRAPPED: usize = 4_096;
/// How one begins.
const AGE: &[u8] = b"age-encryption.org/v1\n";
/// In one call; the portal sends them by the hundred.
const MAX_HANDED_ON: usize = 100;

pub async fn work(State(app): State<App>, Asking(officer): Asking) -> Result<Json<Work>> {
    let now = app.clock.now();
    Ok(Json(Work {
        drafts: drafts::list(&app.store, &officer).await?,
        sent: requests::sent(&app.store, &officer).await?,
        published: requests::of_agency(&app.store, &officer.agency, now).await?,
        in_hand: requests::in_hand(&app.store, &officer).await?,
        new_leads: requests::new_leads(&app.store, &officer, now).await?,
    }))
}

pub async fn history(State(app): State<App>, Asking(officer): Asking) -> Result<Json<History>> {
    Ok(Json(requests::past(&app.store, &officer).await?))
}

pub async fn holders(State(app): State<App>, requester: Requester) -> Result<Json<Holders>> {
    Ok(Json(keys::holders(&app.store, &requester).await?))
}

pub async fn keys_to_hand_on(State(app): State<App>, receiver: Receiver) -> Result<Json<KeysToHandOn>> {
    Ok(Json(keys::to_hand_on(&app.store, By::Holder(&receiver)).await?))
}

pub async fn hand_keys_on(
    State(app): State<App>,
    receiver: Receiver,
    Json(handed): Json<Vec<HandedOn>>,
) -> Result<StatusCode> {
    keep(&app, By::Holder(&receiver), &handed).await
}

pub async fn keys_to_recover(State(app): State<App>, admin: AgencyAdmin) -> Result<Json<KeysToHandOn>> {
    Ok(Json(keys::to_hand_on(&app.store, By::Sheet(&admin)).await?))
}

pub async fn recover_keys(
    State(app): State<App>,
    admin: AgencyAdmin,
    Json(handed): Json<Vec<HandedOn>>,
) -> Result<StatusCode> {
    keep(&app, By::Sheet(&admin), &handed).await
}

pub async fn open_with_sheet(State(app): State<App>, admin: AgencyAdmin) -> Result<Json<KeysToHandOn>> {
    Ok(Json(keys::open_with_sheet(&app.store, &admin, app.clock.now()).await?))
}

async fn keep(app: &App, by: By<'_>, handed: &[HandedOn]) -> Result<StatusCode> {
    let whole = |key: &HandedOn| {
        let sealed = STANDARD.decode(&key.wrapped).unwrap_or_default();
        key.wrapped.len() <= MAX_WRAPPED && sealed.starts_with(AGE)
    };
    if handed.len() > MAX_HANDED_ON || !handed.iter().all(whole) {
        return Err(not_whole().into());
    }
    keys::hand_on(&app.store, by, handed).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn draft(
    State(app): State<App>,
    Requester(officer): Requester,
    Path(id): Path<String>,
) -> Result<Json<KeptForm>> {
    Ok(Json(drafts::show(&app.store, &officer, &id).await?))
}

pub async fn save(
    State(app): State<App>,
    Requester(officer): Requester,
    Path(id): Path<String>,
    Json(form): Json<Form>,
) -> Result<Json<KeptForm>> {
    let sent_as = app.secrets.assistance_request_id(&officer.account, &id);
    Ok(Json(drafts::save(&app.store, &officer, &id, &sent_as, &form, app.clock.now()).await?))
}

pub async fn discard(
    State(app): State<App>,
    Requester(officer): Requester,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    drafts::remove(&app.store, &officer, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A draft that is sent twice, by an impatient thumb or after an answer was lost, is one request.
pub async fn submit(
    State(app): State<App>,
    Requester(officer): Requester,
    headers: HeaderMap,
    Json(submission): Json<Submission>,
) -> Result<(StatusCode, Json<Submitted>)> {
    officer.may_publish()?;
    let Submission { draft, recipient, wrapped, signed } = submission;
    let keys = requests::Keys { recipient, wrapped };
    check_keys(&keys)?;
    let id = match posts::key(&headers) {
        Some(key) => app.secrets.assistance_request_id(&officer.account, key),
        None => app.store.new_id(),
    };
    let submitted =
        requests::send(&app.store, &officer, Spoken { draft, signed }, &keys, &id, app.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(submitted)))
}

pub async fn amend(
    State(app): State<App>,
    Asking(officer): Asking,
    Path(id): Path<String>,
    Json(spoken): Json<Spoken<Draft>>,
) -> Result<(StatusCode, Json<Submitted>)> {
    officer.may_publish()?;
    let submitted = requests::amend(&app.store, &officer, &id, spoken, app.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(submitted)))
}

pub async fn resolve(
    State(app): State<App>,
    Asking(officer): Asking,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    requests::resolve(&app.store, &officer, &id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn void(
    State(app): State<App>,
    Asking(officer): Asking,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    requests::void(&app.store, &officer, &id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn outcome(
    State(app): State<App>,
    Asking(officer): Asking,
    Path(id): Path<String>,
    Json(StatedOutcome { outcome }): Json<StatedOutcome>,
) -> Result<StatusCode> {
    requests::set_outcome(&app.store, &officer, &id, outcome, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whose they are the store says; here, that they are keys at all.
fn check_keys(keys: &requests::Keys) -> Result<()> {
    let holders: BTreeSet<&str> = keys.wrapped.iter().map(|key| key.holder.as_str()).collect();
    let sound = keys.recipient.parse::<age::x25519::Recipient>().is_ok()
        && holders.len() == keys.wrapped.len()
        && keys.wrapped.iter().all(|key| (1..=MAX_WRAPPED).contains(&key.wrapped.len()));
    if sound {
        return Ok(());
    }
    Err(not_whole().into())
}

fn not_whole() -> ApiError {
    let sentence = "The key did not arrive whole. Reload the page and send it again.".to_owned();
    ApiError::Invalid { field: "keys".to_owned(), sentence }
}
