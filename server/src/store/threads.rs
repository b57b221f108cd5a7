//! Numbers of neighbors inside one thread.

use neighbors_domain::assistance_request::Draft;
use neighbors_domain::cells::Region7;
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::{Store, json, parsed};

/// Takes the thread for this transaction: whoever numbers next waits, on both databases. Updating
/// the row that owns the thread to itself is the one lock both have. `false`: there is no such thread.
pub(crate) async fn lock(tx: &mut Transaction<'_, Any>, thread: &str) -> Result<bool, sqlx::Error> {
    for sql in [
        "update post set category = category where id = $1",
        "update assistance_request set version = version where id = $1 and published_at is not null",
    ] {
        if sqlx::query(sql).bind(thread).execute(&mut **tx).await?.rows_affected() > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The number of an author, given at their first appearance and never again. Only under [`lock`].
pub(crate) async fn number(
    tx: &mut Transaction<'_, Any>,
    thread: &str,
    author_tag: &str,
) -> Result<u32, sqlx::Error> {
    let known: Option<i64> =
        sqlx::query_scalar("select number from thread_author where thread_id = $1 and author_tag = $2")
            .bind(thread)
            .bind(author_tag)
            .fetch_optional(&mut **tx)
            .await?;
    if let Some(number) = known {
        return Ok(number as u32);
    }
    let next: i64 =
        sqlx::query_scalar("select coalesce(max(number), 0) + 1 from thread_author where thread_id = $1")
            .bind(thread)
            .fetch_one(&mut **tx)
            .await?;
    sqlx::query("insert into thread_author (thread_id, author_tag, number) values ($1, $2, $3)")
        .bind(thread)
        .bind(author_tag)
        .bind(next)
        .execute(&mut **tx)
        .await?;
    Ok(next as u32)
}

/// Is there such a post, or a request that is published?
pub(crate) async fn exists(store: &Store, thread: &str) -> Result<bool, sqlx::Error> {
    let found: Option<String> = sqlx::query_scalar(
        "select id from post where id = $1
         union all
         select id from assistance_request where id = $1 and published_at is not null",
    )
    .bind(thread)
    .fetch_optional(&**store)
    .await?;
    Ok(found.is_some())
}

/// Where the thread's post or request is shown.
pub(crate) async fn regions(
    tx: &mut Transaction<'_, Any>,
    thread: &str,
) -> Result<Vec<Region7>, sqlx::Error> {
    let post = sqlx::query("select region from post where id = $1")
        .bind(thread)
        .try_map(|row: AnyRow| parsed::<Region7>(&row, "region"))
        .fetch_optional(&mut **tx)
        .await?;
    if let Some(region) = post {
        let announced = super::posts::announce::regions_in(tx, thread).await?;
        return Ok(if announced.is_empty() { vec![region] } else { announced });
    }
    let draft = sqlx::query("select draft from assistance_request where id = $1")
        .bind(thread)
        .try_map(|row: AnyRow| json::<Draft>(&row, "draft"))
        .fetch_one(&mut **tx)
        .await?;
    Ok(draft.area.regions().into_iter().collect())
}
