//! Who a token belongs to.

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::account::SIGNED_IN_DAYS;
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

/// Signs in: from now on the token stands for the account.
pub async fn add(
    store: &Store,
    account: &str,
    token_sha256: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let until = now + TimeDelta::days(SIGNED_IN_DAYS);
    sqlx::query(
        "insert into session (token_sha256, account_id, created_at, expires_at) values ($1, $2, $3, $4)",
    )
    .bind(token_sha256)
    .bind(account)
    .bind(now.timestamp_millis())
    .bind(until.timestamp_millis())
    .execute(&**store)
    .await?;
    Ok(())
}

/// Signs out. Whoever holds the token may give it up.
pub async fn remove(store: &Store, token_sha256: &str) -> Result<(), sqlx::Error> {
    sqlx::query("delete from session where token_sha256 = $1").bind(token_sha256).execute(&**store).await?;
    Ok(())
}

pub async fn sweep(store: &Store, now: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let swept = sqlx::query("delete from session where expires_at <= $1")
        .bind(now.timestamp_millis())
        .execute(&**store)
        .await?;
    Ok(swept.rows_affected())
}
