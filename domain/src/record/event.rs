//! What is written into the record.

use serde::{Deserialize, Serialize};

use super::statement::{PublicKey, Signed};
use crate::admission::Step;
use crate::agency::AgencyKind;
use crate::assistance_request::{Draft, Outcome};
use crate::review::Reason;

/// Agencies by their address, officers and requests by id. Nothing here is of a resident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Admitted, suspended, active again, gone: with what it was when that happened.
    Agency {
        agency: String,
        step: Step,
        name: String,
        kind: AgencyKind,
        official_domain: String,
    },
    /// The agency's root key, and the age public key of its recovery sheet.
    AgencyKey {
        agency: String,
        key: PublicKey,
        recovery: String,
    },
    /// Signed by the agency's root key.
    OfficerCertified {
        certificate: Signed,
    },
    OfficerEnded {
        agency: String,
        officer: String,
    },
    /// Somebody of the agency handed the keys of requests on with its recovery sheet.
    RecoveryOpened {
        agency: String,
    },
    /// Only that something was sent: the words wait for review. `draft` is the hash of salt and words, in hex; the
    /// salt is published with the words, or never.
    Submitted {
        agency: String,
        id: String,
        version: u32,
        draft: String,
    },
    /// `reviewers`: one, or two where a second had to look.
    Published {
        agency: String,
        id: String,
        version: u32,
        /// age public key that shares are sealed to.
        recipient: String,
        draft: Box<Draft>,
        /// Of the hash in `Submitted`: the same words were sent.
        salt: String,
        reviewers: Vec<u32>,
        /// The officer's own signature over the same words.
        signed: Option<Signed>,
    },
    Returned {
        agency: String,
        id: String,
        version: u32,
        reason: Reason,
        reviewer: u32,
    },
    Refused {
        agency: String,
        id: String,
        version: u32,
        reason: Reason,
        reviewer: u32,
    },
    Resolved {
        agency: String,
        id: String,
    },
    Voided {
        agency: String,
        id: String,
    },
    OutcomeStated {
        agency: String,
        id: String,
        outcome: Outcome,
    },
}

impl Event {
    /// As in the leaf.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Agency { .. } => "agency",
            Self::AgencyKey { .. } => "agency_key",
            Self::OfficerCertified { .. } => "officer_certified",
            Self::OfficerEnded { .. } => "officer_ended",
            Self::RecoveryOpened { .. } => "recovery_opened",
            Self::Submitted { .. } => "submitted",
            Self::Published { .. } => "published",
            Self::Returned { .. } => "returned",
            Self::Refused { .. } => "refused",
            Self::Resolved { .. } => "resolved",
            Self::Voided { .. } => "voided",
            Self::OutcomeStated { .. } => "outcome_stated",
        }
    }
}
