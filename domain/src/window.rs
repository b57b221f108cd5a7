//! When: the span of time an assistance request covers.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::spoken::length;

/// Two instants; its length is elapsed time, so a night with 25 hours changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    #[serde(with = "crate::instant")]
    pub from: DateTime<Utc>,
    #[serde(with = "crate::instant")]
    pub until: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum WindowError {
    #[error("The window ends before it begins. Swap the two ends.")]
    EndsBeforeItBegins,
    #[error("This is {}. The least is {}: move one end by at least {}.", length(*seconds), length(*min_seconds), length(min_seconds - seconds))]
    TooShort { seconds: i64, min_seconds: i64 },
    #[error("This is {}. The most is {}: move one end by at least {}.", length(*seconds), length(*max_seconds), length(seconds - max_seconds))]
    TooLong { seconds: i64, max_seconds: i64 },
    #[error("The window reaches {} into the future. It ends at the latest now.", length(*seconds))]
    InTheFuture { seconds: i64 },
    #[error("The window starts more than {max_days} days ago, by {}.", length(*seconds))]
    TooLongAgo { seconds: i64, max_days: i64 },
}

impl Window {
    /// Shorter than this, and nobody's clock is exact enough.
    pub const MIN: TimeDelta = TimeDelta::minutes(15);
    /// Longer than this is a trawl, not a request.
    pub const MAX: TimeDelta = TimeDelta::hours(12);
    /// How far back the start may lie, counted from publication.
    pub const LOOK_BACK: TimeDelta = TimeDelta::days(45);

    pub fn length(self) -> TimeDelta {
        self.until - self.from
    }

    /// `now` is the moment of publication, or of the preview. The first error found, in the order of repair.
    pub fn check(self, now: DateTime<Utc>) -> Result<(), WindowError> {
        let seconds = self.length().num_seconds();
        if self.length() <= TimeDelta::zero() {
            return Err(WindowError::EndsBeforeItBegins);
        }
        if self.length() < Self::MIN {
            return Err(WindowError::TooShort { seconds, min_seconds: Self::MIN.num_seconds() });
        }
        if self.length() > Self::MAX {
            let seconds = begun(self.length());
            return Err(WindowError::TooLong { seconds, max_seconds: Self::MAX.num_seconds() });
        }
        if self.until > now {
            return Err(WindowError::InTheFuture { seconds: begun(self.until - now) });
        }
        if now - self.from > Self::LOOK_BACK {
            let seconds = begun(now - self.from - Self::LOOK_BACK);
            return Err(WindowError::TooLongAgo { seconds, max_days: Self::LOOK_BACK.num_days() });
        }
        Ok(())
    }
}

/// A second that has begun counts: what is a moment too long must not read as exactly long enough.
fn begun(length: TimeDelta) -> i64 {
    length.num_seconds() + i64::from(length.subsec_nanos() > 0)
}
