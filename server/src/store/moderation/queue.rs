//! What waits for a moderator: the words, the number in the thread, the reasons. Never who wrote or flagged it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::moderation::{Case, FlagsOf, Queue, Reason, Stage};
use neighbors_domain::post::{Author, shown};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::super::{ROWS, Store, comments, marks, officers, time};
use super::{Item, STANDS, items, reason};
use crate::auth::Moderator;
use crate::secrets::Secrets;

/// Of one answer; the rest waits its turn.
const MOST: usize = 100;
/// What was hidden this lately can be shown again from the list.
const LATELY: TimeDelta = TimeDelta::days(30);

struct Waiting {
    item: String,
    since: DateTime<Utc>,
    stage: Stage,
    flags: Vec<FlagsOf>,
}

/// Leaves out what this moderator wrote, and the appeals that another one has to answer.
pub async fn queue(
    store: &Store,
    secrets: &Secrets,
    moderator: &Moderator,
    now: DateTime<Utc>,
) -> Result<Queue, sqlx::Error> {
    let mut tx = store.pool.begin().await?;
    let mut waiting = acts(&mut tx, moderator, now).await?;
    let mut flagged = flagged(&mut tx).await?;
    for it in &mut waiting {
        if let Some((_, flags)) = flagged.remove(&it.item) {
            it.flags = flags;
        }
    }
    let flagged = flagged.into_iter().map(|(item, (since, flags))| Waiting {
        item,
        since,
        stage: Stage::Flagged,
        flags,
    });
    waiting.extend(flagged);
    let ids: Vec<String> = waiting.iter().map(|it| it.item.clone()).collect();
    let items = items(&mut tx, &ids).await?;
    // Before it is cut: what nobody can decide about any more takes no place of what waits.
    waiting.retain(|it| {
        items.get(&it.item).is_some_and(|item| {
            let own = item.author_tag == secrets.author_tag(&item.place.thread, &moderator.account);
            !own && !item.removed
        })
    });
    waiting.sort_by_key(|it| (rank(&it.stage), it.since, it.item.clone()));
    waiting.truncate(MOST);
    let ids: Vec<String> = waiting.iter().map(|it| it.item.clone()).collect();
    let authors = authors(&mut tx, &ids).await?;
    let threads = ids.iter().filter_map(|id| Some(items.get(id)?.place.thread.clone())).collect();
    let titles = titles(&mut tx, threads).await?;
    tx.commit().await?;
    let case = |it: Waiting| {
        let item = items.get(&it.item)?;
        case(it, item, &authors, &titles)
    };
    Ok(Queue { moderator: moderator.number, cases: waiting.into_iter().filter_map(case).collect() })
}

fn case(
    it: Waiting,
    item: &Item,
    authors: &HashMap<String, Author>,
    titles: &HashMap<String, String>,
) -> Option<Case> {
    let place = item.place.clone();
    let post = place.item == place.thread;
    // A title has no line break: the first one ends it.
    let (title, text) = match item.words.split_once('\n').filter(|_| post) {
        Some((title, text)) => (Some(title.to_owned()), text.to_owned()),
        None => (None, item.words.clone()),
    };
    // Who writes a post is the first in its thread, unless an officer does.
    let first = Author::Neighbor { number: 1, wrote_the_post: true };
    Some(Case {
        thread_title: titles.get(&place.thread).cloned().unwrap_or_default(),
        author: authors.get(&place.item).cloned().unwrap_or(first),
        place,
        title,
        text,
        flags: it.flags,
        since: shown(it.since),
        stage: it.stage,
    })
}

fn rank(stage: &Stage) -> u8 {
    match stage {
        Stage::Appealed { .. } => 0,
        Stage::Proposed { .. } => 1,
        Stage::Flagged => 2,
        Stage::Hidden { .. } => 3,
    }
}

/// Appeals, proposals, and what was hidden lately.
async fn acts(
    tx: &mut Transaction<'_, Any>,
    moderator: &Moderator,
    now: DateTime<Utc>,
) -> Result<Vec<Waiting>, sqlx::Error> {
    let found: Vec<Option<Waiting>> = sqlx::query(
        "select * from moderation_act
         where act = 'propose'
            or (act = 'hide' and appealed_at is not null and answered_at is null)
            or (act = 'hide' and at > $1 and (answer is null or answer = 'uphold'))",
    )
    .bind((now - LATELY).timestamp_millis())
    .try_map(|row: AnyRow| waits(&row, moderator))
    .fetch_all(&mut **tx)
    .await?;
    Ok(found.into_iter().flatten().collect())
}

