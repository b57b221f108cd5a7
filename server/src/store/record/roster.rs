//! An agency's own keys and those of its officers, proved for an officer's browser before it seals anything to them.

use neighbors_domain::officers::OfficerError;
use neighbors_domain::record::{Roster, SignError};
use sqlx::AnyConnection;

use super::{Head, about_key, about_officer, head, newest};
use crate::Result;
use crate::auth::Officer;

/// Of everybody of the agency who is there and was certified.
pub async fn roster(connection: &mut AnyConnection, officer: &Officer) -> Result<Roster> {
    let slug: String = sqlx::query_scalar("select slug from agency where id = $1")
        .bind(&officer.agency)
        .fetch_one(&mut *connection)
        .await?;
    let there: Vec<String> = sqlx::query_scalar(
        "select id from officer where agency_id = $1 and ended_at is null and certified_at is not null
         order by certified_at, id",
    )
    .bind(&officer.agency)
    .fetch_all(&mut *connection)
    .await?;
    let Some(head) = head(connection).await? else {
        return Err(OfficerError::Signed { error: SignError::NotCertified }.into());
    };
    let agency_key = newest(connection, &head, &about_key(&slug)).await?;
    let mut certificates = Vec::new();
    for id in there {
        certificates.extend(newest(connection, &head, &about_officer(&id)).await?);
    }
    let Head { key, checkpoint, .. } = head;
    Ok(Roster { key, checkpoint, agency_key, certificates })
}
