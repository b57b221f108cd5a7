//! Coming back after a lost password: chosen by mail, in force a day later, unless somebody who is signed in says no.

use chrono::{DateTime, Utc};
use neighbors_domain::joining::{AccountError, RECOVERY_WAITS};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::mail_links::{self, Purpose};
use super::{Store, sessions};
use crate::Result;
use crate::auth::Resident;

/// Uses the link up and lets the day begin. A second link begins it anew, with its own password.
pub async fn begin(
    store: &Store,
    token_sha256: &str,
    password_hash: &str,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>> {
    let mut tx = store.write().await?;
    let link = mail_links::take(&mut tx, Purpose::Recover, token_sha256, now).await?;
    let account = link.and_then(|link| link.account).ok_or(AccountError::DeadLink)?;
    let at = now + RECOVERY_WAITS;
    sqlx::query(
        "insert into recovery (account_id, password_hash, takes_effect_at) values ($1, $2, $3)
         on conflict (account_id) do update
             set password_hash = excluded.password_hash, takes_effect_at = excluded.takes_effect_at",
    )
    .bind(&account)
    .bind(password_hash)
    .bind(at.timestamp_millis())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(at)
}

/// Somebody signed in says no. Links that are still in the mailbox die too.
pub async fn stop(store: &Store, resident: &Resident) -> Result<(), sqlx::Error> {
    let mut tx = store.write().await?;
    forget(&mut tx, &resident.account).await?;
    tx.commit().await
}

pub(super) async fn forget(connection: &mut AnyConnection, account: &str) -> Result<(), sqlx::Error> {
    for sql in [
        "delete from recovery where account_id = $1",
        "delete from mail_link where account_id = $1 and purpose = 'recover'",
    ] {
        sqlx::query(sql).bind(account).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Every password whose day has passed replaces the old one, and all sessions end. Answers with the addresses to tell.
pub async fn take_effect(store: &Store, now: DateTime<Utc>) -> Result<Vec<String>, sqlx::Error> {
    let due: Vec<String> = sqlx::query_scalar("select account_id from recovery where takes_effect_at <= $1")
        .bind(now.timestamp_millis())
        .fetch_all(&**store)
        .await?;
    let mut told = Vec::new();
    for account in due {
        let mut tx = store.write().await?;
        let hash = sqlx::query(
            "delete from recovery where account_id = $1 and takes_effect_at <= $2 returning password_hash",
        )
        .bind(&account)
        .bind(now.timestamp_millis())
        .try_map(|row: AnyRow| row.try_get::<String, _>("password_hash"))
        .fetch_optional(&mut *tx)
        .await?;
        // Stopped, or done by somebody else, in this very moment.
        let Some(hash) = hash else { continue };
        let email = sqlx::query_scalar("update account set password_hash = $2 where id = $1 returning email")
            .bind(&account)
            .bind(hash)
            .fetch_one(&mut *tx)
            .await?;
        sessions::end_all(&mut tx, &account).await?;
        forget(&mut tx, &account).await?;
        tx.commit().await?;
        told.push(email);
    }
    Ok(told)
}
