//! EXIF: what it says about people, and which way up the picture is.

use crate::finding::FindingKind::{self, *};
use crate::finding::Found;

/// More folders than any camera writes; a ring of them ends here.
const MOST_FOLDERS: usize = 16;
const MOST_ENTRIES: u16 = 500;

const ORIENTATION: u16 = 0x0112;
const EXIF: u16 = 0x8769;
const GPS: u16 = 0x8825;
const INTEROPERABILITY: u16 = 0xa005;
const SUB_FOLDERS: u16 = 0x014a;

/// Values of these are shown, since they are what a person recognises.
const TEXTS: [(u16, FindingKind, &str); 12] = [
    (0x010f, Device, "make"),
    (0x0110, Device, "model"),
    (0x013c, Device, "computer"),
    (0xa433, Device, "make of the lens"),
    (0xa434, Device, "lens"),
    (0xc614, Device, "camera"),
    (0x013b, Owner, "artist"),
    (0x8298, Owner, "copyright"),
    (0xa430, Owner, "owner of the camera"),
    (0x0131, Software, "program"),
    (0x000b, Software, "program"),
    (0x010e, Other, "description"),
];

const NAMES: [(u16, FindingKind, &str); 17] = [
    (0xa431, Serial, "serial number of the camera"),
    (0xa435, Serial, "serial number of the lens"),
    (0xc62f, Serial, "serial number of the camera"),
    (0xa420, Serial, "number of the picture"),
    (0x927c, Serial, "maker's notes, where serial numbers stand"),
    (0x0132, Time, "date"),
    (0x9003, Time, "date"),
    (0x9004, Time, "date"),
    (0x0201, Preview, "small picture"),
    (0x0111, Preview, "small picture"),
    (0x9286, Other, "comment"),
    (0x9c9c, Other, "comment"),
    (0x9c9b, Other, "title"),
    (0x9c9e, Other, "keywords"),
    (0x9c9d, Owner, "author"),
    (0x02bc, Other, "XMP inside of EXIF"),
    (0x83bb, Other, "IPTC inside of EXIF"),
];

/// The orientation from 1 to 8, where there is one.
pub fn read(tiff: &[u8], found: &mut Found) -> Option<u8> {
    let tiff = Tiff { bytes: tiff, little: matches!(tiff.get(..4), Some(b"II\x2a\0")) };
    if !tiff.little && !matches!(tiff.bytes.get(..4), Some(b"MM\0\x2a")) {
        found.add(Other, "EXIF that cannot be read");
        return None;
    }
    let mut orientation = None;
    let mut folders = vec![(tiff.u32(4)? as usize, 0)];
    let mut read = 0;
    while read < folders.len().min(MOST_FOLDERS) {
        let (folder, through) = folders[read];
        read += 1;
        let Some(entries) = tiff.u16(folder) else { continue };
        if through == GPS && entries > 0 {
            found.add(Location, "GPS position");
        }
        let entries = entries.min(MOST_ENTRIES);
        for entry in (0..usize::from(entries)).filter_map(|n| folder.checked_add(2 + 12 * n)) {
            let Some(tag) = tiff.u16(entry) else { break };
            match tag {
                // Of the picture itself, not of the small one behind it.
                ORIENTATION if read == 1 => {
                    let value = entry.checked_add(8).and_then(|at| tiff.u16(at));
                    orientation = value.filter(|value| (1..=8).contains(value)).map(|value| value as u8);
                }
                EXIF | GPS | INTEROPERABILITY | SUB_FOLDERS => {
                    if let Some(at) = entry.checked_add(8).and_then(|at| tiff.u32(at)) {
                        folders.push((at as usize, tag));
                    }
                }
                // Numbers of this folder mean something else.
                _ if through == GPS => {}
                tag => tiff.note(tag, entry, read == 1, found),
            }
        }
        let next = folder.checked_add(2 + 12 * usize::from(entries)).and_then(|at| tiff.u32(at));
        if let (Some(next @ 1..), 0) = (next, through) {
            folders.push((next as usize, 0));
        }
    }
    orientation
}

/// A picture's EXIF with nothing in it but which way up it is.
pub fn only(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II\x2a\0\x08\0\0\0\x01\0".to_vec();
    for part in [ORIENTATION.to_le_bytes(), 3_u16.to_le_bytes(), [1, 0], [0, 0], [orientation, 0], [0, 0]] {
        tiff.extend(part);
    }
    tiff.extend([0; 4]);
    tiff
}

struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Tiff<'_> {
    fn note(&self, tag: u16, entry: usize, first: bool, found: &mut Found) {
        if let Some((_, kind, words)) = TEXTS.iter().find(|(known, ..)| *known == tag) {
            let text = self.text(entry).filter(|text| !text.trim().is_empty());
            found.add(*kind, text.as_deref().unwrap_or(words));
        }
        if let Some((_, kind, words)) = NAMES.iter().find(|(known, ..)| *known == tag) {
            // In the first folder it would be the picture itself.
            if *kind != Preview || !first {
                found.add(*kind, words);
            }
        }
    }

    fn array<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.bytes.get(at..at.checked_add(N)?)?.try_into().ok()
    }

    fn u16(&self, at: usize) -> Option<u16> {
        let bytes = self.array(at)?;
        Some(if self.little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let bytes = self.array(at)?;
        Some(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// Text of more than four bytes stands elsewhere, ended by a zero.
    fn text(&self, entry: usize) -> Option<String> {
        let length = self.u32(entry.checked_add(4)?)? as usize;
        let at = if length <= 4 { entry.checked_add(8)? } else { self.u32(entry.checked_add(8)?)? as usize };
        let bytes = self.bytes.get(at..at.checked_add(length.min(200))?)?;
        let bytes = bytes.split(|&byte| byte == 0).next()?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }
}
