//! Recordings a resident chose to share with one agency, for one assistance request.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::agency::AgencyRef;
use crate::area::Area;
use crate::assistance_request::State;
use crate::case_number::CaseNumber;
use crate::cells::Cell9;
use crate::consent::Identity;
use crate::language::Language;
use crate::recording::Taken;

pub const MAX_RECORDINGS: usize = 10;
/// Two GiB of plain recording.
pub const MAX_BYTES: u64 = 2 * 1024 * 1024 * 1024;
/// Kept from the share on, unless the agency promises less or more (at most [`MAX_KEPT_DAYS`]).
pub const KEPT_DAYS: u32 = 60;
pub const MAX_KEPT_DAYS: u32 = 180;
/// Of the sealed manifest: names, a consent text and ten recordings fit many times over.
pub const MAX_MANIFEST_BYTES: u64 = 256 * 1024;
/// Uploads of one account that belong to no share yet: a whole share, and the same again after a broken connection.
pub const MAX_OPEN_UPLOADS: usize = 2 * (MAX_RECORDINGS + 1);
/// Of all of them together: nobody fills the disk with files that are never shared.
pub const MAX_OPEN_BYTES: u64 = (MAX_RECORDINGS as u64 + 1) * MAX_BYTES;
/// Whose a share was is forgotten this long after it ended: until then its sharer reads what became of it.
pub const REMEMBERED: TimeDelta = TimeDelta::days(30);
/// An upload nobody committed is deleted after this.
pub const ABANDONED_AFTER: TimeDelta = TimeDelta::hours(24);

/// Why this resident cannot share with this request. The page asks before anything is picked,
/// with what only the browser knows; the server decides again in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum ShareRefusal {
    #[error("You have opted out of all requests. Change that in your settings if you want to share.")]
    OptedOut,
    #[error("This request is {}. Nothing can be shared with it any more.", state.name().to_lowercase())]
    NotOpen { state: State },
    #[error(
        "The request changed to version {version} while you were choosing. Read it and agree again; your recordings are still here."
    )]
    NewVersion { version: u32 },
    #[error("Pick your home first. Only people inside the area can share here.")]
    NoHome,
    /// Wrong cell and outside get one answer.
    #[error("You live outside this area. Only people inside it can share here.")]
    OutsideArea,
    #[error(
        "Your home here, or your return from opting out, is newer than this request. Only people who were inside the area before can share."
    )]
    TooNew,
    #[error("That was the {tries}th place tried today that is not your home. Try again tomorrow.")]
    TooManyTries { tries: u32 },
    #[error("Choose at least one recording.")]
    NoRecording,
    #[error("These are {recordings} recordings. The most is {max}.")]
    TooManyRecordings { recordings: usize, max: usize },
    #[error("A file of this share did not arrive whole. Send it again; nothing else is lost.")]
    UploadMissing,
    #[error("You have already shared {shares} times with this request today. Try again tomorrow.")]
    QuotaUsedUp { shares: u32 },
}

/// What decides, apart from the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub opted_out: bool,
    pub opted_in_at: Option<DateTime<Utc>>,
    pub home_set_at: Option<DateTime<Utc>>,
}

/// The same judgement in the browser (which knows the cell) and on the server (which is told it).
pub fn may_share(
    standing: Standing,
    home: Option<Cell9>,
    area: &Area,
    state: State,
    published_at: DateTime<Utc>,
) -> Result<(), ShareRefusal> {
    if standing.opted_out {
        return Err(ShareRefusal::OptedOut);
    }
    if state != State::Open {
        return Err(ShareRefusal::NotOpen { state });
    }
    let (Some(set_at), Some(home)) = (standing.home_set_at, home) else {
        return Err(ShareRefusal::NoHome);
    };
    if !area.contains(home) {
        return Err(ShareRefusal::OutsideArea);
    }
    // Nobody hops in: home and any return from opting out date from before the publication.
    if set_at >= published_at || standing.opted_in_at.is_some_and(|at| at >= published_at) {
        return Err(ShareRefusal::TooNew);
    }
    Ok(())
}

/// Shares of one account with one request in a day.
pub const SHARES_A_DAY: u32 = 5;

