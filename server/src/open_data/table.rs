//! One table, written as CSV or as JSON objects; the columns are the same in both.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Nothing is an empty field in CSV and `null` in JSON.
pub enum Cell {
    Nothing,
    Text(String),
    Number(f64),
    Count(i64),
    Yes(bool),
}

impl Cell {
    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.into()))
    }

    pub fn time(at: DateTime<Utc>) -> Self {
        Self::Text(at.to_rfc3339_opts(SecondsFormat::Secs, true))
    }

    pub fn maybe_time(at: Option<DateTime<Utc>>) -> Self {
        at.map_or(Self::Nothing, Self::time)
    }

    fn in_csv(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) => defused(text),
            Self::Number(number) => number.to_string(),
            Self::Count(count) => count.to_string(),
            Self::Yes(yes) => yes.to_string(),
        }
    }
}

/// A text that a spreadsheet would run as a formula gets an apostrophe before it.
fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => to.serialize_none(),
            Self::Text(text) => to.serialize_str(text),
            Self::Number(number) => to.serialize_f64(*number),
            Self::Count(count) => to.serialize_i64(*count),
            Self::Yes(yes) => to.serialize_bool(*yes),
        }
    }
}

/// One row as a JSON object, its names in the order of the columns.
pub struct Object<'a> {
    pub columns: &'a [&'a str],
    pub cells: Vec<Cell>,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.columns.len()))?;
        for (column, cell) in self.columns.iter().zip(&self.cells) {
            map.serialize_entry(column, cell)?;
        }
        map.end()
    }
}

/// RFC 4180: CRLF, quotes where needed, a header always.
pub fn csv(columns: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let written = "memory takes every row, and every row has as many cells as the header";
    writer.write_record(columns).expect(written);
    for row in rows {
        writer.write_record(row.iter().map(Cell::in_csv)).expect(written);
    }
    writer.into_inner().expect(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_reaches_a_spreadsheet_as_a_formula_and_no_number_is_touched() {
        let texts = ["=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1", "plain", "it’s = fine"];
        let rows = texts.map(|text| vec![Cell::Text(text.into()), Cell::Number(-104.9)]);
        let file = String::from_utf8(csv(&["text", "number"], rows)).unwrap();
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let read: Vec<(String, f64)> = reader.deserialize().map(|row| row.expect("a row")).collect();
        let began: Vec<char> = read.iter().map(|(text, _)| text.chars().next().unwrap()).collect();
        assert_eq!(began, ['\'', '\'', '\'', '\'', '\'', '\'', 'p', 'i']);
        assert!(read.iter().all(|(_, number)| *number == -104.9));
    }

    #[test]
    fn commas_quotes_and_line_breaks_come_back_as_they_went() {
        let text = "He said \"no\",\r\nthen left";
        let file = String::from_utf8(csv(&["text"], [vec![Cell::Text(text.into())]])).unwrap();
        assert_eq!(file, "text\r\n\"He said \"\"no\"\",\r\nthen left\"\r\n");
    }
}
