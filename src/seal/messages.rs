//! What the page and the sealing worker say to each other.

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
    /// The identity of one assistance request, wrapped to an officer's.
    OpenKey { identity: String, wrapped: Vec<u8> },
    Open {
        identity: String,
        #[serde(with = "serde_wasm_bindgen::preserve")]
        sealed: Blob,
    },
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
    #[error("This browser could not read the file. It may have been moved or changed since you chose it.")]
    Unreadable,
    #[error("The part of this page that seals files did not start. Reload the page.")]
    NoWorker,
}
