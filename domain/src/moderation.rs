//! Flags, what a moderator decides about them, appeals, and what follows from many hidden items.
//!
//! Moderators see numbers inside one thread and never who is behind them; what somebody's items add up to is counted by
//! the program alone, each time it is asked, and stored nowhere.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::account::Tries;
use crate::post::Author;
use crate::spoken::length;

mod decision;
mod reason;

pub use decision::{Decision, Standing, Step, step};
pub use reason::{Reason, Why};

/// So many hidden items within [`COUNTED_FOR`] and the account writes nothing for [`PAUSE`]: repeated harm costs a
/// voice for a while, one mistake does not.
pub const HIDDEN_BEFORE_PAUSE: usize = 3;
pub const COUNTED_FOR: TimeDelta = TimeDelta::days(30);
pub const PAUSE: TimeDelta = TimeDelta::days(7);
/// A decision can be appealed for this long, once.
pub const APPEAL_WITHIN: TimeDelta = TimeDelta::days(30);
pub const APPEAL_CHARS: usize = 1_000;
/// Of one account: so that nobody buries the queue.
pub const FLAGS_A_DAY: usize = 30;
/// Questions of one account for what was decided about it: its tag is tried on every decision of months. A browser asks
/// with each step to another page, also of somebody with ten tabs.
pub const ASKS_A_WRITER: Tries = Tries { at_once: 600, one_more_each_seconds: 2 };
/// A decided flag is kept this long, so that whoever flagged can read what came of it.
pub const FLAGS_KEPT: TimeDelta = TimeDelta::days(90);
/// A decision stands in its author's notices this long.
pub const NOTICES_SHOWN: TimeDelta = TimeDelta::days(90);
/// The words of an answered appeal are kept this long.
pub const APPEALS_KEPT: TimeDelta = TimeDelta::days(30);

/// Until when somebody writes nothing, from the moments at which items of theirs were hidden and stayed hidden.
pub fn paused_until(hidden: &[DateTime<Utc>], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let mut hidden = hidden.to_vec();
    hidden.sort_unstable();
    let close = |some: &&[DateTime<Utc>]| some[HIDDEN_BEFORE_PAUSE - 1] - some[0] <= COUNTED_FOR;
    let last =
        hidden.windows(HIDDEN_BEFORE_PAUSE).filter(close).map(|some| some[HIDDEN_BEFORE_PAUSE - 1]).max()?;
    let until = last + PAUSE;
    (until > now).then_some(until)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    Post,
    Comment,
}

impl ItemKind {
    pub fn key(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Comment => "comment",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Post, Self::Comment].into_iter().find(|kind| kind.key() == key)
    }
}

/// "This breaks a rule", said by a resident about a post or a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// Of the post or comment.
    pub item: String,
    pub reason: Reason,
}

/// Where an item stands: in the thread of a post, or of a request for assistance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Where {
    pub item: String,
    pub kind: ItemKind,
    /// Of the post or request.
    pub thread: String,
    pub on_request: bool,
}

/// One item that waits for a moderator, or was hidden lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    #[serde(flatten)]
    pub place: Where,
    pub thread_title: String,
    /// As everybody reads it in the thread.
    pub author: Author,
    /// Of a post.
    pub title: Option<String>,
    pub text: String,
    pub flags: Vec<FlagsOf>,
    /// To 15 minutes, like every time of a resident.
    pub since: DateTime<Utc>,
    pub stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagsOf {
    pub reason: Reason,
    pub flags: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Its author says that the decision was wrong.
    Appealed {
        reason: Reason,
        by: u32,
        appeal: String,
    },
    /// An officer wrote it, one moderator would hide it: another has to agree.
    Proposed {
        reason: Reason,
        by: u32,
    },
    Flagged,
    Hidden {
        reason: Reason,
        by: u32,
    },
}

/// What waits for this moderator, appeals first; then what was hidden lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// The number under which this moderator's decisions are public.
    pub moderator: u32,
    pub cases: Vec<Case>,
}

