//! The public record: leaves, the hashes of their tree, and its head. Entry and checkpoint are committed together with
//! what they are about: nothing can be visible before its checkpoint is.

use chrono::{DateTime, Utc};
use neighbors_domain::record::{Entry, Event, Leaf, Proof, Statement};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use tlog_tiles::{EMPTY_HASH, Hash, prove_record, prove_tree, stored_hash_index, stored_hashes, tree_hash};

use self::hashes::{read_hashes, with_hashes};
use super::{Store, rows_of_marks, undecodable};
use crate::record::RecordKey;

pub mod chain;
mod hashes;
pub mod roster;

/// Writes one entry, and the checkpoint that covers it, into the transaction of what happened; its number. Whoever
/// writes the record next waits until that transaction ends.
pub(super) async fn append(
    connection: &mut AnyConnection,
    store: &Store,
    event: &Event,
    now: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let key = &store.record;
    let body = serde_json::to_string(event).expect("an event is JSON");
    let salt = salt(store);
    let leaf = serde_json::to_string(&Leaf::new(event, &salt, &body, now)).expect("a leaf is JSON");
    let n = lock(connection, key).await?;
    let stored = with_hashes(connection, |hashes| stored_hashes(n, leaf.as_bytes(), hashes)).await?;
    sqlx::query("insert into record_leaf (n, at, about, leaf, salt, body) values ($1, $2, $3, $4, $5, $6)")
        .bind(n as i64)
        .bind(now.timestamp_millis())
        .bind(about(event))
        .bind(leaf)
        .bind(salt)
        .bind(body)
        .execute(&mut *connection)
        .await?;
    let first = stored_hash_index(0, n);
    let sql = format!("insert into record_hash (i, hash) values {}", rows_of_marks(stored.len(), 2));
    let insert = stored
        .iter()
        .zip(first..)
        .fold(sqlx::query(&sql), |query, (hash, i)| query.bind(i as i64).bind(hash.to_string()));
    insert.execute(&mut *connection).await?;
    let root = with_hashes(connection, |hashes| tree_hash(n + 1, hashes)).await?;
    sqlx::query("update record_head set size = $1, root = $2, checkpoint = $3 where id = 1")
        .bind(n as i64 + 1)
        .bind(root.to_string())
        .bind(key.checkpoint(n + 1, root))
        .execute(connection)
        .await?;
    Ok(n)
}

/// As hard to guess as an id.
pub(super) fn salt(store: &Store) -> String {
    store.new_id().replace('-', "")
}

/// The size of the tree, with its row held. A record goes on with the key it was begun with.
async fn lock(connection: &mut AnyConnection, key: &RecordKey) -> Result<u64, sqlx::Error> {
    sqlx::query(
        "insert into record_head (id, size, root, checkpoint, key) values (1, 0, $1, $2, $3) on conflict (id) do nothing",
    )
    .bind(EMPTY_HASH.to_string())
    .bind(key.checkpoint(0, EMPTY_HASH))
    .bind(key.verifier())
    .execute(&mut *connection)
    .await?;
    let row = sqlx::query("update record_head set size = size where id = 1 returning size, key")
        .fetch_one(connection)
        .await?;
    if row.try_get::<String, _>("key")? != key.verifier() {
        return Err(sqlx::Error::Protocol("the record was begun with another key".to_owned()));
    }
    Ok(row.try_get::<i64, _>("size")? as u64)
}

/// What an entry is found by: `agency/ADDRESS`, `key/ADDRESS`, `officer/ID`, `ended/ID`, `recovery/ADDRESS`,
/// `published/ID`, `request/ID`.
fn about(event: &Event) -> String {
    match event {
        Event::Agency { agency, .. } => about_agency(agency),
        Event::AgencyKey { agency, .. } => about_key(agency),
        Event::OfficerCertified { certificate } => match certificate.unchecked() {
            Ok(Statement::Officer { officer, .. }) => about_officer(&officer),
            _ => String::new(),
        },
        Event::OfficerEnded { officer, .. } => about_end(officer),
        Event::RecoveryOpened { agency } => format!("recovery/{agency}"),
        Event::Published { id, .. } => about_publication(id),
        Event::Submitted { id, .. }
        | Event::Returned { id, .. }
        | Event::Refused { id, .. }
        | Event::Resolved { id, .. }
        | Event::Voided { id, .. }
        | Event::OutcomeStated { id, .. } => format!("request/{id}"),
    }
}

fn about_agency(slug: &str) -> String {
    format!("agency/{slug}")
}

fn about_key(slug: &str) -> String {
    format!("key/{slug}")
}

fn about_officer(id: &str) -> String {
    format!("officer/{id}")
}

fn about_end(id: &str) -> String {
    format!("ended/{id}")
}

fn about_publication(id: &str) -> String {
    format!("published/{id}")
}

/// The tree as it is signed.
pub struct Head {
    pub size: u64,
    /// The signed note.
    pub checkpoint: String,
    /// The record's verifier key.
    pub key: String,
}

