//! How much happened where: counts by cell and category, from one index that holds all they need.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use neighbors_domain::cells::Cell8;
use neighbors_domain::feed::{Activity, CellActivity, KnownPlace, Question};
use neighbors_domain::post::Category;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::feed::{Item, of_kind, start};
use super::{Store, marks, parsed, undecodable};

/// Around a place, as far as the question reaches. Nothing here is finer or more than the feed shows.
pub async fn around(
    store: &Store,
    place: &KnownPlace,
    question: &Question,
    now: DateTime<Utc>,
) -> Result<Activity, sqlx::Error> {
    let regions = place.region.disk(question.within.rings());
    let sql = counted(regions.len(), &of_kind(question.kind));
    let mut query = sqlx::query(&sql).bind(start(question, now));
    for region in &regions {
        query = query.bind(region.to_string());
    }
    let rows = query.try_map(|row: AnyRow| read(&row)).fetch_all(&**store).await?;
    let mut cells: BTreeMap<Cell8, CellActivity> = BTreeMap::new();
    for (cell, category, count) in rows {
        let here = cells.entry(cell).or_insert_with(|| CellActivity {
            cell,
            counts: Vec::new(),
            assistance_requests: 0,
        });
        match category {
            None => here.assistance_requests += count,
            Some(category) => match here.counts.iter_mut().find(|(known, _)| *known == category) {
                Some((_, sum)) => *sum += count,
                None => here.counts.push((category, count)),
            },
        }
    }
    let in_order = |category: &Category| Category::ALL.iter().position(|known| known == category);
    for here in cells.values_mut() {
        here.counts.sort_by_key(|(category, _)| in_order(category));
    }
    let names = named(store, cells.keys()).await?;
    Ok(Activity { place: place.name.clone(), cells: cells.into_values().collect(), names })
}

async fn named(
    store: &Store,
    cells: impl ExactSizeIterator<Item = &Cell8>,
) -> Result<Vec<(Cell8, String)>, sqlx::Error> {
    if cells.len() == 0 {
        return Ok(Vec::new());
    }
    let sql = format!("select cell, name from place_cell where cell in ({})", marks(1, cells.len()));
    let mut query = sqlx::query(&sql);
    for cell in cells {
        query = query.bind(cell.to_string());
    }
    query.try_map(|row: AnyRow| Ok((parsed(&row, "cell")?, row.try_get("name")?))).fetch_all(&**store).await
}

/// `$1`: not older than; then the regions.
pub(super) fn counted(regions: usize, of_kind: &str) -> String {
    format!(
        "select cell, item, category, cast(count(*) as bigint) as counted from feed_item
         where region in ({}) and published_at >= $1{of_kind} and cell is not null
         group by cell, item, category",
        marks(2, regions)
    )
}

/// No category: a request for assistance.
fn read(row: &AnyRow) -> Result<(Cell8, Option<Category>, u32), sqlx::Error> {
    let category = match Item::of(row)? {
        Item::AssistanceRequest => None,
        Item::Post | Item::Incident => {
            Some(Category::from_key(row.try_get("category")?).ok_or_else(|| undecodable("category"))?)
        }
    };
    Ok((parsed(row, "cell")?, category, row.try_get::<i64, _>("counted")? as u32))
}
