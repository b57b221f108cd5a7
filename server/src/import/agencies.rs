//! The agencies that took part in Ring's programme, from the public list of who did.

use std::collections::HashMap;
use std::io::Read;

use chrono::{DateTime, Utc};

use super::problem::{ImportError, Problem, Wrong};
use super::progress::Progress;
use super::report::{Entry, Report};
use super::row::{self, Checked};
use super::{corrections, sheet};
use crate::auth::Operator;
use crate::store::Store;
use crate::store::agencies::{FromSource, Kept, keep_listed};

/// What is said of every row.
const PROGRAMME: &str = "Ring’s Neighbors programme";
const CREDIT: &str = "Atlas of Surveillance, Electronic Frontier Foundation";
const LICENSE: &str = "CC BY 4.0";
const LINK: &str = "https://atlasofsurveillance.org/";

/// Takes the whole file as *listed* agencies, or nothing of it. Taking it again changes nothing.
pub async fn agencies(
    store: &Store,
    operator: Operator,
    reader: impl Read,
    now: DateTime<Utc>,
    progress: &Progress,
) -> Result<Report, ImportError> {
    let (listed, mut report) = listed(reader, now)?;
    progress.start(listed.len(), "agencies");
    let agencies: Vec<FromSource> = listed.iter().map(from_source).collect();
    let kept = keep_listed(store, operator, &agencies, || progress.step()).await?;
    progress.finish();
    for (row, kept) in listed.iter().zip(kept) {
        match kept {
            Kept::New => report.taken.push(row.line),
            Kept::Changed => report.changed.push(row.line),
            Kept::Unchanged => report.unchanged.push(row.line),
        }
    }
    Ok(report)
}

/// Everything that needs no database: read, mend, check, refuse, join.
fn listed(reader: impl Read, now: DateTime<Utc>) -> Result<(Vec<Checked>, Report), ImportError> {
    let known = corrections::known();
    let sheet = sheet::read_more(reader, row::COLUMNS, row::MORE, sheet::Most::LIST)?;
    let mut report = Report { rows: sheet.len(), ..Report::default() };
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for mut row in sheet {
        let said = row::mend(&mut row, &known);
        report.corrected.extend(said.iter().map(|sentence| Entry::new(row.line, sentence)));
        match row::check(&row, said, now) {
            Ok(row) => rows.push(row),
            Err(wrong) => problems.extend(wrong),
        }
    }
    problems.extend(ids_twice(&rows));
    let rows = match join(rows, &mut report) {
        Ok(rows) if problems.is_empty() => rows,
        Ok(_) => return Err(problems.into()),
        // Rows with problems of their own are missing from `rows`: an original among them is not "no such row".
        Err(_) if !problems.is_empty() => return Err(problems.into()),
        Err(wrong) => return Err(wrong.into()),
    };
    let (rows, refused): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.kind.is_some());
    report.refused.extend(refused.into_iter().map(|row| {
        Entry::new(row.line, format!("“{}” is no kind of agency that has a place here", row.kind_named))
    }));
    Ok((rows, report))
}

fn ids_twice(rows: &[Checked]) -> Vec<Problem> {
    let mut seen = HashMap::new();
    let twice = rows.iter().filter_map(|row| {
        let first_line = *seen.entry(&row.id).or_insert(row.line);
        (first_line != row.line).then(|| Problem::new(row.line, "aos_id", Wrong::IdTwice { first_line }))
    });
    twice.collect()
}

/// One agency, one row: a repeat leaves its date with the original when it is the earlier one.
fn join(rows: Vec<Checked>, report: &mut Report) -> Result<Vec<Checked>, Vec<Problem>> {
    let (repeats, mut originals): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.repeats.is_some());
    let by_id: HashMap<String, usize> =
        originals.iter().enumerate().map(|(at, row)| (row.id.clone(), at)).collect();
    let mut problems = Vec::new();
    for repeat in repeats {
        let Some(at) = repeat.repeats.as_ref().and_then(|id| by_id.get(id)) else {
            problems.push(Problem::new(repeat.line, "duplicate_of", Wrong::NoSuchOriginal));
            continue;
        };
        let original = &mut originals[*at];
        if repeat.since.first_day() < original.since.first_day() {
            original.since = repeat.since;
        }
        original.corrections.push(format!(
            "The source lists it a second time, as {}, since {}. Both are one agency.",
            repeat.id,
            repeat.since.iso()
        ));
        let sentence = format!("{} is {} of line {} a second time", repeat.id, original.id, original.line);
        report.joined.push(Entry::new(repeat.line, sentence));
    }
    if problems.is_empty() { Ok(originals) } else { Err(problems) }
}

fn from_source(row: &Checked) -> FromSource {
    FromSource {
        source_id: row.id.clone(),
        name: row.name.clone(),
        kind: row.kind.expect("rows of no kind were refused"),
        city: row.city.clone(),
        county: row.county.clone(),
        us_state: row.us_state.clone(),
        since: row.since,
        place: row.place,
        jurisdiction: row.jurisdiction.clone(),
        outline: row.outline.clone(),
        programme: PROGRAMME.to_owned(),
        credit: CREDIT.to_owned(),
        license: LICENSE.to_owned(),
        link: row.link.clone().unwrap_or_else(|| LINK.to_owned()),
        correction: (!row.corrections.is_empty()).then(|| row.corrections.join(" ")),
    }
}
