//! A decision, under the lock of its thread: judged by `domain::moderation::step`, written down, told.

use chrono::{DateTime, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::live::Happened;
use neighbors_domain::moderation::{Act, Decision, ItemKind, Reason, Standing, Step, Why, step};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::super::{Store, maybe_time, threads};
use super::{Item, items, reason};
use crate::Result;
use crate::auth::Moderator;
use crate::live::Event;
use crate::secrets::Secrets;

pub async fn decide(
    store: &Store,
    secrets: &Secrets,
    moderator: &Moderator,
    id: &str,
    decision: Decision,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut tx = store.write().await?;
    let ids = [id.to_owned()];
    let thread = items(&mut tx, &ids).await?.remove(id).ok_or(ApiError::NotFound)?.place.thread;
    threads::lock(&mut tx, &thread).await?;
    let item = items(&mut tx, &ids).await?.remove(id).ok_or(ApiError::NotFound)?;
    let known = known(&mut tx, id).await?;
    let standing =
        standing(&item, &known, item.author_tag == secrets.author_tag(&thread, &moderator.account));
    let mut desk = Desk { tx, store, moderator, item, now };
    let step = step(decision, moderator.number, &standing)?;
    match (step, decision) {
        (Step::Hide, Decision::Hide { reason }) => {
            let act = desk.write("hide", reason, None).await?;
            desk.show(Some(reason)).await?;
            desk.answer_flags(&act).await?;
        }
        (Step::Propose, Decision::Hide { reason }) => {
            desk.write("propose", reason, None).await?;
        }
        (Step::Agree, _) => {
            let Some(proposal) = known.proposal else { return Err(ApiError::NotFound.into()) };
            desk.agree(&proposal.id).await?;
            desk.show(Some(proposal.reason)).await?;
            desk.answer_flags(&proposal.id).await?;
        }
        (Step::Restore, Decision::Restore { why }) => {
            let reason = known.hide.as_ref().map_or(Reason::Spam, |hide| hide.reason);
            desk.write(Act::Restore.key(), reason, Some(why)).await?;
            desk.answer_appeal(known.hide, "restore", Some(why)).await?;
            desk.show(None).await?;
        }
        (Step::Uphold, _) => {
            let reason = known.hide.as_ref().map_or(Reason::Spam, |hide| hide.reason);
            desk.write(Act::Uphold.key(), reason, None).await?;
            desk.answer_appeal(known.hide, "uphold", None).await?;
        }
        // What was proposed or flagged, and stays.
        _ => {
            let reason = known.proposal.as_ref().map(|proposal| proposal.reason).or(known.flagged_as);
            if let Some(proposal) = known.proposal {
                desk.withdraw(&proposal.id).await?;
            }
            let act = desk.write(Act::Keep.key(), reason.unwrap_or(Reason::Spam), None).await?;
            desk.answer_flags(&act).await?;
        }
    }
    desk.done(matches!(step, Step::Hide | Step::Agree | Step::Restore)).await
}

/// An act about the item that is still in force.
struct Known {
    proposal: Option<Written>,
    hide: Option<Written>,
    /// The reason most flags name.
    flagged_as: Option<Reason>,
}

struct Written {
    id: String,
    reason: Reason,
    by: u32,
    second: Option<u32>,
    appealed: bool,
}

async fn known(tx: &mut Transaction<'_, Any>, id: &str) -> Result<Known, sqlx::Error> {
    let acts: Vec<(String, Written)> = sqlx::query(
        "select * from moderation_act where item_id = $1
           and (act = 'propose' or (act = 'hide' and (answer is null or answer = 'uphold')))
         order by at desc, id",
    )
    .bind(id)
    .try_map(|row: AnyRow| {
        let open = maybe_time(&row, "answered_at")?.is_none();
        let written = Written {
            id: row.try_get("id")?,
            reason: reason(&row)?,
            by: row.try_get::<i64, _>("moderator")? as u32,
            second: row.try_get::<Option<i64>, _>("second")?.map(|second| second as u32),
            appealed: open && maybe_time(&row, "appealed_at")?.is_some(),
        };
        Ok((row.try_get("act")?, written))
    })
    .fetch_all(&mut **tx)
    .await?;
    let mut known = Known { proposal: None, hide: None, flagged_as: None };
    for (act, written) in acts {
        let place = if act == "propose" { &mut known.proposal } else { &mut known.hide };
        place.get_or_insert(written);
    }
    known.flagged_as = sqlx::query(
        "select reason from flag where item_id = $1 and act_id is null
         group by reason order by count(*) desc, reason limit 1",
    )
    .bind(id)
    .try_map(|row: AnyRow| reason(&row))
    .fetch_optional(&mut **tx)
    .await?;
    Ok(known)
}

fn standing(item: &Item, known: &Known, own: bool) -> Standing {
    let hide = known.hide.as_ref();
    Standing {
        own,
        removed: item.removed,
        hidden: item.hidden.is_some(),
        by_officer: item.by_officer,
        flagged: known.flagged_as.is_some(),
        proposed_by: known.proposal.as_ref().map(|proposal| proposal.by),
        hidden_by: hide
            .map(|hide| [Some(hide.by), hide.second].into_iter().flatten().collect())
            .unwrap_or_default(),
        appealed: hide.is_some_and(|hide| hide.appealed),
    }
}

struct Desk<'a> {
    tx: Transaction<'static, Any>,
    store: &'a Store,
    moderator: &'a Moderator,
    item: Item,
    now: DateTime<Utc>,
}

