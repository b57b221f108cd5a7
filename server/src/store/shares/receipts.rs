//! What sharers read of their own shares. To anybody else they do not exist.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use neighbors_domain::case_number::CaseNumber;
use neighbors_domain::share::{Receipt, ShareEvent, Uploaded};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::super::{Store, marks, officers, time};
use super::{state, told};
use crate::auth::Resident;
use crate::secrets::Secrets;

/// Newest first.
pub async fn list(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
    now: DateTime<Utc>,
) -> Result<Vec<Receipt>, sqlx::Error> {
    let mut connection = store.acquire().await?;
    let sql = select("share.owner_tag = $1 order by share.shared_at desc, share.id");
    let receipts = sqlx::query(&sql)
        .bind(secrets.sharer_tag(&resident.account))
        .try_map(|row: AnyRow| receipt(&row, now))
        .fetch_all(&mut *connection)
        .await?;
    complete(&mut connection, receipts).await
}

pub async fn show(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Receipt, sqlx::Error> {
    let mut connection = store.acquire().await?;
    read(&mut connection, &secrets.sharer_tag(&resident.account), id, now).await
}

pub(super) async fn read(
    connection: &mut AnyConnection,
    owner: &str,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Receipt, sqlx::Error> {
    let sql = select("share.owner_tag = $1 and share.id = $2");
    let receipt = sqlx::query(&sql)
        .bind(owner)
        .bind(id)
        .try_map(|row: AnyRow| receipt(&row, now))
        .fetch_one(&mut *connection)
        .await?;
    complete(connection, vec![receipt]).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

pub(super) fn select(which: &str) -> String {
    format!(
        "select share.id, share.number, share.assistance_request_id, share.version, share.shared_at,
                share.kept_until, share.opened_at, share.withdrawn_at, share.expired_at,
                assistance_request.title, assistance_request.case_number,
                agency.slug as agency_slug, agency.name as agency_name, agency.demo as agency_demo
         from share
         join assistance_request on assistance_request.id = share.assistance_request_id
         join agency on agency.id = assistance_request.agency_id
         where {which}"
    )
}

/// Without its files and events, which [`complete`] adds for all receipts at once.
fn receipt(row: &AnyRow, now: DateTime<Utc>) -> Result<Receipt, sqlx::Error> {
    Ok(Receipt {
        id: row.try_get("id")?,
        number: row.try_get("number")?,
        agency: officers::agency(row)?,
        assistance_request: row.try_get("assistance_request_id")?,
        title: row.try_get("title")?,
        case_number: CaseNumber(row.try_get("case_number")?),
        version: row.try_get::<i64, _>("version")? as u32,
        shared_at: time(row, "shared_at")?,
        kept_until: time(row, "kept_until")?,
        state: state(row, now)?,
        files: Vec::new(),
        events: Vec::new(),
    })
}

async fn complete(
    connection: &mut AnyConnection,
    mut receipts: Vec<Receipt>,
) -> Result<Vec<Receipt>, sqlx::Error> {
    if receipts.is_empty() {
        return Ok(receipts);
    }
    let ids: Vec<String> = receipts.iter().map(|receipt| receipt.id.clone()).collect();
    let shares = marks(1, ids.len());
    let mut files: HashMap<String, Vec<Uploaded>> = HashMap::new();
    let sql = format!("select * from upload where share_id in ({shares}) order by share_id, position");
    for row in bound(&sql, &ids).fetch_all(&mut *connection).await? {
        files.entry(row.try_get("share_id")?).or_default().push(Uploaded {
            id: row.try_get("id")?,
            bytes: row.try_get::<i64, _>("bytes")? as u64,
            sha256: row.try_get("sha256")?,
        });
    }
    let mut events: HashMap<String, Vec<ShareEvent>> = HashMap::new();
    // In one millisecond things happen in the order they can.
    let sql = format!(
        "select * from share_event where share_id in ({shares})
         order by share_id, at, case kind when 'delivered' then 0 when 'opened' then 1 when 'downloaded' then 2 else 3 end, id"
    );
    for row in bound(&sql, &ids).fetch_all(connection).await? {
        let event = ShareEvent { at: time(&row, "at")?, what: told(&row)? };
        events.entry(row.try_get("share_id")?).or_default().push(event);
    }
    for receipt in &mut receipts {
        receipt.files = files.remove(&receipt.id).unwrap_or_default();
        receipt.events = events.remove(&receipt.id).unwrap_or_default();
    }
    Ok(receipts)
}

fn bound<'q>(
    sql: &'q str,
    ids: &'q [String],
) -> sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments<'q>> {
    ids.iter().fold(sqlx::query(sql), |query, id| query.bind(id))
}
