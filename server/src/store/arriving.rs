//! Photos and videos on their way in parts: whose they are, how much is announced, and how much is safe on disk.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::media::{Announced, Arriving, MediaKind, Received, UNATTACHED_FOR};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, marks, undecodable};
use crate::Result;
use crate::auth::Writer;
use crate::secrets::Secrets;

/// A file of which some has come.
pub struct Underway {
    pub announced: Announced,
    pub arrived: u64,
}

/// Takes its room at once, so that all that was begun fits.
pub async fn announce(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    announced: Announced,
    now: DateTime<Utc>,
) -> Result<Arriving> {
    let owner = secrets.media_tag(writer.account());
    let id = store.new_id();
    let mut tx = store.write().await?;
    // The portable lock: whoever updates the row that owns a limit goes first.
    sqlx::query("update account set created_at = created_at where id = $1")
        .bind(writer.account())
        .execute(&mut *tx)
        .await?;
    super::media::fits(&mut tx, &owner, announced.bytes, now).await?;
    sqlx::query(
        "insert into arriving (id, owner_tag, kind, bytes, arrived, created_at) values ($1, $2, $3, $4, 0, $5)",
    )
    .bind(&id)
    .bind(&owner)
    .bind(announced.kind.key())
    .bind(announced.bytes as i64)
    .bind(now.timestamp_millis())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Arriving { id, arrived: 0, received: None })
}

/// Somebody else's file is as little there as none.
pub async fn underway(store: &Store, secrets: &Secrets, writer: &Writer, id: &str) -> Result<Underway> {
    let row = sqlx::query("select kind, bytes, arrived from arriving where id = $1 and owner_tag = $2")
        .bind(id)
        .bind(secrets.media_tag(writer.account()))
        .fetch_optional(&**store)
        .await?
        .ok_or(ApiError::NotFound)?;
    let number = |column| row.try_get::<i64, _>(column).map(|number| number as u64);
    Ok(Underway {
        announced: Announced { kind: kind(&row)?, bytes: number("bytes")? },
        arrived: number("arrived")?,
    })
}

/// How far it is, the end included: an answer that was lost on the way can be asked for again.
pub async fn progress(store: &Store, secrets: &Secrets, writer: &Writer, id: &str) -> Result<Arriving> {
    let whole = sqlx::query("select kind, bytes from media where id = $1 and owner_tag = $2")
        .bind(id)
        .bind(secrets.media_tag(writer.account()))
        .fetch_optional(&**store)
        .await?;
    if let Some(row) = whole {
        let received = Some(Received { id: id.to_owned(), kind: kind(&row)? });
        return Ok(Arriving { id: id.to_owned(), arrived: row.try_get::<i64, _>("bytes")? as u64, received });
    }
    let arrived = underway(store, secrets, writer, id).await?.arrived;
    Ok(Arriving { id: id.to_owned(), arrived, received: None })
}

fn kind(row: &AnyRow) -> Result<MediaKind, sqlx::Error> {
    let kind: String = row.try_get("kind")?;
    MediaKind::from_key(&kind).ok_or_else(|| undecodable("kind"))
}

/// Said after the bytes are on disk, and before anybody is told. `false`: it was cancelled meanwhile.
pub async fn has_come(store: &Store, id: &str, arrived: u64) -> Result<bool> {
    let noted = sqlx::query("update arriving set arrived = $1 where id = $2")
        .bind(arrived as i64)
        .bind(id)
        .execute(&**store)
        .await?;
    Ok(noted.rows_affected() > 0)
}

/// Gone, whatever of it has come.
pub async fn forget_one(store: &Store, id: &str) -> Result<()> {
    sqlx::query("delete from arriving where id = $1").bind(id).execute(&**store).await?;
    Ok(())
}

/// Those that were begun and never finished; their files go next.
pub async fn forget(store: &Store, now: DateTime<Utc>) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("delete from arriving where created_at <= $1 returning id")
        .bind((now - UNATTACHED_FOR).timestamp_millis())
        .fetch_all(&**store)
        .await
}

/// Which of these are still awaited.
pub async fn alive(store: &Store, ids: &[String]) -> Result<HashSet<String>, sqlx::Error> {
    let mut alive = HashSet::new();
    for some in ids.chunks(500) {
        let sql = format!("select id from arriving where id in ({})", marks(1, some.len()));
        let query = some.iter().fold(sqlx::query_scalar(&sql), |query, id| query.bind(id));
        alive.extend(query.fetch_all(&**store).await?);
    }
    Ok(alive)
}
