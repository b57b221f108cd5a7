//! How a request ends: resolved, void, and what came of it.

use chrono::{DateTime, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::Outcome;
use neighbors_domain::live::Happened;

use super::super::{Store, threads};
use super::outcome_key;
use crate::Result;
use crate::auth::Officer;
use crate::live::Event;

/// Closes an open request: nothing can be shared with it from now on.
pub async fn resolve(store: &Store, officer: &Officer, id: &str, now: DateTime<Utc>) -> Result<()> {
    let sql = "update assistance_request set resolved_at = $1
               where id = $2 and agency_id = $3 and published_at is not null
                 and resolved_at is null and voided_at is null and open_until > $1";
    changed(store, sql, officer, id, now, "It is not open any more, so it cannot be resolved.").await
}

/// Published in error: it stays in the history and counts against the case.
pub async fn void(store: &Store, officer: &Officer, id: &str, now: DateTime<Utc>) -> Result<()> {
    let sql = "update assistance_request set voided_at = $1
               where id = $2 and agency_id = $3 and published_at is not null and voided_at is null";
    changed(store, sql, officer, id, now, "It is void already.").await
}

/// Stated once, after closing: what was said stays said.
pub async fn set_outcome(
    store: &Store,
    officer: &Officer,
    id: &str,
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<()> {
    let key = outcome_key(outcome);
    let sql = format!(
        "update assistance_request set outcome = '{key}', outcome_at = $1
         where id = $2 and agency_id = $3 and published_at is not null and outcome is null
           and voided_at is null and (resolved_at is not null or open_until <= $1)"
    );
    changed(store, &sql, officer, id, now, "An outcome is stated once, after the request has closed.").await
}

/// Another agency's request does not exist for this officer.
async fn changed(
    store: &Store,
    sql: &str,
    officer: &Officer,
    id: &str,
    now: DateTime<Utc>,
    otherwise: &str,
) -> Result<()> {
    let mut tx = store.write().await?;
    let update = sqlx::query(sql).bind(now.timestamp_millis()).bind(id).bind(&officer.agency);
    if update.execute(&mut *tx).await?.rows_affected() > 0 {
        let regions = threads::regions(&mut tx, id).await?;
        return Ok(store.commit_and_tell(tx, Event::new(Happened::Closed, id, regions)).await?);
    }
    tx.rollback().await?;
    let theirs: i64 = sqlx::query_scalar(
        "select count(*) from assistance_request
         where id = $1 and agency_id = $2 and published_at is not null",
    )
    .bind(id)
    .bind(&officer.agency)
    .fetch_one(&**store)
    .await?;
    if theirs == 0 {
        return Err(ApiError::NotFound.into());
    }
    Err(ApiError::Invalid { field: "state".to_owned(), sentence: otherwise.to_owned() }.into())
}
