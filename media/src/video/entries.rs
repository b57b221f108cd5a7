//! How a track is coded: which codecs are taken, and what of their description stays.

use super::boxes::{Inner, Walk, be16, be32, readable};
use super::moov::{blank, drop_box};
use crate::MediaError::{self, Broken, RefersElsewhere};
use crate::finding::FindingKind::Software;
use crate::finding::Found;

/// Codecs whose bytes are picture or sound. Not motion JPEG: each of its pictures can carry EXIF of its own.
const PICTURE: [&[u8; 4]; 13] = [
    b"avc1", b"avc3", b"hvc1", b"hev1", b"dvh1", b"dvhe", b"av01", b"vp08", b"vp09", b"mp4v", b"s263",
    b"h263", b"H263",
];
const SOUND: [&[u8; 4]; 15] = [
    b"mp4a", b"samr", b"sawb", b"ac-3", b"ec-3", b"Opus", b"fLaC", b"alac", b"sowt", b"twos", b"lpcm",
    b"in24", b"ulaw", b"alaw", b"ima4",
];

/// What decoders need to begin.
const KEPT: [&[u8; 4]; 30] = [
    b"avcC",
    b"hvcC",
    b"lhvC",
    b"av1C",
    b"vpcC",
    b"esds",
    b"dvcC",
    b"dvvC",
    b"dvwC",
    b"pasp",
    b"btrt",
    b"clap",
    b"fiel",
    b"gama",
    b"mdcv",
    b"clli",
    b"SmDm",
    b"CoLL",
    b"dac3",
    b"dec3",
    b"dOps",
    b"dfLa",
    b"alac",
    b"chan",
    b"chnl",
    b"srat",
    b"frma",
    b"enda",
    b"mp4a",
    b"\0\0\0\0",
];
/// Four bytes of a maker's name, then what decoders need.
const WITH_VENDOR: [&[u8; 4]; 3] = [b"d263", b"damr", b"dawp"];

pub fn is_picture(codec: [u8; 4]) -> bool {
    PICTURE.contains(&&codec)
}

pub fn is_sound(codec: [u8; 4]) -> bool {
    SOUND.contains(&&codec)
}

/// The codecs a description names, each once.
pub fn codecs(bytes: &[u8], stsd: &Inner, walk: &mut Walk) -> Result<Vec<[u8; 4]>, MediaError> {
    let mut codecs = Vec::new();
    let mut at = stsd.from.saturating_add(8);
    while let Some(entry) = walk.next(bytes, at, stsd.until)? {
        if !codecs.contains(&entry.name) {
            codecs.push(entry.name);
        }
        at = entry.until;
    }
    Ok(codecs)
}

pub fn scrub(bytes: &mut [u8], stsd: &Inner, walk: &mut Walk, found: &mut Found) -> Result<(), MediaError> {
    let mut at = stsd.from.saturating_add(8);
    while let Some(entry) = walk.next(bytes, at, stsd.until)? {
        at = entry.until;
        let children =
            if is_picture(entry.name) { picture(bytes, &entry, found)? } else { sound(bytes, &entry)? };
        details(bytes, (children, entry.until), walk, found, 0)?;
    }
    blank(&mut bytes[at.min(stsd.until)..stsd.until]);
    Ok(())
}

/// Answers where the boxes begin behind the fixed fields.
fn picture(bytes: &mut [u8], entry: &Inner, found: &mut Found) -> Result<usize, MediaError> {
    let fields = bytes[entry.from..entry.until].get_mut(..78).ok_or(Broken)?;
    blank(&mut fields[12..16]);
    let name = String::from_utf8_lossy(&fields[43..74]).trim_matches('\0').to_owned();
    found.add(Software, &name);
    blank(&mut fields[42..74]);
    Ok(entry.from + 78)
}

fn sound(bytes: &mut [u8], entry: &Inner) -> Result<usize, MediaError> {
    let fields = &mut bytes[entry.from..entry.until];
    let length = match be16(fields, 8).ok_or(Broken)? {
        0 => 28,
        1 => 44,
        2 => 64,
        _ => return Err(Broken),
    };
    blank(fields.get_mut(12..16).ok_or(Broken)?);
    // An entry may end early, but then it holds nothing.
    Ok(entry.from + length.min(fields.len()))
}

fn details(
    bytes: &mut [u8],
    within: (usize, usize),
    walk: &mut Walk,
    found: &mut Found,
    depth: u8,
) -> Result<(), MediaError> {
    let (mut at, end) = within;
    while let Some(inner) = walk.next(bytes, at, end)? {
        at = inner.until;
        match &inner.name {
            b"wave" if depth == 0 => details(bytes, inner.content(), walk, found, depth + 1)?,
            // Numbers that say how colours are meant; not a whole profile with names in it.
            b"colr" if matches!(inner.bytes(bytes).get(..4), Some(b"nclx" | b"nclc")) => {}
            name if WITH_VENDOR.contains(&name) => {
                blank(bytes[inner.from..inner.until].get_mut(..4).ok_or(Broken)?);
            }
            name if KEPT.contains(&name) => {}
            _ => drop_box(bytes, &inner, found),
        }
    }
    blank(&mut bytes[at.min(end)..end]);
    Ok(())
}

/// Where the bytes of the track lie: in this file, or the video is not one file.
pub fn check_references(bytes: &mut [u8], dref: &Inner, walk: &mut Walk) -> Result<(), MediaError> {
    let mut at = dref.from.saturating_add(8);
    while let Some(entry) = walk.next(bytes, at, dref.until)? {
        at = entry.until;
        let here = be32(bytes, entry.from).filter(|_| entry.until - entry.from >= 4);
        if here.ok_or(Broken)? & 1 == 0 {
            return Err(RefersElsewhere);
        }
        blank(&mut bytes[entry.from + 4..entry.until]);
    }
    Ok(())
}

/// Bytes for so many samples of sound that is not compressed; `None` where it says nothing.
pub fn pcm_frame(stsd: &[u8]) -> Option<(u64, u64)> {
    let entry = stsd.get(16..)?;
    let of = |at| be32(entry, at).map(u64::from).filter(|&value| value > 0);
    match be16(entry, 8)? {
        0 => {
            let (channels, bits) = (u64::from(be16(entry, 16)?), u64::from(be16(entry, 18)?));
            Some(((channels * bits / 8).max(1), 1))
        }
        1 => Some((of(36)?, of(28)?)),
        2 => Some((of(56)?, of(60)?)),
        _ => None,
    }
}

pub fn unknown(codec: [u8; 4]) -> MediaError {
    MediaError::UnknownCodec { codec: readable(codec) }
}
