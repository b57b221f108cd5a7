//! Incidents of a city's public record: keeping what an import read, and the cards of the feed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use neighbors_domain::cells::Cell8;
use neighbors_domain::feed::Kind;
use neighbors_domain::incident::{IncidentCard, Source};
use neighbors_domain::live::Happened;
use neighbors_domain::post::{Category, Place, shown};
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::{ROWS, Store, feed, marks, maybe_time, parsed, rows_of_marks, time, undecodable};
use crate::auth::Operator;
use crate::live::Event;

/// One incident as an import read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The record's own id: how the incident is known again.
    pub source_id: String,
    pub category: Category,
    pub what: String,
    pub cell: Cell8,
    pub first_at: DateTime<Utc>,
    pub last_at: Option<DateTime<Utc>>,
    pub reported_at: DateTime<Utc>,
    pub moved_weeks: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    New,
    Changed,
    Unchanged,
}

/// All of them or none; `step` is called after each. What a list no longer names stays.
pub async fn keep(
    store: &Store,
    _: Operator,
    key: &str,
    source: &Source,
    incidents: &[Recorded],
    step: impl Fn(),
) -> Result<Vec<Kept>, sqlx::Error> {
    let mut tx = store.write().await?;
    // The row that owns them all: two imports of one source wait for each other.
    keep_source(&mut tx, key, source).await?;
    let known = known(&mut tx, key).await?;
    let mut kept = Vec::with_capacity(incidents.len());
    for incidents in incidents.chunks(ROWS) {
        let mut changed = Vec::new();
        for incident in incidents {
            let before = known.get(&incident.source_id);
            kept.push(match before {
                Some(before) if before == incident => Kept::Unchanged,
                Some(before) => {
                    leave_feed(&mut tx, &id(key, &before.source_id), before).await?;
                    Kept::Changed
                }
                None => Kept::New,
            });
            if kept.last() != Some(&Kept::Unchanged) {
                changed.push((id(key, &incident.source_id), incident));
            }
            step();
        }
        write(&mut tx, key, &changed).await?;
    }
    if kept.iter().all(|kept| *kept == Kept::Unchanged) {
        tx.commit().await?;
    } else {
        // One word for all of them, wherever they are.
        store.commit_and_tell(tx, Event::new(Happened::Incidents, key, Vec::new())).await?;
    }
    Ok(kept)
}

/// The same on every server, for whoever links to it or imports it again.
fn id(source: &str, source_id: &str) -> String {
    let digest = Sha256::digest([source.as_bytes(), b"\0", source_id.as_bytes()].concat());
    let bytes = digest.first_chunk::<16>().expect("a digest has 32 bytes");
    uuid::Builder::from_custom_bytes(*bytes).into_uuid().to_string()
}

async fn keep_source(tx: &mut Transaction<'_, Any>, key: &str, source: &Source) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into incident_source (key, name, license, link) values ($1, $2, $3, $4)
         on conflict (key) do update
         set name = excluded.name, license = excluded.license, link = excluded.link",
    )
    .bind(key)
    .bind(&source.name)
    .bind(&source.license)
    .bind(&source.link)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn known(
    tx: &mut Transaction<'_, Any>,
    source: &str,
) -> Result<HashMap<String, Recorded>, sqlx::Error> {
    let rows = sqlx::query(
        "select source_id, category, what, cell, first_at, last_at, reported_at, moved_weeks
         from incident where source = $1",
    )
    .bind(source)
    .try_map(|row: AnyRow| {
        Ok(Recorded {
            source_id: row.try_get("source_id")?,
            category: category(&row)?,
            what: row.try_get("what")?,
            cell: parsed(&row, "cell")?,
            first_at: time(&row, "first_at")?,
            last_at: maybe_time(&row, "last_at")?,
            reported_at: time(&row, "reported_at")?,
            moved_weeks: row.try_get::<i64, _>("moved_weeks")? as u32,
        })
    })
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|incident| (incident.source_id.clone(), incident)).collect())
}