impl Desk<'_> {
    /// Answers with the id of the act.
    async fn write(&mut self, act: &str, reason: Reason, why: Option<Why>) -> Result<String, sqlx::Error> {
        let id = self.store.new_id();
        sqlx::query(
            "insert into moderation_act (id, item_id, kind, thread_id, author_tag, act, reason, why, moderator, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(&id)
        .bind(&self.item.place.item)
        .bind(self.item.place.kind.key())
        .bind(&self.item.place.thread)
        .bind(&self.item.author_tag)
        .bind(act)
        .bind(reason.key())
        .bind(why.map(Why::key))
        .bind(i64::from(self.moderator.number))
        .bind(self.now.timestamp_millis())
        .execute(&mut *self.tx)
        .await?;
        Ok(id)
    }

    async fn agree(&mut self, proposal: &str) -> Result<(), sqlx::Error> {
        sqlx::query("update moderation_act set act = 'hide', second = $2, at = $3 where id = $1")
            .bind(proposal)
            .bind(i64::from(self.moderator.number))
            .bind(self.now.timestamp_millis())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// It was never in force, so the log says only that the item was looked at.
    async fn withdraw(&mut self, proposal: &str) -> Result<(), sqlx::Error> {
        sqlx::query("delete from moderation_act where id = $1").bind(proposal).execute(&mut *self.tx).await?;
        Ok(())
    }

    async fn show(&mut self, hidden: Option<Reason>) -> Result<(), sqlx::Error> {
        let table = match self.item.place.kind {
            ItemKind::Post => "post",
            ItemKind::Comment => "comment",
        };
        sqlx::query(&format!("update {table} set hidden_reason = $2 where id = $1"))
            .bind(&self.item.place.item)
            .bind(hidden.map(Reason::key))
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn answer_flags(&mut self, act: &str) -> Result<(), sqlx::Error> {
        sqlx::query("update flag set act_id = $2 where item_id = $1 and act_id is null")
            .bind(&self.item.place.item)
            .bind(act)
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn answer_appeal(
        &mut self,
        hide: Option<Written>,
        answer: &str,
        why: Option<Why>,
    ) -> Result<(), sqlx::Error> {
        let Some(hide) = hide else { return Ok(()) };
        sqlx::query("update moderation_act set answer = $2, why = $3, answered_at = $4 where id = $1")
            .bind(hide.id)
            .bind(answer)
            .bind(why.map(Why::key))
            .bind(self.now.timestamp_millis())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    /// Whoever shows the thread reads it anew, if something in it changed.
    async fn done(mut self, tell: bool) -> Result<()> {
        if !tell {
            return Ok(self.store.commit_for_queue(self.tx, None).await?);
        }
        let thread = &self.item.place.thread;
        let regions = threads::regions(&mut self.tx, thread).await?;
        let event = Event::new(Happened::Comment, thread, regions);
        Ok(self.store.commit_for_queue(self.tx, Some(event)).await?)
    }
}
