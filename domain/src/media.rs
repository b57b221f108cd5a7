//! Photos and videos of a post: how many, how large, and why one is not taken.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// Of one post; or one video.
pub const MAX_PHOTOS: usize = 5;
/// As sent. The browser sends far less: it draws large photos smaller first.
pub const MAX_PHOTO_BYTES: u64 = 20 << 20;
/// A photo as it lies on the device, before the browser makes it smaller. More is no photo of a phone.
pub const MAX_CHOSEN_PHOTO_BYTES: u64 = 64 << 20;
/// What phones make. More is a bomb: a small file that fills the memory when it is opened.
pub const MAX_PIXELS: u64 = 50_000_000;
pub const MAX_VIDEO_BYTES: u64 = 200 << 20;
/// A description for those who cannot see the picture.
pub const MAX_ALT_CHARS: usize = 500;
/// What no post carries by then goes.
pub const UNATTACHED_FOR: TimeDelta = TimeDelta::hours(24);
/// Files of one person that no post carries yet: four posts begun at once.
pub const MAX_UNATTACHED: usize = 20;
pub const MAX_UNATTACHED_BYTES: u64 = 3 * MAX_VIDEO_BYTES;

/// The longer side, of what is shown large and of what stands in a list.
pub const LARGE_SIDE: u32 = 2_560;
pub const SMALL_SIDE: u32 = 800;

/// Of a photo or video of this kind.
pub const fn max_bytes(kind: MediaKind) -> u64 {
    match kind {
        MediaKind::Photo => MAX_PHOTO_BYTES,
        MediaKind::Video => MAX_VIDEO_BYTES,
    }
}

/// Some photos, or one video.
pub fn fits_together(kinds: impl IntoIterator<Item = MediaKind>) -> bool {
    let (mut photos, mut videos) = (0, 0);
    for kind in kinds {
        match kind {
            MediaKind::Photo => photos += 1,
            MediaKind::Video => videos += 1,
        }
    }
    (videos == 0 && photos <= MAX_PHOTOS) || (videos == 1 && photos == 0)
}

/// Content types that are taken; the bytes decide, and have to agree.
pub const TYPES: [&str; 6] =
    ["image/jpeg", "image/png", "image/webp", "video/mp4", "video/quicktime", "video/3gpp"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Photo,
    Video,
}

impl MediaKind {
    /// As in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Video => "video",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Photo, Self::Video].into_iter().find(|kind| kind.key() == key)
    }
}

/// In a draft: a file that was sent, and what is to be seen on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    pub id: String,
    pub alt: String,
}

/// On a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    pub id: String,
    pub kind: MediaKind,
    /// The same photo for a list; a video has none.
    pub small: Option<String>,
    /// Width and height of a photo, so that nothing jumps when it arrives.
    pub size: Option<(u32, u32)>,
    pub alt: String,
}

/// The answer to a file that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    pub id: String,
    pub kind: MediaKind,
}

/// Said before a file is sent in parts, so that nobody sends a film for a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    pub kind: MediaKind,
    /// Of the whole file.
    pub bytes: u64,
}

/// How far a file that is sent in parts has come: after a lost connection, where to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arriving {
    pub id: String,
    /// So many bytes are on the server's disk, whatever happens to it.
    pub arrived: u64,
    /// Once all of it is here and was taken.
    pub received: Option<Received>,
}

/// The header of a part: how many bytes of the file lie before it.
pub const OFFSET_HEADER: &str = "upload-offset";

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum MediaError {
    #[error("This is no photo and no video we can read. JPEG, PNG, WebP, MP4 and MOV work.")]
    Unknown,
    #[error("This file ends too early, or parts of it are damaged.")]
    Broken,
    #[error("This file is made of more parts than any camera writes.")]
    TooManyParts,
    #[error("This photo has more than {max} dots. Save it smaller and choose it again.")]
    TooManyDots { max: u64 },
    #[error("This is a moving picture. Send it as a video, or one of its pictures.")]
    Animated,
    #[error("This kind of photo cannot be cleaned here. Save it as JPEG and choose it again.")]
    OnlyInTheBrowser,
    #[error(
        "This video has a track of positions beside its picture (“{track}”). Export it without the track, or choose another video."
    )]
    DataTrack { track: String },
    #[error("This video is written in fragments. Save it once with any video program, then choose it again.")]
    Fragmented,
    #[error("This video is in a format (“{codec}”) that we cannot check.")]
    UnknownCodec { codec: String },
    #[error("This video refers to other files. Save it as one file, then choose it again.")]
    RefersElsewhere,
    /// The browser cleans first; what arrives with notes in it came another way.
    #[error(
        "This video still carries notes beside its picture. Send it from the page, which takes them out."
    )]
    NotClean,
}
