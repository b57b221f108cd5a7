//! Officers of active agencies, and what their badge says.

use chrono::{DateTime, Utc};
use neighbors_domain::agency::AgencyRef;
use neighbors_domain::post::OfficerBadge;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, maybe_time, time};
use crate::auth::Officer;

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
}

pub async fn admit(store: &Store, new: &NewOfficer, now: DateTime<Utc>) -> Result<Officer, sqlx::Error> {
    let id = store.new_id();
    sqlx::query(
        "insert into officer (id, account_id, agency_id, name, title, badge_number, verified_since, recipient,
                              wrapped_identity)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
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
    .execute(&**store)
    .await?;
    Ok(Officer { id, account: new.account.clone(), agency: new.agency.clone() })
}

/// For a query that joins `officer` and `agency`; read by [`badge`] and [`agency`].
pub(crate) const BADGE: &str = "officer.name as officer_name, officer.title as officer_title,
    officer.verified_since as officer_since, officer.ended_at as officer_ended,
    agency.slug as agency_slug, agency.name as agency_name, agency.demo as agency_demo";

/// `None` where nobody was joined: the author is a resident.
pub(crate) fn badge(row: &AnyRow) -> Result<Option<OfficerBadge>, sqlx::Error> {
    let Some(name) = row.try_get::<Option<String>, _>("officer_name")? else { return Ok(None) };
    Ok(Some(OfficerBadge {
        name,
        title: row.try_get("officer_title")?,
        agency: agency(row)?,
        verified_since: time(row, "officer_since")?,
        ended_at: maybe_time(row, "officer_ended")?,
    }))
}

pub(crate) fn agency(row: &AnyRow) -> Result<AgencyRef, sqlx::Error> {
    Ok(AgencyRef {
        slug: row.try_get("agency_slug")?,
        name: row.try_get("agency_name")?,
        demo: row.try_get::<i64, _>("agency_demo")? != 0,
    })
}
