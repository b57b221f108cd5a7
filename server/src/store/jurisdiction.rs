//! Where an agency serves, with the names of its regions, and the feed of all of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use neighbors_domain::announcement::NamedRegion;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::{JurisdictionFeed, Question};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, feed, marks, parsed};
use crate::Result;

/// Regions of one query for names.
const AT_ONCE: usize = 200;

/// In the order of their names on the grid: neighbors stand near each other.
pub async fn regions(store: &Store, agency: &str) -> Result<Vec<Region7>, sqlx::Error> {
    sqlx::query("select region from agency_region where agency_id = $1 order by region")
        .bind(agency)
        .try_map(|row: AnyRow| parsed(&row, "region"))
        .fetch_all(&**store)
        .await
}

/// For whoever follows the news of a jurisdiction: none where there is no such agency.
pub async fn regions_of(store: &Store, slug: &str) -> Result<Vec<Region7>, sqlx::Error> {
    sqlx::query(
        "select agency_region.region from agency join agency_region on agency_region.agency_id = agency.id
         where agency.slug = $1 order by agency_region.region",
    )
    .bind(slug)
    .try_map(|row: AnyRow| parsed(&row, "region"))
    .fetch_all(&**store)
    .await
}

/// By name; a region in which no neighborhood and no city has its middle comes at the end, without one.
pub async fn named(store: &Store, agency: &str) -> Result<Vec<NamedRegion>, sqlx::Error> {
    let regions = regions(store, agency).await?;
    let mut names: HashMap<Region7, String> = HashMap::new();
    for some in regions.chunks(AT_ONCE) {
        let sql = format!(
            "select region, min(name) as name from place where region in ({}) and rank = 0 group by region",
            marks(1, some.len())
        );
        let query = some.iter().fold(sqlx::query(&sql), |query, region| query.bind(region.to_string()));
        let found = query.try_map(|row: AnyRow| Ok((parsed(&row, "region")?, row.try_get("name")?)));
        names.extend(found.fetch_all(&**store).await?);
    }
    let mut named: Vec<_> =
        regions.into_iter().map(|region| NamedRegion { name: names.remove(&region), region }).collect();
    named.sort_by_cached_key(|one| (one.name.is_none(), one.name.clone(), one.region));
    Ok(named)
}

/// To the letter what the public feed shows of these regions: it is read by the same function.
pub async fn feed(
    store: &Store,
    agency: &str,
    question: &Question,
    now: DateTime<Utc>,
) -> Result<JurisdictionFeed> {
    let regions = regions(store, agency).await?;
    let (items, next) = feed::of_regions(store, &regions, question, now).await?;
    Ok(JurisdictionFeed { items, next })
}
