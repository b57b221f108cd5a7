//! Officers of an agency: what each may do, how they are invited, what they state about themselves, when they are switched off.

mod enrolling;
mod error;
mod keys;
mod roles;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::account::Tries;
use crate::agency::AgencyRef;

pub use enrolling::{Authenticator, Enrol, Invitation, Invite, LookAtInvitation, NewAuthenticator, WayIn};
pub use error::{Field, OfficerError};
pub use keys::{AgencyKeys, CertifiableOfficer, Certify, MakeKeys};
pub use roles::{Role, Roles};

/// An invitation works this long, once.
pub const INVITATION_LIVES: TimeDelta = TimeDelta::hours(72);
/// Whoever does not come for so many days is switched off: an account nobody uses is one nobody misses when it is stolen.
pub const IDLE_DAYS: i64 = 60;
/// The administrator is reminded to look through the list after so many days.
pub const CONFIRM_DAYS: i64 = 30;
/// Codes tried by whoever knows the password: a guesser gets about 150 a day, out of a million.
pub const CODES_AN_ACCOUNT: Tries = Tries { at_once: 10, one_more_each_seconds: 600 };
/// Of name and title, in characters.
pub const MAX_NAME: usize = 80;
pub const MAX_BADGE_NUMBER: usize = 20;
/// Of the secret of an authenticator: what RFC 4226 recommends.
pub const TOTP_SECRET_BYTES: usize = 20;

/// An officer in the portal: who, for whom, and what they may do there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalSelf {
    pub name: String,
    /// What they sign in with.
    pub email: String,
    pub title: String,
    pub badge_number: String,
    pub agency: AgencyRef,
    pub roles: Roles,
    /// May invite, change and end officers of the agency.
    pub administrator: bool,
    /// Until that ends, nothing can be posted or asked in its name.
    pub suspended: bool,
}

/// One officer, as the agency's administrator sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerLine {
    pub id: String,
    pub name: String,
    pub title: String,
    pub badge_number: String,
    pub email: String,
    pub roles: Roles,
    pub administrator: bool,
    pub since: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Nobody came for [`IDLE_DAYS`]; the administrator may switch them on again.
    pub off_since: Option<DateTime<Utc>>,
}

/// One that was sent and not used yet. Its link is known to the mailbox alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub id: String,
    pub email: String,
    pub roles: Roles,
    pub administrator: bool,
    pub until: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerList {
    pub official_domain: String,
    /// Those who are there first, then those who left.
    pub officers: Vec<OfficerLine>,
    pub invited: Vec<Invited>,
    /// When somebody last said that the list is right.
    pub confirmed_at: Option<DateTime<Utc>>,
}

/// What the administrator changes about an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeOfficer {
    pub roles: Roles,
    pub administrator: bool,
    /// `true` switches on again whom idle days switched off.
    pub on: bool,
}
