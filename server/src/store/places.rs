//! Neighborhoods and cities one can type, and which neighborhood a cell lies in.

use neighbors_domain::cells::{Cell8, Region7};
use neighbors_domain::feed::KnownPlace;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::{Store, parsed};
use crate::auth::Operator;
use crate::text::{patterns, sought};

/// More help nobody who types.
pub const MOST: usize = 10;

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
pub async fn add(store: &Store, _: Operator, place: &KnownPlace) -> Result<(), sqlx::Error> {
    let mut tx = store.write().await?;
    keep(&mut tx, place).await?;
    tx.commit().await
}

/// All of them or none.
pub async fn add_grounds(store: &Store, _: Operator, grounds: &[Ground]) -> Result<(), sqlx::Error> {
    let mut tx = store.write().await?;
    for ground in grounds {
        keep(&mut tx, &ground.place).await?;
        for cell in &ground.cells {
            sqlx::query("insert into place_cell (cell, name) values ($1, $2) on conflict (cell) do update set name = excluded.name")
                .bind(cell.to_string())
                .bind(&ground.short_name)
                .execute(&mut *tx)
                .await?;
        }
    }
    tx.commit().await
}

async fn keep(tx: &mut Transaction<'static, Any>, place: &KnownPlace) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into place (slug, name, sought, region) values ($1, $2, $3, $4)
         on conflict (slug) do update
         set name = excluded.name, sought = excluded.sought, region = excluded.region",
    )
    .bind(&place.slug)
    .bind(&place.name)
    .bind(sought([place.name.as_str()]))
    .bind(place.region.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// At most [`MOST`] places every typed word begins a word of; names that begin with the first of them come first.
pub async fn find(store: &Store, typed: &str) -> Result<Vec<KnownPlace>, sqlx::Error> {
    let words = patterns(typed);
    let every = (0..words.len()).map(|n| format!(" and sought like ${}", n + 2)).collect::<String>();
    let sql = format!(
        "select slug, name, region from place where 1 = 1{every}
         order by case when sought like $1 then 0 else 1 end, sought limit {MOST}"
    );
    let first = words.first().map_or("%", |word| word.trim_start_matches('%')).to_owned();
    let mut query = sqlx::query(&sql).bind(first);
    for word in words {
        query = query.bind(word);
    }
    query.try_map(|row: AnyRow| known(&row)).fetch_all(&**store).await
}

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
