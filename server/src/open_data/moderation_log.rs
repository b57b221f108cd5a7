//! What moderators did, one row for each decision, oldest first.

use neighbors_domain::moderation::{LogEntry, Reason, Why};

use super::table::{Cell, Object, csv};
use super::{Document, Format};

const COLUMNS: [&str; 7] = ["date", "item", "decision", "rule", "why", "moderator", "second_moderator"];

pub fn document(entries: Vec<LogEntry>, format: Format) -> Document {
    let rows = entries.into_iter().map(cells);
    let bytes = match format {
        Format::Csv => csv(&COLUMNS, rows),
        _ => {
            let objects: Vec<Object> = rows.map(|cells| Object { columns: &COLUMNS, cells }).collect();
            serde_json::to_vec(&objects).expect("rows are JSON")
        }
    };
    Document::new(format, bytes, None)
}

fn cells(entry: LogEntry) -> Vec<Cell> {
    vec![
        Cell::Text(entry.on.to_string()),
        Cell::Text(entry.kind.key().to_owned()),
        Cell::Text(entry.act.key().to_owned()),
        Cell::Text(Reason::key(entry.reason).to_owned()),
        Cell::maybe(entry.why.map(Why::key)),
        Cell::Count(entry.moderator.into()),
        entry.second.map_or(Cell::Nothing, |second| Cell::Count(second.into())),
    ]
}
