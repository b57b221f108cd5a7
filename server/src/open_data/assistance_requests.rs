//! Everything one agency ever asked for.

use neighbors_domain::addresses::pages;
use neighbors_domain::agency::{AgencyProfile, AgencyRef};
use neighbors_domain::assistance_request::Summary;
use serde::Serialize;

use super::table::{Cell, Object, csv};
use super::{Document, Format, atom};

const COLUMNS: [&str; 19] = [
    "id",
    "version",
    "agency",
    "title",
    "case_number",
    "incident_type",
    "state",
    "published_at",
    "open_until",
    "closed_at",
    "outcome",
    "outcome_overdue",
    "shares",
    "window_from",
    "window_until",
    "zone",
    "incident_cell",
    "cells",
    "page",
];

/// `None`: no such file is kept of requests.
pub fn document(agency: &AgencyProfile, format: Format, public_url: &str) -> Option<Document> {
    let requests = &agency.assistance_requests;
    let rows = requests.iter().map(|request| cells(request, public_url));
    let bytes = match format {
        Format::Csv => csv(&COLUMNS, rows),
        Format::Json => {
            let objects: Vec<Object> = rows.map(|cells| Object { columns: &COLUMNS, cells }).collect();
            let whole = Whole { agency: &agency.card.agency, assistance_requests: objects };
            serde_json::to_vec(&whole).expect("our own types")
        }
        Format::Atom => atom::feed(agency, public_url),
        Format::GeoJson | Format::Map => return None,
    };
    Some(Document::new(format, bytes, None))
}

#[derive(Serialize)]
struct Whole<'a> {
    agency: &'a AgencyRef,
    assistance_requests: Vec<Object<'a>>,
}

fn cells(request: &Summary, public_url: &str) -> Vec<Cell> {
    let Summary { life, area, window, .. } = request;
    let cells: Vec<String> = area.cells.iter().map(ToString::to_string).collect();
    vec![
        Cell::Text(request.id.clone()),
        Cell::Count(request.version.into()),
        Cell::Text(request.agency.slug.clone()),
        Cell::Text(request.title.clone()),
        Cell::Text(request.case_number.to_string()),
        Cell::Text(request.incident_type.clone()),
        Cell::Text(life.state.name().to_lowercase()),
        Cell::time(life.published_at),
        Cell::time(life.open_until),
        Cell::maybe_time(life.closed_at),
        Cell::maybe(life.outcome.map(|outcome| outcome.name().to_lowercase())),
        Cell::Yes(life.outcome_overdue),
        Cell::maybe(life.shares.map(|shares| shares.name())),
        Cell::time(window.from),
        Cell::time(window.until),
        Cell::Text(request.zone.clone()),
        Cell::Text(area.incident.to_string()),
        Cell::Text(cells.join(" ")),
        Cell::Text(format!("{public_url}{}", pages::assistance_request(&request.id))),
    ]
}
