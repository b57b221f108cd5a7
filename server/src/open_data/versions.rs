//! Everything one request ever said: each version as it was published, newest first.

use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::Version;

use super::table::{Cell, Object, csv};
use super::{Document, Format};

const COLUMNS: [&str; 24] = [
    "id",
    "version",
    "submitted_at",
    "published_at",
    "reviewer",
    "second_reviewer",
    "officer_name",
    "officer_title",
    "case_number",
    "incident_type",
    "title",
    "text",
    "lead_name",
    "lead_title",
    "lead_contact",
    "tip_phone",
    "tip_web",
    "window_from",
    "window_until",
    "zone",
    "incident_cell",
    "cells",
    "agency",
    "page",
];

/// `None`: no such file is kept of versions.
pub fn document(id: &str, versions: Vec<Version>, format: Format, public_url: &str) -> Option<Document> {
    let rows = versions.into_iter().map(|version| cells(id, version, public_url));
    let bytes = match format {
        Format::Csv => csv(&COLUMNS, rows),
        Format::Json => {
            let objects: Vec<Object> = rows.map(|cells| Object { columns: &COLUMNS, cells }).collect();
            serde_json::to_vec(&objects).expect("our own types")
        }
        Format::Atom | Format::GeoJson | Format::Map => return None,
    };
    Some(Document::new(format, bytes, None))
}

fn cells(id: &str, version: Version, public_url: &str) -> Vec<Cell> {
    let Version { version, submitted_at, published_at, officer, reviewer, second_reviewer, draft } = version;
    let area: Vec<String> = draft.area.cells.iter().map(ToString::to_string).collect();
    vec![
        Cell::Text(id.to_owned()),
        Cell::Count(version.into()),
        Cell::time(submitted_at),
        Cell::time(published_at),
        Cell::Count(reviewer.into()),
        second_reviewer.map_or(Cell::Nothing, |second| Cell::Count(second.into())),
        Cell::Text(officer.name),
        Cell::Text(officer.title),
        Cell::Text(draft.case_number.to_string()),
        Cell::Text(draft.incident_type),
        Cell::Text(draft.title),
        Cell::Text(draft.text),
        Cell::Text(draft.lead.name),
        Cell::Text(draft.lead.title),
        Cell::Text(draft.lead.contact),
        Cell::maybe(draft.tip_line.phone),
        Cell::maybe(draft.tip_line.web),
        Cell::time(draft.window.from),
        Cell::time(draft.window.until),
        Cell::Text(draft.zone),
        Cell::Text(draft.area.incident.to_string()),
        Cell::Text(area.join(" ")),
        Cell::Text(officer.agency.slug),
        Cell::Text(format!("{public_url}{}", pages::assistance_request(id))),
    ]
}
