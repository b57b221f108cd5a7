//! The feed of a place: the newest of a neighborhood of regions, straight from one index.

use neighbors_domain::api::ApiError;
use neighbors_domain::feed::{FeedItem, FeedPage, Kind, KnownPlace, PAGE, RINGS};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, assistance_requests, posts};
use crate::Result;

/// How a request stands in `feed_item.kind`; posts stand there with their category.
pub(crate) const ASSISTANCE_REQUEST: &str = "assistance_request";

/// `after` is the id of the last item seen: it says nothing that was not public, least of all the
/// exact time. `now` decides which requests are still open.
pub async fn page(
    store: &Store,
    place: KnownPlace,
    kind: Option<Kind>,
    after: Option<&str>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<FeedPage> {
    let before = match after {
        Some(id) => place_in_time(store, id).await?,
        None => (i64::MAX, String::new()),
    };
    let regions: Vec<String> = place.region.disk(RINGS).iter().map(ToString::to_string).collect();
    let kinds = kind.map(kinds).unwrap_or_default();
    let sql = newest(regions.len(), kinds.len());
    let mut query = sqlx::query(&sql).bind(before.0).bind(before.1);
    for text in regions.iter().map(String::as_str).chain(kinds) {
        query = query.bind(text.to_owned());
    }
    let mut found: Vec<(String, bool)> = query
        .try_map(|row: AnyRow| {
            Ok((row.try_get("item_id")?, row.try_get::<String, _>("kind")? == ASSISTANCE_REQUEST))
        })
        .fetch_all(&**store)
        .await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = more.then(|| found.last().map(|(id, _)| id.clone())).flatten();
    Ok(FeedPage { place, items: items(store, &found, now).await?, next })
}

/// Two more queries for the whole page, whatever is on it.
async fn items(
    store: &Store,
    found: &[(String, bool)],
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<FeedItem>, sqlx::Error> {
    let ids = |wanted: bool| -> Vec<String> {
        found.iter().filter(|(_, request)| *request == wanted).map(|(id, _)| id.clone()).collect()
    };
    let mut cards = posts::cards(store, &ids(false)).await?;
    let mut summaries = assistance_requests::summaries(store, &ids(true), now).await?;
    let item = |(id, request): &(String, bool)| {
        if *request {
            summaries.remove(id).map(FeedItem::AssistanceRequest)
        } else {
            cards.remove(id).map(FeedItem::Post)
        }
    };
    Ok(found.iter().filter_map(item).collect())
}

async fn place_in_time(store: &Store, id: &str) -> Result<(i64, String)> {
    let at: Option<i64> = sqlx::query_scalar(
        "select published_at from post where id = $1
         union all
         select published_at from assistance_request where id = $1 and published_at is not null",
    )
    .bind(id)
    .fetch_optional(&**store)
    .await?;
    let unknown = || ApiError::Invalid {
        field: "after".to_owned(),
        sentence: "This page of the feed does not exist. Begin again from the top.".to_owned(),
    };
    Ok((at.ok_or_else(unknown)?, id.to_owned()))
}

fn kinds(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::AssistanceRequest => vec![ASSISTANCE_REQUEST],
        kind => kind.categories().iter().map(|category| category.key()).collect(),
    }
}

/// Each region (and kind) answers its own newest from the index, then the few are merged: a feed of
/// a million items costs what a feed of twenty does. A request that spans regions comes once.
/// `$1, $2`: published before; then the regions, then the kinds.
pub(super) fn newest(regions: usize, kinds: usize) -> String {
    let limit = PAGE + 1;
    let one = |condition: String| {
        format!(
            "select * from (
                select item_id, published_at, kind from feed_item
                where {condition} and (published_at, item_id) < ($1, $2)
                order by published_at desc, item_id desc limit {limit}) as newest"
        )
    };
    let region = |n: usize| format!("region = ${}", n + 3);
    let parts: Vec<String> = if kinds == 0 {
        (0..regions).map(|n| one(region(n))).collect()
    } else {
        let kind = |n: usize| format!("kind = ${}", n + 3 + regions);
        (0..regions)
            .flat_map(|n| (0..kinds).map(move |k| (n, k)))
            .map(|(n, k)| one(format!("{} and {}", region(n), kind(k))))
            .collect()
    };
    // `union`, not `union all`: the same item from two regions is one row.
    format!("{} order by published_at desc, item_id desc limit {limit}", parts.join(" union "))
}
