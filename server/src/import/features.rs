//! Lines and outlines out of GeoJSON or TopoJSON that nobody has looked at yet, feature by feature.

use std::collections::HashMap;
use std::io::Read;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::problem::{ImportError, Problem, Wrong};
use super::row::in_the_states;
use super::{sheet, topology};
use crate::drawing::{Point, point};
use crate::text::folded;

/// Unpacked: three times the outlines of all places of a large state.
const MAX_BYTES: u64 = 128 * 1024 * 1024;
const MAX_FEATURES: usize = 200_000;
const MAX_POINTS: usize = 5_000_000;
/// The longest straight side of an outline in the United States has less.
const MAX_JUMP: f64 = 20.0;
const MAX_NAME: usize = 80;

/// Longitude first, in degrees, as the file has it.
pub type Degrees = [f64; 2];

pub enum Geometry<P> {
    Lines(Vec<Vec<P>>),
    /// Rings of all its polygons, outer and holes alike.
    Rings(Vec<Vec<P>>),
    Other(String),
}

pub struct Feature {
    /// Counted from 1 over the whole file.
    pub number: u64,
    pub id: Option<String>,
    properties: Map<String, Value>,
    pub geometry: Geometry<Point>,
    /// Its borders are simplified already, together with its neighbors'.
    pub simplified: bool,
}

impl Feature {
    /// A property as text, whatever the case of its name; empty where it is missing, `null` or of another type.
    pub fn text(&self, property: &'static str) -> Result<String, Problem> {
        let found = self.properties.get(property).or_else(|| {
            self.properties
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(property))
                .map(|(_, value)| value)
        });
        let text = found.and_then(Value::as_str).unwrap_or_default().trim();
        let problem = |wrong| Err(Problem::in_feature(self.number, property, wrong));
        if let Some(c) = text.chars().find(|c| c.is_control()) {
            return problem(Wrong::ControlCharacter { code: c as u32 });
        }
        match text.chars().count() {
            chars if chars > MAX_NAME => problem(Wrong::TooLong { chars, max: MAX_NAME }),
            _ => Ok(text.to_owned()),
        }
    }

    /// A name that can be said: with a letter or digit in it.
    pub fn name(&self) -> Result<Option<String>, Problem> {
        Ok(Some(self.text("name")?).filter(|name| !folded(name).is_empty()))
    }
}

/// Whole-file form of GeoJSON and of TopoJSON: which of the two is told by what is there.
#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    features: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    objects: Option<HashMap<String, &'a RawValue>>,
    arcs: Option<Vec<Vec<Vec<f64>>>>,
    transform: Option<topology::Transform>,
}

/// Every feature, or everything that is wrong with them. `tolerance`: how much the borders of an object of a topology
/// may be simplified, in units.
pub fn read(reader: impl Read, tolerance: impl Fn(&str) -> f64) -> Result<Vec<Feature>, ImportError> {
    let (bytes, whole) = sheet::unpacked_up_to(reader, MAX_BYTES)?;
    let at = |error: &serde_json::Error| {
        let wrong = if whole { Wrong::NotGeoJson { detail: error.to_string() } } else { Wrong::DamagedGzip };
        Problem::new(error.line() as u64, error.column().to_string(), wrong)
    };
    let file: File = serde_json::from_slice(&bytes).map_err(|error| at(&error))?;
    if !whole {
        return Err(Problem::new(1, "1", Wrong::DamagedGzip).into());
    }
    let found = match file {
        File { features: Some(features), .. } => geojson(&features),
        File { objects: Some(objects), arcs: Some(arcs), transform, .. } => {
            topology::features(objects, &arcs, transform, tolerance)
        }
        _ => {
            let detail = "a collection of features, or a topology, is needed".to_owned();
            Err(vec![Problem::new(1, "1", Wrong::NotGeoJson { detail })])
        }
    };
    Ok(found?)
}

#[derive(Deserialize)]
struct Written {
    id: Option<Value>,
    properties: Option<Map<String, Value>>,
    geometry: Option<WrittenGeometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum WrittenGeometry {
    LineString(Vec<Position>),
    MultiLineString(Vec<Vec<Position>>),
    Polygon(Vec<Vec<Position>>),
    MultiPolygon(Vec<Vec<Vec<Position>>>),
    #[serde(other)]
    Other,
}

/// Longitude, latitude, and whatever follows (a height).
#[derive(Deserialize)]
#[serde(try_from = "Vec<f64>")]
struct Position(Degrees);

impl TryFrom<Vec<f64>> for Position {
    type Error = &'static str;

