//! The hashes of the record's tree, for a library that reads them without waiting.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use sqlx::{AnyConnection, Row};
use tlog_tiles::{EMPTY_HASH, Hash, HashReader};

use crate::store::{ROWS, marks, undecodable};

/// The library asks for hashes one call at a time, and waits for none: the first round only learns which.
pub(super) async fn with_hashes<T>(
    connection: &mut AnyConnection,
    work: impl Fn(&Hashes) -> Result<T, tlog_tiles::Error>,
) -> Result<T, sqlx::Error> {
    let mut hashes = Hashes::default();
    let broken = |cause: tlog_tiles::Error| sqlx::Error::Protocol(format!("the record's tree: {cause}"));
    let first = work(&hashes).map_err(broken)?;
    let wanted: Vec<u64> = hashes.wanted.take().into_iter().collect();
    if wanted.is_empty() {
        return Ok(first);
    }
    hashes.known = read_hashes(connection, &wanted).await?;
    let answer = work(&hashes).map_err(broken)?;
    if hashes.wanted.take().iter().any(|i| !hashes.known.contains_key(i)) {
        return Err(sqlx::Error::Protocol("a hash of the record is missing".to_owned()));
    }
    Ok(answer)
}

#[derive(Default)]
pub(super) struct Hashes {
    known: HashMap<u64, Hash>,
    wanted: RefCell<BTreeSet<u64>>,
}

impl HashReader for Hashes {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        self.wanted.borrow_mut().extend(indexes);
        Ok(indexes.iter().map(|i| self.known.get(i).copied().unwrap_or(EMPTY_HASH)).collect())
    }
}

pub(super) async fn read_hashes(
    connection: &mut AnyConnection,
    wanted: &[u64],
) -> Result<HashMap<u64, Hash>, sqlx::Error> {
    let mut known = HashMap::new();
    for some in wanted.chunks(ROWS) {
        let sql = format!("select i, hash from record_hash where i in ({})", marks(1, some.len()));
        let found = some.iter().fold(sqlx::query(&sql), |query, i| query.bind(*i as i64));
        for row in found.fetch_all(&mut *connection).await? {
            let hash = Hash::parse_hash(row.try_get("hash")?).map_err(|_| undecodable("hash"))?;
            known.insert(row.try_get::<i64, _>("i")? as u64, hash);
        }
    }
    Ok(known)
}
