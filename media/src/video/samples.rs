//! Where in the file the pictures and the sound of a track lie: every other byte is nobody's.

use super::boxes::{Inner, Walk, be16, be32};
use super::entries::pcm_frame;
use crate::MediaError::{self, Broken, TooManyParts};

/// An hour in pieces of a hundredth of a second.
const MOST_CHUNKS: u32 = 500_000;

/// From and until, in bytes of the file.
pub type Range = (u64, u64);

/// One range for each chunk of the track whose sample table this is.
pub fn ranges(bytes: &[u8], stbl: &Inner, walk: &mut Walk) -> Result<Vec<Range>, MediaError> {
    let mut table =
        |name| walk.find(bytes, stbl.content(), name).map(|found| found.map(|found| found.bytes(bytes)));
    let (offsets, wide) = match (table(b"stco")?, table(b"co64")?) {
        (Some(narrow), None) => (narrow, false),
        (None, Some(wide)) => (wide, true),
        _ => return Err(Broken),
    };
    let runs = Runs::read(table(b"stsc")?.ok_or(Broken)?)?;
    let mut sizes = match (table(b"stsz")?, table(b"stz2")?) {
        (Some(plain), None) => Sizes::plain(plain, || pcm_frame(table(b"stsd").ok()??))?,
        (None, Some(small)) => Sizes::small(small)?,
        _ => return Err(Broken),
    };
    let chunks = be32(offsets, 4).ok_or(Broken)?;
    if chunks > MOST_CHUNKS {
        return Err(TooManyParts);
    }
    let mut ranges = Vec::new();
    for chunk in 0..chunks {
        let at = 8 + chunk as usize * if wide { 8 } else { 4 };
        let from = match wide {
            true => u64::from_be_bytes(*offsets.get(at..).and_then(<[u8]>::first_chunk).ok_or(Broken)?),
            false => be32(offsets, at).ok_or(Broken)?.into(),
        };
        let length = sizes.take(runs.of(chunk).ok_or(Broken)?).ok_or(Broken)?;
        if length > 0 {
            ranges.push((from, from.checked_add(length).ok_or(Broken)?));
        }
    }
    Ok(ranges)
}

/// Sorted, with neighbors joined.
pub fn joined(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut joined: Vec<Range> = Vec::new();
    for (from, until) in ranges {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => joined.push((from, until)),
        }
    }
    joined
}

/// How many samples each chunk has: a list of "from chunk N on, so many".
struct Runs<'a>(&'a [u8], u32);

impl<'a> Runs<'a> {
    fn read(stsc: &'a [u8]) -> Result<Self, MediaError> {
        let count = be32(stsc, 4).ok_or(Broken)?;
        let runs = Self(stsc, count);
        let rises = (1..count).all(|n| runs.first(n) > runs.first(n - 1));
        // Entries that are there, in order, beginning with the first chunk.
        let whole = stsc.len() as u64 >= 8 + 12 * u64::from(count);
        if whole && rises && (count == 0 || runs.first(0) == Some(1)) { Ok(runs) } else { Err(Broken) }
    }

    fn first(&self, n: u32) -> Option<u32> {
        be32(self.0, 8 + 12 * n as usize)
    }

    fn of(&self, chunk: u32) -> Option<u32> {
        let (mut low, mut high) = (0, self.1);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.first(middle)? <= chunk + 1 { low = middle + 1 } else { high = middle }
        }
        be32(self.0, 8 + 12 * low.checked_sub(1)? as usize + 4)
    }
}

/// How long each sample is, taken in order.
enum Sizes<'a> {
    Same { size: u64, frames: u64, left: u64 },
    Listed { table: &'a [u8], bits: usize, next: usize, count: usize },
}

impl<'a> Sizes<'a> {
    fn plain(stsz: &'a [u8], frame: impl FnOnce() -> Option<(u64, u64)>) -> Result<Self, MediaError> {
        let (size, count) = (be32(stsz, 4).ok_or(Broken)?, be32(stsz, 8).ok_or(Broken)?);
        Ok(match size {
            0 => Self::listed(stsz, 32, count)?,
            // QuickTime writes 1 for sound that is not compressed and means one moment of it.
            1 => {
                let (size, frames) = frame().unwrap_or((1, 1));
                Self::Same { size, frames, left: count.into() }
            }
            size => Self::Same { size: size.into(), frames: 1, left: count.into() },
        })
    }

    fn small(stz2: &'a [u8]) -> Result<Self, MediaError> {
        let (bits, count) = (be32(stz2, 4).ok_or(Broken)? & 0xff, be32(stz2, 8).ok_or(Broken)?);
        if ![4, 8, 16].contains(&bits) {
            return Err(Broken);
        }
        Self::listed(stz2, bits as usize, count)
    }

    fn listed(table: &'a [u8], bits: usize, count: u32) -> Result<Self, MediaError> {
        let there = (table.len().saturating_sub(12) as u64) * 8 / bits as u64;
        if u64::from(count) > there {
            return Err(Broken);
        }
        Ok(Self::Listed { table: &table[12..], bits, next: 0, count: count as usize })
    }

    /// The bytes of the next so many samples; `None` where the table ends before.
    fn take(&mut self, samples: u32) -> Option<u64> {
        match self {
            Self::Same { size, frames, left } => {
                *left = left.checked_sub(samples.into())?;
                Some(u64::from(samples).checked_mul(*size)?.div_ceil(*frames))
            }
            Self::Listed { table, bits, next, count } => {
                let end = next.checked_add(samples as usize).filter(|end| *end <= *count)?;
                let size = |n: usize| match *bits {
                    32 => be32(table, n * 4).map(u64::from),
                    16 => be16(table, n * 2).map(u64::from),
                    8 => table.get(n).copied().map(u64::from),
                    _ => table
                        .get(n / 2)
                        .map(|two| u64::from(if n.is_multiple_of(2) { two >> 4 } else { two & 15 })),
                };
                let sum = (*next..end).try_fold(0_u64, |sum, n| sum.checked_add(size(n)?));
                *next = end;
                sum
            }
        }
    }
}
