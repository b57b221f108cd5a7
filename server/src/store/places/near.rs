//! The name for a spot on the map: the nearest known place to a region.

use neighbors_domain::cells::Region7;
use neighbors_domain::feed::KnownPlace;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::known;
use crate::store::{Store, marks};

/// Rings of regions that are looked through, the near ones first; the last reaches about 25 km. A name from
/// further away would mislead.
const REACH: [u32; 4] = [0, 2, 5, 10];

/// The place in the region itself, else the nearest around it; towns before streets.
pub async fn near(store: &Store, region: Region7) -> Result<Option<KnownPlace>, sqlx::Error> {
    for rings in REACH {
        let regions = region.disk(rings);
        let sql = of_regions(regions.len());
        let query = regions.iter().fold(sqlx::query(&sql), |query, region| query.bind(region.to_string()));
        let found = query.try_map(|row: AnyRow| Ok((known(&row)?, row.try_get("rank")?)));
        let found: Vec<(KnownPlace, i64)> = found.fetch_all(&**store).await?;
        let nearest = found.into_iter().min_by_key(|(place, rank)| {
            // Around a pentagon it cannot be counted: such a place is taken last.
            let steps = region.index().grid_distance(place.region.index()).unwrap_or(i32::MAX);
            (*rank, steps, place.name.clone())
        });
        if let Some((place, _)) = nearest {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

pub(in crate::store) fn of_regions(regions: usize) -> String {
    format!("select slug, name, region, rank from place where region in ({})", marks(1, regions))
}
