//! PNG: the chunks that make the picture, and none that talk about it.

use crate::MediaError::{self, Broken, TooManyParts};
use crate::clues;
use crate::finding::FindingKind::{self, Device, Other, Owner, Software, Time};
use crate::finding::Found;
use crate::photo::Stripped;
use crate::tiff;

/// A picture of 50 million dots in chunks of 8 KiB has fewer.
const MOST_CHUNKS: usize = 50_000;
const SIGNATURE: usize = 8;

/// Size, colours and dots; nothing with words in it.
const KEPT: [&[u8; 4]; 8] = [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"];

/// Keywords of texts that the standard names.
const KEYWORDS: [(&[u8], FindingKind, &str); 8] = [
    (b"Author", Owner, "author"),
    (b"Artist", Owner, "artist"),
    (b"Copyright", Owner, "copyright"),
    (b"Software", Software, "program"),
    (b"Source", Device, "device"),
    (b"Creation Time", Time, "date"),
    (b"Description", Other, "description"),
    (b"Comment", Other, "comment"),
];

pub fn strip(bytes: &[u8], found: &mut Found) -> Result<Stripped, MediaError> {
    let mut clean = bytes.get(..SIGNATURE).ok_or(Broken)?.to_vec();
    let (mut size, mut orientation, mut behind_size) = (None, None, 0);
    let mut at = SIGNATURE;
    for n in 0..MOST_CHUNKS {
        let length =
            u32::from_be_bytes(*bytes.get(at..).and_then(<[u8]>::first_chunk).ok_or(Broken)?) as usize;
        let end = at.checked_add(length).and_then(|end| end.checked_add(12)).ok_or(Broken)?;
        let chunk = bytes.get(at..end).ok_or(Broken)?;
        let (name, body) = (&chunk[4..8], &chunk[8..8 + length]);
        at = end;
        if (n == 0) != (name == b"IHDR") {
            return Err(Broken);
        }
        if name == b"IHDR" {
            let &[a, b, c, d, e, f, g, h, ..] = body else { return Err(Broken) };
            size = Some((u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h])));
        }
        if KEPT.iter().any(|kept| *kept == name) {
            clean.extend(chunk);
        } else {
            note(name, body, &mut orientation, found);
        }
        if n == 0 {
            behind_size = clean.len();
        }
        if name == b"IEND" {
            let (width, height) = size.ok_or(Broken)?;
            clues::look_behind(&bytes[at..], found);
            if let Some(orientation @ 2..=8) = orientation {
                clean.splice(behind_size..behind_size, chunk_of(b"eXIf", &tiff::only(orientation)));
            }
            return Ok(Stripped { bytes: clean, width, height, orientation });
        }
    }
    Err(TooManyParts)
}

fn note(name: &[u8], body: &[u8], orientation: &mut Option<u8>, found: &mut Found) {
    match name {
        b"eXIf" => *orientation = orientation.or(tiff::read(body, found)),
        b"tIME" => found.add(Time, "date"),
        b"iCCP" => found.add(Other, "colour profile"),
        b"acTL" | b"fcTL" | b"fdAT" => found.add(Other, "further pictures of an animation"),
        b"tEXt" | b"zTXt" | b"iTXt" => {
            let keyword = body.split(|&byte| byte == 0).next().unwrap_or_default();
            if keyword == b"XML:com.adobe.xmp" {
                found.add(Other, "XMP");
            } else {
                let known = KEYWORDS.iter().find(|(known, ..)| *known == keyword);
                let (kind, words) = known.map_or((Other, "text"), |(_, kind, words)| (*kind, *words));
                found.add(kind, words);
            }
            clues::look(body, found);
        }
        _ => found.add(Other, "notes of a program"),
    }
}

fn chunk_of(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut chunk = (body.len() as u32).to_be_bytes().to_vec();
    chunk.extend(name);
    chunk.extend(body);
    let sum = sum(&chunk[4..]);
    chunk.extend(sum.to_be_bytes());
    chunk
}

/// CRC-32 of a few bytes: a table would be longer than the work.
fn sum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}