/// `None` before anything was written.
pub async fn head(connection: &mut AnyConnection) -> Result<Option<Head>, sqlx::Error> {
    sqlx::query("select size, checkpoint, key from record_head where id = 1")
        .try_map(|row: AnyRow| {
            Ok(Head {
                size: row.try_get::<i64, _>("size")? as u64,
                checkpoint: row.try_get("checkpoint")?,
                key: row.try_get("key")?,
            })
        })
        .fetch_optional(connection)
        .await
}

/// Entries `first..first + count`, as far as there are any, in their order.
pub async fn entries(store: &Store, first: u64, count: u64) -> Result<Vec<Entry>, sqlx::Error> {
    sqlx::query("select n, leaf, salt, body from record_leaf where n >= $1 and n < $2 order by n")
        .bind(first as i64)
        .bind((first + count) as i64)
        .try_map(|row: AnyRow| entry(&row))
        .fetch_all(&**store)
        .await
}

fn entry(row: &AnyRow) -> Result<Entry, sqlx::Error> {
    Ok(Entry {
        n: row.try_get::<i64, _>("n")? as u64,
        leaf: row.try_get("leaf")?,
        salt: row.try_get("salt")?,
        body: row.try_get("body")?,
    })
}

/// The newest entry about something, proved in the tree of `head`.
async fn newest(
    connection: &mut AnyConnection,
    head: &Head,
    about: &str,
) -> Result<Option<Proof>, sqlx::Error> {
    let found = sqlx::query(
        "select n, leaf, salt, body from record_leaf where about = $1 and n < $2 order by n desc limit 1",
    )
    .bind(about)
    .bind(head.size as i64)
    .try_map(|row: AnyRow| entry(&row))
    .fetch_optional(&mut *connection)
    .await?;
    let Some(entry) = found else { return Ok(None) };
    Ok(Some(prove(connection, head.size, entry).await?))
}

/// All entries about something, oldest first, proved in the tree of `head`.
async fn all(connection: &mut AnyConnection, head: &Head, about: &str) -> Result<Vec<Proof>, sqlx::Error> {
    let found =
        sqlx::query("select n, leaf, salt, body from record_leaf where about = $1 and n < $2 order by n")
            .bind(about)
            .bind(head.size as i64)
            .try_map(|row: AnyRow| entry(&row))
            .fetch_all(&mut *connection)
            .await?;
    let mut proofs = Vec::new();
    for entry in found {
        proofs.push(prove(connection, head.size, entry).await?);
    }
    Ok(proofs)
}

async fn prove(connection: &mut AnyConnection, size: u64, entry: Entry) -> Result<Proof, sqlx::Error> {
    let path = with_hashes(connection, |hashes| prove_record(size, entry.n, hashes)).await?;
    Ok(Proof { path: path.iter().map(Hash::to_string).collect(), entry })
}

/// One entry with its proof in the newest tree, and the note that signs it.
pub async fn proof(store: &Store, n: u64) -> Result<Option<(Head, Proof)>, sqlx::Error> {
    let mut tx = store.begin().await?;
    let Some(head) = head(&mut tx).await?.filter(|head| n < head.size) else { return Ok(None) };
    let found = sqlx::query("select n, leaf, salt, body from record_leaf where n = $1")
        .bind(n as i64)
        .try_map(|row: AnyRow| entry(&row))
        .fetch_one(&mut *tx)
        .await?;
    let proof = prove(&mut tx, head.size, found).await?;
    Ok(Some((head, proof)))
}

/// The way from the tree of `from` entries to the one of `to`: hashes in base64. `None`: there is no such tree.
pub async fn growth(store: &Store, from: u64, to: u64) -> Result<Option<Vec<String>>, sqlx::Error> {
    let mut tx = store.begin().await?;
    let there = head(&mut tx).await?.is_some_and(|head| from <= to && to <= head.size);
    if !there {
        return Ok(None);
    }
    if from == 0 || from == to {
        return Ok(Some(Vec::new()));
    }
    let path = with_hashes(&mut tx, |hashes| prove_tree(to, from, hashes)).await?;
    Ok(Some(path.iter().map(Hash::to_string).collect()))
}

/// `width` hashes of one level from `first` on, in binary: a tile of C2SP's tlog-tiles.
pub async fn tile(store: &Store, level: u8, first: u64, width: u64) -> Result<Vec<u8>, sqlx::Error> {
    let mut connection = store.acquire().await?;
    let wanted: Vec<u64> = (first..first + width).map(|n| stored_hash_index(level, n)).collect();
    let found = read_hashes(&mut connection, &wanted).await?;
    wanted
        .iter()
        .map(|i| found.get(i).map(|hash| hash.0).ok_or_else(|| undecodable("hash")))
        .collect::<Result<Vec<_>, _>>()
        .map(|hashes| hashes.concat())
}
