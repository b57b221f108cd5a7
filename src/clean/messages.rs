//! What the page and the cleaning worker say to each other.

use neighbors_domain::media::{MediaError, MediaKind};
use neighbors_media::Finding;
use serde::{Deserialize, Serialize};
use web_sys::Blob;

#[derive(Serialize, Deserialize)]
pub struct Ask {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub file: Blob,
}

#[derive(Serialize, Deserialize)]
pub enum Answer {
    /// Said once: what is posted to a worker before it listens is lost.
    Ready,
    Done(Result<Cleaned, CleanError>),
}

/// A file as it may leave the device.
#[derive(Clone, Serialize, Deserialize)]
pub struct Cleaned {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub file: Blob,
    pub kind: MediaKind,
    /// What it had said besides: shown here, and told to nobody.
    pub found: Vec<Finding>,
}

#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum CleanError {
    #[error("{reason}")]
    Refused { reason: MediaError },
    #[error("This file has more than {max_mib} MB. Save it smaller and choose it again.")]
    TooLarge { max_mib: u64 },
    #[error("This file could not be cleaned within {seconds} seconds. Save it smaller and choose it again.")]
    TooSlow { seconds: u64 },
    #[error("This browser could not read the file. It may have been moved or changed since you chose it.")]
    Unreadable,
    #[error("This browser cannot open HEIC photos. Save it as JPEG and choose it again; your text stays.")]
    HeicUnknownHere,
    #[error("The part of this page that cleans files did not start. Reload the page; your text stays.")]
    NoWorker,
}

impl From<MediaError> for CleanError {
    fn from(reason: MediaError) -> Self {
        Self::Refused { reason }
    }
}
