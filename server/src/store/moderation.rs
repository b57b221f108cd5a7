//! Flags and what was decided about them. Whose an item or a flag is, only keyed tags tell: they are tried one by one.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::moderation::{
    APPEALS_KEPT, COUNTED_FOR, FLAGS_A_DAY, FLAGS_KEPT, Flag, ItemKind, ModerationError, PAUSE, Reason,
    Where, paused_until,
};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::{Store, marks, maybe_time, time, undecodable};
use crate::Result;
use crate::auth::{Resident, Writer};
use crate::secrets::Secrets;

mod decide;
mod log;
mod mine;
mod queue;

pub use decide::decide;
pub use log::{all, page};
pub use mine::{appeal, of_account};
pub use queue::queue;

/// Of a flag: its item is still there to be decided about.
const STANDS: &str = "(exists (select 1 from post where post.id = flag.item_id and post.removed_at is null)
    or exists (select 1 from comment where comment.id = flag.item_id and comment.removed_at is null))";

/// Of a post's or comment's row.
pub(super) fn hidden(row: &AnyRow) -> Result<Option<Reason>, sqlx::Error> {
    let key: Option<String> = row.try_get("hidden_reason")?;
    key.map(|key| Reason::from_key(&key).ok_or_else(|| undecodable("hidden_reason"))).transpose()
}

fn reason(row: &AnyRow) -> Result<Reason, sqlx::Error> {
    let key: String = row.try_get("reason")?;
    Reason::from_key(&key).ok_or_else(|| undecodable("reason"))
}

fn kind(row: &AnyRow) -> Result<ItemKind, sqlx::Error> {
    let key: String = row.try_get("kind")?;
    ItemKind::from_key(&key).ok_or_else(|| undecodable("kind"))
}

/// A post or comment, as moderation looks at it.
struct Item {
    place: Where,
    author_tag: String,
    by_officer: bool,
    removed: bool,
    hidden: Option<Reason>,
    words: String,
}

/// Both kinds, by id: a post is its own thread.
async fn items(tx: &mut Transaction<'_, Any>, ids: &[String]) -> Result<HashMap<String, Item>, sqlx::Error> {
    let mut items = HashMap::new();
    for some in ids.chunks(super::ROWS) {
        let (first, second) = (marks(1, some.len()), marks(1 + some.len(), some.len()));
        let sql = format!(
            "select id, 'post' as kind, id as thread_id, id as post_id, title || '\n' || text as words,
                    author_tag, officer_id, removed_at, hidden_reason
             from post where id in ({first})
             union all
             select comment.id, 'comment' as kind, comment.thread_id, post.id as post_id, comment.text as words,
                    comment.author_tag, comment.officer_id, comment.removed_at, comment.hidden_reason
             from comment left join post on post.id = comment.thread_id where comment.id in ({second})"
        );
        let query = some.iter().chain(some).fold(sqlx::query(&sql), |query, id| query.bind(id));
        let found = query.try_map(|row: AnyRow| item(&row)).fetch_all(&mut **tx).await?;
        items.extend(found.into_iter().map(|item| (item.place.item.clone(), item)));
    }
    Ok(items)
}

fn item(row: &AnyRow) -> Result<Item, sqlx::Error> {
    let post: Option<String> = row.try_get("post_id")?;
    Ok(Item {
        place: Where {
            item: row.try_get("id")?,
            kind: kind(row)?,
            thread: row.try_get("thread_id")?,
            on_request: post.is_none(),
        },
        author_tag: row.try_get("author_tag")?,
        by_officer: row.try_get::<Option<String>, _>("officer_id")?.is_some(),
        removed: maybe_time(row, "removed_at")?.is_some(),
        hidden: hidden(row)?,
        words: row.try_get("words")?,
    })
}

