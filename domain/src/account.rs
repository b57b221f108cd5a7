//! Who is asking, and the switches a resident holds.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::agency::AgencyRef;
use crate::cells::{Cell9, Region7};
use crate::feed::KnownPlace;

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct SignIn {
    pub email: String,
    pub password: String,
    /// What an officer's authenticator shows. Asked for once the password was right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Secrets stay out of logs.
impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignIn")
    }
}

/// What the page needs to know at its start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Me {
    pub site: Site,
    pub who: Who,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Every page of a demo says so.
    pub demo: bool,
    /// The place shown to somebody who has chosen none.
    pub place: KnownPlace,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    Visitor,
    Resident(ResidentSelf),
    Officer(OfficerSelf),
}

/// What a resident sees of their own account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResidentSelf {
    pub email: String,
    pub switches: Switches,
    /// Since when requests reach them again, if they ever opted out.
    #[serde(default, with = "crate::instant::maybe")]
    pub opted_in_at: Option<DateTime<Utc>>,
    /// `None` until a home is picked.
    pub home: Option<HomeKept>,
    /// When a password chosen by mail replaces the present one, unless somebody signed in stops it.
    #[serde(default, with = "crate::instant::maybe")]
    pub recovery_at: Option<DateTime<Utc>>,
    /// The public number of a moderator; `None` for everybody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moderator: Option<u32>,
}

/// All the server can say about a home: the region, and since when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HomeKept {
    pub region: Region7,
    #[serde(with = "crate::instant")]
    pub set_at: DateTime<Utc>,
    /// When a home was picked for the very first time: for a day from then it may be corrected.
    #[serde(with = "crate::instant")]
    pub first_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfficerSelf {
    pub name: String,
    pub title: String,
    pub agency: AgencyRef,
}

/// Three separate switches; each takes effect at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switches {
    pub hide_requests: bool,
    pub do_not_notify: bool,
    /// Also takes open requests away; opting in again replays nothing.
    pub opt_out: bool,
}

/// "Is this my home?", asked on a new device. The server compares and forgets.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfirmHome {
    pub cell: Cell9,
}

/// "This is my home", said for the first time or after moving. Kept as a region and a keyed mark.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ChooseHome {
    pub cell: Cell9,
}

/// Wrong homes an account may try a day, here and when sharing.
pub const WRONG_HOMES_A_DAY: u32 = 5;

/// Some tries at once, then one more each time these seconds have passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    pub at_once: u32,
    pub one_more_each_seconds: u32,
}

/// Sign-ins naming one email address: a guesser gets about 1,450 a day, a forgetful owner waits a minute.
pub const SIGN_INS_AN_EMAIL: Tries = Tries { at_once: 10, one_more_each_seconds: 60 };
/// Sign-ins from one network address, which a whole household or library may share.
pub const SIGN_INS_AN_ADDRESS: Tries = Tries { at_once: 60, one_more_each_seconds: 5 };
/// How long a sign-in lasts.
pub const SIGNED_IN_DAYS: i64 = 30;
