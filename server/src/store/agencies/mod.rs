//! Public-safety agencies: listed from a source, admitted by the operator, read by anyone.

use neighbors_domain::agency::{AgencyKind, AgencyRef, AgencyState, KnownDate};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::{maybe_time, undecodable};

mod admission;
mod figures;
mod from_source;
mod keys;
mod read;
mod statement;
mod steps;

pub use admission::{AdmitError, NewAgency, Terms, Whom, admit};
pub use from_source::{FromSource, Kept, keep_listed};
pub(in crate::store) use keys::signed_by;
pub use keys::{certify, keys, make as make_keys};
pub use read::{OpenAgency, PAGE, Sought, all, changes, list, profile};
pub use statement::{active, official, state_anew, statement};
pub use steps::{Admitted, admitted, leave, outline_of, resume, state_of, suspend};

pub(super) fn reference(row: &AnyRow) -> Result<AgencyRef, sqlx::Error> {
    Ok(AgencyRef {
        slug: row.try_get("slug")?,
        name: row.try_get("name")?,
        demo: row.try_get::<i64, _>("demo")? != 0,
    })
}

/// Read from `active_since`, `suspended_since` and `left_since`; the last thing that happened counts.
pub(super) fn state(row: &AnyRow) -> Result<AgencyState, sqlx::Error> {
    Ok(if maybe_time(row, "left_since")?.is_some() {
        AgencyState::Left
    } else if maybe_time(row, "suspended_since")?.is_some() {
        AgencyState::Suspended
    } else if maybe_time(row, "active_since")?.is_some() {
        AgencyState::Active
    } else {
        AgencyState::Listed
    })
}

/// The same as [`state`], for a `where`.
fn state_is(state: AgencyState) -> &'static str {
    match state {
        AgencyState::Left => "left_since is not null",
        AgencyState::Suspended => "left_since is null and suspended_since is not null",
        AgencyState::Active => "left_since is null and suspended_since is null and active_since is not null",
        AgencyState::Listed => "left_since is null and suspended_since is null and active_since is null",
    }
}

pub(super) fn kind(row: &AnyRow) -> Result<AgencyKind, sqlx::Error> {
    AgencyKind::from_key(row.try_get("kind")?).ok_or_else(|| undecodable("kind"))
}

fn since(row: &AnyRow) -> Result<KnownDate, sqlx::Error> {
    KnownDate::from_iso(row.try_get("since")?).ok_or_else(|| undecodable("since"))
}

/// The setting that counts changes of agencies: ready answers are thrown away when it moves.
const CHANGES: &str = "agency_changes";

/// One writer at a time on both databases; taken first, before anything is read.
async fn lock(tx: &mut Transaction<'static, Any>) -> Result<(), sqlx::Error> {
    sqlx::query("insert into setting (name, value) values ($1, '0') on conflict (name) do update set value = setting.value")
        .bind(CHANGES)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn note_change(tx: &mut Transaction<'static, Any>) -> Result<(), sqlx::Error> {
    sqlx::query("update setting set value = cast(cast(value as bigint) + 1 as text) where name = $1")
        .bind(CHANGES)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
