//! The boxes MP4, MOV and 3GP are made of: a length, a name, a content.

use crate::MediaError::{self, Broken, TooManyParts};

/// Bytes that hold any head.
pub const HEAD: u64 = 16;
/// More boxes than any camera writes, the ones inside of others included.
const MOST: usize = 20_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub name: [u8; 4],
    /// Bytes before the content.
    pub head: u64,
    /// Bytes of the whole box.
    pub length: u64,
}

impl Head {
    /// `rest`: bytes left in what surrounds the box; a box never reaches beyond.
    pub fn read(bytes: &[u8], rest: u64) -> Option<Self> {
        let name = *bytes.get(4..)?.first_chunk()?;
        let (head, length) = match be32(bytes, 0)? {
            0 => (8, rest),
            1 => (16, u64::from_be_bytes(*bytes.get(8..)?.first_chunk()?)),
            length => (8, u64::from(length)),
        };
        (length >= head && length <= rest).then_some(Self { name, head, length })
    }
}

/// A box inside of the bytes at hand: where it begins, where its content begins, where it ends.
#[derive(Debug, Clone, Copy)]
pub struct Inner {
    pub name: [u8; 4],
    pub start: usize,
    pub from: usize,
    pub until: usize,
}

/// Counts every box it was asked for, so that a nest of them ends.
#[derive(Default)]
pub struct Walk(usize);

impl Walk {
    /// The box at `at` of what ends at `end`; `None` at the end. Fewer than eight bytes are a terminator.
    pub fn next(&mut self, bytes: &[u8], at: usize, end: usize) -> Result<Option<Inner>, MediaError> {
        if end.saturating_sub(at) < 8 {
            return Ok(None);
        }
        self.0 += 1;
        if self.0 > MOST {
            return Err(TooManyParts);
        }
        let head = Head::read(bytes.get(at..end).ok_or(Broken)?, (end - at) as u64).ok_or(Broken)?;
        let (from, until) = (at + head.head as usize, at + head.length as usize);
        Ok(Some(Inner { name: head.name, start: at, from, until }))
    }

    /// The first of this name, which is the one that counts.
    pub fn find(
        &mut self,
        bytes: &[u8],
        within: (usize, usize),
        name: &[u8; 4],
    ) -> Result<Option<Inner>, MediaError> {
        let (mut at, end) = within;
        while let Some(inner) = self.next(bytes, at, end)? {
            if inner.name == *name {
                return Ok(Some(inner));
            }
            at = inner.until;
        }
        Ok(None)
    }
}

impl Inner {
    pub fn content(&self) -> (usize, usize) {
        (self.from, self.until)
    }

    pub fn bytes<'a>(&self, all: &'a [u8]) -> &'a [u8] {
        &all[self.from..self.until]
    }
}

pub fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

pub fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// As people see it: `gpmd`.
pub fn readable(name: [u8; 4]) -> String {
    name.iter().map(|&byte| if byte.is_ascii_graphic() { char::from(byte) } else { ' ' }).collect()
}