fn waits(row: &AnyRow, moderator: &Moderator) -> Result<Option<Waiting>, sqlx::Error> {
    let (reason, by) = (reason(row)?, row.try_get::<i64, _>("moderator")? as u32);
    let second = row.try_get::<Option<i64>, _>("second")?.map(|second| second as u32);
    let appealed = super::maybe_time(row, "appealed_at")?;
    let open = appealed.filter(|_| row.try_get::<Option<i64>, _>("answered_at").is_ok_and(|at| at.is_none()));
    let concerned = by == moderator.number || second == Some(moderator.number);
    let (since, stage) = if row.try_get::<String, _>("act")? == "propose" {
        (time(row, "at")?, Stage::Proposed { reason, by })
    } else if let Some(at) = open {
        if concerned {
            return Ok(None);
        }
        let appeal = row.try_get::<Option<String>, _>("appeal")?.unwrap_or_default();
        (at, Stage::Appealed { reason, by, appeal })
    } else {
        (time(row, "at")?, Stage::Hidden { reason, by })
    };
    Ok(Some(Waiting { item: row.try_get("item_id")?, since, stage, flags: Vec::new() }))
}

type Flagged = HashMap<String, (DateTime<Utc>, Vec<FlagsOf>)>;

async fn flagged(tx: &mut Transaction<'_, Any>) -> Result<Flagged, sqlx::Error> {
    let sql = format!(
        "select item_id, reason, count(*) as flags, min(at) as first_at from flag
         where act_id is null and {STANDS} group by item_id, reason"
    );
    let rows: Vec<(String, Reason, i64, DateTime<Utc>)> = sqlx::query(&sql)
        .try_map(|row: AnyRow| {
            Ok((row.try_get("item_id")?, reason(&row)?, row.try_get("flags")?, time(&row, "first_at")?))
        })
        .fetch_all(&mut **tx)
        .await?;
    let mut flagged: BTreeMap<String, (DateTime<Utc>, Vec<FlagsOf>)> = BTreeMap::new();
    for (item, reason, flags, at) in rows {
        let entry = flagged.entry(item).or_insert((at, Vec::new()));
        entry.0 = entry.0.min(at);
        entry.1.push(FlagsOf { reason, flags: flags as u32 });
    }
    for (_, flags) in flagged.values_mut() {
        flags.sort_by_key(|it| (std::cmp::Reverse(it.flags), it.reason));
    }
    Ok(flagged.into_iter().collect())
}

/// Of comments by their number or badge; of posts where an officer wrote them.
async fn authors(
    tx: &mut Transaction<'_, Any>,
    ids: &[String],
) -> Result<HashMap<String, Author>, sqlx::Error> {
    let mut authors = HashMap::new();
    for some in ids.chunks(ROWS) {
        let sql = comments::select(&format!("comment.id in ({})", marks(1, some.len())));
        let query = some.iter().fold(sqlx::query(&sql), |query, id| query.bind(id));
        let found = query
            .try_map(|row: AnyRow| Ok((row.try_get::<String, _>("id")?, comments::by(&row)?.0)))
            .fetch_all(&mut **tx)
            .await?;
        authors.extend(found);
        let sql = format!(
            "select post.id, {} from post join officer on officer.id = post.officer_id
             join agency on agency.id = officer.agency_id where post.id in ({})",
            officers::BADGE,
            marks(1, some.len())
        );
        let query = some.iter().fold(sqlx::query(&sql), |query, id| query.bind(id));
        let found = query
            .try_map(|row: AnyRow| {
                Ok((row.try_get::<String, _>("id")?, officers::badge(&row, String::new())?))
            })
            .fetch_all(&mut **tx)
            .await?;
        authors.extend(
            found.into_iter().filter_map(|(id, badge)| Some((id, Author::Officer { badge: badge? }))),
        );
    }
    Ok(authors)
}

async fn titles(
    tx: &mut Transaction<'_, Any>,
    threads: Vec<String>,
) -> Result<HashMap<String, String>, sqlx::Error> {
    let mut titles = HashMap::new();
    for some in threads.chunks(ROWS) {
        let (first, second) = (marks(1, some.len()), marks(1 + some.len(), some.len()));
        let sql = format!(
            "select id, title from post where id in ({first})
             union all select id, title from assistance_request where id in ({second})"
        );
        let query = some.iter().chain(some).fold(sqlx::query(&sql), |query, id| query.bind(id));
        let found = query
            .try_map(|row: AnyRow| Ok((row.try_get("id")?, row.try_get("title")?)))
            .fetch_all(&mut **tx)
            .await?;
        titles.extend(found);
    }
    Ok(titles)
}
