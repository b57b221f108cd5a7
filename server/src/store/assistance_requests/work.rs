//! What officers see of their agency's requests before anyone else does: what waits, what came back, whose keys there are.

use chrono::{DateTime, Utc};
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{Holder, Sent, Standing};
use neighbors_domain::review::Reason;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::{Store, json, maybe_time, time, undecodable};
use super::RECOVERY;
use crate::Result;
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

/// Whom the key of a new request is wrapped for: every officer who is there, and the recovery sheet.
pub async fn holders(store: &Store, officer: &Officer, now: DateTime<Utc>) -> Result<Vec<Holder>> {
    let mut holders: Vec<Holder> = sqlx::query(
        "select id, recipient from officer
         where agency_id = $1 and (ended_at is null or ended_at > $2) and off_since is null
           and roles like '%receive%' order by enrolled_at, id",
    )
    .bind(&officer.agency)
    .bind(now.timestamp_millis())
    .try_map(|row: AnyRow| Ok(Holder { holder: row.try_get("id")?, recipient: row.try_get("recipient")? }))
    .fetch_all(&**store)
    .await?;
    let recovery: Option<String> = sqlx::query_scalar("select recovery_recipient from agency where id = $1")
        .bind(&officer.agency)
        .fetch_one(&**store)
        .await?;
    let Some(recipient) = recovery else {
        let sentence = "Your agency has no recovery key yet. Its administrator makes one.";
        return Err(ApiError::Invalid { field: "keys".to_owned(), sentence: sentence.to_owned() }.into());
    };
    holders.push(Holder { holder: RECOVERY.to_owned(), recipient });
    Ok(holders)
}
