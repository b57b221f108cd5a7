//! Submitting a request, by its first version and by amendments. What is sent waits for review; nothing of it is public.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use neighbors_domain::Checked;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{Act, Draft, RECOVERY, Submitted, WrappedKey};
use neighbors_domain::record::{Event, Leaf, Spoken, Statement};
use neighbors_domain::rules::Refusal;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::super::{Store, agencies, json, record};
use super::closing::{course, refused};
use super::hands::may_act;
use super::history::{judged, with_waiting};
use super::keys::RECEIVES;
use crate::Result;
use crate::auth::Officer;

/// Officers who can open what is shared: with one alone, a lost passphrase would lose it.
const MIN_OFFICERS: usize = 2;

/// The request's own age key, made in the submitting officer's browser.
#[derive(Clone)]
pub struct Keys {
    /// "age1…": what shares are sealed to.
    pub recipient: String,
    pub wrapped: Vec<WrappedKey>,
}

/// Waits for review. Answers with its id. Judged before by whoever checked the draft.
pub async fn submit(
    store: &Store,
    officer: &Officer,
    spoken: &Spoken<Checked<Draft>>,
    keys: &Keys,
    now: DateTime<Utc>,
) -> Result<String> {
    let id = store.new_id();
    let mut tx = store.write().await?;
    insert(&mut tx, store, &id, officer, spoken, keys, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// The same, judged here: while the agency's row is held, against everything it published and everything of it
/// that waits, so that two submissions at the same instant cannot both be the last one allowed. Sent twice under
/// one `id`, it is one request.
pub async fn send(
    store: &Store,
    officer: &Officer,
    Spoken { draft, signed }: Spoken<Draft>,
    keys: &Keys,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Submitted> {
    let mut tx = store.write().await?;
    lock_agency(&mut tx, &officer.agency).await?;
    let there = sqlx::query(
        "select draft from assistance_request_version where assistance_request_id = $1 and version = 1",
    )
    .bind(id)
    .try_map(|row: AnyRow| json::<Draft>(&row, "draft"))
    .fetch_optional(&mut *tx)
    .await?;
    if there.as_ref().is_some_and(|there| *there != draft) {
        let sentence = "This draft was sent already, with other words. Look at your requests.";
        return Err(ApiError::Invalid { field: "draft".to_owned(), sentence: sentence.to_owned() }.into());
    }
    if there.is_none() {
        let judged = with_waiting(&mut tx, &officer.agency, &draft, now).await?;
        let spoken = Spoken { draft: draft.check(now, &judged)?, signed };
        insert(&mut tx, store, id, officer, &spoken, keys, now).await?;
        tx.commit().await?;
    }
    Ok(Submitted { id: id.to_owned(), version: 1 })
}

/// A new version of what is open: it waits for review while the published one stays as it is. Sent twice, it is
/// one amendment; another one has to wait until it was decided.
pub async fn amend(
    store: &Store,
    officer: &Officer,
    id: &str,
    Spoken { draft, signed }: Spoken<Draft>,
    now: DateTime<Utc>,
) -> Result<Submitted> {
    let mut tx = store.write().await?;
    lock_agency(&mut tx, &officer.agency).await?;
    may_act(&mut tx, officer, id).await?;
    let course = course(&mut tx, officer, id).await?;
    course.after(Act::Amend, now).map_err(refused)?;
    let (before, version) = sqlx::query(
        "select assistance_request.draft, (select max(version) from assistance_request_version
             where assistance_request_id = assistance_request.id) as last
         from assistance_request where id = $1",
    )
    .bind(id)
    .try_map(|row: AnyRow| Ok((json::<Draft>(&row, "draft")?, row.try_get::<i64, _>("last")?)))
    .fetch_one(&mut *tx)
    .await?;
    let waiting = sqlx::query(
        "select version, draft from assistance_request_version where assistance_request_id = $1 and decided_at is null",
    )
    .bind(id)
    .try_map(|row: AnyRow| Ok((row.try_get::<i64, _>("version")?, json::<Draft>(&row, "draft")?)))
    .fetch_optional(&mut *tx)
    .await?;
    if let Some((version, theirs)) = waiting {
        if theirs == draft {
            return Ok(Submitted { id: id.to_owned(), version: version as u32 });
        }
        let sentence = "An amendment of this request waits for review already. Wait for the decision.";
        return Err(ApiError::Invalid { field: "amendment".to_owned(), sentence: sentence.to_owned() }.into());
    }
    let published_at = course.published_at.ok_or(ApiError::NotFound)?;
    let draft = check_amendment(&mut tx, &officer.agency, &before, draft, published_at).await?;
    let spoken = Spoken { draft, signed };
    new_version(&mut tx, store, id, version + 1, officer, &spoken, now).await?;
    tx.commit().await?;
    Ok(Submitted { id: id.to_owned(), version: (version + 1) as u32 })
}

/// Judged at the moment of the first publication: a request does not grow too old by being corrected. Amendments
/// do not count as posts, so only who asks and what is written can have changed.
pub(super) async fn check_amendment(
    tx: &mut Transaction<'_, Any>,
    agency: &str,
    before: &Draft,
    draft: Draft,
    published_at: DateTime<Utc>,
) -> Result<Checked<Draft>> {
    let mut judged = judged(tx, agency, &draft, published_at).await?;
    (judged.posts_for_case, judged.posts_over_busiest_cell) = (0, 0);
    let amended = before.refuses_amendment(&draft).into_iter().map(|error| Refusal::Amendment { error });
    let mut refusals: Vec<Refusal> = amended.collect();
    refusals.extend(draft.rules(published_at, &judged).into_iter().filter_map(|line| line.refusal));
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    Ok(draft.check(published_at, &judged)?)
}

async fn insert(
    tx: &mut Transaction<'_, Any>,
    store: &Store,
    id: &str,
    officer: &Officer,
    spoken: &Spoken<Checked<Draft>>,
    keys: &Keys,
    now: DateTime<Utc>,
) -> Result<()> {
    let draft = &spoken.draft;
    sqlx::query(
        "insert into assistance_request (id, agency_id, officer_id, version, case_number, case_key, draft, title,
                                         submitted_at, recipient)
         values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(&officer.agency)
    .bind(&officer.id)
    .bind(draft.case_number.to_string())
    .bind(draft.case_number.key())
    .bind(serde_json::to_string(&**draft).expect("a draft is JSON"))
    .bind(draft.title.trim())
    .bind(now.timestamp_millis())
    .bind(&keys.recipient)
    .execute(&mut **tx)
    .await?;
    new_version(tx, store, id, 1, officer, spoken, now).await?;
    for key in &keys.wrapped {
        sqlx::query(
            "insert into assistance_request_key (assistance_request_id, holder, wrapped) values ($1, $2, $3)",
        )
        .bind(id)
        .bind(&key.holder)
        .bind(&key.wrapped)
        .execute(&mut **tx)
        .await?;
    }
    enough_holders(tx, id).await
}

/// The record takes note that something was sent, and a hash that its words can be compared with one day.
async fn new_version(
    tx: &mut Transaction<'_, Any>,
    store: &Store,
    id: &str,
    version: i64,
    officer: &Officer,
    Spoken { draft, signed }: &Spoken<Checked<Draft>>,
    now: DateTime<Utc>,
) -> Result<()> {
    let its_key: String = sqlx::query_scalar("select recipient from assistance_request where id = $1")
        .bind(id)
        .fetch_one(&mut **tx)
        .await?;
    let sent: &Draft = draft;
    let same = |_: &str, said: &Statement| matches!(said, Statement::AssistanceRequest { recipient, draft, .. } if (recipient, &**draft) == (&its_key, sent));
    let signed = agencies::signed_by(tx, &officer.id, signed.as_ref(), now, same).await?;
    let words = serde_json::to_string(&**draft).expect("a draft is JSON");
    let salt = record::salt(store);
    sqlx::query(
        "insert into assistance_request_version (assistance_request_id, version, officer_id, draft, submitted_at, salt, signed)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(version)
    .bind(&officer.id)
    .bind(&words)
    .bind(now.timestamp_millis())
    .bind(&salt)
    .bind(signed)
    .execute(&mut **tx)
    .await?;
    let agency = slug_of(tx, &officer.agency).await?;
    let event = Event::Submitted {
        agency,
        id: id.to_owned(),
        version: version as u32,
        draft: Leaf::hash(&salt, &words),
    };
    record::append(tx, store, &event, now).await?;
    Ok(())
}

/// The address of an agency: what the record calls it by.
pub(in crate::store) async fn slug_of(
    tx: &mut Transaction<'_, Any>,
    agency: &str,
) -> Result<String, sqlx::Error> {
    sqlx::query_scalar("select slug from agency where id = $1").bind(agency).fetch_one(&mut **tx).await
}

/// The portable lock: whoever updates the row that owns a limit goes first.
pub(super) async fn lock_agency(tx: &mut Transaction<'_, Any>, agency: &str) -> Result<(), sqlx::Error> {
    sqlx::query("update agency set slug = slug where id = $1").bind(agency).execute(&mut **tx).await?;
    Ok(())
}

/// Two officers of this agency who are still there and receive what is shared, and the agency's recovery key.
pub(in crate::store) async fn enough_holders(tx: &mut Transaction<'_, Any>, id: &str) -> Result<()> {
    let sql = format!(
        "select assistance_request_key.holder from assistance_request_key
         join assistance_request on assistance_request.id = assistance_request_key.assistance_request_id
         left join officer on officer.id = assistance_request_key.holder
                          and officer.agency_id = assistance_request.agency_id and {RECEIVES}
         where assistance_request_key.assistance_request_id = $1
           and (officer.id is not null or assistance_request_key.holder = $2)"
    );
    let holders: Vec<String> = sqlx::query_scalar(&sql).bind(id).bind(RECOVERY).fetch_all(&mut **tx).await?;
    let holders: BTreeSet<&str> = holders.iter().map(String::as_str).collect();
    if holders.contains(RECOVERY) && holders.len() > MIN_OFFICERS {
        return Ok(());
    }
    Err(ApiError::Invalid {
        field: "keys".to_owned(),
        sentence: format!(
            "The key of the request must be wrapped for at least {MIN_OFFICERS} active officers who receive, and for recovery."
        ),
    }
    .into())
}
