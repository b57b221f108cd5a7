//! What photos and videos carry besides their picture: found, named and taken out.
//!
//! No file, no network, no clock: bytes come in, bytes go out, so that the browser cleans with the same program
//! the server checks with. Each format keeps what is on a short list and loses everything else: a tag nobody
//! thought of goes too. Every parser is bounded and takes any bytes.

#![forbid(unsafe_code)]

mod clues;
mod finding;
mod heic;
mod jpeg;
pub mod photo;
mod png;
mod tiff;
pub mod video;
mod webp;

use serde::{Deserialize, Serialize};

pub use finding::{Finding, FindingKind, Found};
pub use neighbors_domain::media::MediaError;

/// What a file is by its first bytes, whatever its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Jpeg,
    Png,
    WebP,
    /// Photos of newer phones: only a browser that can show them can turn them into something else.
    Heic,
    /// MP4, MOV, 3GP.
    Video,
}

/// So many bytes say what a file is.
pub const START: usize = 16;

impl Kind {
    pub fn of(start: &[u8]) -> Option<Self> {
        match start {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4) {
                Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc" | b"heim" | b"heis") => Some(Self::Heic),
                // A still picture that is neither of ours.
                Some(b"avif" | b"avis" | b"crx ") => None,
                _ => Some(Self::Video),
            },
            // QuickTime of before `ftyp`.
            [_, _, _, _, name @ ..] => {
                let old = [b"moov", b"mdat", b"wide"];
                old.iter().any(|old| name.starts_with(*old)).then_some(Self::Video)
            }
            _ => None,
        }
    }

    /// As in `Content-Type`.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Heic => "image/heic",
            Self::Video => "video/mp4",
        }
    }
}
