//! MP4, MOV and 3GP: a plan of what stays and what is overwritten, made without holding the film in memory.

mod boxes;
mod entries;
mod moov;
mod samples;

use boxes::{HEAD, Head};

use crate::MediaError::{self, Broken, Fragmented, TooManyParts, Unknown};
use crate::finding::FindingKind::Other;
use crate::finding::{Finding, Found};

/// More boxes side by side than any camera writes.
const MOST_BOXES: usize = 2_000;
/// The header of two hours of film has four.
const MOST_HEADER: u64 = 24 << 20;
/// Of a box that goes, so much is looked at.
const LOOK: u64 = 1 << 20;

/// Front to back, without gaps: what the clean file is made of.
pub struct Plan {
    pub pieces: Vec<Piece>,
    pub found: Vec<Finding>,
}

pub struct Piece {
    pub from: u64,
    pub until: u64,
    pub what: What,
}

#[derive(Debug, PartialEq, Eq)]
pub enum What {
    /// As it is in the file.
    Same,
    Zeros,
    Bytes(Vec<u8>),
}

impl Plan {
    /// Of the clean file; what lay behind the last box is gone.
    pub fn length(&self) -> u64 {
        self.pieces.last().map_or(0, |piece| piece.until)
    }
}

/// What the planner wants next.
pub enum Step {
    /// Bytes of the file, to be handed to the next step.
    Read {
        from: u64,
        until: u64,
    },
    Done(Plan),
}

/// Asks for the bytes it needs, so that it works over any kind of file.
pub struct Planner {
    length: u64,
    at: u64,
    wants: Wants,
    tops: Vec<Top>,
    header: Option<Vec<u8>>,
    found: Found,
}

enum Wants {
    Nothing,
    Head,
    Header,
    Dropped([u8; 4]),
}

struct Top {
    from: u64,
    content: u64,
    until: u64,
    kind: TopKind,
}

#[derive(Clone, Copy, PartialEq)]
enum TopKind {
    Kept,
    Header,
    Film,
    Dropped,
}

impl Planner {
    /// `length` of the file in bytes.
    pub fn new(length: u64) -> Self {
        Self { length, at: 0, wants: Wants::Nothing, tops: Vec::new(), header: None, found: Found::default() }
    }

    /// `bytes`: what the last step asked for, all of it; nothing at first.
    pub fn step(&mut self, bytes: Vec<u8>) -> Result<Step, MediaError> {
        match std::mem::replace(&mut self.wants, Wants::Nothing) {
            Wants::Nothing => {}
            Wants::Head => {
                if let Some(step) = self.begin(&bytes)? {
                    return Ok(step);
                }
            }
            Wants::Header => self.header = Some(bytes),
            Wants::Dropped(name) => moov::note(name, &bytes, &mut self.found),
        }
        if self.at >= self.length {
            return self.finish().map(Step::Done);
        }
        self.wants = Wants::Head;
        Ok(Step::Read { from: self.at, until: (self.at + HEAD).min(self.length) })
    }

    /// A box begins; asks for its content where that matters.
    fn begin(&mut self, head: &[u8]) -> Result<Option<Step>, MediaError> {
        if self.tops.len() >= MOST_BOXES {
            return Err(TooManyParts);
        }
        let Some(head) = Head::read(head, self.length - self.at) else {
            return self.cut(head).map(|()| None);
        };
        let (from, content, until) = (self.at, self.at + head.head, self.at + head.length);
        let kind = match &head.name {
            b"ftyp" if self.tops.is_empty() => TopKind::Kept,
            b"moov" => TopKind::Header,
            b"mdat" => TopKind::Film,
            b"moof" | b"sidx" | b"styp" => return Err(Fragmented),
            _ => TopKind::Dropped,
        };
        self.at = until;
        self.tops.push(Top { from, content, until, kind });
        match kind {
            TopKind::Header => {
                if self.header.is_some() {
                    return Err(Broken);
                }
                if until - content > MOST_HEADER {
                    return Err(TooManyParts);
                }
                self.wants = Wants::Header;
                Ok(Some(Step::Read { from: content, until }))
            }
            TopKind::Dropped if until > content => {
                self.wants = Wants::Dropped(head.name);
                Ok(Some(Step::Read { from: content, until: until.min(content + LOOK) }))
            }
            TopKind::Kept if until - content > 1_024 => Err(Broken),
            _ => Ok(None),
        }
    }