/// A line of the public log. Never the words, never the author, never who flagged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// No finer: moderators are residents too, and write in the same hours.
    pub on: NaiveDate,
    pub kind: ItemKind,
    pub act: Act,
    /// The rule it was about.
    pub reason: Reason,
    /// Of what was shown again.
    pub why: Option<Why>,
    pub moderator: u32,
    /// Who agreed, where it takes two.
    pub second: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Hide,
    Keep,
    Restore,
    Uphold,
}

impl Act {
    pub const ALL: [Self; 4] = [Self::Hide, Self::Keep, Self::Restore, Self::Uphold];

    pub fn key(self) -> &'static str {
        match self {
            Self::Hide => "hide",
            Self::Keep => "keep",
            Self::Restore => "restore",
            Self::Uphold => "uphold",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.key() == key)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Hide => "Hidden",
            Self::Keep => "Looked at, stays",
            Self::Restore => "Shown again",
            Self::Uphold => "Appeal answered: stays hidden",
        }
    }
}

/// Lines of one answer.
pub const LOG_PAGE: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// Newest first.
    pub entries: Vec<LogEntry>,
    /// Opaque; `None` at the end.
    pub next: Option<String>,
}

/// What moderation says to one person about what they wrote and what they flagged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mine {
    /// Newest first.
    pub notices: Vec<Notice>,
    pub flags: Vec<MyFlag>,
    pub paused_until: Option<DateTime<Utc>>,
}

/// "A moderator hid what you wrote", and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Names the decision in an appeal.
    pub id: String,
    #[serde(flatten)]
    pub place: Where,
    /// Their own words, so that they know what it is about.
    pub words: String,
    pub at: DateTime<Utc>,
    pub reason: Reason,
    pub moderator: u32,
    pub state: NoticeState,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum NoticeState {
    Hidden { appeal_until: DateTime<Utc> },
    Appealed,
    Upheld { at: DateTime<Utc> },
    Restored { why: Why, at: DateTime<Utc> },
}

/// What somebody flagged, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyFlag {
    #[serde(flatten)]
    pub place: Where,
    pub reason: Reason,
    pub at: DateTime<Utc>,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    Waiting,
    Hidden {
        reason: Reason,
    },
    Kept,
    /// First hidden, then shown again.
    Restored,
    RemovedByAuthor,
}

/// "The decision was wrong", once for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    pub text: String,
}

impl Appeal {
    pub fn check(self) -> Result<crate::Checked<Self>, ModerationError> {
        let text = self.text.trim().to_owned();
        match text.chars().count() {
            0 => Err(ModerationError::AppealEmpty),
            chars if chars > APPEAL_CHARS => Err(ModerationError::AppealTooLong { chars, max: APPEAL_CHARS }),
            _ => Ok(crate::Checked::new(Self { text })),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum ModerationError {
    #[error("You wrote this. Another moderator decides about it.")]
    Own,
    #[error("An officer wrote this, and you have proposed to hide it. Another moderator has to agree.")]
    SecondPerson,
    #[error("You made this decision. Another moderator answers the appeal.")]
    AnotherAnswers,
    #[error("This was decided or removed meanwhile. Load the list again.")]
    Decided,
    #[error("The appeal is empty. Say why the decision was wrong.")]
    AppealEmpty,
    #[error("The appeal has {chars} characters. The most is {max}.")]
    AppealTooLong { chars: usize, max: usize },
    #[error("There is one appeal for each decision, and this one has been made.")]
    Appealed,
    #[error("A decision can be appealed for {days} days, and these have passed.")]
    AppealTooLate { days: i64 },
    #[error("{max} flags a day is the most. Flag the rest tomorrow.")]
    TooManyFlags { max: usize },
    #[error(
        "{hidden} of your posts or comments were hidden within {days} days. You can write again in {}.",
        length(*.seconds)
    )]
    Paused { hidden: usize, days: i64, seconds: i64 },
}

impl ModerationError {
    pub fn paused(until: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        Self::Paused {
            hidden: HIDDEN_BEFORE_PAUSE,
            days: COUNTED_FOR.num_days(),
            seconds: (until - now).num_seconds(),
        }
    }
}
