//! What residents and officers tell each other.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::account::Tries;
use crate::agency::AgencyRef;
use crate::cells::{Cell8, Region7};
use crate::checked::Checked;
use crate::comment::Comment;
use crate::media::{Attached, MAX_ALT_CHARS, MAX_PHOTOS, Media};
use crate::moderation::Reason;
use crate::wording::by_race_alone;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    Crime,
    Safety,
    SuspiciousActivity,
    LostPet,
    FoundAnimal,
    NeighborlyMoment,
    Environment,
    PackageTheft,
    /// Agencies only.
    Announcement,
}

impl Category {
    pub const ALL: [Self; 9] = [
        Self::Crime,
        Self::Safety,
        Self::SuspiciousActivity,
        Self::LostPet,
        Self::FoundAnimal,
        Self::NeighborlyMoment,
        Self::Environment,
        Self::PackageTheft,
        Self::Announcement,
    ];

    /// As on the wire, in the database and in the address.
    pub fn key(self) -> &'static str {
        match self {
            Self::Crime => "crime",
            Self::Safety => "safety",
            Self::SuspiciousActivity => "suspicious_activity",
            Self::LostPet => "lost_pet",
            Self::FoundAnimal => "found_animal",
            Self::NeighborlyMoment => "neighborly_moment",
            Self::Environment => "environment",
            Self::PackageTheft => "package_theft",
            Self::Announcement => "announcement",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.key() == key)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Crime => "Crime",
            Self::Safety => "Safety",
            Self::SuspiciousActivity => "Suspicious activity",
            Self::LostPet => "Lost pet",
            Self::FoundAnimal => "Found animal",
            Self::NeighborlyMoment => "Neighborly moment",
            Self::Environment => "Environment",
            Self::PackageTheft => "Package theft",
            Self::Announcement => "Announcement",
        }
    }

    /// Name of the icon in `icons.svg`.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Crime | Self::Safety => "incident",
            Self::SuspiciousActivity => "eye",
            Self::LostPet | Self::FoundAnimal => "pet",
            Self::NeighborlyMoment => "heart",
            Self::Environment => "leaf",
            Self::PackageTheft => "parcel",
            Self::Announcement => "news",
        }
    }
}

/// Times of residents are shown to this: the exact minute would help to join threads.
pub const SHOWN_TO: TimeDelta = TimeDelta::minutes(15);

/// Cut down to [`SHOWN_TO`].
pub fn shown(at: DateTime<Utc>) -> DateTime<Utc> {
    let step = SHOWN_TO.num_seconds();
    DateTime::from_timestamp(at.timestamp().div_euclid(step) * step, 0).unwrap_or(at)
}

/// Who wrote it, as far as anyone may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// Numbered inside this one thread by first appearance.
    Neighbor {
        number: u32,
        wrote_the_post: bool,
    },
    Officer {
        badge: OfficerBadge,
    },
}

/// What the verified badge says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerBadge {
    pub name: String,
    pub title: String,
    pub agency: AgencyRef,
    #[serde(with = "crate::instant")]
    pub certified_at: DateTime<Utc>,
    /// "no longer with the agency since …"
    #[serde(default, with = "crate::instant::maybe")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Where its proof is asked for: `comment/ID`, `post/ID`, `assistance-request/ID`. Empty where nothing was said.
    #[serde(default)]
    pub proof: String,
}

/// Where, to one cell of about half a mile, or only the region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub cell: Option<Cell8>,
    pub region: Region7,
    /// The neighborhood or city most of it lies in, where known.
    pub name: Option<String>,
}

/// What a resident or an officer writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub category: Category,
    pub title: String,
    pub text: String,
    pub cell: Cell8,
    pub happened_at: Option<DateTime<Utc>>,
    /// Files that were sent before, in the order they are shown.
    #[serde(default)]
    pub media: Vec<Attached>,
}

