//! Sealed files that arrived: whose they are until a share owns them, and the header without which the body is noise.

use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::share::{ABANDONED_AFTER, MAX_OPEN_BYTES, MAX_OPEN_UPLOADS, Uploaded};
use sqlx::{AnyConnection, Row};

use super::{Store, marks, maybe_time};
use crate::Result;
use crate::auth::Resident;
use crate::secrets::Secrets;

/// A file whose body lies on disk already.
pub struct Arrived {
    pub id: String,
    pub header: Vec<u8>,
    /// Of header and body together.
    pub bytes: u64,
    pub sha256: String,
}

/// Asked before the first byte is read, so that nobody sends two gigabytes for a no.
pub async fn room(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
    bytes: u64,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut connection = store.acquire().await?;
    fits(&mut connection, &secrets.sharer_tag(&resident.account), bytes, now).await
}

pub async fn add(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
    file: &Arrived,
    now: DateTime<Utc>,
) -> Result<Uploaded> {
    let owner = secrets.sharer_tag(&resident.account);
    let mut tx = store.write().await?;
    lock_account(&mut tx, &resident.account).await?;
    fits(&mut tx, &owner, file.bytes, now).await?;
    sqlx::query(
        "insert into upload (id, owner_tag, header, bytes, sha256, created_at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&file.id)
    .bind(&owner)
    .bind(STANDARD.encode(&file.header))
    .bind(file.bytes as i64)
    .bind(&file.sha256)
    .bind(now.timestamp_millis())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Uploaded { id: file.id.clone(), bytes: file.bytes, sha256: file.sha256.clone() })
}

/// The portable lock: whoever updates the row that owns a limit goes first.
pub(super) async fn lock_account(connection: &mut AnyConnection, account: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update account set created_at = created_at where id = $1")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// Of what this person sent and never shared, another file of `bytes` fits.
async fn fits(connection: &mut AnyConnection, owner: &str, bytes: u64, now: DateTime<Utc>) -> Result<()> {
    let open = sqlx::query(
        "select count(*) as files, cast(coalesce(sum(bytes), 0) as bigint) as bytes, min(created_at) as oldest
         from upload where owner_tag = $1 and share_id is null",
    )
    .bind(owner)
    .fetch_one(connection)
    .await?;
    let (files, kept): (i64, i64) = (open.try_get("files")?, open.try_get("bytes")?);
    if (files as usize) < MAX_OPEN_UPLOADS && (kept as u64).saturating_add(bytes) <= MAX_OPEN_BYTES {
        return Ok(());
    }
    // Then the oldest of them goes by itself.
    let free_at = maybe_time(&open, "oldest")?.unwrap_or(now) + ABANDONED_AFTER;
    Err(ApiError::TooMany { seconds: (free_at - now).num_seconds().max(1) as u64 }.into())
}

/// Rows of uploads that were never shared, gone; their bodies are noise from here on and go next.
pub async fn forget_abandoned(store: &Store, now: DateTime<Utc>) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("delete from upload where share_id is null and created_at <= $1 returning id")
        .bind((now - ABANDONED_AFTER).timestamp_millis())
        .fetch_all(&**store)
        .await
}

/// Which of these have a header, and so a body that must stay.
pub async fn alive(store: &Store, ids: &[String]) -> Result<HashSet<String>, sqlx::Error> {
    let mut alive = HashSet::new();
    for some in ids.chunks(500) {
        let sql =
            format!("select id from upload where header is not null and id in ({})", marks(1, some.len()));
        let query = some.iter().fold(sqlx::query_scalar(&sql), |query, id| query.bind(id));
        alive.extend(query.fetch_all(&**store).await?);
    }
    Ok(alive)
}
