//! The feed of a place: the newest of a neighborhood of regions, straight from one index.

use chrono::{DateTime, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::{Cell8, Region7};
use neighbors_domain::feed::{FeedItem, FeedPage, Kind, KnownPlace, PAGE, Question};
use neighbors_domain::post::Category;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::{Store, assistance_requests, incidents, posts, rows_of_marks, undecodable};
use crate::Result;

/// What a row of the feed is: which table it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    Post,
    AssistanceRequest,
    Incident,
}

impl Item {
    pub const ALL: [Self; 3] = [Self::Post, Self::AssistanceRequest, Self::Incident];

    pub fn key(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::AssistanceRequest => "assistance_request",
            Self::Incident => "incident",
        }
    }

    pub fn of(row: &AnyRow) -> Result<Self, sqlx::Error> {
        let key: String = row.try_get("item")?;
        Self::ALL.into_iter().find(|item| item.key() == key).ok_or_else(|| undecodable("item"))
    }
}

/// One item in the feed of one region.
pub(crate) struct Entry<'a> {
    pub region: Region7,
    pub at: DateTime<Utc>,
    pub id: &'a str,
    pub item: Item,
    pub kind: Kind,
    /// Where it counts as something that happened, and as what.
    pub counted: Option<(Cell8, Option<Category>)>,
}

/// All of them at once.
pub(crate) async fn enter(tx: &mut Transaction<'_, Any>, entries: &[Entry<'_>]) -> Result<(), sqlx::Error> {
    for entries in entries.chunks(super::ROWS) {
        let sql = format!(
            "insert into feed_item (region, published_at, item_id, item, kind, category, cell) values {}",
            rows_of_marks(entries.len(), 7)
        );
        let mut query = sqlx::query(&sql);
        for entry in entries {
            let (cell, category) = entry.counted.unzip();
            query = query
                .bind(entry.region.to_string())
                .bind(entry.at.timestamp_millis())
                .bind(entry.id)
                .bind(entry.item.key())
                .bind(entry.kind.key())
                .bind(category.flatten().map(Category::key))
                .bind(cell.map(|cell| cell.to_string()));
        }
        query.execute(&mut **tx).await?;
    }
    Ok(())
}

/// `place` is where the question leads. The cursor is the id of the last item seen: it says nothing that
/// was not public, least of all the exact time. `now` decides what is too old, and which requests are
/// still open.
pub async fn page(
    store: &Store,
    place: KnownPlace,
    question: &Question,
    now: DateTime<Utc>,
) -> Result<FeedPage> {
    let regions = place.region.disk(question.within.rings());
    let (items, next) = of_regions(store, &regions, question, now).await?;
    Ok(FeedPage { place, items, next })
}

/// Regions of one query: a jurisdiction can have thousands, and SQLite takes no more than 500 parts.
const PARTS: usize = 100;

/// The newest of these regions, and the cursor of what follows them. Where and how far the question asks is not looked at.
pub(super) async fn of_regions(
    store: &Store,
    regions: &[Region7],
    question: &Question,
    now: DateTime<Utc>,
) -> Result<(Vec<FeedItem>, Option<String>)> {
    let before = match question.after.as_deref() {
        Some(id) => place_in_time(store, id).await?,
        None => (i64::MAX, String::new()),
    };
    let mut rows: Vec<(i64, String, Item)> = Vec::new();
    for regions in regions.chunks(PARTS) {
        let sql = newest(regions.len(), question.kind);
        let mut query = sqlx::query(&sql).bind(before.0).bind(before.1.clone()).bind(start(question, now));
        for region in regions {
            query = query.bind(region.to_string());
        }
        let found = query.try_map(|row: AnyRow| {
            Ok((row.try_get("published_at")?, row.try_get("item_id")?, Item::of(&row)?))
        });
        rows.extend(found.fetch_all(&**store).await?);
    }
    if regions.len() > PARTS {
        rows.sort_by(|one, other| (other.0, &other.1).cmp(&(one.0, &one.1)));
        rows.dedup_by(|one, other| one.1 == other.1);
    }
    let mut found: Vec<(String, Item)> = rows.into_iter().map(|(_, id, item)| (id, item)).collect();
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = more.then(|| found.last().map(|(id, _)| id.clone())).flatten();
    Ok((items(store, &found, now).await?, next))
}

/// In milliseconds; before everything where no time is asked for.
pub(super) fn start(question: &Question, now: DateTime<Utc>) -> i64 {
    question.since.map_or(i64::MIN, |since| since.start(now).timestamp_millis())
}

/// At most three more queries for the whole page, whatever is on it.
async fn items(
    store: &Store,
    found: &[(String, Item)],
    now: DateTime<Utc>,
) -> Result<Vec<FeedItem>, sqlx::Error> {
    let ids = |wanted: Item| -> Vec<String> {
        found.iter().filter(|(_, item)| *item == wanted).map(|(id, _)| id.clone()).collect()
    };
    let mut cards = posts::cards(store, &ids(Item::Post)).await?;
    let mut summaries = assistance_requests::summaries(store, &ids(Item::AssistanceRequest), now).await?;
    let mut incidents = incidents::cards(store, &ids(Item::Incident)).await?;
    let item = |(id, item): &(String, Item)| match item {
        Item::Post => cards.remove(id).map(FeedItem::Post),
        Item::AssistanceRequest => summaries.remove(id).map(FeedItem::AssistanceRequest),
        Item::Incident => incidents.remove(id).map(FeedItem::Incident),
    };
    Ok(found.iter().filter_map(item).collect())
}

async fn place_in_time(store: &Store, id: &str) -> Result<(i64, String)> {
    let at: Option<i64> = sqlx::query_scalar(PLACE_IN_TIME).bind(id).fetch_optional(&**store).await?;
    let unknown = || ApiError::Invalid {
        field: "after".to_owned(),
        sentence: "This page of the feed does not exist. Begin again from the top.".to_owned(),
    };
    Ok((at.ok_or_else(unknown)?, id.to_owned()))
}

pub(super) const PLACE_IN_TIME: &str = "select published_at from post where id = $1
     union all
     select published_at from assistance_request where id = $1 and published_at is not null
     union all
     select reported_at from incident where id = $1";

/// Each region answers its own newest from an index, then the few are merged: a feed of a million items
/// costs what a feed of twenty does. A request that spans regions comes once.
/// `$1, $2`: published before; `$3`: not older than; then the regions.
pub(super) fn newest(regions: usize, kind: Option<Kind>) -> String {
    let limit = PAGE + 1;
    let of_kind = of_kind(kind);
    let one = |n: usize| {
        format!(
            "select * from (
                select item_id, published_at, item from feed_item
                where region = ${}{of_kind} and (published_at, item_id) < ($1, $2) and published_at >= $3
                order by published_at desc, item_id desc limit {limit}) as newest",
            n + 4
        )
    };
    let parts: Vec<String> = (0..regions).map(one).collect();
    // `union`, not `union all`: the same item from two regions is one row.
    format!("{} order by published_at desc, item_id desc limit {limit}", parts.join(" union "))
}

/// Written out, not bound: an index of the public record alone serves only those who say that they want it.
pub(super) fn of_kind(kind: Option<Kind>) -> String {
    match kind {
        None => String::new(),
        Some(Kind::PublicRecord) => " and item = 'incident'".to_owned(),
        Some(kind) => format!(" and kind = '{}'", kind.key()),
    }
}
