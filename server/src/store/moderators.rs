//! Who decides about flags: residents whom the operator named. Known in public by a number that is used once.

use chrono::{DateTime, Utc};

use super::Store;
use super::offices::{Listed, Office, OfficeError};
use crate::auth::{Operator, Resident};

const OFFICE: Office = Office {
    name: "moderator",
    given: "select number from moderator union select moderator from moderation_act
            union select second from moderation_act",
    no_officers: "officers write under their badge and decide about nobody",
};

/// Answers with their number; whoever is one already keeps it.
pub async fn add(store: &Store, by: Operator, email: &str, now: DateTime<Utc>) -> Result<u32, OfficeError> {
    OFFICE.give(store, by, email, now).await
}

/// The number stays in the public log.
pub async fn remove(store: &Store, by: Operator, email: &str) -> Result<u32, OfficeError> {
    let number = OFFICE.number_of(store, by, email).await?;
    sqlx::query("delete from moderator where number = $1").bind(i64::from(number)).execute(&**store).await?;
    Ok(number)
}

pub async fn list(store: &Store, by: Operator) -> Result<Vec<Listed>, sqlx::Error> {
    OFFICE.list(store, by).await
}

/// Their public number; `None` for everybody else.
pub async fn number(store: &Store, resident: &Resident) -> Result<Option<u32>, sqlx::Error> {
    OFFICE.number(store, resident).await
}
