//! The public log: who by number, what, why and on which day. Neither item nor words nor author.

use neighbors_domain::api::ApiError;
use neighbors_domain::moderation::{Act, LOG_PAGE, Log, LogEntry, Why};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::{Store, time, undecodable};
use super::{kind, reason};
use crate::Result;

/// `after`: the cursor of the page before, which is the id of its last line and says nothing else.
pub async fn page(store: &Store, after: Option<&str>) -> Result<Log> {
    let before: (i64, String) = match after {
        None => (i64::MAX, String::new()),
        Some(id) => {
            let at: Option<i64> =
                sqlx::query_scalar("select at from moderation_act where id = $1 and act <> 'propose'")
                    .bind(id)
                    .fetch_optional(&**store)
                    .await?;
            let unknown = || ApiError::Invalid {
                field: "after".to_owned(),
                sentence: "This page of the log does not exist. Begin again from the top.".to_owned(),
            };
            (at.ok_or_else(unknown)?, id.to_owned())
        }
    };
    let sql = format!(
        "select * from moderation_act where (at, id) < ($1, $2) and act <> 'propose'
         order by at desc, id desc limit {}",
        LOG_PAGE + 1
    );
    let mut rows: Vec<(String, LogEntry)> = sqlx::query(&sql)
        .bind(before.0)
        .bind(before.1)
        .try_map(|row: AnyRow| Ok((row.try_get("id")?, entry(&row)?)))
        .fetch_all(&**store)
        .await?;
    let more = rows.len() > LOG_PAGE;
    rows.truncate(LOG_PAGE);
    let next = rows.last().filter(|_| more).map(|(id, _)| id.clone());
    Ok(Log { entries: rows.into_iter().map(|(_, entry)| entry).collect(), next })
}

/// The whole of it, oldest first, for open data.
pub async fn all(store: &Store) -> Result<Vec<LogEntry>, sqlx::Error> {
    sqlx::query("select * from moderation_act where act <> 'propose' order by at, id")
        .try_map(|row: AnyRow| entry(&row))
        .fetch_all(&**store)
        .await
}

fn entry(row: &AnyRow) -> Result<LogEntry, sqlx::Error> {
    let act: String = row.try_get("act")?;
    let act = Act::from_key(&act).ok_or_else(|| undecodable("act"))?;
    let why: Option<String> = row.try_get("why")?;
    let why = why.map(|why| Why::from_key(&why).ok_or_else(|| undecodable("why"))).transpose()?;
    let second = row.try_get::<Option<i64>, _>("second")?;
    Ok(LogEntry {
        on: time(row, "at")?.date_naive(),
        kind: kind(row)?,
        act,
        reason: reason(row)?,
        // A hide that was answered carries the reason of its answer too, which has a line of its own.
        why: why.filter(|_| act == Act::Restore),
        moderator: row.try_get::<i64, _>("moderator")? as u32,
        second: second.map(|second| second as u32),
    })
}
