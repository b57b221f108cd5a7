//! What a draft is judged against: the agency's own public history.

use chrono::{DateTime, Utc};
use neighbors_domain::agency::{AgencyKind, AgencyState};
use neighbors_domain::assistance_request::{Draft, History, Past};
use neighbors_domain::rules::Judged;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::super::{Store, json, marks, maybe_time, time, undecodable};
use crate::Result;
use crate::auth::Officer;

/// The numbers at this moment, for the form; they are counted again at publication.
pub async fn history(store: &Store, officer: &Officer, draft: &Draft, now: DateTime<Utc>) -> Result<Judged> {
    let mut connection = store.acquire().await?;
    Ok(judged(&mut connection, &officer.agency, draft, now).await?)
}

pub(in crate::store) async fn judged(
    connection: &mut AnyConnection,
    agency: &str,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<Judged, sqlx::Error> {
    let (agency_kind, agency_state) = who(connection, agency).await?;
    let posts_for_case: i64 = sqlx::query_scalar(
        "select count(*) from assistance_request
         where agency_id = $1 and case_key = $2 and published_at is not null",
    )
    .bind(agency)
    .bind(draft.case_number.key())
    .fetch_one(&mut *connection)
    .await?;
    let posts_over_busiest_cell = over_busiest_cell(connection, agency, draft, now).await?;
    Ok(Judged {
        agency_kind,
        agency_state,
        posts_for_case: posts_for_case as u32,
        posts_over_busiest_cell,
        lead_is_there: Some(officers(connection, agency).await?.iter().any(|name| draft.lead.is(name))),
        review: None,
    })
}

/// The same with what waits for review counted as if it were published: else an agency could line up more than
/// it may ever publish. Counted by the function the form uses.
pub(super) async fn with_waiting(
    connection: &mut AnyConnection,
    agency: &str,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<Judged, sqlx::Error> {
    Ok(past_of(connection, agency).await?.judged(draft, now))
}

/// For the form: everything a draft of this officer will be judged against.
pub async fn past(store: &Store, officer: &Officer) -> Result<History> {
    let mut connection = store.acquire().await?;
    Ok(past_of(&mut connection, &officer.agency).await?)
}

async fn past_of(connection: &mut AnyConnection, agency: &str) -> Result<History, sqlx::Error> {
    let (agency_kind, agency_state) = who(connection, agency).await?;
    // The area people were first asked in, as the limit per place counts it.
    let past = sqlx::query(
        "select assistance_request.case_key, assistance_request.submitted_at, assistance_request.published_at,
                version.draft
         from assistance_request
         join assistance_request_version as version
           on version.assistance_request_id = assistance_request.id and version.version = 1
         where assistance_request.agency_id = $1
           and (assistance_request.published_at is not null or version.decided_at is null)
         order by assistance_request.submitted_at, assistance_request.id",
    )
    .bind(agency)
    .try_map(|row: AnyRow| {
        let at = match maybe_time(&row, "published_at")? {
            Some(at) => at,
            None => time(&row, "submitted_at")?,
        };
        let draft: Draft = json(&row, "draft")?;
        Ok(Past { case_key: row.try_get("case_key")?, cells: draft.area.cells, at })
    })
    .fetch_all(&mut *connection)
    .await?;
    Ok(History { agency_kind, agency_state, officers: officers(connection, agency).await?, past })
}

/// Who of the agency can lead a case: whoever left, or was switched off, cannot.
async fn officers(connection: &mut AnyConnection, agency: &str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "select name from officer where agency_id = $1 and ended_at is null and off_since is null order by name, id",
    )
    .bind(agency)
    .fetch_all(connection)
    .await
}

async fn who(connection: &mut AnyConnection, agency: &str) -> Result<(AgencyKind, AgencyState), sqlx::Error> {
    sqlx::query("select kind, active_since, suspended_since, left_since from agency where id = $1")
        .bind(agency)
        .try_map(|row: AnyRow| kind_and_state(&row))
        .fetch_one(connection)
        .await
}

async fn over_busiest_cell(
    connection: &mut AnyConnection,
    agency: &str,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<u32, sqlx::Error> {
    if draft.area.cells.is_empty() {
        return Ok(0);
    }
    // No valid area has more; a longer list is refused by the rules, not by the database.
    let cells = &draft.area.cells[..draft.area.cells.len().min(100)];
    let sql = format!(
        "select count(*) as posts from assistance_request_cell
         join assistance_request on assistance_request.id = assistance_request_cell.assistance_request_id
         where assistance_request_cell.agency_id = $1 and assistance_request.published_at > $2
           and assistance_request_cell.cell in ({})
         group by assistance_request_cell.cell order by posts desc limit 1",
        marks(3, cells.len())
    );
    let since = (now - Draft::PLACE_PERIOD).timestamp_millis();
    let query = sqlx::query_scalar(&sql).bind(agency).bind(since);
    let query = cells.iter().fold(query, |query, cell| query.bind(cell.to_string()));
    let posts: Option<i64> = query.fetch_optional(&mut *connection).await?;
    Ok(posts.unwrap_or(0) as u32)
}

fn kind_and_state(row: &AnyRow) -> Result<(AgencyKind, AgencyState), sqlx::Error> {
    let kind: String = row.try_get("kind")?;
    let kind = AgencyKind::from_key(&kind).ok_or_else(|| undecodable("kind"))?;
    let state = if maybe_time(row, "left_since")?.is_some() {
        AgencyState::Left
    } else if maybe_time(row, "suspended_since")?.is_some() {
        AgencyState::Suspended
    } else if maybe_time(row, "active_since")?.is_some() {
        AgencyState::Active
    } else {
        AgencyState::Listed
    };
    Ok((kind, state))
}
