//! One row of the list of agencies: mended where the source is known to be wrong, then checked cell by cell.

use chrono::{DateTime, Datelike, Utc};
use neighbors_domain::agency::{AgencyKind, KnownDate};
use neighbors_domain::us_states;

use super::corrections::Correction;
use super::problem::{Problem, Wrong};
use super::sheet::Row;

pub const COLUMNS: &[&str] = &[
    "aos_id",
    "agency",
    "city",
    "county",
    "state",
    "lea_type",
    "jurisdiction",
    "active_date",
    "date_precision",
    "lat",
    "lon",
    "duplicate_of",
    "foia_source",
];

/// A list without these says nothing of outlines.
pub const MORE: &[&str] = &["place_geoid", "mcd_geoid", "county_fips"];

/// With the digits of their numbers; of several, semicolons stand between them.
const NUMBERS: [(&str, usize); 3] = [("place_geoid", 7), ("mcd_geoid", 10), ("county_fips", 5)];

/// The first agency joined in March 2018.
const PROGRAMME_BEGAN: i32 = 2018;

/// A row that can be kept, unless it repeats another or is of a kind that has no place here.
#[derive(Debug, Clone)]
pub struct Checked {
    pub line: u64,
    pub id: String,
    pub name: String,
    pub city: Option<String>,
    pub county: Option<String>,
    pub us_state: String,
    /// `None`: a kind this house does not know, federal and immigration agencies among them.
    pub kind: Option<AgencyKind>,
    /// As the source calls it.
    pub kind_named: String,
    pub jurisdiction: Option<String>,
    pub since: KnownDate,
    /// Latitude and longitude of the station or city.
    pub place: Option<(f64, f64)>,
    /// Census number of what it serves: a city (7 digits), a township (10) or a county (5).
    pub outline: Option<String>,
    pub repeats: Option<String>,
    pub link: Option<String>,
    pub corrections: Vec<String>,
}

/// Mends known errors, invisible marks and the spreadsheet's own word for "nothing"; says what it did.
pub fn mend(row: &mut Row, known: &[Correction]) -> Vec<String> {
    let mut said = Vec::new();
    for (column, cell) in row.cells() {
        if cell.chars().any(is_invisible) {
            cell.retain(|c| !is_invisible(c));
            said.push(format!("{column}: invisible marks removed."));
        }
        if cell == "#N/A" {
            cell.clear();
            said.push(format!("{column}: “#N/A” read as not known."));
        }
    }
    let id = row.get("aos_id").to_owned();
    for correction in known.iter().filter(|correction| correction.source_id == id) {
        if row.cells().any(|(column, cell)| column == correction.column && *cell == correction.from) {
            row.set(&correction.column, correction.to.clone());
            said.push(correction.sentence());
        }
    }
    said
}

/// Marks of direction and width: they make two names look the same that are not.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

pub fn check(row: &Row, corrections: Vec<String>, now: DateTime<Utc>) -> Result<Checked, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut wrong = |column: &str, wrong: Wrong| problems.push(Problem::new(row.line, column, wrong));
    for column in ["aos_id", "agency", "city", "county", "lea_type", "jurisdiction", "foia_source"] {
        if let Some(first) = row.get(column).chars().next().filter(|c| "=+-@".contains(*c)) {
            wrong(column, Wrong::Formula { first });
        }
    }
    for column in ["aos_id", "agency", "lea_type"] {
        if row.get(column).is_empty() {
            wrong(column, Wrong::Empty);
        }
    }
    if !row.get("aos_id").chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)) {
        wrong("aos_id", Wrong::NotAnId);
    }
    if us_states::name(row.get("state")).is_none() {
        wrong("state", Wrong::NotAState);
    }
    let link = optional(row, "foia_source");
    if link
        .as_deref()
        .is_some_and(|link| !link.starts_with("https://") || link.contains(['"', '<', '>', ' ']))
    {
        wrong("foia_source", Wrong::NotALink);
    }
    let since = date(row, now).map_err(|(column, error)| wrong(column, error)).ok();
    let place = place(row).map_err(|(column, error)| wrong(column, error)).ok().flatten();
    for (column, length) in NUMBERS {
        let is_one =
            |number: &str| number.len() == length && number.bytes().all(|byte| byte.is_ascii_digit());
        if !row.get(column).is_empty() && !row.get(column).split(';').all(is_one) {
            wrong(column, Wrong::NotACensusNumber { digits: length });
        }
    }
    let (Some(since), true) = (since, problems.is_empty()) else { return Err(problems) };
    Ok(Checked {
        line: row.line,
        id: row.get("aos_id").to_owned(),
        name: row.get("agency").to_owned(),
        city: optional(row, "city"),
        county: optional(row, "county"),
        us_state: row.get("state").to_owned(),
        kind: kind(row.get("lea_type")),
        kind_named: row.get("lea_type").to_owned(),
        jurisdiction: optional(row, "jurisdiction"),
        since,
        place,
        outline: outline(row),
        repeats: optional(row, "duplicate_of"),
        link,
        corrections,
    })
}