/// One for each person and item. The answer is the same whether it was flagged before, hidden or removed already.
pub async fn flag(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
    flag: &Flag,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut tx = store.write().await?;
    super::uploads::lock_account(&mut tx, &resident.account).await?;
    let found = items(&mut tx, std::slice::from_ref(&flag.item)).await?;
    let item = found.get(&flag.item).ok_or(ApiError::NotFound)?;
    let today = flags_since(&mut tx, secrets, &resident.account, now - TimeDelta::days(1)).await?;
    if today.len() >= FLAGS_A_DAY {
        return Err(ModerationError::TooManyFlags { max: FLAGS_A_DAY }.into());
    }
    if item.removed || item.hidden.is_some() {
        return Ok(());
    }
    sqlx::query(
        "insert into flag (item_id, flagger_tag, reason, at) values ($1, $2, $3, $4) on conflict do nothing",
    )
    .bind(&flag.item)
    .bind(secrets.flagger_tag(&flag.item, &resident.account))
    .bind(flag.reason.key())
    .bind(now.timestamp_millis())
    .execute(&mut *tx)
    .await?;
    Ok(store.commit_for_queue(tx, None).await?)
}

struct OwnFlag {
    item: String,
    reason: Reason,
    at: DateTime<Utc>,
    act: Option<String>,
}

/// Newest first: each is tried with this account's tag.
async fn flags_since(
    tx: &mut Transaction<'_, Any>,
    secrets: &Secrets,
    account: &str,
    since: DateTime<Utc>,
) -> Result<Vec<OwnFlag>, sqlx::Error> {
    let flags: Vec<Option<OwnFlag>> =
        sqlx::query("select * from flag where at > $1 order by at desc, item_id")
            .bind(since.timestamp_millis())
            .try_map(|row: AnyRow| {
                let item: String = row.try_get("item_id")?;
                if row.try_get::<String, _>("flagger_tag")? != secrets.flagger_tag(&item, account) {
                    return Ok(None);
                }
                Ok(Some(OwnFlag {
                    item,
                    reason: reason(&row)?,
                    at: time(&row, "at")?,
                    act: row.try_get("act_id")?,
                }))
            })
            .fetch_all(&mut **tx)
            .await?;
    Ok(flags.into_iter().flatten().collect())
}

/// Until when this account writes nothing. Counted anew each time: no table holds who has how many hidden items.
pub async fn paused(
    store: &Store,
    secrets: &Secrets,
    account: &str,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    let hidden: Vec<Option<DateTime<Utc>>> = sqlx::query(
        "select thread_id, author_tag, at from moderation_act
         where at > $1 and act = 'hide' and (answer is null or answer = 'uphold')",
    )
    .bind((now - COUNTED_FOR - PAUSE).timestamp_millis())
    .try_map(|row: AnyRow| {
        let thread: String = row.try_get("thread_id")?;
        let own = row.try_get::<String, _>("author_tag")? == secrets.author_tag(&thread, account);
        own.then(|| time(&row, "at")).transpose()
    })
    .fetch_all(&**store)
    .await?;
    Ok(paused_until(&hidden.into_iter().flatten().collect::<Vec<_>>(), now))
}

/// Whoever is paused writes no post and no comment.
pub async fn may_write(store: &Store, secrets: &Secrets, writer: &Writer, now: DateTime<Utc>) -> Result<()> {
    match paused(store, secrets, writer.account(), now).await? {
        Some(until) => Err(ModerationError::paused(until, now).into()),
        None => Ok(()),
    }
}

/// Flags that are decided, or whose item is gone, and the words of answered appeals go.
pub async fn sweep(store: &Store, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query(&format!("delete from flag where at < $1 and (act_id is not null or not {STANDS})"))
        .bind((now - FLAGS_KEPT).timestamp_millis())
        .execute(&**store)
        .await?;
    sqlx::query("update moderation_act set appeal = null where answered_at < $1 and appeal is not null")
        .bind((now - APPEALS_KEPT).timestamp_millis())
        .execute(&**store)
        .await?;
    Ok(())
}
