//! Shares: what they are now, from the times in their row.
//!
//! `commit` makes one, `receipts` shows the sharer theirs, `ending` withdraws and expires, `inbox` and `opening`
//! are all an officer ever sees.

use chrono::{DateTime, Utc};
use neighbors_domain::share::{ShareEventKind, ShareState};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{Store, maybe_time, time, undecodable};

mod commit;
mod ending;
mod inbox;
mod opening;
#[cfg(test)]
mod plans;
mod receipts;

pub use commit::commit;
pub use ending::{expire, forget, withdraw, withdraw_unopened};
pub use inbox::inbox;
pub use opening::{File, downloaded, file, officer_key, openable};
pub use receipts::{list, show};

/// A share whose time is over is expired, whether or not the server has come round to it.
fn state(row: &AnyRow, now: DateTime<Utc>) -> Result<ShareState, sqlx::Error> {
    let happened = |column| maybe_time(row, column).map(|at| at.is_some());
    Ok(if happened("withdrawn_at")? {
        ShareState::Withdrawn
    } else if happened("expired_at")? || time(row, "kept_until")? <= now {
        ShareState::Expired
    } else if happened("opened_at")? {
        ShareState::Opened
    } else {
        ShareState::Delivered
    })
}

/// One line of what happened to a share. An officer is named by title and badge number, as the sharer reads it.
async fn tell(
    connection: &mut AnyConnection,
    store: &Store,
    share: &str,
    what: &ShareEventKind,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let (kind, officer, file) = match what {
        ShareEventKind::Delivered => ("delivered", None, None),
        ShareEventKind::Opened { title, badge_number } => ("opened", Some((title, badge_number)), None),
        ShareEventKind::Downloaded { title, badge_number, file } => {
            ("downloaded", Some((title, badge_number)), Some(i64::from(*file)))
        }
        ShareEventKind::Withdrawn => ("withdrawn", None, None),
        ShareEventKind::Expired => ("expired", None, None),
    };
    sqlx::query(
        "insert into share_event (id, share_id, at, kind, title, badge_number, file)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(store.new_id())
    .bind(share)
    .bind(at.timestamp_millis())
    .bind(kind)
    .bind(officer.map(|(title, _)| title.clone()))
    .bind(officer.map(|(_, badge_number)| badge_number.clone()))
    .bind(file)
    .execute(connection)
    .await?;
    Ok(())
}

fn told(row: &AnyRow) -> Result<ShareEventKind, sqlx::Error> {
    let kind: String = row.try_get("kind")?;
    Ok(match kind.as_str() {
        "delivered" => ShareEventKind::Delivered,
        "opened" => ShareEventKind::Opened {
            title: row.try_get("title")?,
            badge_number: row.try_get("badge_number")?,
        },
        "downloaded" => ShareEventKind::Downloaded {
            title: row.try_get("title")?,
            badge_number: row.try_get("badge_number")?,
            file: row.try_get::<i64, _>("file")? as u32,
        },
        "withdrawn" => ShareEventKind::Withdrawn,
        "expired" => ShareEventKind::Expired,
        _ => return Err(undecodable("kind")),
    })
}

/// Without its header no body can ever be opened again, whoever kept a copy of the key.
async fn delete_headers(connection: &mut AnyConnection, share: &str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("update upload set header = null where share_id = $1 returning id")
        .bind(share)
        .fetch_all(connection)
        .await
}
