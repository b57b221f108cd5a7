//! Neighborhoods, cities and streets one can type, and which neighborhood a cell lies in.

use neighbors_domain::cells::{Cell8, Region7};
use neighbors_domain::feed::KnownPlace;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, parsed};

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

fn known(row: &AnyRow) -> Result<KnownPlace, sqlx::Error> {
    Ok(KnownPlace {
        slug: row.try_get("slug")?,
        name: row.try_get("name")?,
        region: parsed::<Region7>(row, "region")?,
    })
}
