//! A city's list of reported incidents becomes public-record items of the feed: cells and times, never a
//! coordinate, never an address.

use std::collections::HashMap;
use std::io::Read;

use chrono::{DateTime, Datelike, Utc};
use h3o::LatLng;
use neighbors_domain::cells::Cell8;

use super::mapping::{Mapping, PlaceColumns};
use super::problem::{ImportError, Problem, Wrong};
use super::progress::Progress;
use super::report::{Entry, Report};
use super::sheet::{self, Row};
use super::times;
use crate::auth::Operator;
use crate::store::incidents::{Kept, Recorded, keep};
use crate::store::{Store, settings};

/// Slips of a list, not incidents: nobody's clock or form went back further.
const OLDEST: i32 = 1970;
/// Degrees around 0/0, and around a pole, in which no city lies: what a form writes that knows no place.
const NOWHERE: f64 = 1.0;
const MAX_ID: usize = 64;

/// When it happened, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    AsRecorded,
    /// All of them by whole weeks, so that the last lies in the week before `now`: only for a demo, where each
    /// item says so.
    Moved,
}

/// Takes the whole list, or nothing of it. Taking it again changes nothing.
pub async fn incidents(
    store: &Store,
    operator: Operator,
    reader: impl Read,
    mapping: &Mapping,
    dates: Dates,
    now: DateTime<Utc>,
    progress: &Progress,
) -> Result<Report, ImportError> {
    if dates == Dates::Moved && !settings::is_demo(store).await? {
        return Err(ImportError::OnlyInADemo);
    }
    let (mut listed, mut report) = listed(reader, mapping, now)?;
    if dates == Dates::Moved {
        move_all(&mut listed, mapping, now);
    }
    progress.start(listed.len(), "incidents");
    let (lines, recorded): (Vec<u64>, Vec<Recorded>) = listed.into_iter().unzip();
    let kept = keep(store, operator, &mapping.key, &mapping.source, &recorded, || progress.step()).await?;
    progress.finish();
    for (line, kept) in lines.into_iter().zip(kept) {
        match kept {
            Kept::New => report.taken.push(line),
            Kept::Changed => report.changed.push(line),
            Kept::Unchanged => report.unchanged.push(line),
        }
    }
    Ok(report)
}

/// What can be taken, with its line.
type Listed = Vec<(u64, Recorded)>;

fn listed(reader: impl Read, mapping: &Mapping, now: DateTime<Utc>) -> Result<(Listed, Report), ImportError> {
    let sheet = sheet::read(reader, &mapping.all_columns(), sheet::Most::RECORD)?;
    let mut report = Report { rows: sheet.len(), ..Report::default() };
    let (mut taken, mut problems) = (Vec::new(), Vec::new());
    let mut lines: HashMap<String, u64> = HashMap::new();
    for row in &sheet {
        // First of all: whatever else is wrong with such a row, no sentence may speak of it.
        if mapping.drops(row) {
            report.dropped += 1;
            continue;
        }
        match recorded(row, mapping, now) {
            Err(wrong) => problems.extend(wrong),
            Ok(Err(refused)) => report.refused.push(Entry::new(row.line, refused)),
            Ok(Ok(incident)) => {
                let first_line = *lines.entry(incident.source_id.clone()).or_insert(row.line);
                if first_line != row.line {
                    let twice = Wrong::IdTwice { first_line };
                    problems.push(Problem::new(row.line, &mapping.columns.id, twice));
                }
                taken.push((row.line, incident));
            }
        }
    }
    if problems.is_empty() { Ok((taken, report)) } else { Err(problems.into()) }
}

