//! HEIC: only looked at, since a browser that can show it draws it anew.

use crate::finding::FindingKind::{MotionVideo, Other};
use crate::finding::Found;
use crate::{clues, tiff};

/// EXIF and XMP are items somewhere in the file, found by how they begin; more of them than this are not.
const MOST_ITEMS: usize = 4;

pub fn look(bytes: &[u8], found: &mut Found) {
    let mut rest = bytes;
    for _ in 0..MOST_ITEMS {
        let Some(at) = rest.windows(10).position(|window| {
            window.starts_with(b"Exif\0\0") && matches!(&window[6..], b"II\x2a\0" | b"MM\0\x2a")
        }) else {
            break;
        };
        tiff::read(&rest[at + 6..], found);
        rest = &rest[at + 6..];
    }
    if clues::holds(bytes, b"mpvd") || clues::holds(bytes, b"MotionPhoto_Data") {
        found.add(MotionVideo, "short video behind the photo");
    }
    if clues::holds(bytes, b"<x:xmpmeta") {
        found.add(Other, "XMP");
    }
}
