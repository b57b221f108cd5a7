//! Requests for assistance: what they are now, from the times in their row.
//!
//! `write` submits, `publish` publishes, `closing` ends them, `read` shows them, `versions` what they said
//! before, `work` what is not public yet, `hands` who may act on them, `keys` who can open what is shared,
//! `history` counts what the rules ask for.

use chrono::{DateTime, Utc};
use neighbors_domain::assistance_request::{Draft, Life, Outcome, ShareBand, State};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{maybe_time, time, undecodable};

mod closing;
mod hands;
mod history;
pub mod keys;
mod publish;
pub(super) mod read;
mod versions;
mod work;
mod write;

pub use closing::{resolve, set_outcome, void};
pub use hands::{in_hand, new_leads};
pub(in crate::store) use history::judged;
pub use history::{history, past};
pub use neighbors_domain::assistance_request::{RECOVERY, WrappedKey};
pub use publish::publish;
pub(in crate::store) use publish::publish_in;
pub(crate) use read::summaries;
pub use read::{of_agency, show};
pub use versions::versions;
pub use work::sent;
pub(in crate::store) use write::enough_holders;
pub use write::{Keys, amend, send, submit};

/// For a query over `assistance_request` and its `agency`; read by [`life`]. A share that was
/// withdrawn unopened vanished for the agency, so it must not show in the band either.
pub(super) const LIFE: &str = "assistance_request.published_at, assistance_request.open_until,
    assistance_request.resolved_at, assistance_request.voided_at, assistance_request.outcome,
    agency.suspended_since, agency.left_since,
    (select count(*) from share where share.assistance_request_id = assistance_request.id
        and (share.withdrawn_at is null or share.opened_at is not null)) as shares";

pub(super) fn life(row: &AnyRow, now: DateTime<Utc>) -> Result<Life, sqlx::Error> {
    let open_until = time(row, "open_until")?;
    let (resolved, voided) = (maybe_time(row, "resolved_at")?, maybe_time(row, "voided_at")?);
    let expired = (open_until <= now).then_some(open_until);
    let closed_at = [resolved, voided, expired].into_iter().flatten().min();
    let agency_away =
        maybe_time(row, "suspended_since")?.is_some() || maybe_time(row, "left_since")?.is_some();
    let state = if voided.is_some() {
        State::Void
    } else if resolved.is_some() {
        State::Resolved
    } else if expired.is_some() {
        State::Expired
    } else if agency_away {
        State::Frozen
    } else {
        State::Open
    };
    let outcome = row.try_get::<Option<String>, _>("outcome")?;
    let outcome = outcome.map(|key| outcome_of(&key)).transpose()?;
    let overdue = |closed: DateTime<Utc>| closed + Draft::OUTCOME_DUE < now;
    let shares: i64 = row.try_get("shares")?;
    Ok(Life {
        published_at: time(row, "published_at")?,
        open_until,
        closed_at,
        state,
        outcome,
        // What was published in error owes nobody an outcome.
        outcome_overdue: outcome.is_none() && state != State::Void && closed_at.is_some_and(overdue),
        shares: closed_at.map(|_| ShareBand::of(shares as u64)),
    })
}

fn outcome_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Used => "used",
        Outcome::NotUsed => "not_used",
        Outcome::CaseClosed => "case_closed",
    }
}

pub(in crate::store) fn outcome_of(key: &str) -> Result<Outcome, sqlx::Error> {
    [Outcome::Used, Outcome::NotUsed, Outcome::CaseClosed]
        .into_iter()
        .find(|outcome| outcome_key(*outcome) == key)
        .ok_or_else(|| undecodable("outcome"))
}