/// What travels when everything is uploaded. Names, values and plain hashes are in the sealed manifest only.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ShareDraft {
    /// Made in the browser: sending twice makes one share.
    pub idempotency_key: String,
    /// The version that was agreed to.
    pub version: u32,
    /// The promise that was agreed to, in days: the agency may have made a longer one since.
    pub kept_days: u32,
    /// Compared and forgotten.
    pub home: Cell9,
    /// The upload that is the sealed [`Manifest`].
    pub manifest: String,
    /// The uploads that are the sealed recordings, in the manifest's order.
    pub recordings: Vec<String>,
}

/// Answer to an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    pub id: String,
    /// Bytes of ciphertext on the server's disk.
    pub bytes: u64,
    /// SHA-256 of the ciphertext, in hex: what the receipt names.
    pub sha256: String,
}

/// Sealed beside the recordings: only the agency reads it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub assistance_request: String,
    pub version: u32,
    pub agency: AgencyRef,
    pub identity: Identity,
    /// The one the consent was read in.
    #[serde(default)]
    pub consent_language: Language,
    /// Exactly as it stood on the screen.
    pub consent_text: String,
    pub consent_sha256: String,
    pub consented_at: DateTime<Utc>,
    pub recordings: Vec<SharedRecording>,
}

impl Manifest {
    pub const FORMAT: u32 = 1;
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SharedRecording {
    pub file_name: String,
    /// As the browser names it: "video/mp4".
    pub media_type: String,
    pub bytes: u64,
    /// Of the plain file, in hex.
    pub sha256: String,
    pub taken: Taken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareState {
    Delivered,
    Opened,
    Withdrawn,
    /// Kept as long as promised, then deleted.
    Expired,
}

/// `/shares/:id`: what the sharer keeps, and reads again later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    pub id: String,
    /// "NR-7QK4-88D2": to read out on the phone.
    pub number: String,
    pub agency: AgencyRef,
    pub assistance_request: String,
    pub title: String,
    pub case_number: CaseNumber,
    pub version: u32,
    pub shared_at: DateTime<Utc>,
    pub kept_until: DateTime<Utc>,
    pub state: ShareState,
    /// Manifest first, then the recordings.
    pub files: Vec<Uploaded>,
    pub events: Vec<ShareEvent>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareEvent {
    pub at: DateTime<Utc>,
    pub what: ShareEventKind,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShareEventKind {
    Delivered,
    /// Seen by the server: the sealed manifest was fetched.
    Opened {
        title: String,
        badge_number: String,
    },
    /// Reported by the portal. `file` counts recordings from 1.
    Downloaded {
        title: String,
        badge_number: String,
        file: u32,
    },
    Withdrawn,
    Expired,
}

/// The officer's inbox: nothing of who was asked, looked or declined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inbox {
    pub requests: Vec<InboxRequest>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InboxRequest {
    pub id: String,
    pub title: String,
    pub case_number: CaseNumber,
    pub version: u32,
    pub shares: Vec<InboxShare>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InboxShare {
    pub id: String,
    /// Counted inside the request, by arrival: "Share 3".
    pub number: u32,
    pub shared_at: DateTime<Utc>,
    pub kept_until: DateTime<Utc>,
    pub recordings: u32,
    /// Of all ciphertext.
    pub bytes: u64,
    pub state: ShareState,
}

/// What the officer's browser needs to open one share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenableShare {
    pub share: InboxShare,
    pub assistance_request: String,
    pub title: String,
    pub case_number: CaseNumber,
    pub version: u32,
    pub window: crate::window::Window,
    pub zone: String,
    /// The request's age identity, sealed to this officer's age key; base64. `None`: nobody wrapped it for them yet.
    pub wrapped_key: Option<String>,
}

/// The officer's own age identity, sealed with the generated passphrase; base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerKey {
    /// Whose: what they sign names them.
    pub officer: String,
    /// The agency's address.
    pub agency: String,
    pub recipient: String,
    pub wrapped_identity: String,
}

/// Sent by the portal when a recording was saved to disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Downloaded {
    pub file: u32,
}
