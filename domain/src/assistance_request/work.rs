//! What an officer sends to review, and what they see of it afterwards.

use crate::record::{Roster, Signed};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Draft, Form, Outcome, Summary};
use crate::review::{Question, Reason};

/// The request's own age identity, sealed to one holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    /// The id of an officer, or `recovery`.
    pub holder: String,
    /// base64 of an age file.
    pub wrapped: String,
}

/// What `POST /api/portal/assistance-requests` takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    pub draft: Draft,
    /// "age1…": what shares will be sealed to. Made in the officer's browser.
    pub recipient: String,
    pub wrapped: Vec<WrappedKey>,
    /// The officer's signature over draft and `recipient`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Signed>,
}

/// Whom a request's key is wrapped for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The id of an officer, or `recovery`.
    pub holder: String,
    /// age public key.
    pub recipient: String,
}

/// Holder of a wrapped key that is the agency itself, for when officers leave.
pub const RECOVERY: &str = "recovery";

/// Whom the key of a new request is wrapped for, and what proves them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holders {
    pub holders: Vec<Holder>,
    pub roster: Roster,
}

/// Keys of requests that the asking officer holds, or the recovery sheet, and who does not have them yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeysToHandOn {
    /// Officers who receive what is shared and lack a key or more.
    pub waiting: Vec<Waiting>,
    /// Those that somebody lacks, newest first.
    pub keys: Vec<HeldKey>,
    pub roster: Roster,
}

/// A colleague who cannot open everything yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The officer's id.
    pub id: String,
    pub name: String,
    /// age public key.
    pub recipient: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldKey {
    pub assistance_request: String,
    pub title: String,
    /// The public half.
    pub recipient: String,
    /// The other half, sealed to who asks, or to the recovery sheet; base64.
    pub wrapped: String,
    /// Ids of the officers who lack it.
    pub lacking: Vec<String>,
}

/// A key of a request, wrapped for somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOn {
    pub assistance_request: String,
    /// The id of an officer.
    pub holder: String,
    /// base64 of an age file.
    pub wrapped: String,
}

/// A draft on the server, read by the officer who writes it and nobody else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptForm {
    pub id: String,
    pub form: Form,
    pub saved_at: DateTime<Utc>,
}

/// Where something that was sent to review stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Standing {
    /// `place`: how many of all agencies wait before it, itself counted.
    Waiting {
        place: u32,
        needs_second: bool,
    },
    Returned {
        at: DateTime<Utc>,
        reason: Reason,
        /// Empty where no person returned it.
        note: String,
    },
    Refused {
        at: DateTime<Utc>,
        reason: Question,
        note: String,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    pub id: String,
    pub version: u32,
    pub draft: Draft,
    pub submitted_at: DateTime<Utc>,
    pub standing: Standing,
}

/// `/portal/requests`: the agency's requests, from the first word to the outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// One's own, newest first.
    pub drafts: Vec<KeptForm>,
    /// Of the agency, newest first: what waits, was returned or refused.
    pub sent: Vec<Sent>,
    pub published: Vec<Summary>,
    /// Ids of those in `sent` and `published` that the asking officer may amend, close and state the outcome of: their
    /// own, and with the role supervise everybody's.
    pub in_hand: Vec<String>,
    /// Open ones whose lead investigator left.
    pub new_leads: Vec<NewLead>,
}

/// An open request asks for a new lead investigator: by an amendment, or it is resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLead {
    pub id: String,
    /// Who led the case.
    pub name: String,
    #[serde(default, with = "crate::instant::maybe")]
    pub left_at: Option<DateTime<Utc>>,
}

/// What `PUT /api/portal/assistance-requests/{id}/outcome` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedOutcome {
    pub outcome: Outcome,
}

/// Where a submission went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    pub id: String,
    pub version: u32,
}
