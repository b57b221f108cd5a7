//! What moderation says to one person. No row says whose it is: the tag of each thread is tried.

use chrono::{DateTime, Utc};
use neighbors_domain::Checked;
use neighbors_domain::api::ApiError;
use neighbors_domain::moderation::{
    APPEAL_WITHIN, Act, Appeal, FLAGS_KEPT, Mine, ModerationError, MyFlag, NOTICES_SHOWN, Notice,
    NoticeState, Outcome, Why,
};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::{Store, maybe_time, time, undecodable};
use super::{Item, OwnFlag, flags_since, items, paused, reason};
use crate::Result;
use crate::auth::Writer;
use crate::secrets::Secrets;

pub async fn of_account(
    store: &Store,
    secrets: &Secrets,
    account: &str,
    now: DateTime<Utc>,
) -> Result<Mine, sqlx::Error> {
    let mut tx = store.pool.begin().await?;
    let found: Vec<Option<(String, Notice)>> =
        sqlx::query("select * from moderation_act where at > $1 and act = 'hide' order by at desc, id")
            .bind((now - NOTICES_SHOWN).timestamp_millis())
            .try_map(|row: AnyRow| {
                let thread: String = row.try_get("thread_id")?;
                let own = row.try_get::<String, _>("author_tag")? == secrets.author_tag(&thread, account);
                own.then(|| Ok((row.try_get("item_id")?, notice(&row, thread)?))).transpose()
            })
            .fetch_all(&mut *tx)
            .await?;
    let mut notices: Vec<(String, Notice)> = found.into_iter().flatten().collect();
    let flags = flags_since(&mut tx, secrets, account, now - FLAGS_KEPT).await?;
    let ids: Vec<String> =
        notices.iter().map(|(id, _)| id.clone()).chain(flags.iter().map(|flag| flag.item.clone())).collect();
    let items = items(&mut tx, &ids).await?;
    for (id, notice) in &mut notices {
        let Some(item) = items.get(id) else { continue };
        notice.place = item.place.clone();
        notice.words = item.words.trim().to_owned();
    }
    let mut mine = Mine { paused_until: None, ..Mine::default() };
    mine.notices = notices.into_iter().map(|(_, notice)| notice).collect();
    for flag in flags {
        let Some(item) = items.get(&flag.item) else { continue };
        let outcome = outcome(&mut tx, &flag, item).await?;
        mine.flags.push(MyFlag { place: item.place.clone(), reason: flag.reason, at: flag.at, outcome });
    }
    tx.commit().await?;
    mine.paused_until = paused(store, secrets, account, now).await?;
    Ok(mine)
}

/// Place and words are filled in by who has the item.
fn notice(row: &AnyRow, thread: String) -> Result<Notice, sqlx::Error> {
    let at = time(row, "at")?;
    let answered = maybe_time(row, "answered_at")?;
    let state = match (row.try_get::<Option<String>, _>("answer")?.as_deref(), answered) {
        (Some("restore"), Some(answered)) => {
            let why: Option<String> = row.try_get("why")?;
            let why = why.as_deref().and_then(Why::from_key).ok_or_else(|| undecodable("why"))?;
            NoticeState::Restored { why, at: answered }
        }
        (Some(_), Some(answered)) => NoticeState::Upheld { at: answered },
        _ if maybe_time(row, "appealed_at")?.is_some() => NoticeState::Appealed,
        _ => NoticeState::Hidden { appeal_until: at + APPEAL_WITHIN },
    };
    let item: String = row.try_get("item_id")?;
    Ok(Notice {
        id: row.try_get("id")?,
        place: neighbors_domain::moderation::Where {
            item,
            kind: super::kind(row)?,
            thread,
            on_request: false,
        },
        words: String::new(),
        at,
        reason: reason(row)?,
        moderator: row.try_get::<i64, _>("moderator")? as u32,
        state,
    })
}

async fn outcome(
    tx: &mut sqlx::Transaction<'_, sqlx::Any>,
    flag: &OwnFlag,
    item: &Item,
) -> Result<Outcome, sqlx::Error> {
    let Some(act) = &flag.act else {
        return Ok(if item.removed { Outcome::RemovedByAuthor } else { Outcome::Waiting });
    };
    let found = sqlx::query("select act, reason, answer from moderation_act where id = $1")
        .bind(act)
        .try_map(|row: AnyRow| {
            let act: String = row.try_get("act")?;
            let restored = row.try_get::<Option<String>, _>("answer")?.as_deref() == Some("restore");
            Ok(match Act::from_key(&act) {
                Some(Act::Hide) if restored => Outcome::Restored,
                Some(Act::Hide) => Outcome::Hidden { reason: reason(&row)? },
                _ => Outcome::Kept,
            })
        })
        .fetch_optional(&mut **tx)
        .await?;
    Ok(found.unwrap_or(Outcome::Waiting))
}

/// Once for each decision. Somebody else's notice is as little there as none.
pub async fn appeal(
    store: &Store,
    secrets: &Secrets,
    writer: &Writer,
    notice: &str,
    appeal: &Checked<Appeal>,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut tx = store.write().await?;
    let row = sqlx::query("select * from moderation_act where id = $1 and act = 'hide'")
        .bind(notice)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(ApiError::NotFound)?;
    let thread: String = row.try_get("thread_id")?;
    if row.try_get::<String, _>("author_tag")? != secrets.author_tag(&thread, writer.account()) {
        return Err(ApiError::NotFound.into());
    }
    if maybe_time(&row, "appealed_at")?.is_some() {
        return Err(ModerationError::Appealed.into());
    }
    if maybe_time(&row, "answered_at")?.is_some() {
        return Err(ModerationError::Decided.into());
    }
    if now > time(&row, "at")? + APPEAL_WITHIN {
        return Err(ModerationError::AppealTooLate { days: APPEAL_WITHIN.num_days() }.into());
    }
    // Two at the same instant: one of them is the one appeal.
    let made = sqlx::query(
        "update moderation_act set appeal = $2, appealed_at = $3 where id = $1 and appealed_at is null",
    )
    .bind(notice)
    .bind(&appeal.text)
    .bind(now.timestamp_millis())
    .execute(&mut *tx)
    .await?;
    if made.rows_affected() == 0 {
        return Err(ModerationError::Appealed.into());
    }
    Ok(store.commit_for_queue(tx, None).await?)
}
