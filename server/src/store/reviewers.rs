//! Who checks requests before they are published: residents whom the operator named, with the record of their training.

use chrono::{DateTime, NaiveDate, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::review::{Done, Module, ReviewError, Training};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::offices::{Listed, Office, OfficeError};
use super::{Store, undecodable};
use crate::Result;
use crate::auth::{Operator, Resident};

const OFFICE: Office = Office {
    name: "reviewer",
    // Beside their decisions, and with a training record that is kept.
    given: "select number from reviewer union select number from reviewer_module
            union select reviewer from assistance_request_version
            union select first_reviewer from assistance_request_version",
    no_officers: "agencies do not decide about agencies",
};

/// Why the operator's word about a reviewer was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReviewerError {
    #[error(transparent)]
    Office(#[from] OfficeError),
    #[error("there is no agency with this address: {0}")]
    NoAgency(String),
    #[error(transparent)]
    Store(#[from] sqlx::Error),
}

/// Answers with their number; whoever is one already keeps it. Their queue opens when the training is complete.
pub async fn add(store: &Store, by: Operator, email: &str, now: DateTime<Utc>) -> Result<u32, OfficeError> {
    OFFICE.give(store, by, email, now).await
}

/// Notes a module as passed; said again, the newer date and name hold.
pub async fn record(store: &Store, by: Operator, email: &str, done: &Done) -> Result<u32, OfficeError> {
    let number = OFFICE.number_of(store, by, email).await?;
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
pub async fn keep_away(store: &Store, by: Operator, email: &str, slug: &str) -> Result<u32, ReviewerError> {
    let number = OFFICE.number_of(store, by, email).await?;
    let agency: Option<String> = sqlx::query_scalar("select id from agency where slug = $1")
        .bind(slug)
        .fetch_optional(&**store)
        .await?;
    let agency = agency.ok_or_else(|| ReviewerError::NoAgency(slug.to_owned()))?;
    sqlx::query(
        "insert into reviewer_away (account_id, agency_id)
         select account_id, agency.id from reviewer, agency where number = $1 and agency.id = $2
         on conflict (account_id, agency_id) do nothing",
    )
    .bind(i64::from(number))
    .bind(agency)
    .execute(&**store)
    .await?;
    Ok(number)
}

/// The training record stays under the number: decisions rest on it. Where they worked stays with the person: whoever
/// is named again is kept from the same agencies.
pub async fn remove(store: &Store, by: Operator, email: &str) -> Result<u32, OfficeError> {
    let number = OFFICE.number_of(store, by, email).await?;
    let mut tx = store.write().await?;
    for table in ["reviewer_handed_on", "reviewer"] {
        sqlx::query(&format!("delete from {table} where number = $1"))
            .bind(i64::from(number))
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(number)
}

/// All of them with their training, for the operator alone.
pub async fn list(store: &Store, by: Operator) -> Result<Vec<(Listed, Training)>, sqlx::Error> {
    let mut all = Vec::new();
    for listed in OFFICE.list(store, by).await? {
        let training = training(store, listed.number).await?;
        all.push((listed, training));
    }
    Ok(all)
}

/// The number of a reviewer whose training is complete; why not, for everybody else.
pub async fn trained(store: &Store, resident: &Resident, now: DateTime<Utc>) -> Result<u32> {
    let number = OFFICE.number(store, resident).await?.ok_or(ApiError::Forbidden)?;
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
