//! Neighborhoods, cities and streets one can type, and which neighborhood a cell lies in.

use std::collections::HashMap;

use neighbors_domain::cells::{Cell8, Region7};
use neighbors_domain::feed::KnownPlace;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{ROWS, Store, marks, parsed};

mod find;
mod keep;
mod near;
mod typing;

pub use find::{MOST, find};
pub use keep::{Ground, Rank, add, add_all, add_grounds};
pub use near::near;

#[cfg(test)]
pub(super) use find::candidates;
pub(super) use keep::keep;
#[cfg(test)]
pub(super) use near::of_regions;

pub async fn by_slug(store: &Store, slug: &str) -> Result<Option<KnownPlace>, sqlx::Error> {
    sqlx::query("select slug, name, region from place where slug = $1")
        .bind(slug)
        .try_map(|row: AnyRow| known(&row))
        .fetch_optional(&**store)
        .await
}

/// The neighborhood whose ground the cell is, where one is known.
pub async fn name_of(store: &Store, cell: Cell8) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("select name from place_cell where cell = $1")
        .bind(cell.to_string())
        .fetch_optional(&**store)
        .await
}

/// The neighborhoods of many cells; one that lies in none is missing.
pub async fn names_of(store: &Store, cells: &[Cell8]) -> Result<HashMap<Cell8, String>, sqlx::Error> {
    let mut names = HashMap::new();
    for cells in cells.chunks(ROWS) {
        let sql = format!("select cell, name from place_cell where cell in ({})", marks(1, cells.len()));
        let query = cells.iter().fold(sqlx::query(&sql), |query, cell| query.bind(cell.to_string()));
        let found = query.try_map(|row: AnyRow| Ok((parsed(&row, "cell")?, row.try_get("name")?)));
        names.extend(found.fetch_all(&**store).await?);
    }
    Ok(names)
}

fn known(row: &AnyRow) -> Result<KnownPlace, sqlx::Error> {
    Ok(KnownPlace {
        slug: row.try_get("slug")?,
        name: row.try_get("name")?,
        region: parsed::<Region7>(row, "region")?,
    })
}
