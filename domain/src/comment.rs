//! Answers under a post or an assistance request.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::checked::Checked;
use crate::post::Author;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CommentError {
    #[error("The comment is empty. Write what happened.")]
    Empty,
    #[error("The comment has {chars} characters. The most is {max}.")]
    TooLong { chars: usize, max: usize },
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
    /// `None` when its author removed it: the number stays, the words go.
    pub text: Option<String>,
    /// Of a resident: cut down to 15 minutes.
    pub at: DateTime<Utc>,
}
