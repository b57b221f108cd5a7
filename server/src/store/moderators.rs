//! Who decides about flags: residents whom the operator named. Known in public by a number that is used once.

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::accounts::{self, Holder};
use super::{Store, time};
use crate::auth::{Operator, Resident};

/// Why somebody was not made a moderator.
#[derive(Debug, thiserror::Error)]
pub enum ModeratorError {
    #[error("no account has this email address; they have to join first")]
    Nobody,
    #[error("this is an officer's account: officers write under their badge and decide about nobody")]
    Officer,
    #[error("this account is no moderator")]
    NotOne,
    #[error(transparent)]
    Store(#[from] sqlx::Error),
}

/// Answers with their number; whoever is one already keeps it.
pub async fn add(store: &Store, _: Operator, email: &str, now: DateTime<Utc>) -> Result<u32, ModeratorError> {
    let mut tx = store.write().await?;
    let account = match accounts::holder(&mut tx, email).await? {
        None => return Err(ModeratorError::Nobody),
        Some(Holder::Officer) => return Err(ModeratorError::Officer),
        Some(Holder::Resident(account)) => account,
    };
    let known: Option<i64> = sqlx::query_scalar("select number from moderator where account_id = $1")
        .bind(&account)
        .fetch_optional(&mut *tx)
        .await?;
    if let Some(number) = known {
        return Ok(number as u32);
    }
    // Never one that stands in the log already: it would put another's decisions under this name.
    let last: i64 = sqlx::query_scalar(
        "select cast(coalesce(max(number), 0) as bigint) from (
             select number from moderator union select moderator from moderation_act
             union select second from moderation_act) as numbers",
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query("insert into moderator (number, account_id, since) values ($1, $2, $3)")
        .bind(last + 1)
        .bind(&account)
        .bind(now.timestamp_millis())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok((last + 1) as u32)
}

pub async fn remove(store: &Store, _: Operator, email: &str) -> Result<u32, ModeratorError> {
    let number: Option<i64> = sqlx::query_scalar(
        "delete from moderator where account_id in (select id from account where email = $1) returning number",
    )
    .bind(accounts::normal_email(email))
    .fetch_optional(&**store)
    .await?;
    number.map(|number| number as u32).ok_or(ModeratorError::NotOne)
}

/// For the operator alone.
pub struct Listed {
    pub number: u32,
    pub email: String,
    pub since: DateTime<Utc>,
}

pub async fn list(store: &Store, _: Operator) -> Result<Vec<Listed>, sqlx::Error> {
    sqlx::query(
        "select moderator.number, moderator.since, account.email
         from moderator join account on account.id = moderator.account_id order by moderator.number",
    )
    .try_map(|row: AnyRow| {
        let number: i64 = row.try_get("number")?;
        Ok(Listed { number: number as u32, email: row.try_get("email")?, since: time(&row, "since")? })
    })
    .fetch_all(&**store)
    .await
}

/// Their public number; `None` for everybody else.
pub async fn number(store: &Store, resident: &Resident) -> Result<Option<u32>, sqlx::Error> {
    let number: Option<i64> = sqlx::query_scalar("select number from moderator where account_id = $1")
        .bind(&resident.account)
        .fetch_optional(&**store)
        .await?;
    Ok(number.map(|number| number as u32))
}
