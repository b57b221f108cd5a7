//! Streets, parks and outlines: what each file brought, and all of it together as ready bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use neighbors_domain::cells::Region7;
use neighbors_domain::feed::KnownPlace;
use neighbors_domain::ground::{Ground, Shape};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::places::{Rank, keep as keep_places};
use super::{ROWS, Store, json, marks, rows_of_marks};
use crate::auth::Operator;
use crate::drawing::cut::Frame;
use crate::drawing::pack::{Packed, packed};

/// What is drawn at once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Region(Region7),
    States,
    /// Of one state, `CO`.
    Counties(&'static str),
    /// A county, city or township, by its Census number.
    Outline(String),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region(region) => write!(f, "region/{region}"),
            Self::States => f.write_str("states"),
            Self::Counties(us_state) => write!(f, "counties/{us_state}"),
            Self::Outline(number) => write!(f, "outline/{number}"),
        }
    }
}

impl Key {
    /// Where its numbers begin: told by the key alone, so that what two files bring goes together.
    pub fn origin(&self) -> [i32; 2] {
        match self {
            Self::Region(region) => Frame::of(*region).origin(),
            _ => [0, 0],
        }
    }

    /// Back from the text of a column; only for keys that [`Self::origin`] tells apart.
    fn origin_of(text: &str) -> [i32; 2] {
        let region = text.strip_prefix("region/").and_then(|region| region.parse().ok());
        region.map_or([0, 0], |region| Self::Region(region).origin())
    }
}

/// The fingerprints of what a source brought last; `None` where it is new.
pub async fn known(store: &Store, source: &str) -> Result<Option<Vec<String>>, sqlx::Error> {
    sqlx::query("select fingerprints from ground_source where name = $1")
        .bind(source)
        .try_map(|row: AnyRow| json(&row, "fingerprints"))
        .fetch_optional(&**store)
        .await
}

/// What this source brought before goes, and this comes; what other sources brought stays. `places` are streets
/// one can type; one that is in the file no more is still found.
pub async fn replace(
    store: &Store,
    _: Operator,
    source: &str,
    fingerprints: &[String],
    parts: BTreeMap<Key, Vec<Shape>>,
    places: &[KnownPlace],
) -> Result<(), sqlx::Error> {
    let parts: BTreeMap<String, String> = parts
        .iter()
        .map(|(key, shapes)| (key.to_string(), serde_json::to_string(shapes).expect("numbers and text")))
        .collect();
    let mut tx = store.write().await?;
    sqlx::query(
        "insert into ground_source (name, fingerprints) values ($1, $2)
         on conflict (name) do update set fingerprints = excluded.fingerprints",
    )
    .bind(source)
    .bind(serde_json::to_string(fingerprints).expect("text"))
    .execute(&mut *tx)
    .await?;
    let mut touched: BTreeSet<String> = sqlx::query_scalar("select key from ground_part where source = $1")
        .bind(source)
        .fetch_all(&mut *tx)
        .await?
        .into_iter()
        .collect();
    sqlx::query("delete from ground_part where source = $1").bind(source).execute(&mut *tx).await?;
    let rows: Vec<(&String, &String)> = parts.iter().collect();
    for rows in rows.chunks(ROWS) {
        let sql =
            format!("insert into ground_part (key, source, shapes) values {}", rows_of_marks(rows.len(), 3));
        let insert = rows.iter().fold(sqlx::query(&sql), |query, (key, shapes)| {
            query.bind(key.as_str()).bind(source).bind(shapes.as_str())
        });
        insert.execute(&mut *tx).await?;
    }
    touched.extend(parts.into_keys());
    let touched: Vec<String> = touched.into_iter().collect();
    for keys in touched.chunks(ROWS) {
        make_ready(&mut tx, keys).await?;
    }
    keep_places(&mut tx, places, Rank::Street).await?;
    tx.commit().await
}

