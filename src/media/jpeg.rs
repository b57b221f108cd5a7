//! The time a camera wrote into a photo (EXIF `DateTimeOriginal`).

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use web_sys::File;

use super::{Written, slice};

/// The segment with EXIF stands first and holds at most 64 KiB; one more may stand before it.
const START: u64 = 128 * 1024;

const EXIF_POINTER: u16 = 0x8769;
const TIME: u16 = 0x9003;
const ZONE: u16 = 0x9011;

pub async fn read(file: &File) -> Option<Written> {
    let bytes = slice(file, 0, START.min(file.size() as u64)).await?;
    let (time, zone) = exif(&bytes)?;
    Some(Written { from: Some(instant(&time, zone.as_deref())?), length: TimeDelta::zero() })
}

/// Without a zone the photo was taken where it is now shared: then this device's own zone counts.
fn instant(time: &str, zone: Option<&str>) -> Option<DateTime<Utc>> {
    let local = NaiveDateTime::parse_from_str(time, "%Y:%m:%d %H:%M:%S").ok()?;
    if let Some(minutes) = zone.and_then(minutes) {
        return Some((local - TimeDelta::minutes(minutes)).and_utc());
    }
    local.and_local_timezone(chrono::Local).earliest().map(|at| at.to_utc())
}

/// "+02:00" as 120.
fn minutes(zone: &str) -> Option<i64> {
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// `DateTimeOriginal` and its zone, as text.
fn exif(jpeg: &[u8]) -> Option<(String, Option<String>)> {
    if jpeg.get(..2)? != [0xff, 0xd8] {
        return None;
    }
    let mut at = 2;
    loop {
        let [0xff, marker, high, low] = *jpeg.get(at..at + 4)? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = jpeg.get(at + 4..at + 2 + length)?;
        if let (0xe1, Some(tiff)) = (marker, segment.strip_prefix(b"Exif\0\0")) {
            let tiff = Tiff { bytes: tiff, little: tiff.get(..2)? == b"II" };
            let folder = tiff.u32(tiff.entry(tiff.u32(4)? as usize, EXIF_POINTER)? + 8)? as usize;
            return Some((tiff.text(folder, TIME)?, tiff.text(folder, ZONE)));
        }
        // Past the headers: the picture itself begins.
        if marker == 0xda {
            return None;
        }
        at += 2 + length;
    }
}

struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Tiff<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// Where the entry of `tag` stands in the folder at `folder`.
    fn entry(&self, folder: usize, tag: u16) -> Option<usize> {
        let entries = usize::from(self.u16(folder)?);
        (0..entries).map(|n| folder + 2 + 12 * n).find(|&entry| self.u16(entry) == Some(tag))
    }

    /// Text longer than four bytes stands elsewhere, ended by a zero.
    fn text(&self, folder: usize, tag: u16) -> Option<String> {
        let entry = self.entry(folder, tag)?;
        let (length, at) = (self.u32(entry + 4)? as usize, self.u32(entry + 8)? as usize);
        let bytes = self.bytes.get(at..at.checked_add(length)?)?;
        let bytes = bytes.split(|&byte| byte == 0).next()?;
        String::from_utf8(bytes.to_vec()).ok().filter(|text| length > 4 && !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of one folder that points to another with a time and a zone.
    fn photo() -> Vec<u8> {
        let mut tiff = b"II\x2a\0\x08\0\0\0".to_vec();
        let entry = |tag: u16, kind: u16, count: u32, value: u32| {
            [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
        };
        tiff.extend([1, 0]);
        tiff.extend(entry(EXIF_POINTER, 4, 1, 26));
        tiff.extend([0; 4]);
        tiff.extend([2, 0]);
        tiff.extend(entry(TIME, 2, 20, 56));
        tiff.extend(entry(ZONE, 2, 7, 76));
        tiff.extend([0; 4]);
        tiff.extend(b"2026:10:20 22:43:11\0-06:00\0");
        let exif = [b"Exif\0\0", &tiff[..]].concat();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&[0xff, 0xd8, 0xff, 0xe1][..], &length, &exif, &[0xff, 0xda, 0, 2]].concat()
    }

    #[test]
    fn a_photo_says_when_it_was_taken_and_in_which_zone() {
        let (time, zone) = exif(&photo()).unwrap();
        let at = instant(&time, zone.as_deref()).unwrap();
        assert_eq!(at.to_rfc3339(), "2026-10-21T04:43:11+00:00");
    }

    #[test]
    fn a_photo_cut_short_or_spoiled_has_no_time_and_nothing_stumbles() {
        let photo = photo();
        for length in 0..photo.len() {
            let _ = exif(&photo[..length]);
            let mut spoiled = photo.clone();
            spoiled[length] = 0xff;
            let _ = exif(&spoiled);
        }
        assert_eq!(exif(&photo[..40]), None);
        assert_eq!(minutes("+99:00"), None);
    }
}
