//! What agencies and officers sign, and the signatures: Ed25519 over the very text that is kept and shown.

use std::fmt;

use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature, Signer, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::assistance_request;
use crate::cells::Region7;
use crate::post::Category;

/// Signed before every statement, so that a signature of ours is never one of anything else.
const PURPOSE: &str = "neighbors statement v1\n";

/// An Ed25519 public key; 64 hex digits on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Eight groups of four digits: enough to compare by eye, the first half of the key's SHA-256.
    pub fn fingerprint(&self) -> String {
        let hash = hex::encode(&Sha256::digest(self.0)[..16]);
        hash.as_bytes()
            .chunks(4)
            .map(|group| std::str::from_utf8(group).unwrap_or_default())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for PublicKey {
    type Error = SignError;

    fn try_from(text: String) -> Result<Self, SignError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(&text, &mut bytes).map_err(|_| SignError::NoKey)?;
        // Points of small order verify signatures nobody made.
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| SignError::NoKey)?;
        if key.is_weak() { Err(SignError::NoKey) } else { Ok(Self(bytes)) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignError {
    #[error("This is no key.")]
    NoKey,
    #[error("The signature does not fit the words.")]
    WrongSignature,
    #[error("Other words were signed than were sent.")]
    OtherWords,
    #[error("The clock of this device is wrong. Set it, and send it again.")]
    Clock,
    #[error("Your agency has not certified your key yet. Its administrator does that under Keys.")]
    NotCertified,
}

/// A secret Ed25519 key. Whoever makes it brings the chance.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// An officer's: drawn from the text of their age identity, so that one passphrase keeps both.
    pub fn of_identity(identity: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update("neighbors officer signing key v1\n");
        hash.update(identity.trim());
        Self::from_seed(hash.finalize().into())
    }

    /// The secret itself: for a sheet of paper, and for demos.
    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs the JSON of the statement as it is written here: nobody has to write it the same way again.
    pub fn sign(&self, statement: &Statement) -> Signed {
        let text = serde_json::to_string(statement).expect("a statement is JSON");
        self.sign_text(text)
    }

    /// The same for a statement that was written elsewhere.
    pub fn sign_text(&self, text: String) -> Signed {
        let signature = self.0.sign(&[PURPOSE, &text].concat().into_bytes());
        Signed { text, signature: hex::encode(signature.to_bytes()) }
    }
}

/// A statement as its signer wrote it, and the signature: 128 hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    pub text: String,
    pub signature: String,
}

impl Signed {
    /// What was signed, if it was signed with this key.
    pub fn read(&self, key: &PublicKey) -> Result<Statement, SignError> {
        let mut bytes = [0; 64];
        hex::decode_to_slice(&self.signature, &mut bytes).map_err(|_| SignError::WrongSignature)?;
        VerifyingKey::from_bytes(&key.0)
            .map_err(|_| SignError::NoKey)?
            .verify_strict(&[PURPOSE, &self.text].concat().into_bytes(), &Signature::from_bytes(&bytes))
            .map_err(|_| SignError::WrongSignature)?;
        self.unchecked()
    }

    /// What it says, whoever signed it.
    pub fn unchecked(&self) -> Result<Statement, SignError> {
        serde_json::from_str(&self.text).map_err(|_| SignError::OtherWords)
    }
}

/// What somebody sends, with the signature of an officer; residents sign nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken<T> {
    #[serde(flatten)]
    pub draft: T,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Signed>,
}

impl<T> Spoken<T> {
    pub fn by_a_resident(draft: T) -> Self {
        Self { draft, signed: None }
    }
}

/// Everything there is to sign. Agencies by their address ("cedar-flats-police-department"), officers by id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Statement {
    /// By the agency's root key: this officer is ours, and this is their key.
    Officer {
        agency: String,
        officer: String,
        name: String,
        title: String,
        key: PublicKey,
        /// age public key: "age1…".
        recipient: String,
        at: DateTime<Utc>,
    },
    /// By an officer, under a post or a request.
    Comment { agency: String, officer: String, thread: String, text: String, at: DateTime<Utc> },
    /// By an officer: an announcement.
    Post {
        agency: String,
        officer: String,
        category: Category,
        title: String,
        text: String,
        /// Where it is announced, in order.
        regions: Vec<Region7>,
        at: DateTime<Utc>,
    },
    /// By the officer who submits it.
    AssistanceRequest {
        agency: String,
        officer: String,
        /// age public key that shares are sealed to.
        recipient: String,
        draft: Box<assistance_request::Draft>,
        at: DateTime<Utc>,
    },
}

impl Statement {
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Officer { at, .. }
            | Self::Comment { at, .. }
            | Self::Post { at, .. }
            | Self::AssistanceRequest { at, .. } => *at,
        }
    }

    /// Who speaks: agency and officer. A certificate speaks of its officer.
    pub fn who(&self) -> (&str, &str) {
        match self {
            Self::Officer { agency, officer, .. }
            | Self::Comment { agency, officer, .. }
            | Self::Post { agency, officer, .. }
            | Self::AssistanceRequest { agency, officer, .. } => (agency, officer),
        }
    }
}
