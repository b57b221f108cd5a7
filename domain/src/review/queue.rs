//! What waits for review, as reviewers and the public see it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Sensitive;
use crate::agency::AgencyRef;
use crate::assistance_request::Draft;
use crate::rules::Judged;

/// Oldest first, for a trained reviewer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// The number under which the asking reviewer decides.
    pub reviewer: u32,
    pub waiting: Vec<Waiting>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    pub id: String,
    pub version: u32,
    pub agency: AgencyRef,
    pub title: String,
    pub submitted_at: DateTime<Utc>,
    /// Approved once, and needs another reviewer.
    pub needs_second: bool,
    /// Approved by the one who asks: nothing to do here.
    pub by_me: bool,
}

/// How long agencies wait, for everybody to see. Nothing of what they ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueAge {
    pub waiting: u32,
    pub oldest_submitted_at: Option<DateTime<Utc>>,
}

/// The first of two reviewers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstLook {
    pub reviewer: u32,
    pub sensitive: Vec<Sensitive>,
}

/// One request, or one amendment, as it waits for a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    pub id: String,
    pub version: u32,
    pub agency: AgencyRef,
    pub draft: Draft,
    /// Of an amendment: what is published now.
    pub before: Option<Draft>,
    /// As if it were published now.
    pub judged: Judged,
    /// The moment the rules look back from: of an amendment, the first publication.
    pub judged_at: DateTime<Utc>,
    pub submitted_at: DateTime<Utc>,
    pub first: Option<FirstLook>,
    /// SHA-256 of the text as the agency sent it, hex: comes back with the decision.
    pub fingerprint: String,
    /// How many others wait.
    pub others: u32,
}
