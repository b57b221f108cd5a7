//! What an agency did, as its own rows tell: counted by `domain`, month by month.

use chrono::{DateTime, Utc};
use neighbors_domain::assistance_request::Outcome;
use neighbors_domain::figures::{Counted, Month, months};
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::store::{Store, assistance_requests, maybe_time, time};

/// Nothing here is about who read, declined or was asked: only what the agency and its reviewers did.
pub(super) async fn of_agency(store: &Store, agency: &str) -> Result<Vec<Month>, sqlx::Error> {
    let mut counted: Vec<(DateTime<Utc>, Counted)> = Vec::new();
    let requests = sqlx::query(
        "select published_at, outcome, outcome_at from assistance_request
         where agency_id = $1 and published_at is not null",
    )
    .bind(agency)
    .try_map(|row: AnyRow| {
        let outcome: Option<String> = row.try_get("outcome")?;
        let outcome = outcome.map(|key| assistance_requests::outcome_of(&key)).transpose()?;
        let stated: Option<(DateTime<Utc>, Outcome)> = maybe_time(&row, "outcome_at")?.zip(outcome);
        Ok((time(&row, "published_at")?, stated))
    });
    for (published_at, stated) in requests.fetch_all(&**store).await? {
        counted.push((published_at, Counted::Published));
        counted.extend(stated.map(|(at, outcome)| (at, Counted::Stated(outcome))));
    }
    let decided = sqlx::query(
        "select version.submitted_at, version.decided_at, version.verdict
         from assistance_request join assistance_request_version as version
           on version.assistance_request_id = assistance_request.id
         where assistance_request.agency_id = $1 and version.decided_at is not null",
    )
    .bind(agency)
    .try_map(|row: AnyRow| {
        let (sent, at) = (time(&row, "submitted_at")?, time(&row, "decided_at")?);
        Ok((at, (at - sent).num_seconds(), row.try_get::<String, _>("verdict")? == "refused"))
    });
    for (at, seconds, refused) in decided.fetch_all(&**store).await? {
        counted.push((at, Counted::Reviewed { seconds }));
        counted.extend(refused.then_some((at, Counted::Refused)));
    }
    for (table, column, what) in
        [("comment", "at", Counted::Comment), ("post", "published_at", Counted::Post)]
    {
        let sql = format!(
            "select {table}.{column} as at from officer join {table} on {table}.officer_id = officer.id
             where officer.agency_id = $1 and {table}.removed_at is null"
        );
        let found = sqlx::query(&sql).bind(agency).try_map(|row: AnyRow| time(&row, "at"));
        counted.extend(found.fetch_all(&**store).await?.into_iter().map(|at| (at, what)));
    }
    Ok(months(counted))
}
