//! A reviewer's decision: published at once, kept for a second reviewer, returned, or refused.

use chrono::{DateTime, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::Draft;
use neighbors_domain::record::Event;
use neighbors_domain::review::{Decision, Question, Reason, ReviewError, Verdict};
use neighbors_domain::rules::Review;
use sqlx::{Any, Row, Transaction};

use super::super::assistance_requests::{enough_holders, judged, publish_in};
use super::super::{Store, json, record};
use super::hand_on::handed_on;
use super::{Found, fingerprint, lock_agency_of, waiting};
use crate::auth::Reviewer;
use crate::{Error, Result};

/// In one transaction with the agency's row held, so that of two reviewers at once one decides and the other hears so.
pub async fn decide(
    store: &Store,
    reviewer: &Reviewer,
    id: &str,
    decision: &Decision,
    now: DateTime<Utc>,
) -> Result<()> {
    decision.check().map_err(refused)?;
    let mut tx = store.write().await?;
    lock_agency_of(&mut tx, id).await?;
    let found = match waiting(&mut tx, reviewer, id).await {
        Err(Error::Api(ApiError::NotFound)) => {
            let again = decided_so(&mut tx, reviewer, id, decision).await?;
            return if again { Ok(()) } else { Err(why_not(&mut tx, reviewer, id).await?) };
        }
        found => found?,
    };
    if found.fingerprint != decision.fingerprint {
        return Err(refused(ReviewError::Changed));
    }
    match &decision.verdict {
        Verdict::Approve => {
            let first = found.first.as_ref();
            if let Some(first) = first.filter(|first| first.reviewer == reviewer.number) {
                // The same note of the same places is the first approval, sent again.
                let again = !decision.sensitive.is_empty() && first.sensitive == decision.sensitive;
                return if again { Ok(()) } else { Err(refused(ReviewError::SecondIsFirst)) };
            }
            if let Some(reason) = amiss(&mut tx, &found, id, now).await? {
                end(&mut tx, store, reviewer, id, found.version, ("returned", reason, ""), now).await?;
                tx.commit().await?;
                return Err(went_back(reason));
            }
            if first.is_none() && !decision.sensitive.is_empty() {
                first_of_two(&mut tx, reviewer, id, found.version, decision).await?;
                return Ok(tx.commit().await?);
            }
            let review = Review {
                reviewer: first.map_or(reviewer.number, |first| first.reviewer),
                questions_answered: decision.yes() as u32,
                questions: Question::ALL.len() as u32,
                second: first.map(|_| reviewer.number),
            };
            let event = publish_in(&mut tx, store, &review, id, now).await?;
            Ok(store.commit_and_tell(tx, event).await?)
        }
        Verdict::Return { reason, note } => {
            end(&mut tx, store, reviewer, id, found.version, ("returned", Reason::Asked(*reason), note), now)
                .await?;
            Ok(tx.commit().await?)
        }
        Verdict::Refuse { reason, note } => {
            end(&mut tx, store, reviewer, id, found.version, ("refused", Reason::Asked(*reason), note), now)
                .await?;
            Ok(tx.commit().await?)
        }
    }
}

/// What only the agency can mend, and may have changed since it was sent: then an approval returns it. The rules that
/// count and measure are run again at publication; where one fails there, it waits on.
async fn amiss(
    tx: &mut Transaction<'_, Any>,
    found: &Found,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Option<Reason>> {
    let draft: Draft = json(&found.row, "draft")?;
    if judged(tx, &found.agency_id, &draft, now).await?.lead_is_there == Some(false) {
        return Ok(Some(Reason::LeadGone));
    }
    // The key of an amendment is that of the request, which is open already.
    match enough_holders(tx, id).await {
        Err(Error::Api(ApiError::Invalid { .. })) if found.version == 1 => Ok(Some(Reason::TooFewKeys)),
        Err(Error::Api(ApiError::Invalid { .. })) | Ok(()) => Ok(None),
        Err(other) => Err(other),
    }
}

/// For the reviewer, who pressed "approve" and did nothing wrong.
fn went_back(reason: Reason) -> Error {
    let told =
        |sentence: &str| ApiError::Invalid { field: "verdict".to_owned(), sentence: sentence.to_owned() };
    if reason == Reason::LeadGone {
        let sentence = "Its lead investigator is not an active officer any more. It went back to the agency, with this reason.";
        return told(sentence).into();
    }
    let sentence = "Fewer than two officers could still open what is shared. It went back to the agency, with this reason.";
    told(sentence).into()
}

/// Waits on, for another reviewer.
async fn first_of_two(
    tx: &mut Transaction<'_, Any>,
    reviewer: &Reviewer,
    id: &str,
    version: i64,
    decision: &Decision,
) -> Result<()> {
    sqlx::query(
        "update assistance_request_version set first_reviewer = $1, sensitive = $2
         where assistance_request_id = $3 and version = $4",
    )
    .bind(i64::from(reviewer.number))
    .bind(serde_json::to_string(&decision.sensitive).expect("words are JSON"))
    .bind(id)
    .bind(version)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What is never published needs no keys.
async fn end(
    tx: &mut Transaction<'_, Any>,
    store: &Store,
    reviewer: &Reviewer,
    id: &str,
    version: i64,
    (verdict, reason, note): (&str, Reason, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(
        "update assistance_request_version set decided_at = $1, verdict = $2, reviewer = $3, reason = $4, note = $5
         where assistance_request_id = $6 and version = $7",
    )
    .bind(now.timestamp_millis())
    .bind(verdict)
    .bind(i64::from(reviewer.number))
    .bind(reason.key())
    .bind(note.trim())
    .bind(id)
    .bind(version)
    .execute(&mut **tx)
    .await?;
    let agency = sqlx::query_scalar(
        "select slug from agency join assistance_request on assistance_request.agency_id = agency.id
         where assistance_request.id = $1",
    )
    .bind(id)
    .fetch_one(&mut **tx)
    .await?;
    let (request, n, by) = (id.to_owned(), version as u32, reviewer.number);
    let event = match verdict {
        "refused" => Event::Refused { agency, id: request, version: n, reason, reviewer: by },
        _ => Event::Returned { agency, id: request, version: n, reason, reviewer: by },
    };
    record::append(tx, store, &event, now).await?;
    if version == 1 {
        sqlx::query("delete from assistance_request_key where assistance_request_id = $1")
            .bind(id)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// The same decision of the same reviewer about the same bytes: sent again because the answer was lost, it is one.
async fn decided_so(
    tx: &mut Transaction<'_, Any>,
    reviewer: &Reviewer,
    id: &str,
    decision: &Decision,
) -> Result<bool> {
    let (verdict, reason, note) = match &decision.verdict {
        Verdict::Approve => ("published", None, None),
        Verdict::Return { reason, note } => ("returned", Some(reason.key()), Some(note.trim())),
        Verdict::Refuse { reason, note } => ("refused", Some(reason.key()), Some(note.trim())),
    };
    let last = sqlx::query(
        "select version, draft, verdict, reason, note from assistance_request_version
         where assistance_request_id = $1 and decided_at is not null and (reviewer = $2 or first_reviewer = $2)
         order by version desc limit 1",
    )
    .bind(id)
    .bind(i64::from(reviewer.number))
    .fetch_optional(&mut **tx)
    .await?;
    let Some(last) = last else { return Ok(false) };
    Ok(fingerprint(last.try_get("version")?, last.try_get("draft")?) == decision.fingerprint
        && last.try_get::<Option<&str>, _>("verdict")? == Some(verdict)
        && last.try_get::<Option<&str>, _>("reason")? == reason
        && last.try_get::<Option<&str>, _>("note")? == note)
}

/// It is there and does not wait for this reviewer.
async fn why_not(tx: &mut Transaction<'_, Any>, reviewer: &Reviewer, id: &str) -> Result<Error> {
    if handed_on(tx, reviewer, id).await? {
        return Ok(ApiError::Invalid {
            field: "form".to_owned(),
            sentence: "You handed this on. Another reviewer decides.".to_owned(),
        }
        .into());
    }
    let away: i64 = sqlx::query_scalar(
        "select count(*) from reviewer_away join reviewer on reviewer.account_id = reviewer_away.account_id
         join assistance_request on assistance_request.agency_id = reviewer_away.agency_id
         where reviewer.number = $1 and assistance_request.id = $2",
    )
    .bind(i64::from(reviewer.number))
    .bind(id)
    .fetch_one(&mut **tx)
    .await?;
    Ok(refused(if away > 0 { ReviewError::OwnAgency } else { ReviewError::Decided }))
}

fn refused(reason: ReviewError) -> Error {
    ApiError::ReviewRefused { reason }.into()
}
