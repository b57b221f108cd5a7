//! Offices that residents hold by the operator's word: who decides about flags, who checks requests. Known in public by
//! a number that is given once.

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::accounts::{self, Holder};
use super::{Store, time};
use crate::auth::{Operator, Resident};

pub struct Office {
    /// What its holder is called, and its table: number, account and since when.
    pub name: &'static str,
    /// Every number that was ever given, as a query: one that is given again would put another's decisions under it.
    pub given: &'static str,
    /// Why no officer of an agency holds it.
    pub no_officers: &'static str,
}

/// Why the operator's word was not taken.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    #[error("no account has this email address; they have to join first")]
    Nobody,
    #[error("this is an officer's account: {0}")]
    Officer(&'static str),
    #[error("this account is no {0}")]
    NotOne(&'static str),
    #[error(transparent)]
    Store(#[from] sqlx::Error),
}

/// For the operator alone.
pub struct Listed {
    pub number: u32,
    pub email: String,
    pub since: DateTime<Utc>,
}

impl Office {
    /// Answers with their number; whoever holds it already keeps it.
    pub async fn give(
        &self,
        store: &Store,
        _: Operator,
        email: &str,
        now: DateTime<Utc>,
    ) -> Result<u32, OfficeError> {
        let Self { name, given, no_officers } = self;
        let mut tx = store.write().await?;
        let account = match accounts::holder(&mut tx, email).await? {
            None => return Err(OfficeError::Nobody),
            Some(Holder::Officer) => return Err(OfficeError::Officer(no_officers)),
            Some(Holder::Resident(account)) => account,
        };
        let known: Option<i64> =
            sqlx::query_scalar(&format!("select number from {name} where account_id = $1"))
                .bind(&account)
                .fetch_optional(&mut *tx)
                .await?;
        if let Some(number) = known {
            return Ok(number as u32);
        }
        let last = format!("select cast(coalesce(max(number), 0) as bigint) from ({given}) as numbers");
        let last: i64 = sqlx::query_scalar(&last).fetch_one(&mut *tx).await?;
        sqlx::query(&format!("insert into {name} (number, account_id, since) values ($1, $2, $3)"))
            .bind(last + 1)
            .bind(&account)
            .bind(now.timestamp_millis())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok((last + 1) as u32)
    }

    pub async fn list(&self, store: &Store, _: Operator) -> Result<Vec<Listed>, sqlx::Error> {
        let name = self.name;
        sqlx::query(&format!(
            "select {name}.number, {name}.since, account.email
             from {name} join account on account.id = {name}.account_id order by {name}.number"
        ))
        .try_map(|row: AnyRow| {
            let number: i64 = row.try_get("number")?;
            Ok(Listed { number: number as u32, email: row.try_get("email")?, since: time(&row, "since")? })
        })
        .fetch_all(&**store)
        .await
    }

    /// For the operator, who knows them by their address.
    pub async fn number_of(&self, store: &Store, _: Operator, email: &str) -> Result<u32, OfficeError> {
        let name = self.name;
        let number: Option<i64> = sqlx::query_scalar(&format!(
            "select number from {name} where account_id in (select id from account where email = $1)"
        ))
        .bind(accounts::normal_email(email))
        .fetch_optional(&**store)
        .await?;
        number.map(|number| number as u32).ok_or(OfficeError::NotOne(name))
    }

    /// Of whoever is signed in; `None` for everybody who does not hold it.
    pub async fn number(&self, store: &Store, resident: &Resident) -> Result<Option<u32>, sqlx::Error> {
        let number: Option<i64> =
            sqlx::query_scalar(&format!("select number from {} where account_id = $1", self.name))
                .bind(&resident.account)
                .fetch_optional(&**store)
                .await?;
        Ok(number.map(|number| number as u32))
    }
}
