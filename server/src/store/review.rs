//! The queue of what waits for review, and what a reviewer reads before deciding.

use chrono::{DateTime, Utc};
use neighbors_domain::agency::AgencyRef;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::Draft;
use neighbors_domain::review::{Case, FirstLook, Question, Queue, QueueAge, Sensitive, Waiting};
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::officers::agency;
use super::{Store, assistance_requests, json, maybe_time, time};
use crate::Result;
use crate::auth::Reviewer;

mod decide;
mod hand_on;

pub use decide::decide;
pub use hand_on::hand_on;

/// Longer queues are read from their old end.
const SHOWN: i64 = 200;

/// For a query over `version`, `assistance_request` and `agency`: what waits, but for requests of agencies the
/// reviewer of number `$1` is kept from, and those they handed on.
const WAITING: &str = "from assistance_request_version as version
    join assistance_request on assistance_request.id = version.assistance_request_id
    join agency on agency.id = assistance_request.agency_id
    where version.decided_at is null
      and not exists (select 1 from reviewer_away join reviewer on reviewer.account_id = reviewer_away.account_id
                      where reviewer.number = $1 and reviewer_away.agency_id = agency.id)
      and not exists (select 1 from reviewer_handed_on
                      where reviewer_handed_on.number = $1
                        and reviewer_handed_on.assistance_request_id = assistance_request.id)";

const COLUMNS: &str = "assistance_request.id, version.version, version.draft, version.submitted_at,
    version.first_reviewer, version.sensitive,
    agency.slug as agency_slug, agency.name as agency_name, agency.demo as agency_demo";

/// Oldest first.
pub async fn queue(store: &Store, reviewer: &Reviewer) -> Result<Queue, sqlx::Error> {
    let number = reviewer.number;
    let sql = format!(
        "select {COLUMNS} {WAITING} order by version.submitted_at, assistance_request.id limit {SHOWN}"
    );
    let waiting = sqlx::query(&sql).bind(i64::from(number)).try_map(|row: AnyRow| {
        let first = first(&row)?;
        Ok(Waiting {
            id: row.try_get("id")?,
            version: row.try_get::<i64, _>("version")? as u32,
            agency: agency(&row)?,
            title: json::<Draft>(&row, "draft")?.title,
            submitted_at: time(&row, "submitted_at")?,
            needs_second: first.is_some(),
            by_me: first.is_some_and(|first| first.reviewer == number),
        })
    });
    Ok(Queue { reviewer: number, waiting: waiting.fetch_all(&**store).await? })
}

/// For everybody: how many wait, and since when.
pub async fn age(store: &Store) -> Result<QueueAge, sqlx::Error> {
    sqlx::query(
        "select count(*) as waiting, min(submitted_at) as oldest from assistance_request_version
         where decided_at is null",
    )
    .try_map(|row: AnyRow| {
        let waiting = row.try_get::<i64, _>("waiting")? as u32;
        Ok(QueueAge { waiting, oldest_submitted_at: maybe_time(&row, "oldest")? })
    })
    .fetch_one(&**store)
    .await
}

/// As if it were decided now: the rules are counted again, and once more when it is published.
pub async fn case(store: &Store, reviewer: &Reviewer, id: &str, now: DateTime<Utc>) -> Result<Case> {
    let mut connection = store.acquire().await?;
    let row = waiting(&mut connection, reviewer, id).await?;
    let draft: Draft = json(&row.row, "draft")?;
    let published_at = maybe_time(&row.row, "published_at")?;
    let judged_at = published_at.unwrap_or(now);
    let mut judged = assistance_requests::judged(&mut connection, &row.agency_id, &draft, judged_at).await?;
    if published_at.is_some() {
        // An amendment is no post of its own.
        (judged.posts_for_case, judged.posts_over_busiest_cell) = (0, 0);
    }
    let sql = format!("select count(*) {WAITING} and assistance_request.id <> $2");
    let others: i64 = sqlx::query_scalar(&sql)
        .bind(i64::from(reviewer.number))
        .bind(id)
        .fetch_one(&mut *connection)
        .await?;
    Ok(Case {
        id: id.to_owned(),
        version: row.version as u32,
        agency: row.agency,
        draft,
        before: published_at.map(|_| json(&row.row, "before")).transpose()?,
        judged,
        judged_at,
        submitted_at: time(&row.row, "submitted_at")?,
        first: row.first,
        fingerprint: row.fingerprint,
        others: others as u32,
    })
}

/// What is decided about, as the database has it.
struct Found {
    row: AnyRow,
    version: i64,
    agency_id: String,
    agency: AgencyRef,
    first: Option<FirstLook>,
    fingerprint: String,
}

async fn waiting(connection: &mut AnyConnection, reviewer: &Reviewer, id: &str) -> Result<Found> {
    let sql = format!(
        "select {COLUMNS}, assistance_request.agency_id, assistance_request.draft as before,
                assistance_request.published_at {WAITING} and assistance_request.id = $2"
    );
    let row = sqlx::query(&sql)
        .bind(i64::from(reviewer.number))
        .bind(id)
        .fetch_optional(connection)
        .await?
        .ok_or(ApiError::NotFound)?;
    Ok(Found {
        version: row.try_get("version")?,
        agency_id: row.try_get("agency_id")?,
        agency: agency(&row)?,
        first: first(&row)?,
        fingerprint: fingerprint(row.try_get("version")?, row.try_get("draft")?),
        row,
    })
}

/// Of exactly the bytes the agency sent.
fn fingerprint(version: i64, draft: &str) -> String {
    hex::encode(Sha256::digest(format!("{version}\n{draft}")))
}

fn first(row: &AnyRow) -> Result<Option<FirstLook>, sqlx::Error> {
    let Some(reviewer) = row.try_get::<Option<i64>, _>("first_reviewer")? else { return Ok(None) };
    let keys: Option<String> = row.try_get("sensitive")?;
    let sensitive = json_list(keys.as_deref().unwrap_or("[]"))?;
    Ok(Some(FirstLook { reviewer: reviewer as u32, sensitive }))
}

fn json_list(text: &str) -> Result<Vec<Sensitive>, sqlx::Error> {
    serde_json::from_str(text).map_err(|cause| sqlx::Error::Decode(Box::new(cause)))
}

/// How often requests of an agency were refused, by reason, most frequent first. Never a text.
pub async fn refused(store: &Store, agency: &str) -> Result<Vec<(Question, u32)>, sqlx::Error> {
    let rows = sqlx::query(
        "select version.reason, count(*) as times from assistance_request_version as version
         join assistance_request on assistance_request.id = version.assistance_request_id
         where assistance_request.agency_id = $1 and version.verdict = 'refused'
         group by version.reason order by times desc, version.reason",
    )
    .bind(agency)
    .fetch_all(&**store)
    .await?;
    rows.iter()
        .map(|row| {
            let reason: String = row.try_get("reason")?;
            let reason = Question::from_key(&reason).ok_or_else(|| super::undecodable("reason"))?;
            Ok((reason, row.try_get::<i64, _>("times")? as u32))
        })
        .collect()
}

/// So that of two reviewers at one instant the second finds what the first did.
async fn lock_agency_of(connection: &mut AnyConnection, id: &str) -> Result<()> {
    let held = sqlx::query(
        "update agency set slug = slug where id = (select agency_id from assistance_request where id = $1)",
    )
    .bind(id)
    .execute(connection)
    .await?;
    if held.rows_affected() == 0 { Err(ApiError::NotFound.into()) } else { Ok(()) }
}
