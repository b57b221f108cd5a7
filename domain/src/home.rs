//! When a home may be picked, corrected and changed: often enough for people who move, too seldom to hop into an area.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::account::HomeKept;

/// Between two changes. A person moves seldom; whoever changes homes to reach requests would do it daily.
pub const CHANGE_EACH: TimeDelta = TimeDelta::days(30);
/// After the very first choice, for a slip of the finger.
pub const CORRECT_WITHIN: TimeDelta = TimeDelta::hours(24);

/// What saying "this is my home" is, where it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    First,
    /// Dates from the correction all the same, or one could hop into an area within the first day.
    Correction,
    Move,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum HomeError {
    #[error("A home can be changed once in {} days. The next change is possible from {} UTC.", CHANGE_EACH.num_days(), from.format("%Y-%m-%d %H:%M"))]
    TooSoon { from: DateTime<Utc> },
}

/// May a home be said at `now`, and what would it be? `kept` is the home there is, if any.
pub fn may_choose(kept: Option<&HomeKept>, now: DateTime<Utc>) -> Result<Choice, HomeError> {
    let Some(kept) = kept else { return Ok(Choice::First) };
    if now < kept.first_at + CORRECT_WITHIN {
        return Ok(Choice::Correction);
    }
    let from = kept.set_at + CHANGE_EACH;
    if now < from { Err(HomeError::TooSoon { from }) } else { Ok(Choice::Move) }
}
