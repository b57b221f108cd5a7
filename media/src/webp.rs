//! WebP: the chunks that make the picture, and none that talk about it.

use crate::MediaError::{self, Animated, Broken, TooManyParts};
use crate::clues;
use crate::finding::FindingKind::Other;
use crate::finding::Found;
use crate::photo::Stripped;
use crate::tiff;

const MOST_CHUNKS: usize = 1_000;

/// Of the extended header: transparency and EXIF.
const ALPHA: u8 = 0x10;
const HAS_EXIF: u8 = 0x08;

pub fn strip(bytes: &[u8], found: &mut Found) -> Result<Stripped, MediaError> {
    let riff = u32::from_le_bytes(*bytes.get(4..).and_then(<[u8]>::first_chunk).ok_or(Broken)?) as usize;
    let end = riff.checked_add(8).filter(|&end| end <= bytes.len() && end >= 12).ok_or(Broken)?;
    let mut picture: Option<(&[u8], &[u8])> = None;
    let (mut alpha, mut extended, mut orientation) = (None, None, None);
    let mut at = 12;
    let mut chunks = 0;
    while at < end {
        chunks += 1;
        if chunks > MOST_CHUNKS {
            return Err(TooManyParts);
        }
        let head = bytes.get(at..at + 8).ok_or(Broken)?;
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let from = at + 8;
        let until = from.checked_add(length).filter(|&until| until <= end).ok_or(Broken)?;
        let body = &bytes[from..until];
        // Filled up to an even number.
        at = until + length % 2;
        match &head[..4] {
            name @ (b"VP8 " | b"VP8L") if picture.is_none() => picture = Some((name, body)),
            b"ALPH" if alpha.is_none() => alpha = Some(body),
            b"VP8X" if extended.is_none() => extended = Some(*body.first_chunk::<10>().ok_or(Broken)?),
            b"ANIM" | b"ANMF" => return Err(Animated),
            b"EXIF" => {
                // Some programs write the name of JPEG's segment before it.
                let tiff = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
                orientation = orientation.or(tiff::read(tiff, found));
            }
            b"XMP " => {
                found.add(Other, "XMP");
                clues::look(body, found);
            }
            b"ICCP" => found.add(Other, "colour profile"),
            _ => found.add(Other, "notes of a program"),
        }
    }
    clues::look_behind(&bytes[end..], found);
    let (name, body) = picture.ok_or(Broken)?;
    let (width, height) = size(name, body).ok_or(Broken)?;
    let kept = orientation.filter(|orientation| (2..=8).contains(orientation));
    let mut chunks = Vec::new();
    if extended.is_some() || kept.is_some() {
        let seen = extended.map_or(0, |extended| extended[0] & ALPHA);
        let mut header = [seen | if kept.is_some() { HAS_EXIF } else { 0 }, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        header[4..7].copy_from_slice(&(width - 1).to_le_bytes()[..3]);
        header[7..].copy_from_slice(&(height - 1).to_le_bytes()[..3]);
        put(&mut chunks, b"VP8X", &header);
    }
    if let Some(alpha) = alpha.filter(|_| extended.is_some() && name == b"VP8 ") {
        put(&mut chunks, b"ALPH", alpha);
    }
    put(&mut chunks, name, body);
    if let Some(orientation) = kept {
        put(&mut chunks, b"EXIF", &tiff::only(orientation));
    }
    let mut clean = b"RIFF".to_vec();
    clean.extend((chunks.len() as u32 + 4).to_le_bytes());
    clean.extend(b"WEBP");
    clean.extend(chunks);
    Ok(Stripped { bytes: clean, width, height, orientation })
}

fn put(chunks: &mut Vec<u8>, name: &[u8], body: &[u8]) {
    chunks.extend(name);
    chunks.extend((body.len() as u32).to_le_bytes());
    chunks.extend(body);
    if body.len() % 2 == 1 {
        chunks.push(0);
    }
}

/// Neither is zero: a picture of nothing is broken.
fn size(name: &[u8], body: &[u8]) -> Option<(u32, u32)> {
    let size = if name == b"VP8L" {
        let &[0x2f, a, b, c, d, ..] = body else { return None };
        let bits = u32::from_le_bytes([a, b, c, d]);
        ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)
    } else {
        let &[_, _, _, 0x9d, 0x01, 0x2a, a, b, c, d, ..] = body else { return None };
        (u32::from(u16::from_le_bytes([a, b]) & 0x3fff), u32::from(u16::from_le_bytes([c, d]) & 0x3fff))
    };
    (size.0 > 0 && size.1 > 0).then_some(size)
}
