//! The film's header: what a player needs stays, everything else is overwritten where it stands.
//!
//! Nothing moves, because players find pictures by their distance from the file's beginning.

use super::boxes::{Inner, Walk, readable};
use super::entries::{check_references, codecs, is_picture, is_sound, scrub as scrub_entries, unknown};
use super::samples::{Range, ranges};
use crate::MediaError::{self, Broken, DataTrack, Fragmented, Unknown};
use crate::clues;
use crate::finding::FindingKind::{Location, Other, Software, Time};
use crate::finding::Found;

/// Tracks that are known to hold where a camera was: GoPro, Google's camera format, Sony, dashcams.
const POSITIONS: [&[u8; 4]; 6] = [b"gpmd", b"camm", b"rtmd", b"gps ", b"gps0", b"CTMD"];

#[derive(Clone, Copy)]
enum Place {
    Film,
    Track,
    Media,
    Information,
    References,
    Tables,
    Edits,
}

enum Rule {
    Keep,
    Into(Place),
    Times,
    Handler,
    Entries,
    References,
    Drop,
}

fn rule(place: Place, name: &[u8; 4]) -> Rule {
    use Rule::{Drop, Entries, Handler, Into, Keep, References, Times};
    match (place, name) {
        (Place::Film, b"mvhd") | (Place::Track, b"tkhd") | (Place::Media, b"mdhd") => Times,
        (Place::Film, b"trak") => Into(Place::Track),
        (Place::Track, b"mdia") => Into(Place::Media),
        (Place::Track, b"edts") => Into(Place::Edits),
        (Place::Media | Place::Information, b"hdlr") => Handler,
        (Place::Media, b"minf") => Into(Place::Information),
        (Place::Information, b"vmhd" | b"smhd") | (Place::Edits, b"elst") => Keep,
        (Place::Information, b"dinf") => Into(Place::References),
        (Place::Information, b"stbl") => Into(Place::Tables),
        (Place::References, b"dref") => References,
        (Place::Tables, b"stsd") => Entries,
        (
            Place::Tables,
            b"stts" | b"ctts" | b"stss" | b"stps" | b"stsz" | b"stz2" | b"stsc" | b"stco" | b"co64" | b"sdtp"
            | b"cslg" | b"sgpd" | b"sbgp",
        ) => Keep,
        _ => Drop,
    }
}

/// Where pictures and sound lie in the file. `content` is that of `moov`, and is cleaned in place.
pub fn clean(content: &mut [u8], found: &mut Found) -> Result<Vec<Range>, MediaError> {
    let mut walk = Walk::default();
    let (mut kept, mut pictures) = (Vec::new(), false);
    let mut at = 0;
    while let Some(inner) = walk.next(content, at, content.len())? {
        at = inner.until;
        match &inner.name {
            b"mvex" => return Err(Fragmented),
            // Compressed headers went out of use with the millennium.
            b"cmov" => return Err(Unknown),
            b"trak" => match judge(content, &inner, &mut walk, found)? {
                Some((track, is_picture)) => {
                    kept.extend(track);
                    pictures |= is_picture;
                }
                None => drop_box(content, &inner, &mut Found::default()),
            },
            _ => {}
        }
    }
    scrub(content, (0, content.len()), Place::Film, &mut walk, found)?;
    if pictures { Ok(kept) } else { Err(Unknown) }
}

/// The ranges of a track that is picture or sound; `None` of one that can go without loss.
fn judge(
    bytes: &[u8],
    track: &Inner,
    walk: &mut Walk,
    found: &mut Found,
) -> Result<Option<(Vec<Range>, bool)>, MediaError> {
    let mut inside = |within: &Inner, name| walk.find(bytes, within.content(), name)?.ok_or(Broken);
    let media = inside(track, b"mdia")?;
    let handler = inside(&media, b"hdlr")?;
    let information = inside(&media, b"minf")?;
    let tables = inside(&information, b"stbl")?;
    let description = inside(&tables, b"stsd")?;
    let codecs = codecs(bytes, &description, walk)?;
    let handler = handler.bytes(bytes);
    if let Some(positions) = codecs.iter().find(|codec| POSITIONS.contains(codec)) {
        let name = name(handler);
        return Err(DataTrack { track: if name.is_empty() { readable(*positions) } else { name } });
    }
    let picture = match handler.get(8..12) {
        Some(b"vide") => true,
        Some(b"soun") => false,
        _ => {
            note_track(bytes, &description, &codecs, found);
            return Ok(None);
        }
    };
    let known = |codec: &[u8; 4]| if picture { is_picture(*codec) } else { is_sound(*codec) };
    if let Some(other) = codecs.iter().find(|codec| !known(codec)) {
        return Err(unknown(*other));
    }
    if codecs.is_empty() {
        return Err(Broken);
    }
    Ok(Some((ranges(bytes, &tables, walk)?, picture)))
}