/// Posts of one account: a street that looks after itself writes a few a day, a program would fill the disk.
pub const POSTS_A_WRITER: Tries = Tries { at_once: 20, one_more_each_seconds: 300 };
/// Megabytes of photos and videos of one account: a gigabyte at once, and one more in a day.
pub const MEGABYTES_A_WRITER: Tries = Tries { at_once: 1_024, one_more_each_seconds: 84 };

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum PostError {
    #[error("The title has {chars} characters. It needs {min} to {max}.")]
    Title { chars: usize, min: usize, max: usize },
    #[error("The text has {chars} characters. It needs 1 to {max}.")]
    Text { chars: usize, max: usize },
    #[error("Only agencies make announcements. Choose another category.")]
    OnlyAgenciesAnnounce,
    #[error("This time lies in the future.")]
    InTheFuture,
    #[error(
        "This describes a person by race alone. Say what the person did, or leave them out. Walking and looking at houses is not a reason to post."
    )]
    ByRaceAlone,
    #[error("A post carries up to {max_photos} photos or 1 video.")]
    TooManyFiles { max_photos: usize },
    #[error("The description of a picture has {chars} characters. {max} fit.")]
    Alt { chars: usize, max: usize },
    #[error("A photo or video is not here any more. Choose it again; your text stays.")]
    FileGone,
}

impl Draft {
    pub const TITLE_CHARS: std::ops::RangeInclusive<usize> = 4..=120;
    pub const MAX_TEXT: usize = 2_000;

    pub fn check(self, now: DateTime<Utc>, by_officer: bool) -> Result<Checked<Self>, Vec<PostError>> {
        let mut errors = check_words(&self.title, &self.text);
        if self.category == Category::Announcement && !by_officer {
            errors.push(PostError::OnlyAgenciesAnnounce);
        }
        if self.happened_at.is_some_and(|at| at > now) {
            errors.push(PostError::InTheFuture);
        }
        if by_race_alone(&format!("{}\n{}", self.title, self.text)).is_some() {
            errors.push(PostError::ByRaceAlone);
        }
        errors.extend(check_files(&self.media));
        if errors.is_empty() { Ok(Checked::new(self)) } else { Err(errors) }
    }
}

/// How long a title and a text are, of whoever writes: residents and agencies alike.
pub fn check_words(title: &str, text: &str) -> Vec<PostError> {
    let mut errors = Vec::new();
    let (title, text) = (title.trim().chars().count(), text.trim().chars().count());
    let titles = Draft::TITLE_CHARS;
    if !titles.contains(&title) {
        errors.push(PostError::Title { chars: title, min: *titles.start(), max: *titles.end() });
    }
    if !(1..=Draft::MAX_TEXT).contains(&text) {
        errors.push(PostError::Text { chars: text, max: Draft::MAX_TEXT });
    }
    errors
}

/// How many files a post carries and how long their descriptions are, of whoever writes. What kind they are, the server knows.
pub fn check_files(files: &[Attached]) -> Vec<PostError> {
    let mut errors = Vec::new();
    if files.len() > MAX_PHOTOS {
        errors.push(PostError::TooManyFiles { max_photos: MAX_PHOTOS });
    }
    let longest = files.iter().map(|file| file.alt.trim().chars().count()).max().unwrap_or(0);
    if longest > MAX_ALT_CHARS {
        errors.push(PostError::Alt { chars: longest, max: MAX_ALT_CHARS });
    }
    errors
}

/// A post in the feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostCard {
    pub id: String,
    pub category: Category,
    /// `None` when its author removed it or a moderator hid it.
    pub title: Option<String>,
    pub text: Option<String>,
    /// Why a moderator hid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Reason>,
    pub place: Place,
    pub author: Author,
    /// Of residents: cut down to 15 minutes, like `at`.
    #[serde(default, with = "crate::instant::maybe")]
    pub happened_at: Option<DateTime<Utc>>,
    #[serde(with = "crate::instant")]
    pub at: DateTime<Utc>,
    pub comments: u32,
    /// Photos, or one video.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
}

/// `/posts/:id`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    #[serde(flatten)]
    pub card: PostCard,
    /// Of an announcement for several: all of them. Empty where the place says it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region7>,
    /// The active agencies whose jurisdiction the place lies in: they can read it too.
    pub read_by_agencies: Vec<AgencyRef>,
    pub thread: Vec<Comment>,
}
