//! Accounts: who can sign in, and the switches a resident holds.

use chrono::{DateTime, Utc};
use neighbors_domain::account::{OfficerSelf, ResidentSelf, Switches, Who};
use neighbors_domain::agency::AgencyRef;
use neighbors_domain::joining::AccountError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::mail_links::{self, Purpose};
use super::{Store, home, maybe_time, passkeys, recovery, sessions};
use crate::auth::{Asker, Officer, Person, Resident};
use crate::passkeys::Key;

/// An account to be.
#[derive(Clone)]
pub struct NewAccount {
    pub email: String,
    /// Of [`crate::password::hash`].
    pub password_hash: String,
}

/// Fails with a unique violation if the email is taken.
pub async fn add(store: &Store, account: &NewAccount, now: DateTime<Utc>) -> Result<Resident, sqlx::Error> {
    let mut connection = store.acquire().await?;
    insert(&mut connection, store.new_id(), &account.email, Some(&account.password_hash), now).await
}

pub(super) async fn insert(
    connection: &mut AnyConnection,
    id: String,
    email: &str,
    password_hash: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Resident, sqlx::Error> {
    sqlx::query("insert into account (id, email, password_hash, created_at) values ($1, $2, $3, $4)")
        .bind(&id)
        .bind(normal_email(email))
        .bind(password_hash)
        .bind(now.timestamp_millis())
        .execute(connection)
        .await?;
    Ok(Resident { account: id })
}

/// Uses the link of a mail up: from now on its address has an account.
pub async fn join(
    store: &Store,
    token_sha256: &str,
    password_hash: &str,
    now: DateTime<Utc>,
) -> crate::Result<Resident> {
    let mut tx = store.write().await?;
    let resident = confirmed(&mut tx, token_sha256, store.new_id(), Some(password_hash), now).await?;
    tx.commit().await?;
    Ok(resident)
}

/// The same without a password. `id`: what the key was made for.
pub async fn join_with_passkey(
    store: &Store,
    token_sha256: &str,
    id: String,
    key: &Key,
    name: &str,
    now: DateTime<Utc>,
) -> crate::Result<Resident> {
    let mut tx = store.write().await?;
    let resident = confirmed(&mut tx, token_sha256, id, None, now).await?;
    passkeys::insert(&mut tx, store.new_id(), &resident.account, key, name, now).await?;
    tx.commit().await?;
    Ok(resident)
}

async fn confirmed(
    connection: &mut AnyConnection,
    token_sha256: &str,
    id: String,
    password_hash: Option<&str>,
    now: DateTime<Utc>,
) -> crate::Result<Resident> {
    let link = mail_links::take_all(connection, Purpose::Join, token_sha256, now).await?;
    let email = link.ok_or(AccountError::DeadLink)?.email;
    match insert(connection, id, &email, password_hash, now).await {
        Ok(resident) => Ok(resident),
        // Another link to the same mailbox was quicker.
        Err(cause) if super::is_unique_violation(&cause) => Err(AccountError::DeadLink.into()),
        Err(cause) => Err(cause.into()),
    }
}

/// Has anybody joined yet?
pub async fn any(store: &Store) -> Result<bool, sqlx::Error> {
    let first: Option<String> =
        sqlx::query_scalar("select id from account limit 1").fetch_optional(&**store).await?;
    Ok(first.is_some())
}

/// Id and password hash of an account, by email. No hash where somebody signs in with passkeys alone.
pub async fn credentials(
    store: &Store,
    email: &str,
) -> Result<Option<(String, Option<String>)>, sqlx::Error> {
    sqlx::query("select id, password_hash from account where email = $1")
        .bind(normal_email(email))
        .try_map(|row: AnyRow| Ok((row.try_get("id")?, row.try_get("password_hash")?)))
        .fetch_optional(&**store)
        .await
}

/// Whose address this is.
pub enum Holder {
    /// The account's id.
    Resident(String),
    Officer,
}

pub async fn holder(connection: &mut AnyConnection, email: &str) -> Result<Option<Holder>, sqlx::Error> {
    sqlx::query(
        "select account.id, officer.id as officer_id from account
         left join officer on officer.account_id = account.id where account.email = $1",
    )
    .bind(normal_email(email))
    .try_map(|row: AnyRow| {
        Ok(match row.try_get::<Option<String>, _>("officer_id")? {
            Some(_) => Holder::Officer,
            None => Holder::Resident(row.try_get("id")?),
        })
    })
    .fetch_optional(connection)
    .await
}

/// Email and password hash of somebody signed in.
pub async fn own_credentials(
    store: &Store,
    person: &Person,
) -> Result<(String, Option<String>), sqlx::Error> {
    sqlx::query("select email, password_hash from account where id = $1")
        .bind(&person.account)
        .try_map(|row: AnyRow| Ok((row.try_get("email")?, row.try_get("password_hash")?)))
        .fetch_one(&**store)
        .await
}

/// A new password ends every other session and a recovery that was waiting: whoever is here is the owner.
pub async fn set_password(
    store: &Store,
    person: &Person,
    password_hash: &str,
    but_session: &str,
) -> Result<(), sqlx::Error> {
    let mut tx = store.write().await?;
    sqlx::query("update account set password_hash = $2 where id = $1")
        .bind(&person.account)
        .bind(password_hash)
        .execute(&mut *tx)
        .await?;
    sessions::end_others(&mut tx, &person.account, but_session).await?;
    recovery::forget(&mut tx, &person.account).await?;
    tx.commit().await
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
    let sql = format!("select account.*, {RECOVERY_AT}, {MODERATOR} from account where id = $1");
    sqlx::query(&sql)
        .bind(&resident.account)
        .try_map(|row: AnyRow| read_resident(&row))
        .fetch_one(&**store)
        .await
}

/// A password chosen by mail that waits for its day.
const RECOVERY_AT: &str =
    "(select takes_effect_at from recovery where recovery.account_id = account.id) as recovery_at";

/// The number under which they decide about flags.
const MODERATOR: &str = "(select number from moderator where moderator.account_id = account.id) as moderator";

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
    let sql = format!(
        "update account set
             hides_requests_since = case when $2 = 1 then coalesce(hides_requests_since, $5) end,
             not_notified_since = case when $3 = 1 then coalesce(not_notified_since, $5) end,
             opted_in_at = case when $4 = 0 and opted_out_at is not null then $5 else opted_in_at end,
             opted_out_at = case when $4 = 1 then coalesce(opted_out_at, $5) end
         where id = $1 returning *, {RECOVERY_AT}, {MODERATOR}"
    );
    sqlx::query(&sql)
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
        recovery_at: maybe_time(row, "recovery_at")?,
        moderator: row.try_get::<Option<i64>, _>("moderator")?.map(|number| number as u32),
    })
}