/// An incident; or why this row alone is left out; or what makes the file unbelievable.
fn recorded(
    row: &Row,
    mapping: &Mapping,
    now: DateTime<Utc>,
) -> Result<Result<Recorded, String>, Vec<Problem>> {
    let columns = &mapping.columns;
    let mut problems = Vec::new();
    let mut wrong = |column: &str, wrong: Wrong| problems.push(Problem::new(row.line, column, wrong));
    let (id, kind) = (row.get(&columns.id), row.get(&columns.kind));
    for (column, cell) in [(&columns.id, id), (&columns.kind, kind)] {
        if cell.is_empty() {
            wrong(column, Wrong::Empty);
        }
        if let Some(first) = cell.chars().next().filter(|c| "=+-@".contains(*c)) {
            wrong(column, Wrong::Formula { first });
        }
    }
    if id.len() > MAX_ID || !id.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)) {
        wrong(&columns.id, Wrong::NotAnId);
    }
    let mut time = |column: &str| -> Option<DateTime<Utc>> {
        let read = times::instant(row.get(column), &mapping.dates, mapping.zone()).and_then(|at| match at {
            at if at > now => Err(Wrong::InTheFuture),
            at if at.year() < OLDEST => Err(Wrong::TooOld { year: OLDEST }),
            at => Ok(at),
        });
        read.map_err(|error| wrong(column, error)).ok()
    };
    let first = time(&columns.first);
    let last = columns.last.as_deref().filter(|column| !row.get(column).is_empty()).and_then(&mut time);
    let reported = columns.reported.as_deref().map_or(first, &mut time);
    if let (Some(column), Some(first), Some(last)) = (&columns.last, first, last)
        && last < first
    {
        wrong(column, Wrong::EndsFirst);
    }
    let place = place(row, mapping).map_err(|(column, error)| wrong(column, error)).ok();
    let (Some(first_at), Some(reported_at), Some(place), true) =
        (first, reported, place, problems.is_empty())
    else {
        return Err(problems);
    };
    let cell = match place {
        Ok(cell) => cell,
        Err(refused) => return Ok(Err(refused.to_owned())),
    };
    let Some(category) = mapping.category(row) else {
        return Ok(Err(format!("“{kind}” is no kind the mapping speaks of")));
    };
    Ok(Ok(Recorded {
        source_id: id.to_owned(),
        category,
        what: mapping.name(kind),
        cell,
        first_at,
        last_at: last,
        reported_at,
        moved_weeks: 0,
    }))
}

/// A cell; or why the row has none; or what makes the whole file unbelievable. The point is forgotten here.
fn place<'a>(row: &Row, mapping: &'a Mapping) -> Result<Result<Cell8, &'static str>, (&'a str, Wrong)> {
    let (latitude, longitude) = match mapping.columns.place() {
        PlaceColumns::Cell(cell) => {
            let found = row.get(cell).parse().map_err(|_| (cell, Wrong::NotACell))?;
            return Ok(Ok(found));
        }
        PlaceColumns::Degrees { latitude, longitude } => (latitude, longitude),
    };
    let degrees = |column: &'a str| match row.get(column) {
        "" => Ok(None),
        text => match text.parse::<f64>() {
            Ok(degrees) if degrees.is_finite() => Ok(Some(degrees)),
            _ => Err((column, Wrong::NotANumber)),
        },
    };
    let (lat, lon) = match (degrees(latitude)?, degrees(longitude)?) {
        (None, None) => return Ok(Err("it has no place")),
        (Some(_), None) => return Err((longitude, Wrong::HalfAPlace)),
        (None, Some(_)) => return Err((latitude, Wrong::HalfAPlace)),
        (Some(lat), Some(lon)) => (lat, lon),
    };
    let bounds = mapping.bounds;
    if bounds.hold(lat, lon) {
        return match LatLng::new(lat, lon) {
            Ok(point) => Ok(Ok(Cell8::at(point))),
            Err(_) => Ok(Err("its place lies outside of the globe")),
        };
    }
    if bounds.hold(lon, lat) {
        return Err((latitude, Wrong::Swapped));
    }
    Ok(Err(match () {
        () if lat.abs() > 90.0 || lon.abs() > 180.0 => "its place lies outside of the globe",
        () if lat.abs() < NOWHERE && lon.abs() < NOWHERE => "its place is 0/0, which means none",
        () if lat.abs() > 90.0 - NOWHERE => "its place is a pole, which means none",
        () => "its place lies outside the bounds of the mapping",
    }))
}

fn move_all(listed: &mut Listed, mapping: &Mapping, now: DateTime<Utc>) {
    let zone = mapping.zone();
    let times = |incident: &Recorded| incident.last_at.unwrap_or(incident.first_at).max(incident.reported_at);
    let Some(last) = listed.iter().map(|(_, incident)| times(incident)).max() else { return };
    let weeks = times::weeks_until(last, now, zone);
    for (_, incident) in listed {
        incident.first_at = times::moved(incident.first_at, weeks, zone);
        incident.last_at = incident.last_at.map(|at| times::moved(at, weeks, zone));
        incident.reported_at = times::moved(incident.reported_at, weeks, zone);
        incident.moved_weeks = weeks;
    }
}
