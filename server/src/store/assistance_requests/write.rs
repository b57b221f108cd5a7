//! Submitting a request, and publishing it once a reviewer has looked.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use neighbors_domain::Checked;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::Draft;
use neighbors_domain::feed::Kind;
use neighbors_domain::live::Happened;
use neighbors_domain::rules::Review;
use sqlx::{Any, Row, Transaction};

use super::super::feed;
use super::super::{Store, json};
use super::history::judged;
use crate::Result;
use crate::auth::Officer;
use crate::live::Event;

/// Holder of a wrapped key that is the agency itself, for when officers leave.
pub const RECOVERY: &str = "recovery";

/// Officers who can open what is shared: with one alone, a lost passphrase would lose it.
const MIN_OFFICERS: usize = 2;

/// The request's own age key, made in the submitting officer's browser.
#[derive(Clone)]
pub struct Keys {
    /// "age1…": what shares are sealed to.
    pub recipient: String,
    pub wrapped: Vec<WrappedKey>,
}

/// The request's identity, sealed to one holder.
#[derive(Clone)]
pub struct WrappedKey {
    /// The id of an officer, or [`RECOVERY`].
    pub holder: String,
    /// base64 of an age file.
    pub wrapped: String,
}

/// Waits for review; nothing of it is public. Answers with its id.
pub async fn submit(
    store: &Store,
    officer: &Officer,
    draft: &Checked<Draft>,
    keys: &Keys,
    now: DateTime<Utc>,
) -> Result<String> {
    let id = store.new_id();
    let mut tx = store.write().await?;
    sqlx::query(
        "insert into assistance_request (id, agency_id, officer_id, version, case_number, case_key, draft, title,
                                         submitted_at, recipient)
         values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&id)
    .bind(&officer.agency)
    .bind(&officer.id)
    .bind(draft.case_number.to_string())
    .bind(draft.case_number.key())
    .bind(serde_json::to_string(&**draft).expect("a draft is JSON"))
    .bind(draft.title.trim())
    .bind(now.timestamp_millis())
    .bind(&keys.recipient)
    .execute(&mut *tx)
    .await?;
    for key in &keys.wrapped {
        sqlx::query(
            "insert into assistance_request_key (assistance_request_id, holder, wrapped) values ($1, $2, $3)",
        )
        .bind(&id)
        .bind(&key.holder)
        .bind(&key.wrapped)
        .execute(&mut *tx)
        .await?;
    }
    enough_holders(&mut tx, &id, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// All rules run again, against the history as it is now, while the agency's row is held: two
/// publications at the same instant cannot both be the last one allowed.
pub async fn publish(store: &Store, review: &Review, id: &str, now: DateTime<Utc>) -> Result<()> {
    let mut tx = store.write().await?;
    let waiting =
        sqlx::query("select agency_id, draft from assistance_request where id = $1 and published_at is null")
            .bind(id)
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(ApiError::NotFound)?;
    let (agency, draft): (String, Draft) = (waiting.try_get("agency_id")?, json(&waiting, "draft")?);
    lock_agency(&mut tx, &agency).await?;
    let mut judged = judged(&mut tx, &agency, &draft, now).await?;
    judged.review = Some(review.clone());
    let draft = draft.check(now, &judged)?;
    enough_holders(&mut tx, id, now).await?;
    let published = sqlx::query(
        "update assistance_request set judged = $1, published_at = $2, open_until = $3
         where id = $4 and published_at is null",
    )
    .bind(serde_json::to_string(&judged).expect("numbers are JSON"))
    .bind(now.timestamp_millis())
    .bind((now + Draft::OPEN_FOR).timestamp_millis())
    .bind(id)
    .execute(&mut *tx)
    .await?;
    if published.rows_affected() == 0 {
        // Another reviewer was faster.
        return Err(ApiError::NotFound.into());
    }
    place(&mut tx, id, &agency, &draft, now).await?;
    let event = Event::new(Happened::AssistanceRequest, id, draft.area.regions().into_iter().collect());
    Ok(store.commit_and_tell(tx, event).await?)
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

/// The portable lock: whoever updates the row that owns a limit goes first.
async fn lock_agency(tx: &mut Transaction<'_, Any>, agency: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update agency set slug = slug where id = $1").bind(agency).execute(&mut **tx).await?;
    Ok(())
}

/// Two officers who are still there, of this agency, and the agency's recovery key.
async fn enough_holders(tx: &mut Transaction<'_, Any>, id: &str, now: DateTime<Utc>) -> Result<()> {
    let holders: Vec<String> = sqlx::query_scalar(
        "select assistance_request_key.holder from assistance_request_key
         join assistance_request on assistance_request.id = assistance_request_key.assistance_request_id
         left join officer on officer.id = assistance_request_key.holder
                          and officer.agency_id = assistance_request.agency_id
                          and (officer.ended_at is null or officer.ended_at > $2)
         where assistance_request_key.assistance_request_id = $1
           and (officer.id is not null or assistance_request_key.holder = $3)",
    )
    .bind(id)
    .bind(now.timestamp_millis())
    .bind(RECOVERY)
    .fetch_all(&mut **tx)
    .await?;
    let holders: BTreeSet<&str> = holders.iter().map(String::as_str).collect();
    if holders.contains(RECOVERY) && holders.len() > MIN_OFFICERS {
        return Ok(());
    }
    Err(ApiError::Invalid {
        field: "keys".to_owned(),
        sentence: format!(
            "The key of the request must be wrapped for at least {MIN_OFFICERS} active officers and for recovery."
        ),
    }
    .into())
}
