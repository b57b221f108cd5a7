//! Notices: what is new where one wrote, and a digest by mail. The server keeps no list of who wrote where: a browser
//! keeps its own, and asks about those threads as anybody could.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::language::Language;

/// Threads of one question; a browser keeps no more, the newest.
pub const MAX_THREADS: usize = 50;
/// Posts of one digest.
pub const DIGEST_POSTS: usize = 20;
/// When digests leave, every day, in UTC: morning in all of the United States but Hawaii, where it is four.
pub const DIGEST_HOUR: i64 = 14;
/// A digest that could not leave in time does not come in the night.
pub const DIGEST_LATEST: TimeDelta = TimeDelta::hours(6);

/// Asked without a session: whose threads these are stands nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutThreads {
    pub threads: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadKind {
    Post,
    AssistanceRequest,
}

/// Public, as the thread is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadNews {
    pub thread: String,
    pub kind: ThreadKind,
    /// `None` once its author took it back, or while it is hidden.
    pub title: Option<String>,
    /// Those that are there to be read.
    pub comments: u32,
}

/// Where one wrote, found anew for a browser that does not know: every tag is tried for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyThreads {
    pub threads: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailWishes {
    /// In this language, or not at all.
    pub digest: Option<Language>,
}

/// The day a digest is about: it ended at the last [`DIGEST_HOUR`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestDay {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

impl DigestDay {
    /// `None` while none is due: it is too late for the last one, and too early for the next.
    pub fn due(now: DateTime<Utc>) -> Option<Self> {
        let hour = TimeDelta::hours(DIGEST_HOUR);
        let day = (now - hour).date_naive().and_hms_opt(0, 0, 0)?.and_utc();
        let until = day + hour;
        (now - until <= DIGEST_LATEST).then_some(Self { from: until - TimeDelta::days(1), until })
    }

    /// One for each day: days since 1970.
    pub fn number(self) -> i64 {
        self.until.timestamp().div_euclid(24 * 60 * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_due_for_some_hours_a_day_and_about_the_day_before() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a time");
        let due = |text: &str| DigestDay::due(at(text)).map(|day| (day.from, day.until));
        let expected = Some((at("2026-10-21T14:00:00Z"), at("2026-10-22T14:00:00Z")));
        assert_eq!(due("2026-10-22T14:00:00Z"), expected);
        assert_eq!(due("2026-10-22T20:00:00Z"), expected);
        assert_eq!(due("2026-10-22T20:00:01Z"), None);
        assert_eq!(due("2026-10-23T13:59:59Z"), None);
        let [one, next] = ["2026-10-22T14:00:00Z", "2026-10-23T15:00:00Z"]
            .map(|text| DigestDay::due(at(text)).expect("due"));
        assert_eq!(next.number(), one.number() + 1);
    }
}
