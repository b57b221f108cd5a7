//! How a share ends: its sharer withdraws it, or its time is over. The headers go first, then the bodies.

use chrono::{DateTime, Utc};
use neighbors_domain::share::{REMEMBERED, ShareEventKind, ShareState};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::super::Store;
use super::{delete_headers, state, tell};
use crate::auth::Resident;
use crate::secrets::Secrets;

/// Answers with the files whose bodies go next; none if it had ended before. An officer who opens
/// it at this moment was either first, and it stays in the inbox as withdrawn, or finds nothing.
pub async fn withdraw(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Vec<String>, sqlx::Error> {
    let owner = secrets.sharer_tag(&resident.account);
    let mut tx = store.write().await?;
    let state =
        sqlx::query("update share set version = version where id = $1 and owner_tag = $2 returning *")
            .bind(id)
            .bind(&owner)
            .try_map(|row: AnyRow| state(&row, now))
            .fetch_one(&mut *tx)
            .await?;
    if matches!(state, ShareState::Withdrawn | ShareState::Expired) {
        return Ok(Vec::new());
    }
    sqlx::query("update share set withdrawn_at = $1 where id = $2")
        .bind(now.timestamp_millis())
        .bind(id)
        .execute(&mut *tx)
        .await?;
    let files = delete_headers(&mut tx, id).await?;
    tell(&mut tx, store, id, &ShareEventKind::Withdrawn, now).await?;
    tx.commit().await?;
    Ok(files)
}

/// Everything of this owner that no officer has opened, inside the transaction that ends the account.
pub async fn withdraw_unopened(
    connection: &mut AnyConnection,
    store: &Store,
    owner: &str,
    now: DateTime<Utc>,
) -> Result<Vec<String>, sqlx::Error> {
    let unopened: Vec<String> = sqlx::query_scalar(
        "update share set withdrawn_at = $2 where owner_tag = $1
             and opened_at is null and withdrawn_at is null and expired_at is null
         returning id",
    )
    .bind(owner)
    .bind(now.timestamp_millis())
    .fetch_all(&mut *connection)
    .await?;
    let mut files = Vec::new();
    for share in unopened {
        files.extend(delete_headers(connection, &share).await?);
        tell(connection, store, &share, &ShareEventKind::Withdrawn, now).await?;
    }
    Ok(files)
}

pub(super) const OVER: &str =
    "select id from share where kept_until <= $1 and expired_at is null and withdrawn_at is null";

/// Every share whose time is over, one transaction each: a share that fails holds up no other.
pub async fn expire(store: &Store, now: DateTime<Utc>) -> Result<Vec<String>, sqlx::Error> {
    let over: Vec<String> = sqlx::query_scalar(OVER).bind(now.timestamp_millis()).fetch_all(&**store).await?;
    let mut files = Vec::new();
    for share in over {
        let mut tx = store.write().await?;
        if expire_one(&mut tx, &share, now).await? {
            files.extend(delete_headers(&mut tx, &share).await?);
            tell(&mut tx, store, &share, &ShareEventKind::Expired, now).await?;
            tx.commit().await?;
        }
    }
    Ok(files)
}

async fn expire_one(
    connection: &mut AnyConnection,
    share: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let expired = sqlx::query(
        "update share set expired_at = $1 where id = $2 and expired_at is null and withdrawn_at is null",
    )
    .bind(now.timestamp_millis())
    .bind(share)
    .execute(connection)
    .await?;
    Ok(expired.rows_affected() == 1)
}

pub(super) const ENDED: &str = "owner_tag <> '' and coalesce(withdrawn_at, expired_at) <= $1";

/// Of a share that ended long ago only what counts for the public band stays: that there was one. Whose
/// it was, what it held and who opened it go.
pub async fn forget(store: &Store, now: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let long_ago = (now - REMEMBERED).timestamp_millis();
    let mut tx = store.write().await?;
    for table in ["share_event", "upload"] {
        sqlx::query(&format!("delete from {table} where share_id in (select id from share where {ENDED})"))
            .bind(long_ago)
            .execute(&mut *tx)
            .await?;
    }
    // Key and number have to stay unique: the id, which is chance and means nothing by now, is.
    let forgotten = sqlx::query(&format!(
        "update share set owner_tag = '', idempotency_key = id, number = id where {ENDED}"
    ))
    .bind(long_ago)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(forgotten.rows_affected())
}