async fn leave_feed(tx: &mut Transaction<'_, Any>, id: &str, was: &Recorded) -> Result<(), sqlx::Error> {
    sqlx::query("delete from feed_item where region = $1 and published_at = $2 and item_id = $3")
        .bind(was.cell.region().to_string())
        .bind(was.reported_at.timestamp_millis())
        .bind(id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// At most [`ROWS`], each with its id: two statements for all of them.
async fn write(
    tx: &mut Transaction<'_, Any>,
    source: &str,
    incidents: &[(String, &Recorded)],
) -> Result<(), sqlx::Error> {
    if incidents.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "insert into incident (id, source, source_id, category, what, cell, region, first_at, last_at,
                               reported_at, moved_weeks)
         values {}
         on conflict (id) do update
         set category = excluded.category, what = excluded.what, cell = excluded.cell,
             region = excluded.region, first_at = excluded.first_at, last_at = excluded.last_at,
             reported_at = excluded.reported_at, moved_weeks = excluded.moved_weeks",
        rows_of_marks(incidents.len(), 11)
    );
    let mut query = sqlx::query(&sql);
    for (id, incident) in incidents {
        query = query
            .bind(id)
            .bind(source)
            .bind(&incident.source_id)
            .bind(incident.category.key())
            .bind(&incident.what)
            .bind(incident.cell.to_string())
            .bind(incident.cell.region().to_string())
            .bind(incident.first_at.timestamp_millis())
            .bind(incident.last_at.map(|at| at.timestamp_millis()))
            .bind(incident.reported_at.timestamp_millis())
            .bind(i64::from(incident.moved_weeks));
    }
    query.execute(&mut **tx).await?;
    let entries: Vec<_> = incidents
        .iter()
        .map(|(id, incident)| feed::Entry {
            region: incident.cell.region(),
            at: incident.reported_at,
            id,
            item: feed::Item::Incident,
            kind: Kind::of(incident.category),
            counted: Some((incident.cell, Some(incident.category))),
        })
        .collect();
    feed::enter(tx, &entries).await
}

/// One query for all cards of a page, whatever their number.
pub(crate) async fn cards(
    store: &Store,
    ids: &[String],
) -> Result<HashMap<String, IncidentCard>, sqlx::Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = select(ids.len());
    let query = ids.iter().fold(sqlx::query(&sql), |query, id| query.bind(id));
    let cards = query.try_map(|row: AnyRow| card(&row)).fetch_all(&**store).await?;
    Ok(cards.into_iter().map(|card| (card.id.clone(), card)).collect())
}

pub(super) fn select(ids: usize) -> String {
    format!(
        "select incident.id, incident.category, incident.what, incident.cell, incident.region,
                incident.first_at, incident.last_at, incident.reported_at, incident.moved_weeks,
                place_cell.name as place_name, incident_source.name as source_name,
                incident_source.license, incident_source.link
         from incident
         join incident_source on incident_source.key = incident.source
         left join place_cell on place_cell.cell = incident.cell
         where incident.id in ({})",
        marks(1, ids)
    )
}

fn card(row: &AnyRow) -> Result<IncidentCard, sqlx::Error> {
    Ok(IncidentCard {
        id: row.try_get("id")?,
        category: category(row)?,
        what: row.try_get("what")?,
        place: Place {
            cell: Some(parsed(row, "cell")?),
            region: parsed(row, "region")?,
            name: row.try_get("place_name")?,
        },
        first_at: shown(time(row, "first_at")?),
        last_at: maybe_time(row, "last_at")?.map(shown),
        reported_at: shown(time(row, "reported_at")?),
        source: Source {
            name: row.try_get("source_name")?,
            license: row.try_get("license")?,
            link: row.try_get("link")?,
        },
        moved_weeks: row.try_get::<i64, _>("moved_weeks")? as u32,
    })
}

fn category(row: &AnyRow) -> Result<Category, sqlx::Error> {
    Category::from_key(row.try_get("category")?).ok_or_else(|| undecodable("category"))
}
