//! JPEG: the segments that make the picture, and none that talk about it.

use crate::MediaError::{self, Broken, TooManyParts};
use crate::clues;
use crate::finding::FindingKind::{Other, Preview};
use crate::finding::Found;
use crate::photo::Stripped;
use crate::tiff;

/// The largest XMP and MPF of cameras take hundreds.
const MOST_SEGMENTS: usize = 5_000;

const START_OF_IMAGE: u8 = 0xd8;
const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;

pub fn strip(bytes: &[u8], found: &mut Found) -> Result<Stripped, MediaError> {
    let mut clean = vec![0xff, START_OF_IMAGE];
    let (mut size, mut orientation, mut scans) = (None, None, 0);
    let mut at = 2;
    for _ in 0..MOST_SEGMENTS {
        let marker = marker(bytes, &mut at)?;
        if marker == END_OF_IMAGE {
            let (width, height) = size.filter(|_| scans > 0).ok_or(Broken)?;
            clean.extend([0xff, END_OF_IMAGE]);
            clues::look_behind(&bytes[at..], found);
            let bytes = with_orientation(clean, orientation);
            return Ok(Stripped { bytes, width, height, orientation });
        }
        let length =
            usize::from(u16::from_be_bytes(*bytes.get(at..).and_then(<[u8]>::first_chunk).ok_or(Broken)?));
        let body = bytes.get(at + 2..at + length.max(2)).filter(|_| length >= 2).ok_or(Broken)?;
        at += length;
        match marker {
            // Baseline, extended and progressive pictures; there is one in a file.
            0xc0..=0xc2 => {
                let &[_, high, low, wide, narrow, ..] = body else { return Err(Broken) };
                let found =
                    (u16::from_be_bytes([wide, narrow]).into(), u16::from_be_bytes([high, low]).into());
                if size.replace(found).is_some() {
                    return Err(Broken);
                }
                keep(&mut clean, marker, body);
            }
            // Tables, and how often the decoder starts anew.
            0xc4 | 0xdb | 0xdd => keep(&mut clean, marker, body),
            START_OF_SCAN => {
                keep(&mut clean, marker, body);
                let scan = scan(&bytes[at..]);
                clean.extend(&bytes[at..at + scan]);
                at += scan;
                scans += 1;
            }
            0xe0 if body.starts_with(b"JFIF\0") && body.len() >= 12 => {
                let mut jfif = body[..12].to_vec();
                // No small picture follows.
                jfif.extend([0, 0]);
                keep(&mut clean, marker, &jfif);
                if body.get(12..14).is_some_and(|size| size != [0, 0]) {
                    found.add(Preview, "small picture");
                }
            }
            // How colours are coded: without it some pictures turn green.
            0xee if body.starts_with(b"Adobe") && body.len() >= 12 => keep(&mut clean, marker, &body[..12]),
            0xe0..=0xef | 0xfe => note(marker, body, &mut orientation, found),
            _ => return Err(Broken),
        }
    }
    Err(TooManyParts)
}

/// The next marker; `at` stands behind it.
fn marker(bytes: &[u8], at: &mut usize) -> Result<u8, MediaError> {
    if bytes.get(*at) != Some(&0xff) {
        return Err(Broken);
    }
    while bytes.get(*at) == Some(&0xff) {
        *at += 1;
    }
    let marker = *bytes.get(*at).ok_or(Broken)?;
    *at += 1;
    Ok(marker)
}

fn keep(clean: &mut Vec<u8>, marker: u8, body: &[u8]) {
    // It fitted when it was read, and is no longer now.
    let length = (body.len() + 2) as u16;
    clean.extend([0xff, marker]);
    clean.extend(length.to_be_bytes());
    clean.extend(body);
}

/// How long the coded picture is: up to a marker that is neither a restart nor an escaped byte.
fn scan(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|&byte| byte == 0xff) {
        at += next;
        match bytes.get(at + 1) {
            Some(0 | 0xd0..=0xd7) => at += 2,
            Some(_) => return at,
            None => break,
        }
    }
    bytes.len()
}

fn note(marker: u8, body: &[u8], orientation: &mut Option<u8>, found: &mut Found) {
    match (marker, body) {
        (0xe1, body) if body.starts_with(b"Exif\0") => {
            let read = tiff::read(body.get(6..).unwrap_or_default(), found);
            *orientation = orientation.or(read);
        }
        (0xe1, body) if body.starts_with(b"http://ns.adobe.com/") => {
            found.add(Other, "XMP");
            clues::look(body, found);
        }
        (0xe2, body) if body.starts_with(b"ICC_PROFILE\0") => found.add(Other, "colour profile"),
        (0xe2, body) if body.starts_with(b"MPF\0") => found.add(Preview, "second picture behind the photo"),
        (0xed, body) => {
            found.add(Other, "Photoshop's notes");
            // The resource that holds a small picture.
            if clues::holds(body, b"8BIM\x04\x0c") {
                found.add(Preview, "small picture");
            }
            clues::look_iptc(body, found);
        }
        (0xfe, _) => found.add(Other, "comment"),
        (_, body) => {
            found.add(Other, "notes of the camera's maker");
            clues::look(body, found);
        }
    }
}

/// Behind `SOI`, and behind the JFIF segment, which has to be first where there is one.
fn with_orientation(mut clean: Vec<u8>, orientation: Option<u8>) -> Vec<u8> {
    let Some(orientation @ 2..=8) = orientation else { return clean };
    let mut segment = Vec::new();
    keep(&mut segment, 0xe1, &[b"Exif\0\0", &tiff::only(orientation)[..]].concat());
    let jfif = clean.get(2..4) == Some(&[0xff, 0xe0]);
    let at = if jfif { 4 + usize::from(u16::from_be_bytes([clean[4], clean[5]])) } else { 2 };
    clean.splice(at..at, segment);
    clean
}
