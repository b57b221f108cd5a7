//! In whose hands a request is: its own officers', or whoever supervises; and which ask for a new lead investigator.

use chrono::{DateTime, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{Draft, NewLead};
use neighbors_domain::officers::Role;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::super::{Store, json, maybe_time};
use crate::Result;
use crate::auth::Officer;

/// May this officer amend it, close it, state its outcome? One's own with the role request: sent by oneself, or led.
/// A colleague's with the role supervise.
pub(super) async fn may_act(tx: &mut Transaction<'_, Any>, officer: &Officer, id: &str) -> Result<()> {
    if officer.roles.has(Role::Supervise) {
        return Ok(());
    }
    let own = sqlx::query(&of_agency("assistance_request.id = $3"))
        .bind(&officer.id)
        .bind(&officer.agency)
        .bind(id)
        .try_map(|row: AnyRow| own(&row, officer))
        .fetch_optional(&mut **tx)
        .await?;
    if own.ok_or(ApiError::NotFound)? { Ok(()) } else { Err(ApiError::Forbidden.into()) }
}

/// The ids of those this officer may act on, of everything the agency ever sent.
pub async fn in_hand(store: &Store, officer: &Officer) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query(&of_agency("1 = 1"))
        .bind(&officer.id)
        .bind(&officer.agency)
        .try_map(|row: AnyRow| {
            let may = officer.roles.has(Role::Supervise) || own(&row, officer)?;
            Ok((row.try_get("id")?, may))
        })
        .fetch_all(&**store)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, may): (String, bool)| may.then_some(id)).collect())
}

/// `$1` is the asking officer, `$2` the agency.
fn of_agency(which: &str) -> String {
    format!(
        "select assistance_request.id, assistance_request.officer_id, assistance_request.draft, me.name
         from assistance_request join officer as me on me.id = $1
         where assistance_request.agency_id = $2 and {which}"
    )
}

fn own(row: &AnyRow, officer: &Officer) -> Result<bool, sqlx::Error> {
    if !officer.roles.has(Role::Request) {
        return Ok(false);
    }
    let (sender, name): (String, String) = (row.try_get("officer_id")?, row.try_get("name")?);
    Ok(sender == officer.id || json::<Draft>(row, "draft")?.lead.is(&name))
}

/// Open requests that nobody who is still there leads. Somebody switched off for a while is still there.
pub async fn new_leads(
    store: &Store,
    officer: &Officer,
    now: DateTime<Utc>,
) -> Result<Vec<NewLead>, sqlx::Error> {
    let officers = sqlx::query("select name, ended_at from officer where agency_id = $1")
        .bind(&officer.agency)
        .try_map(|row: AnyRow| Ok((row.try_get::<String, _>("name")?, maybe_time(&row, "ended_at")?)))
        .fetch_all(&**store)
        .await?;
    let open = sqlx::query(
        "select id, draft from assistance_request
         where agency_id = $1 and published_at is not null and resolved_at is null and voided_at is null
           and open_until > $2
         order by published_at, id",
    )
    .bind(&officer.agency)
    .bind(now.timestamp_millis())
    .try_map(|row: AnyRow| Ok((row.try_get::<String, _>("id")?, json::<Draft>(&row, "draft")?.lead)))
    .fetch_all(&**store)
    .await?;
    let asks = open.into_iter().filter_map(|(id, lead)| {
        let mut named = officers.iter().filter(|(name, _)| lead.is(name));
        if named.clone().any(|(_, ended_at)| ended_at.is_none()) {
            return None;
        }
        let left_at = named.by_ref().filter_map(|(_, ended_at)| *ended_at).max();
        Some(NewLead { id, name: lead.name, left_at })
    });
    Ok(asks.collect())
}
