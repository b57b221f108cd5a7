//! The published versions of a request: each stays readable for as long as the request, which is for ever.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Draft;
use crate::post::OfficerBadge;

/// One version as it was published. What was returned or refused is none: nothing of it is ever shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    pub version: u32,
    #[serde(with = "crate::instant")]
    pub submitted_at: DateTime<Utc>,
    #[serde(with = "crate::instant")]
    pub published_at: DateTime<Utc>,
    /// Who sent this version.
    pub officer: OfficerBadge,
    /// The number of the reviewer who checked it.
    pub reviewer: u32,
    /// Of another one, where one alone may not decide.
    pub second_reviewer: Option<u32>,
    pub draft: Draft,
}
