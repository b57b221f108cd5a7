//! Reading a CSV file nobody has looked at yet: size, encoding, shape and every single cell.

use std::io::Read;
use std::sync::Arc;

use csv::ByteRecord;
use flate2::read::MultiGzDecoder;

use super::problem::{ImportError, Problem, Wrong};

/// Unpacked. The list of 1,501 agencies is a fortieth of this.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;
pub const MAX_CHARS: usize = 1_000;

/// How much fits: a file is read as a whole before any of it is believed.
#[derive(Debug, Clone, Copy)]
pub struct Most {
    pub bytes: u64,
    pub rows: usize,
}

impl Most {
    /// Lists of agencies.
    pub const LIST: Self = Self { bytes: MAX_BYTES, rows: 50_000 };
    /// A city's incidents: five years of Denver are a thirteenth of this.
    pub const RECORD: Self = Self { bytes: 128 * 1024 * 1024, rows: 400_000 };
}

/// One row, its cells in the order of the columns that were asked for.
#[derive(Debug)]
pub struct Row {
    pub line: u64,
    columns: Arc<[String]>,
    cells: Vec<String>,
}

impl Row {
    /// The cell of a column that was asked for.
    pub fn get(&self, column: &str) -> &str {
        self.position(column).map_or("", |at| &self.cells[at])
    }

    pub fn set(&mut self, column: &str, value: String) {
        if let Some(at) = self.position(column) {
            self.cells[at] = value;
        }
    }

    pub fn cells(&mut self) -> impl Iterator<Item = (&str, &mut String)> {
        self.columns.iter().map(String::as_str).zip(&mut self.cells)
    }

    fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| *name == column)
    }
}

/// All rows, or everything that is wrong with the file's shape. `columns` must be there, in any
/// order; further ones are left alone.
pub fn read(reader: impl Read, columns: &[&str], most: Most) -> Result<Vec<Row>, ImportError> {
    read_more(reader, columns, &[], most)
}

/// The same; `more` may be there, and read as empty where they are not.
pub fn read_more(
    reader: impl Read,
    columns: &[&str],
    more: &[&str],
    most: Most,
) -> Result<Vec<Row>, ImportError> {
    let columns: Arc<[String]> = columns.iter().map(|column| (*column).to_owned()).collect();
    let (bytes, whole) = unpacked_up_to(reader, most.bytes)?;
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
    let mut places = places(line, &header, &columns)?;
    let more = more.iter().filter_map(|name| Some((*name, header.iter().position(|found| found == name)?)));
    let (names, at): (Vec<&str>, Vec<usize>) = more.unzip();
    places.extend(at);
    let columns: Arc<[String]> =
        columns.iter().cloned().chain(names.into_iter().map(str::to_owned)).collect();
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (line, record) in records {
        if rows.len() == most.rows {
            problems.push(Problem::new(line, &header[0], Wrong::TooManyRows { max: most.rows }));
            break;
        }
        match cells(line, &record, &header) {
            Ok(all) => {
                let cells = places.iter().map(|at| all[*at].clone()).collect();
                rows.push(Row { line, columns: columns.clone(), cells });
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems.into()) }
}

/// The bytes of a plain or compressed file; `false` where the compressed one breaks off.
/// Never more than [`MAX_BYTES`], however small the file looked.
pub fn unpacked(reader: impl Read) -> Result<(Vec<u8>, bool), ImportError> {
    unpacked_up_to(reader, MAX_BYTES)
}

pub fn unpacked_up_to(mut reader: impl Read, max_bytes: u64) -> Result<(Vec<u8>, bool), ImportError> {
    let failed = |cause| ImportError::Read { cause };
    let mut raw = Vec::new();
    reader.by_ref().take(max_bytes + 1).read_to_end(&mut raw).map_err(failed)?;
    let (mut bytes, mut whole) = (raw, true);
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        let unpacking = MultiGzDecoder::new(bytes.as_slice()).take(max_bytes + 1).read_to_end(&mut plain);
        (bytes, whole) = (plain, unpacking.is_ok());
    }
    if bytes.len() as u64 > max_bytes {
        return Err(ImportError::TooLarge { max_bytes });
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

fn places(line: u64, header: &[String], columns: &[String]) -> Result<Vec<usize>, Problem> {
    let place = |column: &String| {
        let mut found = header.iter().enumerate().filter(|(_, name)| *name == column).map(|(at, _)| at);
        match (found.next(), found.next()) {
            (Some(at), None) => Ok(at),
            (Some(_), Some(_)) => Err(Problem::new(line, column, Wrong::ColumnTwice)),
            (None, _) => Err(Problem::new(line, column, Wrong::NoColumn { needed: columns.to_vec() })),
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
