//! What `neighbors check` asks the database.

use std::collections::HashMap;

use base64::Engine;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::Store;

/// In the words of the database itself; none if all is well.
pub async fn complaints(store: &Store) -> Result<Vec<String>, sqlx::Error> {
    if !store.is_sqlite() {
        // PostgreSQL checks its pages and references by itself; that it answers is what can be said from here.
        sqlx::query("select count(*) from account").fetch_one(&**store).await?;
        return Ok(Vec::new());
    }
    let mut complaints: Vec<String> =
        sqlx::query_scalar("pragma integrity_check").fetch_all(&**store).await?;
    complaints.retain(|line| line != "ok");
    let dangling = sqlx::query("pragma foreign_key_check").fetch_all(&**store).await?.len();
    if dangling > 0 {
        complaints.push(format!("{dangling} rows point to rows that are not there"));
    }
    Ok(complaints)
}

/// How many migrations this database has had, and how many this program has.
pub async fn migrations(store: &Store) -> Result<(usize, usize), sqlx::Error> {
    let done: i64 =
        sqlx::query_scalar("select count(*) from _sqlx_migrations where success").fetch_one(&**store).await?;
    Ok((done as usize, super::MIGRATIONS.iter().count()))
}

/// The bodies that must be on disk, by upload, with their bytes: what the header in the database leaves.
pub async fn bodies(store: &Store) -> Result<HashMap<String, u64>, sqlx::Error> {
    let rows = sqlx::query("select id, header, bytes from upload where header is not null")
        .try_map(|row: AnyRow| {
            let (id, header): (String, String) = (row.try_get("id")?, row.try_get("header")?);
            let bytes: i64 = row.try_get("bytes")?;
            let header = base64::engine::general_purpose::STANDARD
                .decode(header)
                .map_err(|_| super::undecodable("header"))?;
            Ok((id, (bytes as u64).saturating_sub(header.len() as u64)))
        })
        .fetch_all(&**store)
        .await?;
    Ok(rows.into_iter().collect())
}
