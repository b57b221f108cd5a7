//! "I should not decide this": a reviewer leaves a case to the others, and is asked nothing.

use neighbors_domain::api::ApiError;

use super::super::Store;
use super::{lock_agency_of, waiting};
use crate::auth::Reviewer;
use crate::{Error, Result};

/// It waits on where it stands in the queue, and this reviewer is not offered it again, nor its amendments. An approval of
/// theirs that waited for a second one is taken back: it was given by somebody who should not decide. Said twice, it is one.
pub async fn hand_on(store: &Store, reviewer: &Reviewer, id: &str) -> Result<()> {
    let mut tx = store.write().await?;
    lock_agency_of(&mut tx, id).await?;
    let version = match waiting(&mut tx, reviewer, id).await {
        Ok(found) => found.version,
        Err(Error::Api(ApiError::NotFound)) if handed_on(&mut tx, reviewer, id).await? => return Ok(()),
        Err(other) => return Err(other),
    };
    sqlx::query("insert into reviewer_handed_on (number, assistance_request_id) values ($1, $2)")
        .bind(i64::from(reviewer.number))
        .bind(id)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "update assistance_request_version set first_reviewer = null, sensitive = null
         where assistance_request_id = $1 and version = $2 and first_reviewer = $3",
    )
    .bind(id)
    .bind(version)
    .bind(i64::from(reviewer.number))
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

/// Has this reviewer left the case to the others?
pub(super) async fn handed_on(
    connection: &mut sqlx::AnyConnection,
    reviewer: &Reviewer,
    id: &str,
) -> Result<bool, sqlx::Error> {
    let found: Option<i64> = sqlx::query_scalar(
        "select number from reviewer_handed_on where number = $1 and assistance_request_id = $2",
    )
    .bind(i64::from(reviewer.number))
    .bind(id)
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}