    fn try_from(numbers: Vec<f64>) -> Result<Self, Self::Error> {
        match numbers.as_slice() {
            [longitude, latitude, ..] => Ok(Self([*longitude, *latitude])),
            _ => Err("a point needs a longitude and a latitude"),
        }
    }
}

fn geojson(raw: &[&RawValue]) -> Result<Vec<Feature>, Vec<Problem>> {
    if raw.len() > MAX_FEATURES {
        return Err(vec![Problem::new(1, "features", Wrong::TooManyFeatures { max: MAX_FEATURES })]);
    }
    let (mut features, mut problems) = (Collected::default(), Vec::new());
    for (number, raw) in (1..).zip(raw) {
        let unreadable = |error: serde_json::Error| {
            Problem::in_feature(number, "geometry", Wrong::Unreadable { detail: error.to_string() })
        };
        let feature = serde_json::from_str::<Written>(raw.get()).map_err(unreadable).and_then(|written| {
            let geometry = geometry(written.geometry);
            features.add(number, written.id, written.properties, geometry, false)
        });
        problems.extend(feature.err());
    }
    if problems.is_empty() { Ok(features.features) } else { Err(problems) }
}

fn geometry(written: Option<WrittenGeometry>) -> Geometry<Degrees> {
    let line = |points: Vec<Position>| points.into_iter().map(|Position(point)| point).collect::<Vec<_>>();
    match written {
        None => Geometry::Other("nothing at all".to_owned()),
        Some(WrittenGeometry::Other) => Geometry::Other("something else".to_owned()),
        Some(WrittenGeometry::LineString(points)) => Geometry::Lines(vec![line(points)]),
        Some(WrittenGeometry::MultiLineString(lines)) => {
            Geometry::Lines(lines.into_iter().map(line).collect())
        }
        Some(WrittenGeometry::Polygon(rings)) => Geometry::Rings(rings.into_iter().map(line).collect()),
        Some(WrittenGeometry::MultiPolygon(polygons)) => {
            Geometry::Rings(polygons.into_iter().flatten().map(line).collect())
        }
    }
}

/// Features so far, checked point by point.
#[derive(Default)]
pub struct Collected {
    pub features: Vec<Feature>,
    points: usize,
}

impl Collected {
    pub fn add(
        &mut self,
        number: u64,
        id: Option<Value>,
        properties: Option<Map<String, Value>>,
        geometry: Geometry<Degrees>,
        simplified: bool,
    ) -> Result<(), Problem> {
        let wrong = |wrong| Problem::in_feature(number, "geometry", wrong);
        if self.features.len() == MAX_FEATURES {
            return Err(wrong(Wrong::TooManyFeatures { max: MAX_FEATURES }));
        }
        let mut checked = |lines: Vec<Vec<Degrees>>| {
            self.points += lines.iter().map(Vec::len).sum::<usize>();
            if self.points > MAX_POINTS {
                return Err(wrong(Wrong::TooManyPoints { max: MAX_POINTS }));
            }
            lines.iter().map(|line| on_the_map(line)).collect::<Result<Vec<_>, _>>().map_err(wrong)
        };
        let geometry = match geometry {
            Geometry::Lines(lines) => Geometry::Lines(checked(lines)?),
            Geometry::Rings(rings) => Geometry::Rings(checked(rings)?),
            Geometry::Other(name) => Geometry::Other(name),
        };
        let id = id.and_then(|id| match id {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        });
        let properties = properties.unwrap_or_default();
        self.features.push(Feature { number, id, properties, geometry, simplified });
        Ok(())
    }
}

fn on_the_map(line: &[Degrees]) -> Result<Vec<Point>, Wrong> {
    for [longitude, latitude] in line {
        if !in_the_states(*latitude, *longitude) {
            let swapped = in_the_states(*longitude, *latitude);
            return Err(if swapped { Wrong::Swapped } else { Wrong::OutsideTheStates });
        }
    }
    for ends in line.windows(2) {
        let degrees = (ends[1][0] - ends[0][0]).abs().max((ends[1][1] - ends[0][1]).abs());
        if degrees > MAX_JUMP {
            return Err(Wrong::Jumps { degrees });
        }
    }
    Ok(line.iter().map(|[longitude, latitude]| point(*longitude, *latitude)).collect())
}
