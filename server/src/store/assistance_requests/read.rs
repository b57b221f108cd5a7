//! Showing requests: one in full, the lines of an agency's history, the cards of the feed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use neighbors_domain::assistance_request::{AssistanceRequest, Draft, Summary};
use neighbors_domain::share::KEPT_DAYS;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::officers::{BADGE, agency, badge};
use super::super::{Store, comments, json, marks, undecodable};
use super::{LIFE, life};

/// `None` as long as it is not published. The badge is of whoever signed the words that are shown.
pub async fn show(
    store: &Store,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Option<AssistanceRequest>, sqlx::Error> {
    let sql = format!(
        "select assistance_request.id, assistance_request.version, assistance_request.draft,
                assistance_request.judged, assistance_request.recipient, agency.retention_days, {BADGE}, {LIFE}
         from assistance_request
         join assistance_request_version as words on words.assistance_request_id = assistance_request.id
                                                 and words.version = assistance_request.version
         join officer on officer.id = words.officer_id
         join agency on agency.id = assistance_request.agency_id
         where assistance_request.id = $1 and assistance_request.published_at is not null"
    );
    let shown = sqlx::query(&sql).bind(id).try_map(move |row: AnyRow| whole(&row, now));
    let Some(mut shown) = shown.fetch_optional(&**store).await? else { return Ok(None) };
    shown.comments = comments::of_thread(store, id).await?;
    Ok(Some(shown))
}

/// Everything an agency ever published here, newest first.
pub async fn of_agency(store: &Store, agency: &str, now: DateTime<Utc>) -> Result<Vec<Summary>, sqlx::Error> {
    let sql = select("assistance_request.agency_id = $1 and assistance_request.published_at is not null")
        + " order by assistance_request.published_at desc, assistance_request.id";
    sqlx::query(&sql).bind(agency).try_map(move |row: AnyRow| summary(&row, now)).fetch_all(&**store).await
}

/// One query for all of a page, whatever their number.
pub(crate) async fn summaries(
    store: &Store,
    ids: &[String],
    now: DateTime<Utc>,
) -> Result<HashMap<String, Summary>, sqlx::Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = select(&format!(
        "assistance_request.id in ({}) and assistance_request.published_at is not null",
        marks(1, ids.len())
    ));
    let query = ids.iter().fold(sqlx::query(&sql), |query, id| query.bind(id));
    let found = query.try_map(move |row: AnyRow| summary(&row, now)).fetch_all(&**store).await?;
    Ok(found.into_iter().map(|summary| (summary.id.clone(), summary)).collect())
}

pub(in crate::store) fn select(which: &str) -> String {
    format!(
        "select assistance_request.id, assistance_request.version, assistance_request.draft,
                agency.slug as agency_slug, agency.name as agency_name, agency.demo as agency_demo, {LIFE}
         from assistance_request
         join agency on agency.id = assistance_request.agency_id
         where {which}"
    )
}

fn summary(row: &AnyRow, now: DateTime<Utc>) -> Result<Summary, sqlx::Error> {
    let draft: Draft = json(row, "draft")?;
    Ok(Summary {
        id: row.try_get("id")?,
        version: row.try_get::<i64, _>("version")? as u32,
        agency: agency(row)?,
        title: draft.title,
        case_number: draft.case_number,
        incident_type: draft.incident_type,
        area: draft.area,
        window: draft.window,
        zone: draft.zone,
        life: life(row, now)?,
    })
}

fn whole(row: &AnyRow, now: DateTime<Utc>) -> Result<AssistanceRequest, sqlx::Error> {
    let retention_days = row.try_get::<Option<i64>, _>("retention_days")?;
    Ok(AssistanceRequest {
        id: row.try_get("id")?,
        version: row.try_get::<i64, _>("version")? as u32,
        agency: agency(row)?,
        officer: badge(row, format!("assistance-request/{}", row.try_get::<String, _>("id")?))?
            .ok_or_else(|| undecodable("officer_id"))?,
        draft: json(row, "draft")?,
        judged: json(row, "judged")?,
        life: life(row, now)?,
        retention_days: retention_days.map_or(KEPT_DAYS, |days| days as u32),
        recipient: row.try_get("recipient")?,
        comments: Vec::new(),
    })
}
