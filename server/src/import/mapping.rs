//! How a city writes its list of incidents: a small TOML file, since every city names its columns differently.

use std::collections::{BTreeSet, HashMap};

use chrono::format::{Item, StrftimeItems};
use chrono_tz::Tz;
use neighbors_domain::incident::Source;
use neighbors_domain::post::Category;
use serde::Deserialize;

use super::codes::{MAX_NAME, as_words, fits};
use super::problem::ImportError;
use super::sheet::Row;

const DENVER: &str = include_str!("../../../data/denver-incidents.toml");

/// docs/importing.md says what each part is for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// How the source is known again: never changes.
    pub key: String,
    zone: String,
    /// As `strftime` writes them; the first that fits counts.
    pub dates: Vec<String>,
    pub source: Source,
    pub columns: Columns,
    pub bounds: Bounds,
    #[serde(default)]
    drop: Vec<Like>,
    category: Vec<IsLike>,
    #[serde(default)]
    names: HashMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    pub id: String,
    /// What happened: a code, or words.
    pub kind: String,
    pub first: String,
    pub last: Option<String>,
    /// Where it is missing, the record came to be when it happened.
    pub reported: Option<String>,
    latitude: Option<String>,
    longitude: Option<String>,
    cell: Option<String>,
}

/// Two columns of degrees, or one that names a cell already.
pub enum PlaceColumns<'a> {
    Degrees { latitude: &'a str, longitude: &'a str },
    Cell(&'a str),
}

impl Columns {
    fn place_if_sound(&self) -> Option<PlaceColumns<'_>> {
        match (self.latitude.as_deref(), self.longitude.as_deref(), self.cell.as_deref()) {
            (Some(latitude), Some(longitude), None) => Some(PlaceColumns::Degrees { latitude, longitude }),
            (None, None, Some(cell)) => Some(PlaceColumns::Cell(cell)),
            _ => None,
        }
    }

    pub fn place(&self) -> PlaceColumns<'_> {
        self.place_if_sound().expect("checked when it was read")
    }
}

/// Degrees around all that the city could mean: what lies outside is a slip, what lies inside once swapped
/// was swapped.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    pub south: f64,
    pub north: f64,
    pub west: f64,
    pub east: f64,
}

impl Bounds {
    pub fn hold(&self, latitude: f64, longitude: f64) -> bool {
        (self.south..=self.north).contains(&latitude) && (self.west..=self.east).contains(&longitude)
    }
}

/// Fits where the cell of the column is like one of these; `*` is any text, case does not count.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Like {
    column: String,
    like: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct IsLike {
    is: Category,
    column: String,
    like: Vec<String>,
}

impl Mapping {
    pub fn denver() -> Self {
        Self::read(DENVER).expect("it is part of the program and a test reads it")
    }

    /// The same list after somebody put cells in the place of its coordinates.
    pub fn with_cells(mut self, column: &str) -> Self {
        self.columns =
            Columns { latitude: None, longitude: None, cell: Some(column.to_owned()), ..self.columns };
        self
    }

    pub fn read(text: &str) -> Result<Self, ImportError> {
        let mapping: Self = toml::from_str(text)
            .map_err(|cause| ImportError::Mapping { what: format!("what cannot be read: {cause}") })?;
        mapping.check().map_err(|what| ImportError::Mapping { what })?;
        Ok(mapping)
    }

