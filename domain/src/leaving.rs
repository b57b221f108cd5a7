//! Leaving: everything the server has of an account as one file, and the end of the account.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::account::{HomeKept, Switches};
use crate::joining::{AccountError, SignedIn};
use crate::password::Password;
use crate::share::Receipt;

/// What a leaver wrote goes within this time, each piece at a moment of its own: going together, or in the order it
/// was written, it would say what belongs together.
pub const REMOVED_WITHIN: TimeDelta = TimeDelta::hours(24);

/// "Delete my account", typed out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Leave {
    /// The account's own, typed: nobody deletes an account by a slip.
    pub email: String,
    pub password: Password,
}

impl Leave {
    /// `email`: of the account.
    pub fn check(&self, email: &str) -> Result<(), AccountError> {
        if self.email.trim().to_lowercase() == email { Ok(()) } else { Err(AccountError::OtherEmail) }
    }
}

/// All the server has of one account. The street address is not in it: the server has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Export {
    pub exported_at: DateTime<Utc>,
    pub email: String,
    pub joined_at: DateTime<Utc>,
    pub switches: Switches,
    pub opted_out_at: Option<DateTime<Utc>>,
    pub opted_in_at: Option<DateTime<Utc>>,
    /// The region and the dates. The cell is kept as a keyed mark that cannot be read back.
    pub home: Option<HomeKept>,
    pub signed_in: Vec<SignedIn>,
    pub posts: Vec<OwnPost>,
    pub comments: Vec<OwnComment>,
    pub shares: Vec<Receipt>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnPost {
    pub id: String,
    pub category: String,
    pub title: String,
    pub text: String,
    pub cell: String,
    pub happened_at: Option<DateTime<Utc>>,
    pub published_at: DateTime<Utc>,
    pub removed_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnComment {
    pub id: String,
    /// Of the post or assistance request it answers.
    pub thread: String,
    pub text: String,
    pub at: DateTime<Utc>,
    pub removed_at: Option<DateTime<Utc>>,
}
