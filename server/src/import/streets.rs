//! Streets and paths with their names, for drawing.

use std::io::Read;

use neighbors_domain::ground::{PER_DEGREE, ShapeKind};

use super::features::{self, Feature, Geometry};
use super::problem::{ImportError, Problem, Wrong};
use super::report::Report;
use super::shapes::{Made, fingerprint, gather, other};
use super::street_places;
use crate::auth::Operator;
use crate::drawing::{Point, Span, mend, simple};
use crate::store::Store;
use crate::text::slug;

/// One line of a file; a street of many lines may be longer.
const MAX_DEGREES: f64 = 2.0;

pub struct Street {
    pub kind: ShapeKind,
    pub name: Option<String>,
    /// Streets of a city can be typed as a place.
    pub city: Option<String>,
    pub lines: Vec<Vec<Point>>,
}

/// Lines that carry `class`, as OpenStreetMap and cities call it, and may carry `name`, and `city`: then the street is
/// a place one can type.
pub async fn streets(
    store: &Store,
    operator: Operator,
    name: &str,
    reader: impl Read,
) -> Result<Report, ImportError> {
    let features = features::read(reader, |_| 0.0)?;
    let mut streets = Vec::new();
    let gathered = gather(&features, |feature, parts, _| {
        Ok(match street(feature)? {
            Made::Some(street) => {
                parts.lines(street.kind, street.name.as_deref(), &street.lines);
                let drawn = fingerprint(&(street.kind, &street.name, &street.city, &street.lines));
                streets.push(street);
                Made::Some(drawn)
            }
            Made::Nothing(reason) => Made::Nothing(reason),
        })
    })?;
    let places = street_places::places(store, &streets).await?;
    gathered.keep(store, operator, &format!("streets/{name}"), &places).await
}

fn street(feature: &Feature) -> Result<Made<Street>, Problem> {
    let class = feature.text("class")?;
    let Some(kind) = kind(&class) else {
        return Ok(Made::Nothing(format!("“{class}” is no class of street that is drawn here")));
    };
    let name = feature.name()?;
    let city = Some(feature.text("city")?).filter(|city| !slug(city).is_empty());
    let wrong = |wrong| Problem::in_feature(feature.number, "geometry", wrong);
    let found = match &feature.geometry {
        Geometry::Lines(lines) => lines,
        Geometry::Rings(_) => return Err(other(feature, "a line", "an outline")),
        Geometry::Other(found) => return Err(other(feature, "a line", found)),
    };
    if found.iter().any(|line| Span::of(line).longest() > MAX_DEGREES * PER_DEGREE) {
        return Err(wrong(Wrong::TooWide { what: "street", max_degrees: MAX_DEGREES }));
    }
    let lines: Vec<_> = found
        .iter()
        .filter_map(|line| mend::line(line))
        .map(|line| simple::line(line, simple::STREET))
        .collect();
    if lines.is_empty() {
        return Ok(Made::Nothing("no line of it has two points that are apart".to_owned()));
    }
    Ok(Made::Some(Street { kind, name, city, lines }))
}

/// Only classes that are named here: rails, rivers and power lines are no streets.
fn kind(class: &str) -> Option<ShapeKind> {
    Some(match class.strip_suffix("_link").unwrap_or(class) {
        "motorway" | "trunk" | "primary" | "secondary" | "arterial" => ShapeKind::MainStreet,
        "tertiary" | "street" | "residential" | "unclassified" | "living_street" | "service" | "busway"
        | "collector" | "local" | "road" => ShapeKind::Street,
        "trail" | "path" | "footway" | "cycleway" | "pedestrian" | "steps" | "track" | "bridleway" => {
            ShapeKind::Path
        }
        _ => return None,
    })
}
