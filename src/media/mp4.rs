//! The movie header of an MP4 or MOV file, wherever in the file it lies.

use chrono::{DateTime, TimeDelta};
use web_sys::File;

use super::{Written, slice};

/// A box begins with its length and name, 8 bytes, or 16 when the length is a long one.
const HEAD: u64 = 16;
/// More boxes than any camera writes at the top: a hostile file cannot keep us walking.
const MOST_BOXES: u32 = 1_000;
/// Of `mvhd` we need its first fields only.
const MVHD: u64 = 32;

/// Walks the boxes of the file to `moov` and in it to `mvhd`, reading heads only.
pub async fn read(file: &File) -> Option<Written> {
    let (mut at, mut end) = (0, file.size() as u64);
    for step in 0..MOST_BOXES {
        let head = slice(file, at, (at + HEAD).min(end)).await?;
        let found = Head::read(&head, end - at)?;
        if step == 0 && !matches!(&found.name, b"ftyp" | b"moov" | b"wide" | b"mdat" | b"free" | b"skip") {
            return None;
        }
        match &found.name {
            b"moov" => (at, end) = (at + found.head, at + found.length),
            b"mvhd" => {
                let from = at + found.head;
                return mvhd(&slice(file, from, (from + MVHD).min(at + found.length)).await?);
            }
            _ => at += found.length,
        }
        if at >= end {
            return None;
        }
    }
    None
}

#[derive(Debug, PartialEq)]
struct Head {
    name: [u8; 4],
    /// Bytes before the content.
    head: u64,
    /// Bytes of the whole box.
    length: u64,
}

impl Head {
    /// `rest`: bytes left in what surrounds the box; a box never reaches beyond.
    fn read(bytes: &[u8], rest: u64) -> Option<Self> {
        let name = bytes.get(4..8)?.try_into().ok()?;
        let (head, length) = match be32(bytes, 0)? {
            0 => (8, rest),
            1 => (16, be64(bytes, 8)?),
            length => (8, u64::from(length)),
        };
        (length >= head && length <= rest).then_some(Self { name, head, length })
    }
}

fn mvhd(bytes: &[u8]) -> Option<Written> {
    let (created, scale, duration) = match *bytes.first()? {
        0 => (u64::from(be32(bytes, 4)?), be32(bytes, 12)?, u64::from(be32(bytes, 16)?)),
        1 => (be64(bytes, 4)?, be32(bytes, 20)?, be64(bytes, 24)?),
        _ => return None,
    };
    // "Unknown" is written as all ones.
    let known = duration != u64::MAX && duration != u64::from(u32::MAX);
    let seconds = if known && scale > 0 { duration.div_ceil(u64::from(scale)) } else { 0 };
    let length = i64::try_from(seconds).ok().and_then(TimeDelta::try_seconds)?;
    let from = created.checked_sub(SECONDS_1904_TO_1970).filter(|&seconds| seconds > 0);
    let from = from.and_then(|seconds| DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0));
    from.is_none_or(|from| from.checked_add_signed(length).is_some()).then_some(Written { from, length })
}

/// The format counts from 1904; cameras without a clock write 0.
const SECONDS_1904_TO_1970: u64 = 2_082_844_800;

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mvhd_of(created: u64, scale: u32, duration: u32) -> Vec<u8> {
        let mut bytes = vec![0; 4];
        for field in [created as u32, 0, scale, duration] {
            bytes.extend(field.to_be_bytes());
        }
        bytes
    }

    #[test]
    fn the_header_says_when_and_how_long_and_a_begun_second_counts() {
        let written = mvhd(&mvhd_of(SECONDS_1904_TO_1970 + 1_792_000_000, 600, 601)).unwrap();
        assert_eq!(written.from.unwrap().timestamp(), 1_792_000_000);
        assert_eq!(written.length.num_seconds(), 2);
    }

    #[test]
    fn a_camera_without_a_clock_says_how_long_only() {
        let written = mvhd(&mvhd_of(0, 1_000, 42_000)).unwrap();
        assert_eq!((written.from, written.length.num_seconds()), (None, 42));
    }

    #[test]
    fn a_long_box_has_a_longer_head() {
        let mut bytes = vec![0, 0, 0, 1];
        bytes.extend(b"mdat");
        bytes.extend((5_u64 << 30).to_be_bytes());
        let head = Head::read(&bytes, 6 << 30).unwrap();
        assert_eq!(head, Head { name: *b"mdat", head: 16, length: 5 << 30 });
        assert_eq!(Head::read(&bytes, 1 << 30), None, "longer than the file");
    }

    #[test]
    fn no_bytes_make_it_stumble() {
        for seed in 0..=u8::MAX {
            for length in 0..40 {
                let bytes: Vec<u8> = (0..length).map(|i| seed.wrapping_mul(i).wrapping_add(seed)).collect();
                let _ = mvhd(&bytes);
                let _ = Head::read(&bytes, u64::from(seed));
            }
        }
        let _ = mvhd(&[1].into_iter().chain([0xff; 40]).collect::<Vec<_>>());
    }
}
