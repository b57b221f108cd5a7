//! Opening a share: only an officer for whom the request's key was wrapped can, and the sharer reads that they did.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::Draft;
use neighbors_domain::case_number::CaseNumber;
use neighbors_domain::share::{OfficerKey, OpenableShare, ShareEventKind, ShareState};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::super::{Store, json, undecodable};
use super::{inbox, state, tell};
use crate::Result;
use crate::auth::Officer;

/// Within this, opening or saving the same again is told to the sharer once.
const SAME: TimeDelta = TimeDelta::days(1);

pub async fn officer_key(store: &Store, officer: &Officer) -> Result<OfficerKey, sqlx::Error> {
    let sql = "select recipient, wrapped_identity, slug from officer join agency on agency.id = agency_id
               where officer.id = $1";
    sqlx::query(sql)
        .bind(&officer.id)
        .try_map(|row: AnyRow| {
            Ok(OfficerKey {
                officer: officer.id.clone(),
                agency: row.try_get("slug")?,
                recipient: row.try_get("recipient")?,
                wrapped_identity: row.try_get("wrapped_identity")?,
            })
        })
        .fetch_one(&**store)
        .await
}

/// What the officer's browser needs besides the files themselves. Another agency's share does not exist.
pub async fn openable(
    store: &Store,
    officer: &Officer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<OpenableShare> {
    inbox::number_arrivals(store, officer).await?;
    let sql = inbox::select("share.id = $1 and assistance_request.agency_id = $2");
    let share = sqlx::query(&sql)
        .bind(id)
        .bind(&officer.agency)
        .try_map(|row: AnyRow| inbox::share(&row, now))
        .fetch_one(&**store)
        .await?;
    Ok(sqlx::query(
        "select assistance_request.id, title, case_number, share.version, draft,
                (select wrapped from assistance_request_key as wrap
                 where wrap.assistance_request_id = assistance_request.id and holder = $2) as wrapped
         from share join assistance_request on assistance_request.id = share.assistance_request_id
         where share.id = $1",
    )
    .bind(id)
    .bind(&officer.id)
    .try_map(move |row: AnyRow| {
        let draft: Draft = json(&row, "draft")?;
        Ok(OpenableShare {
            share: share.clone(),
            assistance_request: row.try_get("id")?,
            title: row.try_get("title")?,
            case_number: CaseNumber(row.try_get("case_number")?),
            version: row.try_get::<i64, _>("version")? as u32,
            window: draft.window,
            zone: draft.zone,
            wrapped_key: row.try_get("wrapped")?,
        })
    })
    .fetch_one(&**store)
    .await?)
}

/// One sealed file: its header, and under which id its body lies.
pub struct File {
    pub id: String,
    pub header: Vec<u8>,
    /// Of header and body together.
    pub bytes: u64,
}

/// Fetching any file of a share opens it, not the manifest alone: nobody looks at a recording unseen.
pub async fn file(store: &Store, officer: &Officer, share: &str, n: u32, now: DateTime<Utc>) -> Result<File> {
    let mut tx = store.write().await?;
    may_open(&mut tx, officer, share, now).await?;
    let row = sqlx::query(
        "select id, header, bytes from upload where share_id = $1 and position = $2 and header is not null",
    )
    .bind(share)
    .bind(i64::from(n))
    .fetch_one(&mut *tx)
    .await?;
    let header = STANDARD.decode(row.try_get::<String, _>("header")?).map_err(|_| undecodable("header"))?;
    let file = File { id: row.try_get("id")?, header, bytes: row.try_get::<i64, _>("bytes")? as u64 };
    sqlx::query("update share set opened_at = coalesce(opened_at, $1) where id = $2")
        .bind(now.timestamp_millis())
        .bind(share)
        .execute(&mut *tx)
        .await?;
    let (title, badge_number) = badge(&mut tx, officer).await?;
    tell_once(&mut tx, store, share, &ShareEventKind::Opened { title, badge_number }, now).await?;
    tx.commit().await?;
    Ok(file)
}

/// A recording was saved to disk, as the portal reports.
pub async fn downloaded(
    store: &Store,
    officer: &Officer,
    share: &str,
    file: u32,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut tx = store.write().await?;
    may_open(&mut tx, officer, share, now).await?;
    let recordings: i64 =
        sqlx::query_scalar("select count(*) from upload where share_id = $1 and position > 0")
            .bind(share)
            .fetch_one(&mut *tx)
            .await?;
    if !(1..=recordings).contains(&i64::from(file)) {
        let sentence = format!("This share has recordings 1 to {recordings}.");
        return Err(ApiError::Invalid { field: "file".to_owned(), sentence }.into());
    }
    let (title, badge_number) = badge(&mut tx, officer).await?;
    tell_once(&mut tx, store, share, &ShareEventKind::Downloaded { title, badge_number, file }, now).await?;
    Ok(tx.commit().await?)
}

/// Holds the share's row, so that it is either opened or withdrawn first, never both at once.
async fn may_open(
    connection: &mut AnyConnection,
    officer: &Officer,
    share: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = sqlx::query(
        "update share set version = version
         where id = $1 and exists (select 1 from assistance_request
             where assistance_request.id = share.assistance_request_id and agency_id = $2)
         returning *",
    )
    .bind(share)
    .bind(&officer.agency)
    .fetch_one(&mut *connection)
    .await?;
    if matches!(state(&row, now)?, ShareState::Withdrawn | ShareState::Expired) {
        return Err(ApiError::NotFound.into());
    }
    let keys: i64 = sqlx::query_scalar(
        "select count(*) from assistance_request_key where assistance_request_id = $1 and holder = $2",
    )
    .bind(row.try_get::<String, _>("assistance_request_id")?)
    .bind(&officer.id)
    .fetch_one(connection)
    .await?;
    if keys == 0 { Err(ApiError::Forbidden.into()) } else { Ok(()) }
}

async fn badge(connection: &mut AnyConnection, officer: &Officer) -> Result<(String, String), sqlx::Error> {
    let row = sqlx::query("select title, badge_number from officer where id = $1")
        .bind(&officer.id)
        .fetch_one(connection)
        .await?;
    Ok((row.try_get("title")?, row.try_get("badge_number")?))
}

/// A page that loads twice is one opening; who looked again tomorrow looked again.
async fn tell_once(
    connection: &mut AnyConnection,
    store: &Store,
    share: &str,
    what: &ShareEventKind,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let lately = sqlx::query("select * from share_event where share_id = $1 and at > $2")
        .bind(share)
        .bind((now - SAME).timestamp_millis())
        .try_map(|row: AnyRow| super::told(&row))
        .fetch_all(&mut *connection)
        .await?;
    if lately.contains(what) { Ok(()) } else { tell(connection, store, share, what, now).await }
}
