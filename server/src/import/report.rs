//! What became of every row, as a table for the one who ran the import.

use std::fmt;

/// Rows by what became of them. A row can be taken and corrected; each row is in one of the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub rows: usize,
    /// Lines that became new data.
    pub taken: Vec<u64>,
    /// Lines that changed what an earlier import had brought.
    pub changed: Vec<u64>,
    /// Lines that say what is known already.
    pub unchanged: Vec<u64>,
    /// Repeats that went into their original.
    pub joined: Vec<Entry>,
    /// Mended, with what and why.
    pub corrected: Vec<Entry>,
    /// Of kinds that are never shown: counted, and nothing else is said of them.
    pub dropped: usize,
    /// Not taken, with the reason.
    pub refused: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub line: u64,
    pub sentence: String,
}

impl Entry {
    pub fn new(line: u64, sentence: impl Into<String>) -> Self {
        Self { line, sentence: sentence.into() }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:>9}  rows", self.rows)?;
        for (name, lines) in
            [("taken", &self.taken), ("changed", &self.changed), ("unchanged", &self.unchanged)]
        {
            let on = if lines.is_empty() { String::new() } else { format!("  lines {}", ranges(lines)) };
            writeln!(f, "{:>9}  {name}{on}", lines.len())?;
        }
        for (name, entries) in
            [("joined", &self.joined), ("corrected", &self.corrected), ("refused", &self.refused)]
        {
            writeln!(f, "{:>9}  {name}", entries.len())?;
            for entry in entries {
                writeln!(f, "{:>9}  line {}: {}", "", entry.line, entry.sentence)?;
            }
        }
        writeln!(f, "{:>9}  dropped, of kinds that are never shown here", self.dropped)
    }
}

/// More stretches than these nobody reads.
const MOST_RANGES: usize = 20;

/// `2-474, 476-1502`
fn ranges(lines: &[u64]) -> String {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for &line in lines {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == line => *end = line,
            _ => ranges.push((line, line)),
        }
    }
    let said = ranges.into_iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    let said: Vec<_> = said.collect();
    match said.len().saturating_sub(MOST_RANGES) {
        0 => said.join(", "),
        more => format!("{} and {more} more stretches", said[..MOST_RANGES].join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_line() {
        let report = Report {
            rows: 6,
            taken: vec![2, 3, 4, 7],
            joined: vec![Entry::new(5, "the same as line 2")],
            refused: vec![Entry::new(6, "a kind this house does not know")],
            ..Report::default()
        };
        let table = report.to_string();
        assert!(table.contains("4  taken  lines 2-4, 7\n"), "{table}");
        assert!(table.contains("1  joined\n           line 5: the same as line 2\n"), "{table}");
        assert!(table.contains("0  corrected\n"), "{table}");
    }
}
