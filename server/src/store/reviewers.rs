//! Who checks requests before they are published: residents whom the operator named, with the record of their training.

use chrono::{DateTime, NaiveDate, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::review::{Done, Module, ReviewError, Training};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::accounts::{self, Holder};
use super::{Store, time, undecodable};
use crate::Result;
use crate::auth::{Operator, Resident};

/// Why the operator's word about a reviewer was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReviewerError {
    #[error("no account has this email address; they have to join first")]
    Nobody,
    #[error("this is an officer's account: agencies do not decide about agencies")]
    Officer,
    #[error("this account is no reviewer")]
    NotOne,
    #[error("there is no agency with this address: {0}")]
    NoAgency(String),
    #[error(transparent)]
    Store(#[from] sqlx::Error),
}

/// Answers with their number; whoever is one already keeps it. Their queue opens when the training is complete.
pub async fn add(store: &Store, _: Operator, email: &str, now: DateTime<Utc>) -> Result<u32, ReviewerError> {
    let mut tx = store.write().await?;
    let account = match accounts::holder(&mut tx, email).await? {
        None => return Err(ReviewerError::Nobody),
        Some(Holder::Officer) => return Err(ReviewerError::Officer),
        Some(Holder::Resident(account)) => account,
    };
    let known: Option<i64> = sqlx::query_scalar("select number from reviewer where account_id = $1")
        .bind(&account)
        .fetch_optional(&mut *tx)
        .await?;
    if let Some(number) = known {
        return Ok(number as u32);
    }
    // Never one that stands beside a decision already, nor one whose training record is kept.
    let last: i64 = sqlx::query_scalar(
        "select cast(coalesce(max(number), 0) as bigint) from (
             select number from reviewer union select number from reviewer_module
             union select reviewer from assistance_request_version
             union select first_reviewer from assistance_request_version) as numbers",
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query("insert into reviewer (number, account_id, since) values ($1, $2, $3)")
        .bind(last + 1)
        .bind(&account)
        .bind(now.timestamp_millis())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok((last + 1) as u32)
}

/// Notes a module as passed; said again, the newer date and name hold.
pub async fn record(store: &Store, _: Operator, email: &str, done: &Done) -> Result<u32, ReviewerError> {
    let number = number_of(store, email).await?;
    sqlx::query(
        "insert into reviewer_module (number, module, done_on, assessor) values ($1, $2, $3, $4)
         on conflict (number, module) do update set done_on = excluded.done_on, assessor = excluded.assessor",
    )
    .bind(i64::from(number))
    .bind(done.module.key())
    .bind(done.on.to_string())
    .bind(done.assessor.trim())
    .execute(&**store)
    .await?;
    Ok(number)
}

/// Requests of this agency are kept from them: they work there, or did.
pub async fn keep_away(store: &Store, _: Operator, email: &str, slug: &str) -> Result<u32, ReviewerError> {
    let number = number_of(store, email).await?;
    let agency: Option<String> = sqlx::query_scalar("select id from agency where slug = $1")
        .bind(slug)
        .fetch_optional(&**store)
        .await?;
    let agency = agency.ok_or_else(|| ReviewerError::NoAgency(slug.to_owned()))?;
    sqlx::query(
        "insert into reviewer_away (number, agency_id) values ($1, $2) on conflict (number, agency_id) do nothing",
    )
    .bind(i64::from(number))
    .bind(agency)
    .execute(&**store)
    .await?;
    Ok(number)
}

/// The training record stays under the number: decisions rest on it.
pub async fn remove(store: &Store, _: Operator, email: &str) -> Result<u32, ReviewerError> {
    let number = number_of(store, email).await?;
    for table in ["reviewer_away", "reviewer_handed_on", "reviewer"] {
        sqlx::query(&format!("delete from {table} where number = $1"))
            .bind(i64::from(number))
            .execute(&**store)
            .await?;
    }
    Ok(number)
}

/// For the operator alone.
pub struct Listed {
    pub number: u32,
    pub email: String,
    pub since: DateTime<Utc>,
    pub training: Training,
}

pub async fn list(store: &Store, _: Operator) -> Result<Vec<Listed>, sqlx::Error> {
    let rows = sqlx::query(
        "select reviewer.number, reviewer.since, account.email
         from reviewer join account on account.id = reviewer.account_id order by reviewer.number",
    )
    .fetch_all(&**store)
    .await?;
    let mut all = Vec::new();
    for row in rows {
        let number = row.try_get::<i64, _>("number")? as u32;
        let training = training(store, number).await?;
        all.push(Listed { number, email: row.try_get("email")?, since: time(&row, "since")?, training });
    }
    Ok(all)
}

/// The number of a reviewer whose training is complete; why not, for everybody else.
pub async fn trained(store: &Store, resident: &Resident, now: DateTime<Utc>) -> Result<u32> {
    let number: Option<i64> = sqlx::query_scalar("select number from reviewer where account_id = $1")
        .bind(&resident.account)
        .fetch_optional(&**store)
        .await?;
    let number = number.ok_or(ApiError::Forbidden)? as u32;
    let lacking = training(store, number).await?.check(now.date_naive());
    lacking.map_err(|error| ApiError::ReviewRefused { reason: ReviewError::NotTrained { error } })?;
    Ok(number)
}

async fn training(store: &Store, number: u32) -> Result<Training, sqlx::Error> {
    let done = sqlx::query(
        "select module, done_on, assessor from reviewer_module where number = $1 order by done_on",
    )
    .bind(i64::from(number))
    .try_map(|row: AnyRow| {
        let (module, on): (String, String) = (row.try_get("module")?, row.try_get("done_on")?);
        Ok(Done {
            module: Module::from_key(&module).ok_or_else(|| undecodable("module"))?,
            on: on.parse::<NaiveDate>().map_err(|_| undecodable("done_on"))?,
            assessor: row.try_get("assessor")?,
        })
    })
    .fetch_all(&**store)
    .await?;
    Ok(Training { done })
}

async fn number_of(store: &Store, email: &str) -> Result<u32, ReviewerError> {
    let number: Option<i64> = sqlx::query_scalar(
        "select number from reviewer where account_id in (select id from account where email = $1)",
    )
    .bind(accounts::normal_email(email))
    .fetch_optional(&**store)
    .await?;
    number.map(|number| number as u32).ok_or(ReviewerError::NotOne)
}
