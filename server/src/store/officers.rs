//! Officers of active agencies, and what their badge says.

use chrono::{DateTime, Utc};
use neighbors_domain::agency::AgencyRef;
use neighbors_domain::officers::{PortalSelf, Roles};
use neighbors_domain::post::OfficerBadge;
use neighbors_domain::record::{Event, PublicKey};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::home::day;
use super::{Store, maybe_time, record, time};
use crate::auth::Officer;

pub mod code;
pub mod invitations;
pub mod list;

/// Somebody the agency vouches for. The key pair was made in their browser: only its public half
/// and the sealed other half come here.
#[derive(Clone)]
pub struct NewOfficer {
    pub account: String,
    pub agency: String,
    pub name: String,
    pub title: String,
    pub badge_number: String,
    /// age public key: "age1…".
    pub recipient: String,
    /// The age identity, sealed with a passphrase that is never sent; base64.
    pub wrapped_identity: String,
    /// Signs what they write; drawn from the identity.
    pub signing_key: PublicKey,
    pub roles: Roles,
    pub administrator: bool,
}

pub async fn admit(store: &Store, new: &NewOfficer, now: DateTime<Utc>) -> Result<Officer, sqlx::Error> {
    let mut connection = store.acquire().await?;
    insert(&mut connection, store.new_id(), new, now).await
}

async fn insert(
    connection: &mut AnyConnection,
    id: String,
    new: &NewOfficer,
    now: DateTime<Utc>,
) -> Result<Officer, sqlx::Error> {
    sqlx::query(
        "insert into officer (id, account_id, agency_id, name, title, badge_number, enrolled_at, recipient,
                              wrapped_identity, roles, admin_since, seen_on, signing_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(&id)
    .bind(&new.account)
    .bind(&new.agency)
    .bind(&new.name)
    .bind(&new.title)
    .bind(&new.badge_number)
    .bind(now.timestamp_millis())
    .bind(&new.recipient)
    .bind(&new.wrapped_identity)
    .bind(new.roles.text())
    .bind(new.administrator.then_some(now.timestamp_millis()))
    .bind(day(now))
    .bind(new.signing_key.to_string())
    .execute(connection)
    .await?;
    Ok(Officer {
        id,
        account: new.account.clone(),
        agency: new.agency.clone(),
        roles: new.roles.clone(),
        administrator: new.administrator,
        suspended: false,
    })
}

/// Somebody used this account today; nothing happens where it is no officer's.
pub async fn came(store: &Store, account: &str, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query("update officer set seen_on = $2 where account_id = $1 and seen_on < $3")
        .bind(account)
        .bind(day(now))
        .bind(day(now))
        .execute(&**store)
        .await?;
    Ok(())
}

/// What the portal shows an officer of themselves.
pub async fn portal_self(store: &Store, officer: &Officer) -> Result<PortalSelf, sqlx::Error> {
    let sql = format!(
        "select {BADGE}, officer.badge_number, account.email from officer
         join agency on agency.id = officer.agency_id join account on account.id = officer.account_id
         where officer.id = $1"
    );
    let row = sqlx::query(&sql).bind(&officer.id).fetch_one(&**store).await?;
    Ok(PortalSelf {
        name: row.try_get("officer_name")?,
        email: row.try_get("email")?,
        title: row.try_get("officer_title")?,
        badge_number: row.try_get("badge_number")?,
        agency: agency(&row)?,
        roles: officer.roles.clone(),
        administrator: officer.administrator,
        suspended: officer.suspended,
    })
}

/// Everybody of an agency that left: no longer officers, signed in nowhere, their keys gone.
pub(super) async fn end_all(
    connection: &mut AnyConnection,
    store: &Store,
    agency: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let alive: Vec<String> = sqlx::query_scalar(
        "select id from officer where agency_id = $1 and (ended_at is null or ended_at > $2)",
    )
    .bind(agency)
    .bind(now.timestamp_millis())
    .fetch_all(&mut *connection)
    .await?;
    for id in alive {
        end(connection, store, &id, now).await?;
    }
    sqlx::query("delete from officer_invitation where agency_id = $1")
        .bind(agency)
        .execute(connection)
        .await?;
    Ok(())
}

/// One action: the badge says since when, every session ends, what opened shares for this person is deleted, and so are
/// drafts and every way of signing in. The address is free again: it was the agency's.
async fn end(
    connection: &mut AnyConnection,
    store: &Store,
    id: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let row = sqlx::query(
        "select account_id, certified_at, agency.slug from officer join agency on agency.id = officer.agency_id
         where officer.id = $1",
    )
    .bind(id)
    .fetch_one(&mut *connection)
    .await?;
    let account: String = row.try_get("account_id")?;
    sqlx::query(
        "update officer set ended_at = $2, wrapped_identity = '', totp_sealed = null, totp_step = null where id = $1",
    )
    .bind(id)
    .bind(now.timestamp_millis())
    .execute(&mut *connection)
    .await?;
    sqlx::query("delete from assistance_request_key where holder = $1")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    // What they had not sent, nobody will: coming back is a whole enrolment.
    sqlx::query("delete from assistance_request_draft where officer_id = $1")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    for table in ["passkey", "passkey_question", "passkey_proof"] {
        sqlx::query(&format!("delete from {table} where account_id = $1"))
            .bind(&account)
            .execute(&mut *connection)
            .await?;
    }
    // No address has this form, so nobody signs in or joins with it.
    sqlx::query("update account set password_hash = null, email = $2 where id = $1")
        .bind(&account)
        .bind(format!("left {account}"))
        .execute(&mut *connection)
        .await?;
    super::sessions::end_all(connection, &account).await?;
    sqlx::query("delete from agency_root_key where officer_id = $1")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    // Whom nobody certified the record never knew.
    if maybe_time(&row, "certified_at")?.is_some() {
        let event = Event::OfficerEnded { agency: row.try_get("slug")?, officer: id.to_owned() };
        record::append(connection, store, &event, now).await?;
    }
    Ok(())
}

/// For a query that joins `officer` and `agency`; read by [`badge`] and [`agency`].
pub(crate) const BADGE: &str = "officer.name as officer_name, officer.title as officer_title,
    officer.certified_at as officer_since, officer.ended_at as officer_ended,
    agency.slug as agency_slug, agency.name as agency_name, agency.demo as agency_demo";

/// `None` where nobody was joined: the author is a resident. `proof`: as in [`OfficerBadge`].
pub(crate) fn badge(row: &AnyRow, proof: String) -> Result<Option<OfficerBadge>, sqlx::Error> {
    let Some(name) = row.try_get::<Option<String>, _>("officer_name")? else { return Ok(None) };
    Ok(Some(OfficerBadge {
        name,
        title: row.try_get("officer_title")?,
        agency: agency(row)?,
        certified_at: time(row, "officer_since")?,
        ended_at: maybe_time(row, "officer_ended")?,
        proof,
    }))
}

pub(crate) fn agency(row: &AnyRow) -> Result<AgencyRef, sqlx::Error> {
    Ok(AgencyRef {
        slug: row.try_get("agency_slug")?,
        name: row.try_get("agency_name")?,
        demo: row.try_get::<i64, _>("agency_demo")? != 0,
    })
}