fn note_track(bytes: &[u8], description: &Inner, codecs: &[[u8; 4]], found: &mut Found) {
    if clues::holds(description.bytes(bytes), b"location") {
        found.add(Location, "track of positions");
    }
    for codec in codecs {
        found.add(Other, &format!("data track ({})", readable(*codec)));
    }
}

fn scrub(
    bytes: &mut [u8],
    within: (usize, usize),
    place: Place,
    walk: &mut Walk,
    found: &mut Found,
) -> Result<(), MediaError> {
    let (mut at, end) = within;
    let mut seen: Vec<[u8; 4]> = Vec::new();
    while let Some(inner) = walk.next(bytes, at, end)? {
        at = inner.until;
        // Of everything but tracks there is one: a second is not what we judged, but might be what a player takes.
        let again = inner.name != *b"trak" && seen.contains(&inner.name);
        seen.push(inner.name);
        match if again { Rule::Drop } else { rule(place, &inner.name) } {
            Rule::Keep => {}
            Rule::Into(place) => scrub(bytes, inner.content(), place, walk, found)?,
            Rule::Times => times(&mut bytes[inner.from..inner.until], found)?,
            Rule::Handler => handler(&mut bytes[inner.from..inner.until], found)?,
            Rule::Entries => scrub_entries(bytes, &inner, walk, found)?,
            Rule::References => check_references(bytes, &inner, walk)?,
            Rule::Drop => drop_box(bytes, &inner, found),
        }
    }
    blank(&mut bytes[at.min(end)..end]);
    Ok(())
}

/// Created and modified, in all three headers that have them.
fn times(header: &mut [u8], found: &mut Found) -> Result<(), MediaError> {
    let length = if header.first() == Some(&1) { 16 } else { 8 };
    let times = header.get_mut(4..4 + length).ok_or(Broken)?;
    if times.iter().any(|&byte| byte != 0) {
        found.add(Time, "date");
    }
    blank(times);
    Ok(())
}

/// What kind of track it is stays; who made the program that wrote it goes.
fn handler(handler: &mut [u8], found: &mut Found) -> Result<(), MediaError> {
    found.add(Software, &name(handler));
    blank(handler.get_mut(12..).ok_or(Broken)?);
    Ok(())
}

/// Ended by a zero, or begun by its length.
fn name(handler: &[u8]) -> String {
    let name = handler.get(24..).unwrap_or_default();
    let name: String = String::from_utf8_lossy(name).chars().filter(|c| !c.is_control()).take(40).collect();
    name.trim().to_owned()
}

/// The same room, nothing in it.
pub fn drop_box(bytes: &mut [u8], inner: &Inner, found: &mut Found) {
    note(inner.name, inner.bytes(bytes), found);
    bytes[inner.start + 4..inner.start + 8].copy_from_slice(b"free");
    blank(&mut bytes[inner.from..inner.until]);
}

/// What was in a box that goes.
pub fn note(name: [u8; 4], content: &[u8], found: &mut Found) {
    if content.iter().all(|&byte| byte == 0) {
        return;
    }
    let mut inside = Found::default();
    clues::look(&[&name[..], &content[..content.len().min(1 << 20)]].concat(), &mut inside);
    let structure =
        [b"iods", b"tref", b"tapt", b"gmhd", b"load", b"free", b"skip", b"nmhd", b"colr", b"rtng"];
    if inside.is_empty() && !structure.contains(&&name) {
        found.add(Other, &format!("notes beside the picture ({})", readable(name)));
    }
    found.append(inside);
}

pub fn blank(bytes: &mut [u8]) {
    bytes.fill(0);
}
