//! What officers see of their agency's requests before anyone else does: what waits, and what came back.

use neighbors_domain::assistance_request::{Sent, Standing};
use neighbors_domain::review::Reason;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::{Store, json, maybe_time, time, undecodable};
use crate::auth::Officer;

/// What waits, was returned or refused, newest first. A number says how many wait before it, of all agencies.
pub async fn sent(store: &Store, officer: &Officer) -> Result<Vec<Sent>, sqlx::Error> {
    sqlx::query(
        "select version.assistance_request_id as id, version.version, version.draft, version.submitted_at,
                version.first_reviewer, version.decided_at, version.verdict, version.reason, version.note,
                (select count(*) from assistance_request_version as before
                  where before.decided_at is null and before.submitted_at < version.submitted_at) as before_it
         from assistance_request_version as version
         join assistance_request on assistance_request.id = version.assistance_request_id
         where assistance_request.agency_id = $1 and (version.verdict is null or version.verdict <> 'published')
         order by version.submitted_at desc, id limit 200",
    )
    .bind(&officer.agency)
    .try_map(|row: AnyRow| {
        Ok(Sent {
            id: row.try_get("id")?,
            version: row.try_get::<i64, _>("version")? as u32,
            draft: json(&row, "draft")?,
            submitted_at: time(&row, "submitted_at")?,
            standing: standing(&row)?,
        })
    })
    .fetch_all(&**store)
    .await
}

fn standing(row: &AnyRow) -> Result<Standing, sqlx::Error> {
    let Some(at) = maybe_time(row, "decided_at")? else {
        let place = row.try_get::<i64, _>("before_it")? as u32 + 1;
        let needs_second = row.try_get::<Option<i64>, _>("first_reviewer")?.is_some();
        return Ok(Standing::Waiting { place, needs_second });
    };
    let reason: String = row.try_get("reason")?;
    let reason = Reason::from_key(&reason).ok_or_else(|| undecodable("reason"))?;
    let note = row.try_get("note")?;
    match (row.try_get::<String, _>("verdict")?.as_str(), reason) {
        ("returned", reason) => Ok(Standing::Returned { at, reason, note }),
        ("refused", Reason::Asked(reason)) => Ok(Standing::Refused { at, reason, note }),
        _ => Err(undecodable("verdict")),
    }
}
