//! Answers under a post or an assistance request.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::account::Tries;
use crate::checked::Checked;
use crate::moderation::Reason;
use crate::post::Author;

/// Its author may change a comment for this long, enough for a slip; later, others have answered what it said.
pub const EDIT_FOR: TimeDelta = TimeDelta::minutes(5);
/// Deleting can be taken back for this long; then the words go.
pub const UNDO_FOR: TimeDelta = TimeDelta::minutes(1);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub text: String,
}

/// Comments of one account, in all threads together: more than anybody types, less than would drown a thread.
pub const COMMENTS_A_WRITER: Tries = Tries { at_once: 60, one_more_each_seconds: 10 };

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CommentError {
    #[error("The comment is empty. Write what happened.")]
    Empty,
    #[error("The comment has {chars} characters. The most is {max}.")]
    TooLong { chars: usize, max: usize },
    #[error(
        "A comment can be changed for {minutes} minutes, and these have passed. You can still delete it."
    )]
    TooLateToEdit { minutes: i64 },
    #[error("The comment was deleted too long ago. Its words are gone.")]
    TooLateToUndo,
}

impl Draft {
    pub const MAX_CHARS: usize = 2_000;

    pub fn check(self) -> Result<Checked<Self>, CommentError> {
        let chars = self.text.trim().chars().count();
        match chars {
            0 => Err(CommentError::Empty),
            chars if chars > Self::MAX_CHARS => Err(CommentError::TooLong { chars, max: Self::MAX_CHARS }),
            _ => Ok(Checked::new(Self { text: self.text.trim().to_owned() })),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    pub id: String,
    pub author: Author,
    /// `None` when its author removed it or a moderator hid it: the number stays, the words go.
    pub text: Option<String>,
    /// Why a moderator hid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Reason>,
    /// Its author changed it; when exactly is nobody's business.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub edited: bool,
    /// Of a resident: cut down to 15 minutes.
    pub at: DateTime<Utc>,
}

/// What in a thread is one's own. Asked by the author alone: the thread itself reads the same for everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mine {
    /// "You are Neighbor 2 here." Officers have none.
    pub number: Option<u32>,
    /// The post itself.
    pub post: bool,
    pub comments: Vec<MyComment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyComment {
    pub id: String,
    /// Exactly; the thread shows 15 minutes.
    pub editable_until: DateTime<Utc>,
}