    fn check(&self) -> Result<(), String> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.key.is_empty() || !self.key.chars().all(plain) {
            return Err("a key that is not small letters, digits and dashes".to_owned());
        }
        if self.columns.place_if_sound().is_none() {
            return Err(
                "not where the place is: columns of latitude and longitude, or one of cells".to_owned()
            );
        }
        if self.zone.parse::<Tz>().is_err() {
            return Err(format!("a zone “{}” that is not known; “America/Denver” is one", self.zone));
        }
        if self.dates.is_empty() || self.dates.iter().any(|format| has_errors(format)) {
            return Err("no formats of dates, or one that is none; “%Y-%m-%d %H:%M:%S” is one".to_owned());
        }
        if !self.source.link.starts_with("https://") || self.source.link.contains(['"', '<', '>', ' ']) {
            return Err("a link of the source that does not begin with https://".to_owned());
        }
        if self.source.name.trim().is_empty() || self.source.license.trim().is_empty() {
            return Err("nothing about whose list it is, or under which licence".to_owned());
        }
        let Bounds { south, north, west, east } = self.bounds;
        let on_the_globe = (-85.0..=85.0).contains(&south)
            && (-85.0..=85.0).contains(&north)
            && (-180.0..=180.0).contains(&west)
            && (-180.0..=180.0).contains(&east);
        if !on_the_globe || south >= north || west >= east {
            return Err("bounds that hold no place".to_owned());
        }
        if self.category.iter().any(|rule| rule.is == Category::Announcement) {
            return Err("that incidents are announcements: only agencies make those".to_owned());
        }
        match self.names.values().find(|name| name.is_empty() || name.chars().count() > MAX_NAME) {
            Some(name) => Err(format!("a name of {} characters; 1 to {MAX_NAME} fit", name.chars().count())),
            None => Ok(()),
        }
    }

    pub fn zone(&self) -> Tz {
        self.zone.parse().expect("checked when it was read")
    }

    /// All that are looked at, each once.
    pub fn all_columns(&self) -> Vec<&str> {
        let Columns { id, kind, first, last, reported, latitude, longitude, cell } = &self.columns;
        let rules = self.drop.iter().map(|rule| &rule.column);
        let rules = rules.chain(self.category.iter().map(|rule| &rule.column));
        let all = [id, kind, first].into_iter().chain(last).chain(reported).chain(latitude).chain(longitude);
        let all: BTreeSet<&str> = all.chain(cell).chain(rules).map(String::as_str).collect();
        all.into_iter().collect()
    }

    /// Is it of a kind that is never shown?
    pub fn drops(&self, row: &Row) -> bool {
        self.drop.iter().any(|rule| rule.like.iter().any(|like| fits(like, row.get(&rule.column))))
    }

    /// The first rule that fits; `None` for a kind the mapping does not speak of.
    pub fn category(&self, row: &Row) -> Option<Category> {
        let fits = |rule: &&IsLike| rule.like.iter().any(|like| fits(like, row.get(&rule.column)));
        self.category.iter().find(fits).map(|rule| rule.is)
    }

    /// As a person would say it: the name of a code, else the code read as words.
    pub fn name(&self, kind: &str) -> String {
        self.names.get(kind).cloned().unwrap_or_else(|| as_words(kind))
    }
}

fn has_errors(format: &str) -> bool {
    format.is_empty() || StrftimeItems::new(format).any(|item| matches!(item, Item::Error))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_mapping_of_denver_and_the_example_are_sound() {
        Mapping::denver();
        Mapping::read(include_str!("../../../docs/examples/harbor-city-incidents.toml")).expect("sound");
    }

    #[test]
    fn a_mapping_that_cannot_be_right_is_refused_in_words() {
        for (from, to, says) in [
            ("key = \"denver\"", "key = \"Denver!\"", "small letters"),
            ("America/Denver", "America/Nowhere", "zone"),
            ("%Y-%m-%d %H:%M:%S", "%Q", "formats of dates"),
            ("https://", "http://", "https://"),
            ("south = 39.4", "south = 41.0", "bounds"),
            ("is = \"safety\"", "is = \"gossip\"", "gossip"),
            ("is = \"safety\"", "is = \"announcement\"", "announcements"),
            ("GEO_LAT", "", "latitude"),
            ("[bounds]", "[bonds]", "bonds"),
        ] {
            let text = match to {
                "" => DENVER.replacen("latitude = \"GEO_LAT\"\n", "", 1),
                to => DENVER.replacen(from, to, 1),
            };
            assert_ne!(text, DENVER);
            let error = Mapping::read(&text).expect_err(to).to_string();
            assert!(error.starts_with("the mapping says ") && error.contains(says), "{error}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_a_mapping_that_breaks_it(text in any::<String>()) {
            let _ = Mapping::read(&text);
        }
    }
}
