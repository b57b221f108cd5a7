//! The officer's inbox: every published request of the own agency, and what was shared with it.
//!
//! Nobody who was asked, looked or declined leaves a trace here, and neither does a share that
//! was withdrawn before it was opened.

use chrono::{DateTime, Utc};
use neighbors_domain::case_number::CaseNumber;
use neighbors_domain::share::{Inbox, InboxRequest, InboxShare};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::{Store, time};
use super::state;
use crate::auth::Officer;

/// Requests newest first, shares by arrival, newest first.
pub async fn inbox(store: &Store, officer: &Officer, now: DateTime<Utc>) -> Result<Inbox, sqlx::Error> {
    number_arrivals(store, officer).await?;
    let mut requests = sqlx::query(
        "select id, title, case_number, version from assistance_request
         where agency_id = $1 and published_at is not null order by published_at desc, id",
    )
    .bind(&officer.agency)
    .try_map(|row: AnyRow| {
        Ok(InboxRequest {
            id: row.try_get("id")?,
            title: row.try_get("title")?,
            case_number: CaseNumber(row.try_get("case_number")?),
            version: row.try_get::<i64, _>("version")? as u32,
            shares: Vec::new(),
        })
    })
    .fetch_all(&**store)
    .await?;
    let sql = select("assistance_request.agency_id = $1") + " order by share.position desc";
    let shares = sqlx::query(&sql)
        .bind(&officer.agency)
        .try_map(|row: AnyRow| Ok((row.try_get::<String, _>("assistance_request_id")?, share(&row, now)?)))
        .fetch_all(&**store)
        .await?;
    for (request, share) in shares {
        if let Some(request) = requests.iter_mut().find(|known| known.id == request) {
            request.shares.push(share);
        }
    }
    Ok(Inbox { requests })
}

/// What an officer may know of shares; read by [`share`].
pub(super) fn select(which: &str) -> String {
    format!(
        "select share.id, share.assistance_request_id, share.position, share.shared_at, share.kept_until,
                share.opened_at, share.withdrawn_at, share.expired_at,
                (select count(*) from upload where upload.share_id = share.id and upload.position > 0) as recordings,
                (select cast(sum(bytes) as bigint) from upload where upload.share_id = share.id) as bytes
         from share
         join assistance_request on assistance_request.id = share.assistance_request_id
         where {which} and share.position is not null and share.owner_tag <> ''
           and (share.withdrawn_at is null or share.opened_at is not null)"
    )
}

pub(super) fn share(row: &AnyRow, now: DateTime<Utc>) -> Result<InboxShare, sqlx::Error> {
    Ok(InboxShare {
        id: row.try_get("id")?,
        number: row.try_get::<i64, _>("position")? as u32,
        shared_at: time(row, "shared_at")?,
        kept_until: time(row, "kept_until")?,
        recordings: row.try_get::<i64, _>("recordings")? as u32,
        bytes: row.try_get::<i64, _>("bytes")? as u64,
        state: state(row, now)?,
    })
}

/// Shares without a number that an officer of this agency may see.
pub(super) const NEW: &str = "from share
    join assistance_request on assistance_request.id = share.assistance_request_id
    where assistance_request.agency_id = $1 and share.position is null
      and (share.withdrawn_at is null or share.opened_at is not null)";

/// Gives what arrived its number now that an officer looks: a share that was withdrawn before
/// leaves no gap to wonder about. Numbers once given stay.
pub(super) async fn number_arrivals(store: &Store, officer: &Officer) -> Result<(), sqlx::Error> {
    let waiting: i64 = sqlx::query_scalar(&format!("select count(*) {NEW}"))
        .bind(&officer.agency)
        .fetch_one(&**store)
        .await?;
    if waiting == 0 {
        return Ok(());
    }
    let mut tx = store.write().await?;
    // The agency's row is the lock: two officers who look at once do not number twice.
    sqlx::query("update agency set slug = slug where id = $1")
        .bind(&officer.agency)
        .execute(&mut *tx)
        .await?;
    let new: Vec<String> =
        sqlx::query_scalar(&format!("select share.id {NEW} order by share.shared_at, share.id"))
            .bind(&officer.agency)
            .fetch_all(&mut *tx)
            .await?;
    for share in new {
        sqlx::query(
            "update share set position = 1 + (
                 select coalesce(max(known.position), 0) from share as known
                 where known.assistance_request_id = share.assistance_request_id)
             where id = $1 and position is null",
        )
        .bind(share)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await
}
