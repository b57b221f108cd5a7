//! What a draft is judged against: the agency's own public history.

use chrono::{DateTime, Utc};
use neighbors_domain::agency::{AgencyKind, AgencyState};
use neighbors_domain::assistance_request::Draft;
use neighbors_domain::rules::Judged;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::super::{Store, marks, maybe_time, undecodable};
use crate::Result;
use crate::auth::Officer;

/// The numbers at this moment, for the form; they are counted again at publication.
pub async fn history(store: &Store, officer: &Officer, draft: &Draft, now: DateTime<Utc>) -> Result<Judged> {
    let mut connection = store.acquire().await?;
    Ok(judged(&mut connection, &officer.agency, draft, now).await?)
}

pub(super) async fn judged(
    connection: &mut AnyConnection,
    agency: &str,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<Judged, sqlx::Error> {
    let (agency_kind, agency_state) =
        sqlx::query("select kind, active_since, suspended_since, left_since from agency where id = $1")
            .bind(agency)
            .try_map(|row: AnyRow| kind_and_state(&row))
            .fetch_one(&mut *connection)
            .await?;
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
        review: None,
    })
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
