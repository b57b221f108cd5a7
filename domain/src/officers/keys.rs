//! The keys of an agency: made once, certifying its officers, sealed to its administrators.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::OfficerError;
use crate::record::{PublicKey, Signed};

/// The keys of an agency, as its administrator sees them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgencyKeys {
    /// The agency's address: certificates name it.
    pub agency: String,
    /// The administrator's own id.
    pub me: String,
    /// The root key's public half; `None` until somebody made it.
    pub key: Option<PublicKey>,
    /// age public key of the recovery sheet.
    pub recovery: Option<String>,
    /// The root key, sealed to this administrator; base64. `None`: another one has to hand it on.
    pub wrapped: Option<String>,
    /// Those who are there; first whom nobody certified yet.
    pub officers: Vec<CertifiableOfficer>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CertifiableOfficer {
    pub id: String,
    pub name: String,
    pub title: String,
    pub key: PublicKey,
    /// age public key.
    pub recipient: String,
    pub certified_at: Option<DateTime<Utc>>,
    pub administrator: bool,
    /// Whether the root key is sealed to them.
    pub holds_root: bool,
}

/// Root key and recovery key, made in an administrator's browser, with their own certificate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MakeKeys {
    pub key: PublicKey,
    /// age public key: the other half is on paper.
    pub recovery: String,
    /// The root key, sealed to the administrator; base64.
    pub wrapped: String,
    pub certificate: Signed,
}

impl MakeKeys {
    pub fn check(&self) -> Result<(), OfficerError> {
        let sound = self.recovery.starts_with("age1") && sound(&self.wrapped);
        if sound { Ok(()) } else { Err(OfficerError::StrangeKey) }
    }
}

/// A wrapped key is some 400 bytes.
fn sound(wrapped: &str) -> bool {
    (1..=4096).contains(&wrapped.len())
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Certify {
    pub certificate: Signed,
    /// For another administrator: the root key, sealed to theirs; base64.
    pub wrapped: Option<String>,
}

impl Certify {
    pub fn check(&self) -> Result<(), OfficerError> {
        if self.wrapped.as_deref().is_none_or(sound) { Ok(()) } else { Err(OfficerError::StrangeKey) }
    }
}
