//! Reading a CSV file nobody has looked at yet: size, encoding, shape and every single cell.

use std::io::Read;

use csv::ByteRecord;
use flate2::read::MultiGzDecoder;

use super::problem::{ImportError, Problem, Wrong};

/// Unpacked. The list of 1,501 agencies is a fortieth of this.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;
pub const MAX_ROWS: usize = 50_000;
pub const MAX_CHARS: usize = 1_000;

/// One row, its cells in the order of the columns that were asked for.
#[derive(Debug)]
pub struct Row {
    pub line: u64,
    columns: &'static [&'static str],
    cells: Vec<String>,
}

impl Row {
    /// The cell of a column that was asked for.
    pub fn get(&self, column: &'static str) -> &str {
        self.position(column).map_or("", |at| &self.cells[at])
    }

    pub fn set(&mut self, column: &str, value: String) {
        if let Some(at) = self.position(column) {
            self.cells[at] = value;
        }
    }

    pub fn cells(&mut self) -> impl Iterator<Item = (&'static str, &mut String)> {
        self.columns.iter().copied().zip(&mut self.cells)
    }

    fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| *name == column)
    }
}

/// All rows, or everything that is wrong with the file's shape. `columns` must be there, in any
/// order; further ones are left alone.
pub fn read(reader: impl Read, columns: &'static [&'static str]) -> Result<Vec<Row>, ImportError> {
    let (bytes, whole) = unpacked(reader)?;
    if !whole {
        return Err(end_of(&bytes, Wrong::DamagedGzip).into());
    }
    let mut records = records(&bytes);
    let Some((line, first)) = records.next() else {
        return Err(Problem::new(1, "1", Wrong::NoColumn { needed: columns.to_vec() }).into());
    };
    let header = header(line, &first)?;
    if bytes.last() != Some(&b'\n') {
        return Err(end_of(&bytes, Wrong::EndsEarly).into());
    }
    let places = places(line, &header, columns)?;
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (line, record) in records {
        if rows.len() == MAX_ROWS {
            problems.push(Problem::new(line, &header[0], Wrong::TooManyRows { max: MAX_ROWS }));
            break;
        }
        match cells(line, &record, &header) {
            Ok(all) => {
                let cells = places.iter().map(|at| all[*at].clone()).collect();
                rows.push(Row { line, columns, cells });
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems.into()) }
}

/// The bytes of a plain or compressed file; `false` where the compressed one breaks off.
/// Never more than [`MAX_BYTES`], however small the file looked.
pub fn unpacked(mut reader: impl Read) -> Result<(Vec<u8>, bool), ImportError> {
    let failed = |cause| ImportError::Read { cause };
    let mut raw = Vec::new();
    reader.by_ref().take(MAX_BYTES + 1).read_to_end(&mut raw).map_err(failed)?;
    let (mut bytes, mut whole) = (raw, true);
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        let unpacking = MultiGzDecoder::new(bytes.as_slice()).take(MAX_BYTES + 1).read_to_end(&mut plain);
        (bytes, whole) = (plain, unpacking.is_ok());
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ImportError::TooLarge { max_bytes: MAX_BYTES });
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    Ok((bytes, whole))
}

/// Every record with the line it starts in. Nothing can fail here: the bytes are in memory.
fn records(bytes: &[u8]) -> impl Iterator<Item = (u64, ByteRecord)> {
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let (mut counted, mut line) = (0, 1);
    reader.into_byte_records().map_while(Result::ok).map(move |record| {
        let mut start = record.position().map_or(0, |position| position.byte() as usize).min(bytes.len());
        // The reader skips empty lines and leaves them to the next record.
        while matches!(bytes.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        line += bytes[counted..start].iter().filter(|byte| **byte == b'\n').count() as u64;
        counted = start;
        (line, record)
    })
}

/// Where a file breaks off: the last line, and the column that was being written.
fn end_of(bytes: &[u8], wrong: Wrong) -> Problem {
    let first = records(bytes).next().map(|(line, first)| header(line, &first).unwrap_or_default());
    let header = first.unwrap_or_default();
    let name = |at: usize| header.get(at).cloned().unwrap_or_else(|| (at + 1).to_string());
    match records(bytes).last() {
        Some((line, _)) if bytes.last() == Some(&b'\n') => Problem::new(line + 1, name(0), wrong),
        Some((line, record)) => Problem::new(line, name(record.len().saturating_sub(1)), wrong),
        None => Problem::new(1, "1", wrong),
    }
}

fn header(line: u64, record: &ByteRecord) -> Result<Vec<String>, Problem> {
    let cells = record.iter().enumerate();
    cells
        .map(|(at, cell)| text(cell).map_err(|wrong| Problem::new(line, (at + 1).to_string(), wrong)))
        .collect()
}

fn places(line: u64, header: &[String], columns: &'static [&'static str]) -> Result<Vec<usize>, Problem> {
    let place = |column: &&'static str| {
        let mut found = header.iter().enumerate().filter(|(_, name)| name == column).map(|(at, _)| at);
        match (found.next(), found.next()) {
            (Some(at), None) => Ok(at),
            (Some(_), Some(_)) => Err(Problem::new(line, *column, Wrong::ColumnTwice)),
            (None, _) => Err(Problem::new(line, *column, Wrong::NoColumn { needed: columns.to_vec() })),
        }
    };
    columns.iter().map(place).collect()
}

/// Also cells nobody asked for are looked at: a damaged file is damaged everywhere.
fn cells(line: u64, record: &ByteRecord, header: &[String]) -> Result<Vec<String>, Problem> {
    let (found, wanted) = (record.len(), header.len());
    let name = |at: usize| header.get(at).cloned().unwrap_or_else(|| (at + 1).to_string());
    let cell = |(at, cell)| text(cell).map_err(|wrong| Problem::new(line, name(at), wrong));
    let cells = record.iter().enumerate().map(cell).collect::<Result<Vec<_>, _>>()?;
    if found < wanted {
        return Err(Problem::new(line, name(found), Wrong::RowTooShort { found, wanted }));
    }
    if found > wanted {
        return Err(Problem::new(line, name(wanted), Wrong::RowTooLong { found, wanted }));
    }
    Ok(cells)
}

fn text(cell: &[u8]) -> Result<String, Wrong> {
    if cell.len() > MAX_CHARS * 4 {
        return Err(Wrong::TooLong { chars: cell.len(), max: MAX_CHARS });
    }
    let text = std::str::from_utf8(cell).map_err(|_| Wrong::NotUtf8)?;
    let chars = text.chars().count();
    if chars > MAX_CHARS {
        return Err(Wrong::TooLong { chars, max: MAX_CHARS });
    }
    if let Some(c) = text.chars().find(|c| c.is_control()) {
        return Err(Wrong::ControlCharacter { code: c as u32 });
    }
    Ok(text.trim().to_owned())
}
