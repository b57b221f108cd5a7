//! Accounts: who can sign in, and the switches a resident holds.

use chrono::{DateTime, Utc};
use neighbors_domain::account::{OfficerSelf, ResidentSelf, Switches, Who};
use neighbors_domain::agency::AgencyRef;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, home, maybe_time};
use crate::auth::{Asker, Officer, Resident};

/// An account to be.
#[derive(Clone)]
pub struct NewAccount {
    pub email: String,
    /// Of [`crate::password::hash`].
    pub password_hash: String,
}

/// Fails with a unique violation if the email is taken.
pub async fn add(store: &Store, account: &NewAccount, now: DateTime<Utc>) -> Result<Resident, sqlx::Error> {
    let id = store.new_id();
    sqlx::query("insert into account (id, email, password_hash, created_at) values ($1, $2, $3, $4)")
        .bind(&id)
        .bind(normal_email(&account.email))
        .bind(&account.password_hash)
        .bind(now.timestamp_millis())
        .execute(&**store)
        .await?;
    Ok(Resident { account: id })
}

/// Has anybody joined yet?
pub async fn any(store: &Store) -> Result<bool, sqlx::Error> {
    let first: Option<String> =
        sqlx::query_scalar("select id from account limit 1").fetch_optional(&**store).await?;
    Ok(first.is_some())
}

/// Id and password hash of an account, by email.
pub async fn credentials(store: &Store, email: &str) -> Result<Option<(String, String)>, sqlx::Error> {
    sqlx::query("select id, password_hash from account where email = $1")
        .bind(normal_email(email))
        .try_map(|row: AnyRow| Ok((row.try_get("id")?, row.try_get("password_hash")?)))
        .fetch_optional(&**store)
        .await
}

/// As kept and compared.
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// What people see of themselves.
pub async fn who(store: &Store, asker: &Asker) -> Result<Who, sqlx::Error> {
    Ok(match asker {
        Asker::Visitor => Who::Visitor,
        Asker::Resident(resident) => Who::Resident(resident_self(store, resident).await?),
        Asker::Officer(officer) => Who::Officer(officer_self(store, officer).await?),
    })
}

async fn resident_self(store: &Store, resident: &Resident) -> Result<ResidentSelf, sqlx::Error> {
    sqlx::query("select * from account where id = $1")
        .bind(&resident.account)
        .try_map(|row: AnyRow| read_resident(&row))
        .fetch_one(&**store)
        .await
}

async fn officer_self(store: &Store, officer: &Officer) -> Result<OfficerSelf, sqlx::Error> {
    sqlx::query(
        "select officer.name, officer.title, agency.slug, agency.name as agency_name, agency.demo
         from officer join agency on agency.id = officer.agency_id where officer.id = $1",
    )
    .bind(&officer.id)
    .try_map(|row: AnyRow| {
        let agency = AgencyRef {
            slug: row.try_get("slug")?,
            name: row.try_get("agency_name")?,
            demo: row.try_get::<i64, _>("demo")? != 0,
        };
        Ok(OfficerSelf { name: row.try_get("name")?, title: row.try_get("title")?, agency })
    })
    .fetch_one(&**store)
    .await
}

/// Turning a switch that is on already keeps its date; opting in again starts anew.
pub async fn set_switches(
    store: &Store,
    resident: &Resident,
    switches: Switches,
    now: DateTime<Utc>,
) -> Result<ResidentSelf, sqlx::Error> {
    sqlx::query(
        "update account set
             hides_requests_since = case when $2 = 1 then coalesce(hides_requests_since, $5) end,
             not_notified_since = case when $3 = 1 then coalesce(not_notified_since, $5) end,
             opted_in_at = case when $4 = 0 and opted_out_at is not null then $5 else opted_in_at end,
             opted_out_at = case when $4 = 1 then coalesce(opted_out_at, $5) end
         where id = $1 returning *",
    )
    .bind(&resident.account)
    .bind(i64::from(switches.hide_requests))
    .bind(i64::from(switches.do_not_notify))
    .bind(i64::from(switches.opt_out))
    .bind(now.timestamp_millis())
    .try_map(|row: AnyRow| read_resident(&row))
    .fetch_one(&**store)
    .await
}

fn read_resident(row: &AnyRow) -> Result<ResidentSelf, sqlx::Error> {
    let on = |column| maybe_time(row, column).map(|since| since.is_some());
    Ok(ResidentSelf {
        email: row.try_get("email")?,
        switches: Switches {
            hide_requests: on("hides_requests_since")?,
            do_not_notify: on("not_notified_since")?,
            opt_out: on("opted_out_at")?,
        },
        opted_in_at: maybe_time(row, "opted_in_at")?,
        home: home::kept(row)?,
    })
}
