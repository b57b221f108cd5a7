//! Leaving: everything the server has of an account in one archive, and the end of the account.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::account::{HomeKept, Switches};
use crate::joining::{AccountError, SignedIn};
use crate::media::MediaKind;
use crate::moderation;
use crate::notices::MailWishes;
use crate::passkey::Passkey;
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

/// The archive one takes along.
pub const EXPORT_FILE: &str = "neighbors-export.zip";
/// In it: [`Export`] as JSON. Photos and videos lie beside it, under the names it gives.
pub const EXPORT_JSON: &str = "neighbors-export.json";

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
    pub mail: MailWishes,
    pub passkeys: Vec<Passkey>,
    pub signed_in: Vec<SignedIn>,
    pub posts: Vec<OwnPost>,
    /// Sent, and in no post yet: what no post takes goes within a day.
    #[serde(default)]
    pub not_posted: Vec<OwnMedia>,
    pub comments: Vec<OwnComment>,
    pub shares: Vec<Receipt>,
    /// What moderators decided about what they wrote and what they flagged.
    #[serde(default)]
    pub moderation: moderation::Mine,
}

impl Export {
    /// Every photo and video, whatever became of its post: one a moderator hides is still its author's.
    pub fn media_mut(&mut self) -> impl Iterator<Item = &mut OwnMedia> {
        self.posts.iter_mut().flat_map(|post| &mut post.media).chain(&mut self.not_posted)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnPost {
    pub id: String,
    pub category: String,
    pub title: String,
    pub text: String,
    /// `None` where only the region is kept.
    pub cell: Option<String>,
    pub region: String,
    pub happened_at: Option<DateTime<Utc>>,
    pub published_at: DateTime<Utc>,
    pub removed_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub media: Vec<OwnMedia>,
}

/// A photo or video one posted, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnMedia {
    pub id: String,
    pub kind: MediaKind,
    /// Its name in the archive; `None` where the file went while the archive was made.
    pub file: Option<String>,
    pub alt: String,
}

impl OwnMedia {
    pub fn new(id: String, kind: MediaKind, alt: String) -> Self {
        Self { id, kind, file: None, alt }
    }

    /// The name in the archive, if the file is put in.
    pub fn name(&self) -> String {
        let ending = match self.kind {
            MediaKind::Photo => "jpg",
            MediaKind::Video => "mp4",
        };
        format!("media/{}.{ending}", self.id)
    }
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
