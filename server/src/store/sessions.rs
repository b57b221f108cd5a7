//! Who a token belongs to.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Store, maybe_time};
use crate::auth::{Asker, Officer, Resident};

/// The owner of a live token; anyone else is a visitor. An officer whose certificate ended is one too.
pub async fn asker(store: &Store, token_sha256: &str, now: DateTime<Utc>) -> Result<Asker, sqlx::Error> {
    let row = sqlx::query(
        "select session.account_id, officer.id as officer_id, officer.agency_id, officer.ended_at
         from session left join officer on officer.account_id = session.account_id
         where session.token_sha256 = $1 and session.expires_at > $2",
    )
    .bind(token_sha256)
    .bind(now.timestamp_millis())
    .fetch_optional(&**store)
    .await?;
    let Some(row) = row else { return Ok(Asker::Visitor) };
    let account: String = row.try_get("account_id")?;
    let Some(id) = row.try_get::<Option<String>, _>("officer_id")? else {
        return Ok(Asker::Resident(Resident { account }));
    };
    if maybe_time(&row, "ended_at")?.is_some_and(|at| at <= now) {
        return Ok(Asker::Visitor);
    }
    Ok(Asker::Officer(Officer { id, account, agency: row.try_get("agency_id")? }))
}
