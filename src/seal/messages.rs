//! What the page and the sealing worker say to each other.

use neighbors_domain::record::{Fault, PublicKey, Seen, Signed};
use serde::{Deserialize, Serialize};
use web_sys::Blob;

/// One piece of work; `id` comes back with every answer about it.
#[derive(Serialize, Deserialize)]
pub struct Ask {
    pub id: u32,
    pub work: Work,
}

#[derive(Serialize, Deserialize)]
pub enum Work {
    /// Makes an ordinary `age` file that only `recipient` opens.
    Seal {
        recipient: String,
        #[serde(with = "serde_wasm_bindgen::preserve")]
        plain: Blob,
    },
    /// An officer's own identity, which lies wrapped by a passphrase.
    Unlock { wrapped: Vec<u8>, passphrase: String },
    /// A key pair for an officer, wrapped by a passphrase made with it.
    NewOfficerKey,
    /// The identity of one assistance request, wrapped to an officer's.
    OpenKey { identity: String, wrapped: Vec<u8> },
    Open {
        identity: String,
        #[serde(with = "serde_wasm_bindgen::preserve")]
        sealed: Blob,
    },
    /// Signs a statement with the key drawn from an officer's identity.
    Sign { identity: String, text: String },
    /// The root key and the recovery key of an agency, the first wrapped to `recipient`.
    NewAgencyKeys { recipient: String },
    /// Signs a statement with an agency's root key, which is wrapped to `identity`.
    SignAsAgency { identity: String, wrapped: Vec<u8>, text: String },
    /// The root key, wrapped to another administrator.
    HandOn { identity: String, wrapped: Vec<u8>, recipient: String },
    /// The root key typed back in from the recovery sheet: wrapped to `recipient`, if it is the one of `root`; and
    /// `text` signed with it.
    Recover { typed: String, root: PublicKey, recipient: String, text: String },
    /// Whether a request is proved by the public record, so that anything may be sealed to its key. `past`: what this
    /// browser saw of the record before. As JSON: a number of entries is more than JavaScript can count.
    /// `now`: by this page's clock.
    Judge { chain: String, past: String, asked: String, now: String },
    /// Whether the record proves that each of these holders is of this agency, as whoever has `identity` is. All as JSON.
    MayHold { roster: String, past: String, agency: String, identity: String, holders: String },
    /// The identity of the request that has `recipient`, opened with `identity` and wrapped to each of `to`.
    Rewrap { identity: String, wrapped: Vec<u8>, recipient: String, to: Vec<String> },
    /// The recovery key as it was typed from the sheet: an identity, if it is the one of `recipient`.
    ReadSheet { typed: String, recipient: String },
    /// A fresh identity for one assistance request, wrapped to each of these. It never leaves the worker unwrapped.
    NewKey { recipients: Vec<String> },
}

#[derive(Serialize, Deserialize)]
pub enum Answer {
    /// Said once: what is posted to a worker before it listens is lost.
    Ready,
    /// Bytes read of the file in hand.
    Progress {
        id: u32,
        done: u64,
    },
    Done {
        id: u32,
        result: Result<Yield, SealError>,
    },
}

#[derive(Serialize, Deserialize)]
pub enum Yield {
    Sealed(Sealed),
    Identity(String),
    Opened(Opened),
    Key(NewKey),
    OfficerKey(OfficerKey),
    Signed(Signed),
    AgencyKeys(AgencyKeys),
    Wrapped(Vec<u8>),
    /// In the order it was asked for.
    Rewrapped(Vec<Vec<u8>>),
    Recovered(Recovered),
    /// The tree of the record to be kept as seen, or what does not hold.
    Judged(Result<Seen, Fault>),
}

/// The public half of a fresh key, and the other half wrapped, in the order it was asked for.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewKey {
    pub recipient: String,
    pub wrapped: Vec<Vec<u8>>,
}

/// An officer's new key pair. Neither identity nor passphrase leaves the browser.
#[derive(Clone, Serialize, Deserialize)]
pub struct OfficerKey {
    pub recipient: String,
    /// The identity, sealed with the passphrase.
    pub wrapped: Vec<u8>,
    pub passphrase: String,
    /// Public half of the key that signs what they write; drawn from the identity.
    pub signing_key: PublicKey,
}

/// What an agency is founded on. The secret halves are for the recovery sheet alone.
#[derive(Clone, Serialize, Deserialize)]
pub struct AgencyKeys {
    pub root: PublicKey,
    /// The root key, sealed to the administrator who asked.
    pub wrapped: Vec<u8>,
    /// Its seed: 64 hex digits.
    pub root_seed: String,
    /// age public key and identity of recovery.
    pub recovery: String,
    pub recovery_identity: String,
}

/// What a recovery sheet brings back.
#[derive(Clone, Serialize, Deserialize)]
pub struct Recovered {
    pub wrapped: Vec<u8>,
    pub certificate: Signed,
}

/// A sealed file and the fingerprint of what went in.
#[derive(Clone, Serialize, Deserialize)]
pub struct Sealed {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub blob: Blob,
    /// SHA-256 of the plain file, in hex.
    pub plain_sha256: String,
}

/// A plain file again, to be compared with the fingerprint in the manifest.
#[derive(Clone, Serialize, Deserialize)]
pub struct Opened {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub blob: Blob,
    pub sha256: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum SealError {
    #[error("This passphrase does not open your key. Capital letters and dashes count.")]
    WrongPassphrase,
    #[error("This is sealed to another key than yours.")]
    NotForYou,
    #[error("This file is damaged. It does not open, so nothing of it is shown.")]
    Damaged,
    #[error("The key of this request cannot be read, so nothing can be sealed to it.")]
    BadKey,
    #[error(
        "This is not the root key on your agency's sheet. It has 64 digits and letters from a to f; look for one that was mistaken."
    )]
    NotTheSheet,
    #[error(
        "This is not the recovery key on your agency's sheet. It begins with AGE-SECRET-KEY-1; look for a letter that was mistaken."
    )]
    NotTheRecoveryKey,
    #[error("This browser could not read the file. It may have been moved or changed since you chose it.")]
    Unreadable,
    #[error("The part of this page that seals files did not start. Reload the page.")]
    NoWorker,
}
