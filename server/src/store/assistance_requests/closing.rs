//! How a request ends: resolved, void, and what came of it. What may follow what is `domain`'s to say.

use chrono::{DateTime, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{Act, Course, CourseError, Outcome};
use neighbors_domain::live::Happened;
use neighbors_domain::record::Event;
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::super::{Store, maybe_time, record, threads, time};
use super::hands::may_act;
use super::outcome_key;
use super::write::slug_of;
use crate::Result;
use crate::auth::Officer;
use crate::live;

/// Closes an open request: nothing can be shared with it from now on.
pub async fn resolve(store: &Store, officer: &Officer, id: &str, now: DateTime<Utc>) -> Result<()> {
    act(
        store,
        officer,
        id,
        Act::Resolve,
        "resolved_at = $1",
        |agency, id| Event::Resolved { agency, id },
        now,
    )
    .await
}

/// Published in error: it stays in the history and counts against the case.
pub async fn void(store: &Store, officer: &Officer, id: &str, now: DateTime<Utc>) -> Result<()> {
    act(store, officer, id, Act::Void, "voided_at = $1", |agency, id| Event::Voided { agency, id }, now).await
}

/// Stated once, after closing: what was said stays said.
pub async fn set_outcome(
    store: &Store,
    officer: &Officer,
    id: &str,
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<()> {
    let change = format!("outcome = '{}', outcome_at = $1", outcome_key(outcome));
    let event = |agency, id| Event::OutcomeStated { agency, id, outcome };
    act(store, officer, id, Act::StateOutcome, &change, event, now).await
}

async fn act(
    store: &Store,
    officer: &Officer,
    id: &str,
    act: Act,
    change: &str,
    event: impl FnOnce(String, String) -> Event,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut tx = store.write().await?;
    may_act(&mut tx, officer, id).await?;
    course(&mut tx, officer, id).await?.after(act, now).map_err(refused)?;
    sqlx::query(&format!("update assistance_request set {change} where id = $2"))
        .bind(now.timestamp_millis())
        .bind(id)
        .execute(&mut *tx)
        .await?;
    let agency = slug_of(&mut tx, &officer.agency).await?;
    record::append(&mut tx, store, &event(agency, id.to_owned()), now).await?;
    let regions = threads::regions(&mut tx, id).await?;
    Ok(store.commit_and_tell(tx, live::Event::new(Happened::Closed, id, regions)).await?)
}

/// Of a published request, with its row held. Another agency's does not exist for this officer.
pub(super) async fn course(tx: &mut Transaction<'_, Any>, officer: &Officer, id: &str) -> Result<Course> {
    sqlx::query("update assistance_request set version = version where id = $1")
        .bind(id)
        .execute(&mut **tx)
        .await?;
    let course = sqlx::query(
        "select submitted_at, published_at, resolved_at, voided_at, outcome_at from assistance_request
         where id = $1 and agency_id = $2 and published_at is not null",
    )
    .bind(id)
    .bind(&officer.agency)
    .try_map(|row: AnyRow| {
        Ok(Course {
            published_at: maybe_time(&row, "published_at")?,
            resolved_at: maybe_time(&row, "resolved_at")?,
            voided_at: maybe_time(&row, "voided_at")?,
            outcome_at: maybe_time(&row, "outcome_at")?,
            ..Course::submitted(time(&row, "submitted_at")?)
        })
    })
    .fetch_optional(&mut **tx)
    .await?;
    Ok(course.ok_or(ApiError::NotFound)?)
}

pub(super) fn refused(error: CourseError) -> ApiError {
    ApiError::Invalid { field: "state".to_owned(), sentence: error.to_string() }
}
