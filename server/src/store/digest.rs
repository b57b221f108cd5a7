//! The digest of a region: whether it left today, what stands in it, and who wants it.

use neighbors_domain::cells::Region7;
use neighbors_domain::feed::RINGS;
use neighbors_domain::language::Language;
use neighbors_domain::notices::{DIGEST_POSTS, DigestDay};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, marks, notices, parsed};

/// Regions where somebody wants it and it has not left.
pub async fn due(store: &Store, day: DigestDay) -> Result<Vec<Region7>, sqlx::Error> {
    sqlx::query(
        "select distinct account.home_region from account
         left join digest_sent on digest_sent.region = account.home_region
         where account.digest is not null and account.not_notified_since is null
           and account.home_region is not null and (digest_sent.day is null or digest_sent.day < $1)
         order by account.home_region",
    )
    .bind(day.number())
    .try_map(|row: AnyRow| parsed(&row, "home_region"))
    .fetch_all(&**store)
    .await
}

/// `true` for the one who sends it: of two servers, and of two rounds, one.
pub async fn take(store: &Store, region: Region7, day: DigestDay) -> Result<bool, sqlx::Error> {
    let taken = sqlx::query(
        "insert into digest_sent (region, day) values ($1, $2)
         on conflict (region) do update set day = excluded.day where digest_sent.day < excluded.day",
    )
    .bind(region.to_string())
    .bind(day.number())
    .execute(&**store)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Id and title of that day's posts around a region, newest first. Posts alone: no request for assistance ever comes by
/// mail.
pub async fn posts(
    store: &Store,
    region: Region7,
    day: DigestDay,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    let regions = region.disk(RINGS);
    // An announcement stands in each of its regions.
    let sql = format!(
        "select distinct post.id, post.title, feed_item.published_at
         from feed_item join post on post.id = feed_item.item_id
         where feed_item.item = 'post' and post.removed_at is null and post.hidden_reason is null
           and feed_item.published_at >= $1 and feed_item.published_at < $2 and feed_item.region in ({})
         order by feed_item.published_at desc, post.id limit {DIGEST_POSTS}",
        marks(3, regions.len())
    );
    let query = sqlx::query(&sql).bind(day.from.timestamp_millis()).bind(day.until.timestamp_millis());
    let query = regions.iter().fold(query, |query, region| query.bind(region.to_string()));
    query.try_map(|row: AnyRow| Ok((row.try_get("id")?, row.try_get("title")?))).fetch_all(&**store).await
}

/// Everybody of the region who wants it, and in which language. "Do not notify me" goes before.
pub async fn readers(store: &Store, region: Region7) -> Result<Vec<(String, Language)>, sqlx::Error> {
    sqlx::query(
        "select email, digest from account
         where home_region = $1 and digest is not null and not_notified_since is null order by id",
    )
    .bind(region.to_string())
    .try_map(|row: AnyRow| {
        Ok((row.try_get("email")?, notices::language(&row.try_get::<String, _>("digest")?)?))
    })
    .fetch_all(&**store)
    .await
}