/// Puts together again what all sources brought for these.
async fn make_ready(tx: &mut Transaction<'static, Any>, keys: &[String]) -> Result<(), sqlx::Error> {
    let among = marks(1, keys.len());
    let sql = format!("select key, shapes from ground_part where key in ({among}) order by key, source");
    let found = keys.iter().fold(sqlx::query(&sql), |query, key| query.bind(key.as_str()));
    let found = found.try_map(|row: AnyRow| Ok((row.try_get("key")?, json(&row, "shapes")?)));
    let mut shapes: BTreeMap<String, Vec<Shape>> = BTreeMap::new();
    for (key, brought) in found.fetch_all(&mut **tx).await? {
        let (key, brought): (String, Vec<Shape>) = (key, brought);
        shapes.entry(key).or_default().extend(brought);
    }
    let sql = format!("delete from ground where key in ({among})");
    keys.iter().fold(sqlx::query(&sql), |query, key| query.bind(key.as_str())).execute(&mut **tx).await?;
    let ready: Vec<(String, Packed)> = shapes
        .into_iter()
        .map(|(key, shapes)| {
            let origin = Key::origin_of(&key);
            (key, packed(origin, shapes))
        })
        .collect();
    if ready.is_empty() {
        return Ok(());
    }
    let rows = rows_of_marks(ready.len(), 5);
    let sql = format!("insert into ground (key, etag, plain, brotli, gzip) values {rows}");
    let insert = ready.iter().fold(sqlx::query(&sql), |query, (key, packed)| {
        let query = query.bind(key.as_str()).bind(packed.etag.as_str()).bind(packed.plain.as_str());
        query.bind(packed.brotli.as_deref()).bind(packed.gzip.as_deref())
    });
    insert.execute(&mut **tx).await?;
    Ok(())
}

/// `None` where nothing was imported.
pub async fn ready(store: &Store, key: &Key) -> Result<Option<Packed>, sqlx::Error> {
    sqlx::query(READY)
        .bind(key.to_string())
        .try_map(|row: AnyRow| packed_row(&row))
        .fetch_optional(&**store)
        .await
}

/// The streets of a region, to judge by (`domain::one_house`). `None` where nothing was imported.
pub(super) async fn of_region(store: &Store, region: Region7) -> Result<Option<Ground>, sqlx::Error> {
    sqlx::query(READY)
        .bind(Key::Region(region).to_string())
        .try_map(|row: AnyRow| json(&row, "plain"))
        .fetch_optional(&**store)
        .await
}

pub(super) const READY: &str = "select etag, plain, brotli, gzip from ground where key = $1";
pub(super) const OF_AGENCY: &str = "select etag, plain, brotli, gzip, agency.id as agency
     from agency left join ground on ground.key = 'outline/' || agency.outline where agency.slug = $1";

/// Where an agency serves.
pub enum Served {
    Outline(Packed),
    /// Without an outline of its own: the regions it was admitted for, often none.
    Regions(Vec<Region7>),
}

/// `None` where nobody has this address.
pub async fn of_agency(store: &Store, slug: &str) -> Result<Option<Served>, sqlx::Error> {
    let Some(row) = sqlx::query(OF_AGENCY).bind(slug).fetch_optional(&**store).await? else {
        return Ok(None);
    };
    if row.try_get::<Option<String>, _>("etag")?.is_some() {
        return Ok(Some(Served::Outline(packed_row(&row)?)));
    }
    let regions: Vec<String> = sqlx::query_scalar("select region from agency_region where agency_id = $1")
        .bind(row.try_get::<String, _>("agency")?)
        .fetch_all(&**store)
        .await?;
    let regions = regions.iter().map(|region| region.parse().map_err(|_| super::undecodable("region")));
    Ok(Some(Served::Regions(regions.collect::<Result<_, _>>()?)))
}

fn packed_row(row: &AnyRow) -> Result<Packed, sqlx::Error> {
    Ok(Packed {
        etag: row.try_get("etag")?,
        plain: row.try_get("plain")?,
        brotli: row.try_get("brotli")?,
        gzip: row.try_get("gzip")?,
    })
}