    /// No box begins here: some phones write notes behind the last one, but a film that ends early is broken.
    fn cut(&mut self, head: &[u8]) -> Result<(), MediaError> {
        let film = matches!(head.get(4..8), Some(b"mdat" | b"moov"));
        if film || self.header.is_none() || !self.tops.iter().any(|top| top.kind == TopKind::Film) {
            return Err(Broken);
        }
        self.found.add(Other, "bytes behind the film");
        self.length = self.at;
        Ok(())
    }

    fn finish(&mut self) -> Result<Plan, MediaError> {
        let mut header = self.header.take().ok_or(Unknown)?;
        let ranges = samples::joined(moov::clean(&mut header, &mut self.found)?);
        let films: Vec<_> = self.tops.iter().filter(|top| top.kind == TopKind::Film).collect();
        // Pictures lie inside of the film, wherever the header says they do.
        if !ranges
            .iter()
            .all(|range| films.iter().any(|film| film.content <= range.0 && range.1 <= film.until))
        {
            return Err(Broken);
        }
        let mut pieces = Pieces::default();
        for top in &self.tops {
            match top.kind {
                TopKind::Kept => pieces.add(top.from, top.until, What::Same),
                TopKind::Header => {
                    pieces.add(top.from, top.content, What::Same);
                    pieces.add(top.content, top.until, What::Bytes(std::mem::take(&mut header)));
                }
                TopKind::Dropped => {
                    pieces.add(top.from, top.from + 4, What::Same);
                    pieces.add(top.from + 4, top.from + 8, What::Bytes(b"free".to_vec()));
                    pieces.add(top.from + 8, top.content, What::Same);
                    pieces.add(top.content, top.until, What::Zeros);
                }
                TopKind::Film => {
                    pieces.add(top.from, top.content, What::Same);
                    let first = ranges.partition_point(|range| range.0 < top.content);
                    let mut at = top.content;
                    for range in ranges[first..].iter().take_while(|range| range.0 < top.until) {
                        pieces.add(at, range.0, What::Zeros);
                        pieces.add(range.0, range.1, What::Same);
                        at = range.1;
                    }
                    pieces.add(at, top.until, What::Zeros);
                }
            }
        }
        Ok(Plan { pieces: pieces.0, found: std::mem::take(&mut self.found).into_list() })
    }
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn add(&mut self, from: u64, until: u64, what: What) {
        match self.0.last_mut() {
            _ if from >= until => {}
            Some(last) if last.what == what && !matches!(what, What::Bytes(_)) => last.until = until,
            _ => self.0.push(Piece { from, until, what }),
        }
    }
}

/// A whole video that is in memory already: for small ones, and for tests.
pub fn clean(bytes: &[u8]) -> Result<(Vec<u8>, Vec<Finding>), MediaError> {
    let mut planner = Planner::new(bytes.len() as u64);
    let mut read = Vec::new();
    let plan = loop {
        match planner.step(read)? {
            Step::Read { from, until } => read = bytes[from as usize..until as usize].to_vec(),
            Step::Done(plan) => break plan,
        }
    };
    let mut clean = Vec::with_capacity(bytes.len());
    for piece in plan.pieces {
        match piece.what {
            What::Same => clean.extend(&bytes[piece.from as usize..piece.until as usize]),
            What::Zeros => clean.resize(piece.until as usize, 0),
            What::Bytes(new) => clean.extend(new),
        }
    }
    Ok((clean, plan.found))
}
