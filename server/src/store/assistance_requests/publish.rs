//! Publishing what a reviewer approved: a request, or the next version of one.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use neighbors_domain::Checked;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::Draft;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::Kind;
use neighbors_domain::live::Happened;
use neighbors_domain::record;
use neighbors_domain::rules::{Judged, Review};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::super::feed;
use super::super::{Store, json, maybe_time, time};
use super::history::judged;
use super::write::{check_amendment, enough_holders, lock_agency, slug_of};
use crate::live::Event;
use crate::{Result, store};

/// Publishes what waits under this id. For stories that need no queue; reviewers come by `store::review`.
pub async fn publish(store: &Store, review: &Review, id: &str, now: DateTime<Utc>) -> Result<()> {
    let mut tx = store.write().await?;
    let event = publish_in(&mut tx, store, review, id, now).await?;
    Ok(store.commit_and_tell(tx, event).await?)
}

/// All rules run again, against the history as it is now, while the agency's row is held: two
/// publications at the same instant cannot both be the last one allowed.
pub(in crate::store) async fn publish_in(
    tx: &mut Transaction<'_, Any>,
    store: &Store,
    review: &Review,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Event> {
    let agency: String = sqlx::query_scalar("select agency_id from assistance_request where id = $1")
        .bind(id)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(ApiError::NotFound)?;
    lock_agency(tx, &agency).await?;
    let waiting = sqlx::query(
        "select version.version, version.draft as next, version.salt, version.signed, assistance_request.recipient,
                assistance_request.draft, assistance_request.judged,
                assistance_request.published_at, assistance_request.open_until, assistance_request.resolved_at,
                assistance_request.voided_at
         from assistance_request_version as version
         join assistance_request on assistance_request.id = version.assistance_request_id
         where assistance_request.id = $1 and version.decided_at is null",
    )
    .bind(id)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(ApiError::NotFound)?;
    let (version, next): (i64, Draft) = (waiting.try_get("version")?, json(&waiting, "next")?);
    let (draft, judged) = match maybe_time(&waiting, "published_at")? {
        None => first(tx, id, &agency, next, review, now).await?,
        Some(at) => amended(tx, &waiting, &agency, next, review, at, now).await?,
    };
    sqlx::query(
        "update assistance_request_version set decided_at = $1, verdict = 'published', reviewer = $2
         where assistance_request_id = $3 and version = $4",
    )
    .bind(now.timestamp_millis())
    .bind(i64::from(review.second.unwrap_or(review.reviewer)))
    .bind(id)
    .bind(version)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "update assistance_request set judged = $1, version = $2, draft = $3, title = $4,
                published_at = coalesce(published_at, $5), open_until = coalesce(open_until, $6)
         where id = $7",
    )
    .bind(serde_json::to_string(&judged).expect("numbers are JSON"))
    .bind(version)
    .bind(serde_json::to_string(&*draft).expect("a draft is JSON"))
    .bind(draft.title.trim())
    .bind(now.timestamp_millis())
    .bind((now + Draft::OPEN_FOR).timestamp_millis())
    .bind(id)
    .execute(&mut **tx)
    .await?;
    let event = record::Event::Published {
        agency: slug_of(tx, &agency).await?,
        id: id.to_owned(),
        version: version as u32,
        recipient: waiting.try_get("recipient")?,
        draft: Box::new((*draft).clone()),
        salt: waiting.try_get("salt")?,
        reviewers: [Some(review.reviewer), review.second].into_iter().flatten().collect(),
        signed: json(&waiting, "signed").ok(),
    };
    store::record::append(tx, store, &event, now).await?;
    if version == 1 {
        place(tx, id, &agency, &draft, now).await?;
        let regions = draft.area.regions().into_iter().collect();
        return Ok(Event::new(Happened::AssistanceRequest, id, regions));
    }
    // Where the words before were read, it is told that they are others now.
    let before = json::<Draft>(&waiting, "draft")?.area.regions();
    shrink(tx, id, &before, &draft).await?;
    Ok(Event::new(Happened::Closed, id, before.into_iter().collect()))
}

async fn first(
    tx: &mut Transaction<'_, Any>,
    id: &str,
    agency: &str,
    draft: Draft,
    review: &Review,
    now: DateTime<Utc>,
) -> Result<(Checked<Draft>, Judged)> {
    let mut judged = judged(tx, agency, &draft, now).await?;
    judged.review = Some(review.clone());
    let draft = draft.check(now, &judged)?;
    enough_holders(tx, id).await?;
    Ok((draft, judged))
}

/// What people shared with the words before stays bound to them; only what comes from now on is asked by the new ones.
async fn amended(
    tx: &mut Transaction<'_, Any>,
    row: &AnyRow,
    agency: &str,
    draft: Draft,
    review: &Review,
    published_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(Checked<Draft>, Judged)> {
    let over = maybe_time(row, "resolved_at")?.is_some() || maybe_time(row, "voided_at")?.is_some();
    if over || time(row, "open_until")? <= now {
        let sentence = "It is not open any more, so it cannot be amended.".to_owned();
        return Err(ApiError::Invalid { field: "state".to_owned(), sentence }.into());
    }
    let (before, mut judged): (Draft, Judged) = (json(row, "draft")?, json(row, "judged")?);
    let draft = check_amendment(tx, agency, &before, draft, published_at).await?;
    judged.review = Some(review.clone());
    Ok((draft, judged))
}

/// Its cells, for the limit per place; its regions, for their feeds.
async fn place(
    tx: &mut Transaction<'_, Any>,
    id: &str,
    agency: &str,
    draft: &Checked<Draft>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    for cell in &draft.area.cells {
        sqlx::query(
            "insert into assistance_request_cell (assistance_request_id, agency_id, cell) values ($1, $2, $3)",
        )
        .bind(id)
        .bind(agency)
        .bind(cell.to_string())
        .execute(&mut **tx)
        .await?;
    }
    let incident = draft.area.incident;
    let entries: Vec<_> = draft
        .area
        .regions()
        .into_iter()
        .map(|region| feed::Entry {
            region,
            at: now,
            id,
            item: feed::Item::AssistanceRequest,
            kind: Kind::AssistanceRequest,
            // Counted once, where it happened, in however many regions it is read.
            counted: (region == incident.region()).then(|| (incident.cell8(), None)),
        })
        .collect();
    feed::enter(tx, &entries).await?;
    Ok(())
}

/// It leaves the feeds of regions it no longer touches. Its cells stay: the limit per place counts where people
/// were asked, and they were.
async fn shrink(
    tx: &mut Transaction<'_, Any>,
    id: &str,
    before: &BTreeSet<Region7>,
    draft: &Draft,
) -> Result<(), sqlx::Error> {
    for region in before.difference(&draft.area.regions()) {
        sqlx::query("delete from feed_item where item_id = $1 and region = $2")
            .bind(id)
            .bind(region.to_string())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
