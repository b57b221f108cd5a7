//! Names inside of what is taken out anyway: they tell a person what it was. Nothing is kept or dropped by them.

use crate::finding::FindingKind::{self, *};
use crate::finding::Found;

/// So much of one part is looked at.
const LOOK: usize = 1 << 20;

const CLUES: [(&[u8], FindingKind, &str); 49] = [
    (b"\xa9xyz", Location, "position"),
    (b"loci", Location, "position"),
    (b"ISO6709", Location, "position"),
    (b"GPSLatitude", Location, "GPS position"),
    (b"GPSCoordinates", Location, "GPS position"),
    (b"GPSPosition", Location, "GPS position"),
    (b"GPS5", Location, "GPS track"),
    (b"GPS9", Location, "GPS track"),
    (b"photoshop:City", Location, "city"),
    (b"Iptc4xmpCore:Location", Location, "name of the place"),
    (b"LocationCreated", Location, "name of the place"),
    (b"LocationShown", Location, "name of the place"),
    (b"\xa9mak", Device, "make"),
    (b"\xa9mod", Device, "model"),
    (b"quicktime.make", Device, "make"),
    (b"quicktime.model", Device, "model"),
    (b"tiff:Make", Device, "make"),
    (b"tiff:Model", Device, "model"),
    (b"aux:Lens", Device, "lens"),
    (b"com.android", Device, "Android's notes"),
    (b"\xa9ART", Owner, "artist"),
    (b"\xa9aut", Owner, "author"),
    (b"\xa9cpy", Owner, "copyright"),
    (b"cprt", Owner, "copyright"),
    (b"auth", Owner, "author"),
    (b"quicktime.author", Owner, "author"),
    (b"quicktime.artist", Owner, "artist"),
    (b"dc:creator", Owner, "creator"),
    (b"tiff:Artist", Owner, "artist"),
    (b"CreatorContactInfo", Owner, "contact of the creator"),
    (b"OwnerName", Owner, "name of the owner"),
    (b"SerialNumber", Serial, "serial number"),
    (b"CAME", Serial, "GoPro's number of the camera"),
    (b"MUID", Serial, "GoPro's number of the recording"),
    (b"content.identifier", Serial, "Apple's number of the recording"),
    (b"DocumentID", Serial, "number of the document"),
    (b"xmpGImg", Preview, "small picture"),
    (b"THMB", Preview, "small picture"),
    (b"thmb", Preview, "small picture"),
    (b"covr", Preview, "cover picture"),
    (b"\xa9day", Time, "date"),
    (b"creationdate", Time, "date"),
    (b"CreateDate", Time, "date"),
    (b"DateCreated", Time, "date"),
    (b"\xa9swr", Software, "program"),
    (b"\xa9too", Software, "program"),
    (b"quicktime.software", Software, "program"),
    (b"CreatorTool", Software, "program"),
    (b"MotionPhoto", MotionVideo, "marks of a motion photo"),
];

/// Datasets of the application record of IPTC: the number behind `1c 02`.
const IPTC: [(u8, FindingKind, &str); 12] = [
    (55, Time, "date (IPTC)"),
    (65, Software, "program (IPTC)"),
    (80, Owner, "author (IPTC)"),
    (90, Location, "city (IPTC)"),
    (92, Location, "part of the city (IPTC)"),
    (95, Location, "state (IPTC)"),
    (101, Location, "country (IPTC)"),
    (110, Owner, "credit (IPTC)"),
    (115, Owner, "source (IPTC)"),
    (116, Owner, "copyright (IPTC)"),
    (118, Owner, "contact (IPTC)"),
    (120, Other, "caption (IPTC)"),
];

pub fn look(bytes: &[u8], found: &mut Found) {
    let bytes = &bytes[..bytes.len().min(LOOK)];
    // Text of two bytes a letter reads like text of one.
    let narrow: Vec<u8>;
    let bytes = if bytes.iter().filter(|&&byte| byte == 0).count() * 3 > bytes.len() {
        narrow = bytes.iter().copied().filter(|&byte| byte != 0).collect();
        &narrow
    } else {
        bytes
    };
    for (pattern, kind, words) in CLUES {
        if holds(bytes, pattern) {
            found.add(kind, words);
        }
    }
}

pub fn look_iptc(bytes: &[u8], found: &mut Found) {
    let bytes = &bytes[..bytes.len().min(LOOK)];
    for (dataset, kind, words) in IPTC {
        if holds(bytes, &[0x1c, 2, dataset]) {
            found.add(kind, words);
        }
    }
}

pub fn holds(bytes: &[u8], pattern: &[u8]) -> bool {
    let Some((&first, rest)) = pattern.split_first() else { return true };
    let mut bytes = bytes;
    while let Some(at) = bytes.iter().position(|&byte| byte == first) {
        bytes = &bytes[at + 1..];
        if bytes.starts_with(rest) {
            return true;
        }
    }
    false
}

/// What lies behind the end of a picture.
pub fn look_behind(bytes: &[u8], found: &mut Found) {
    if bytes.iter().all(|&byte| byte == 0) {
        return;
    }
    let start = &bytes[..bytes.len().min(LOOK)];
    if holds(start, b"ftyp") {
        found.add(MotionVideo, "short video behind the photo");
    } else if holds(start, &[0xff, 0xd8, 0xff]) {
        found.add(Preview, "second picture behind the photo");
    } else {
        found.add(Other, "bytes behind the picture");
    }
    look(bytes, found);
}