/// A township stands above the village in it that has its name; a county agency serves its county, never the
/// city its office stands in.
fn outline(row: &Row) -> Option<String> {
    let county = kind(row.get("lea_type")) == Some(AgencyKind::Sheriff)
        || ["County", "Parish"].contains(&row.get("jurisdiction"));
    let number = match county {
        true => optional(row, "county_fips"),
        false => optional(row, "mcd_geoid").or_else(|| optional(row, "place_geoid")),
    };
    // Of several the source does not say which it is.
    number.filter(|number| !number.contains(';'))
}

fn optional(row: &Row, column: &'static str) -> Option<String> {
    Some(row.get(column)).filter(|cell| !cell.is_empty()).map(str::to_owned)
}

/// Only kinds that are named here: a list that one day carries other agencies brings none of them in unseen.
fn kind(named: &str) -> Option<AgencyKind> {
    Some(match named {
        "Police" => AgencyKind::Police,
        "Sheriff" => AgencyKind::Sheriff,
        "Fire" => AgencyKind::Fire,
        "Emergency Management" => AgencyKind::EmergencyManagement,
        "Local Government" => AgencyKind::LocalGovernment,
        "District Attorney" => AgencyKind::DistrictAttorney,
        "Constables" => AgencyKind::Constable,
        _ => return None,
    })
}

type At<T> = Result<T, (&'static str, Wrong)>;

fn date(row: &Row, now: DateTime<Utc>) -> At<KnownDate> {
    let date = KnownDate::from_iso(row.get("active_date")).ok_or(("active_date", Wrong::NotADate))?;
    match (row.get("date_precision"), date) {
        ("day", KnownDate::Day { .. }) | ("month", KnownDate::Month { .. }) => {}
        _ => return Err(("date_precision", Wrong::NotAPrecision)),
    }
    if date.first_day().year() < PROGRAMME_BEGAN {
        return Err(("active_date", Wrong::TooEarly { year: PROGRAMME_BEGAN }));
    }
    if date.first_day() > now.date_naive() {
        return Err(("active_date", Wrong::InTheFuture));
    }
    Ok(date)
}

fn place(row: &Row) -> At<Option<(f64, f64)>> {
    let degrees = |column: &'static str| match row.get(column) {
        "" => Ok(None),
        text => match text.parse::<f64>() {
            Ok(degrees) if degrees.is_finite() => Ok(Some(degrees)),
            _ => Err((column, Wrong::NotANumber)),
        },
    };
    match (degrees("lat")?, degrees("lon")?) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(("lon", Wrong::HalfAPlace)),
        (None, Some(_)) => Err(("lat", Wrong::HalfAPlace)),
        (Some(lat), Some(lon)) if in_the_states(lat, lon) => Ok(Some((lat, lon))),
        (Some(lat), Some(lon)) if in_the_states(lon, lat) => Err(("lat", Wrong::Swapped)),
        _ => Err(("lat", Wrong::OutsideTheStates)),
    }
}

/// Roughly: enough to notice a swap, a zero or a pole.
pub fn in_the_states(lat: f64, lon: f64) -> bool {
    let mainland_alaska_hawaii_caribbean = (17.0..72.0).contains(&lat) && (-180.0..-64.0).contains(&lon);
    let guam_and_the_western_aleutians = (13.0..56.0).contains(&lat) && (144.0..=180.0).contains(&lon);
    let samoa = (-15.0..-10.0).contains(&lat) && (-172.0..-168.0).contains(&lon);
    mainland_alaska_hawaii_caribbean || guam_and_the_western_aleutians || samoa
}
