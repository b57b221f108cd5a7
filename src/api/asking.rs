//! Calls of the officers who ask and of the reviewers who decide.

use neighbors_domain::addresses::api;
use neighbors_domain::assistance_request::{
    Draft, Form, HandedOn, History, Holders, KeptForm, KeysToHandOn, Outcome, StatedOutcome, Submission,
    Submitted, Work,
};
use neighbors_domain::record::Spoken;
use neighbors_domain::review::{Case, Decision, Queue, QueueAge};

use super::http::{Result, delete, get, get_told, post, post_for, post_once, put, put_for};
use super::path_part;

pub async fn work() -> Result<Work> {
    get(api::PORTAL_REQUESTS).await
}

pub async fn history() -> Result<History> {
    get(api::PORTAL_HISTORY).await
}

pub async fn holders() -> Result<Holders> {
    get_told(api::PORTAL_HOLDERS).await
}

pub async fn keys_to_hand_on() -> Result<KeysToHandOn> {
    get(api::PORTAL_HAND_ON).await
}

pub async fn hand_keys_on(handed: &[HandedOn]) -> Result<()> {
    post(api::PORTAL_HAND_ON, &handed).await
}

/// Those that the recovery sheet opens.
pub async fn keys_to_recover() -> Result<KeysToHandOn> {
    get(api::PORTAL_RECOVER).await
}

/// With the wrappings themselves; that they were asked for stands in the record.
pub async fn open_with_sheet() -> Result<KeysToHandOn> {
    post_for(api::PORTAL_RECOVER_BEGIN, &()).await
}

pub async fn recover_keys(handed: &[HandedOn]) -> Result<()> {
    post(api::PORTAL_RECOVER, &handed).await
}

pub async fn save_draft(id: &str, form: &Form) -> Result<KeptForm> {
    put_for(&api::portal_draft(&path_part(id)), form).await
}

pub async fn discard_draft(id: &str) -> Result<()> {
    delete(&api::portal_draft(&path_part(id))).await
}

/// `key`: the draft's own id, so that sending it twice makes one request.
pub async fn submit(submission: &Submission, key: &str) -> Result<Submitted> {
    post_once(api::PORTAL_REQUESTS, key, submission).await
}

pub async fn amend(id: &str, draft: &Spoken<Draft>) -> Result<Submitted> {
    post_for(&api::portal_amendments(&path_part(id)), draft).await
}

pub async fn resolve(id: &str) -> Result<()> {
    post(&api::portal_resolve(&path_part(id)), &()).await
}

pub async fn void(id: &str) -> Result<()> {
    post(&api::portal_void(&path_part(id)), &()).await
}

pub async fn state_outcome(id: &str, outcome: Outcome) -> Result<()> {
    put(&api::portal_outcome(&path_part(id)), &StatedOutcome { outcome }).await
}

pub async fn review_queue() -> Result<Queue> {
    get_told(api::REVIEW).await
}

/// For everybody.
pub async fn queue_age() -> Result<QueueAge> {
    get(api::REVIEW_AGE).await
}

pub async fn review_case(id: &str) -> Result<Case> {
    get_told(&api::review_case(&path_part(id))).await
}

/// Left to another reviewer.
pub async fn hand_on(id: &str) -> Result<()> {
    post(&api::review_hand_on(&path_part(id)), &()).await
}

pub async fn review(id: &str, decision: &Decision) -> Result<()> {
    post(&api::review_case(&path_part(id)), decision).await
}
