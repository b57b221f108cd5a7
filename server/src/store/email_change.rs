//! A new email address: kept aside until the mailbox that is left and the one moved to have both said yes.

use chrono::{DateTime, Utc};
use neighbors_domain::joining::{AccountError, LINK_LIVES};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::mail_links::{self, Link, Purpose};
use super::{Store, maybe_time};
use crate::Result;
use crate::auth::Resident;

/// The last one asked for counts; links of one before are dead.
pub async fn begin(
    connection: &mut AnyConnection,
    resident: &Resident,
    email: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    forget(connection, &resident.account).await?;
    sqlx::query("insert into email_change (account_id, email, expires_at) values ($1, $2, $3)")
        .bind(&resident.account)
        .bind(email)
        .bind((now + LINK_LIVES).timestamp_millis())
        .execute(connection)
        .await?;
    Ok(())
}

async fn forget(connection: &mut AnyConnection, account: &str) -> Result<(), sqlx::Error> {
    for sql in [
        "delete from mail_link where account_id = $1 and purpose in ('old_email', 'new_email')",
        "delete from email_change where account_id = $1",
    ] {
        sqlx::query(sql).bind(account).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Both addresses once both have said yes; `None` while one is missing.
pub async fn confirm(store: &Store, token_sha256: &str, now: DateTime<Utc>) -> Result<Option<[String; 2]>> {
    let mut tx = store.write().await?;
    let (link, column) = match mail_links::take(&mut tx, Purpose::OldEmail, token_sha256, now).await? {
        Some(link) => (Some(link), "old_confirmed_at"),
        None => (mail_links::take(&mut tx, Purpose::NewEmail, token_sha256, now).await?, "new_confirmed_at"),
    };
    let Some(Link { account: Some(account), .. }) = link else { return Err(AccountError::DeadLink.into()) };
    let sql = format!(
        "update email_change set {column} = $2 where account_id = $1
         returning email, old_confirmed_at, new_confirmed_at"
    );
    let change = sqlx::query(&sql)
        .bind(&account)
        .bind(now.timestamp_millis())
        .try_map(|row: AnyRow| {
            let both = maybe_time(&row, "old_confirmed_at")?.is_some()
                && maybe_time(&row, "new_confirmed_at")?.is_some();
            Ok((row.try_get::<String, _>("email")?, both))
        })
        .fetch_optional(&mut *tx)
        .await?;
    let (email, both) = change.ok_or(AccountError::DeadLink)?;
    if !both {
        tx.commit().await?;
        return Ok(None);
    }
    let old: String = sqlx::query_scalar("select email from account where id = $1")
        .bind(&account)
        .fetch_one(&mut *tx)
        .await?;
    let moved = sqlx::query("update account set email = $2 where id = $1").bind(&account).bind(&email);
    match moved.execute(&mut *tx).await {
        Ok(_) => {}
        // Somebody joined with it meanwhile: told only to whoever reads that mailbox.
        Err(cause) if super::is_unique_violation(&cause) => return Err(AccountError::DeadLink.into()),
        Err(cause) => return Err(cause.into()),
    }
    forget(&mut tx, &account).await?;
    // A link to a new password that lies in the old mailbox is no longer the owner's.
    super::recovery::forget(&mut tx, &account).await?;
    tx.commit().await?;
    Ok(Some([old, email]))
}

pub async fn sweep(store: &Store, now: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let swept = sqlx::query("delete from email_change where expires_at <= $1")
        .bind(now.timestamp_millis())
        .execute(&**store)
        .await?;
    Ok(swept.rows_affected())
}
