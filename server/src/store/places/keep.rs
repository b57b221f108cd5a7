//! Keeping places, a few or thousands at once, each with the letters it is found by.

use std::collections::{BTreeSet, HashMap, HashSet};

use neighbors_domain::cells::Cell8;
use neighbors_domain::feed::KnownPlace;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::known;
use super::typing::grams;
use crate::auth::Operator;
use crate::store::{ROWS, Store, rows_of_marks};
use crate::text::sought;

/// Where two names fit equally well, the larger place comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// A neighborhood or a city.
    Town = 0,
    Street = 1,
}

/// A place and the ground it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    pub place: KnownPlace,
    /// Beside a post: "Capitol Hill".
    pub short_name: String,
    /// Every cell whose centre lies in it.
    pub cells: Vec<Cell8>,
}

/// One place without ground: a city. An existing one gets the new name and region.
pub async fn add(store: &Store, operator: Operator, place: &KnownPlace) -> Result<(), sqlx::Error> {
    add_all(store, operator, std::slice::from_ref(place), Rank::Town).await
}

/// All of them or none; see [`keep`].
pub async fn add_all(
    store: &Store,
    _: Operator,
    places: &[KnownPlace],
    rank: Rank,
) -> Result<(), sqlx::Error> {
    let mut tx = store.write().await?;
    keep(&mut tx, places, rank).await?;
    tx.commit().await
}

/// All of them or none.
pub async fn add_grounds(store: &Store, _: Operator, grounds: &[Ground]) -> Result<(), sqlx::Error> {
    let mut tx = store.write().await?;
    let places: Vec<_> = grounds.iter().map(|ground| ground.place.clone()).collect();
    keep(&mut tx, &places, Rank::Town).await?;
    // Of a cell that two claim the last one counts, as it always did.
    let cells: HashMap<Cell8, &str> = grounds
        .iter()
        .flat_map(|ground| ground.cells.iter().map(|cell| (*cell, ground.short_name.as_str())))
        .collect();
    let cells: Vec<_> = cells.into_iter().collect();
    for cells in cells.chunks(ROWS) {
        let sql = format!(
            "insert into place_cell (cell, name) values {}
             on conflict (cell) do update set name = excluded.name",
            rows_of_marks(cells.len(), 2)
        );
        let mut query = sqlx::query(&sql);
        for (cell, name) in cells {
            query = query.bind(cell.to_string()).bind(*name);
        }
        query.execute(&mut *tx).await?;
    }
    tx.commit().await
}

/// What is known already costs one look. Of two with one slug the first counts; a street never takes the
/// slug of a town.
pub(in crate::store) async fn keep(
    tx: &mut Transaction<'_, Any>,
    places: &[KnownPlace],
    rank: Rank,
) -> Result<(), sqlx::Error> {
    let known: HashMap<String, (KnownPlace, i64)> = sqlx::query("select slug, name, region, rank from place")
        .try_map(|row: AnyRow| Ok((known(&row)?, row.try_get("rank")?)))
        .fetch_all(&mut **tx)
        .await?
        .into_iter()
        .map(|(place, rank): (KnownPlace, i64)| (place.slug.clone(), (place, rank)))
        .collect();
    let mut seen = HashSet::new();
    let new = |place: &&KnownPlace| match known.get(&place.slug) {
        Some((as_known, ranked)) => *ranked >= rank as i64 && (as_known != *place || *ranked != rank as i64),
        None => true,
    };
    let places: Vec<&KnownPlace> =
        places.iter().filter(new).filter(|place| seen.insert(&place.slug)).collect();
    for places in places.chunks(ROWS) {
        write(tx, places, rank).await?;
    }
    Ok(())
}

async fn write(tx: &mut Transaction<'_, Any>, places: &[&KnownPlace], rank: Rank) -> Result<(), sqlx::Error> {
    let sql = format!(
        "insert into place (slug, name, sought, region, rank) values {}
         on conflict (slug) do update
         set name = excluded.name, sought = excluded.sought, region = excluded.region, rank = excluded.rank",
        rows_of_marks(places.len(), 5)
    );
    let mut query = sqlx::query(&sql);
    for place in places {
        query = query
            .bind(&place.slug)
            .bind(&place.name)
            .bind(sought([place.name.as_str()]))
            .bind(place.region.to_string())
            .bind(rank as i64);
    }
    query.execute(&mut **tx).await?;
    let mut found_by = Vec::new();
    for place in places {
        sqlx::query("delete from place_gram where slug = $1").bind(&place.slug).execute(&mut **tx).await?;
        let grams: BTreeSet<String> = grams(&place.name);
        found_by.extend(grams.into_iter().map(|gram| (gram, &place.slug)));
    }
    for found_by in found_by.chunks(ROWS) {
        let sql = format!("insert into place_gram (gram, slug) values {}", rows_of_marks(found_by.len(), 2));
        let mut query = sqlx::query(&sql);
        for (gram, slug) in found_by {
            query = query.bind(gram).bind(*slug);
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}
