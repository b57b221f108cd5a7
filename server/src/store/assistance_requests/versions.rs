//! Every published version of a request. What was returned or refused is left out by the query itself.

use neighbors_domain::assistance_request::Version;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::officers::{BADGE, badge};
use super::super::{Store, json, time, undecodable};

/// Newest first; `None` where no request is published under this id.
pub async fn versions(store: &Store, id: &str) -> Result<Option<Vec<Version>>, sqlx::Error> {
    let sql = format!(
        "select version.version, version.submitted_at, version.decided_at, version.first_reviewer,
                version.reviewer, version.draft, {BADGE}
         from assistance_request_version as version
         join officer on officer.id = version.officer_id
         join agency on agency.id = officer.agency_id
         where version.assistance_request_id = $1 and version.verdict = 'published'
         order by version.version desc"
    );
    let found = sqlx::query(&sql).bind(id).try_map(|row: AnyRow| version(&row)).fetch_all(&**store).await?;
    Ok((!found.is_empty()).then_some(found))
}

fn version(row: &AnyRow) -> Result<Version, sqlx::Error> {
    let decided = row.try_get::<i64, _>("reviewer")? as u32;
    let first = row.try_get::<Option<i64>, _>("first_reviewer")?.map(|first| first as u32);
    Ok(Version {
        version: row.try_get::<i64, _>("version")? as u32,
        submitted_at: time(row, "submitted_at")?,
        published_at: time(row, "decided_at")?,
        officer: badge(row, String::new())?.ok_or_else(|| undecodable("officer_id"))?,
        reviewer: first.unwrap_or(decided),
        second_reviewer: first.map(|_| decided),
        draft: json(row, "draft")?,
    })
}
