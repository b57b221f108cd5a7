//! What is new in some threads, where somebody wrote, and who wants a digest.

use std::collections::HashMap;

use neighbors_domain::language::Language;
use neighbors_domain::notices::{MAX_THREADS, MailWishes, ThreadKind, ThreadNews};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::leaving::{self, Own};
use super::{Store, marks, undecodable};
use crate::auth::Resident;
use crate::secrets::Secrets;

/// Those that are there, in the order they were asked for.
pub async fn news(store: &Store, threads: &[String]) -> Result<Vec<ThreadNews>, sqlx::Error> {
    let threads = &threads[..threads.len().min(MAX_THREADS)];
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    let those = marks(1, threads.len());
    let posts = format!(
        "select id, case when removed_at is null and hidden_reason is null then title end as title from post where id in ({those})"
    );
    let requests = format!(
        "select id, title from assistance_request where published_at is not null and id in ({those})"
    );
    let comments = format!(
        "select thread_id, count(*) as n from comment
         where removed_at is null and hidden_reason is null and thread_id in ({those}) group by thread_id"
    );
    let mut titles: HashMap<String, (ThreadKind, Option<String>)> = HashMap::new();
    for (sql, kind) in [(posts, ThreadKind::Post), (requests, ThreadKind::AssistanceRequest)] {
        let query = threads.iter().fold(sqlx::query(&sql), |query, thread| query.bind(thread));
        for row in query.fetch_all(&**store).await? {
            titles.insert(row.try_get("id")?, (kind, row.try_get("title")?));
        }
    }
    let mut counts: HashMap<String, i64> = HashMap::new();
    let query = threads.iter().fold(sqlx::query(&comments), |query, thread| query.bind(thread));
    for row in query.fetch_all(&**store).await? {
        counts.insert(row.try_get("thread_id")?, row.try_get("n")?);
    }
    let known = |thread: &String| {
        let (kind, title) = titles.remove(thread)?;
        let comments = counts.get(thread).copied().unwrap_or_default() as u32;
        Some(ThreadNews { thread: thread.clone(), kind, title, comments })
    };
    Ok(threads.iter().filter_map(known).collect())
}

/// The threads of all this person wrote, newest first. Tries every tag, as leaving does: nothing here could be joined on.
pub async fn my_threads(
    store: &Store,
    secrets: &Secrets,
    resident: &Resident,
) -> Result<Vec<String>, sqlx::Error> {
    let Own { posts, comments } = leaving::own(store, secrets, resident).await?;
    let mut threads: Vec<(i64, String)> = Vec::new();
    for (ids, sql) in [
        (posts, "select id as thread, published_at as at from post where id in"),
        (comments, "select thread_id as thread, at from comment where id in"),
    ] {
        for some in ids.chunks(500) {
            let sql = format!("{sql} ({})", marks(1, some.len()));
            let query = some.iter().fold(sqlx::query(&sql), |query, id| query.bind(id));
            let found = query.try_map(|row: AnyRow| Ok((row.try_get("at")?, row.try_get("thread")?)));
            threads.extend(found.fetch_all(&**store).await?);
        }
    }
    threads.sort_by(|one, other| other.cmp(one));
    let mut newest = Vec::new();
    for (_, thread) in threads {
        if !newest.contains(&thread) && newest.len() < MAX_THREADS {
            newest.push(thread);
        }
    }
    Ok(newest)
}

pub async fn wishes(store: &Store, resident: &Resident) -> Result<MailWishes, sqlx::Error> {
    let digest: Option<String> = sqlx::query_scalar("select digest from account where id = $1")
        .bind(&resident.account)
        .fetch_one(&**store)
        .await?;
    Ok(MailWishes { digest: digest.map(|tag| language(&tag)).transpose()? })
}

pub async fn set_wishes(store: &Store, resident: &Resident, wishes: MailWishes) -> Result<(), sqlx::Error> {
    sqlx::query("update account set digest = $2 where id = $1")
        .bind(&resident.account)
        .bind(wishes.digest.map(Language::tag))
        .execute(&**store)
        .await?;
    Ok(())
}

pub(super) fn language(tag: &str) -> Result<Language, sqlx::Error> {
    [Language::English, Language::Spanish]
        .into_iter()
        .find(|language| language.tag() == tag)
        .ok_or_else(|| undecodable("digest"))
}
