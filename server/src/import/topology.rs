//! TopoJSON: outlines as lists of arcs that neighbors share, so that both are simplified alike and no gap opens.

use std::collections::HashMap;

use geo::{LineString, SimplifyVw};
use neighbors_domain::ground::PER_DEGREE;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::features::{Collected, Degrees, Feature, Geometry};
use super::problem::{Problem, Wrong};
use crate::drawing::{mend, point};

#[derive(Deserialize)]
pub struct Transform {
    scale: Degrees,
    translate: Degrees,
}

#[derive(Deserialize)]
struct Object {
    #[serde(rename = "type")]
    kind: String,
    geometries: Option<Vec<Written>>,
}

#[derive(Deserialize)]
struct Written {
    #[serde(rename = "type")]
    kind: Option<String>,
    id: Option<Value>,
    properties: Option<Map<String, Value>>,
    arcs: Option<Value>,
}

/// As one object draws them.
struct Arcs<'a> {
    lines: Vec<Vec<Degrees>>,
    /// As in the file: for rings of which nothing else would be left.
    whole: &'a [Vec<Degrees>],
    simplified: bool,
}

/// Features of all objects in the order of their names, counted through.
pub fn features(
    objects: HashMap<String, &RawValue>,
    arcs: &[Vec<Vec<f64>>],
    transform: Option<Transform>,
    tolerance: impl Fn(&str) -> f64,
) -> Result<Vec<Feature>, Vec<Problem>> {
    let whole = arcs.iter().map(|arc| degrees(arc, transform.as_ref())).collect::<Option<Vec<_>>>();
    let Some(whole) = whole else {
        let detail = "an arc holds a point that is no point".to_owned();
        return Err(vec![Problem::new(1, "arcs", Wrong::NotGeoJson { detail })]);
    };
    let mut objects: Vec<_> = objects.into_iter().collect();
    objects.sort_by(|a, b| a.0.cmp(&b.0));
    let (mut features, mut problems, mut number) = (Collected::default(), Vec::new(), 0);
    for (name, raw) in objects {
        let object: Object = match serde_json::from_str(raw.get()) {
            Ok(object) => object,
            Err(error) => {
                let wrong = Wrong::Unreadable { detail: error.to_string() };
                problems.push(Problem::in_feature(number + 1, name, wrong));
                continue;
            }
        };
        let tolerance = tolerance(&name);
        let simple =
            Arcs { lines: simplified(&whole, tolerance), whole: &whole, simplified: tolerance > 0.0 };
        let single = object.geometries.is_none();
        let geometries = object.geometries.unwrap_or_default();
        if single && object.kind != "GeometryCollection" {
            // One geometry by itself: us-atlas has the whole nation so. Read as a collection of one.
            match serde_json::from_str::<Written>(raw.get()) {
                Ok(written) => add(&mut features, &mut problems, &mut number, vec![written], &simple),
                Err(_) => continue,
            }
        }
        add(&mut features, &mut problems, &mut number, geometries, &simple);
    }
    if problems.is_empty() { Ok(features.features) } else { Err(problems) }
}

fn add(
    features: &mut Collected,
    problems: &mut Vec<Problem>,
    number: &mut u64,
    geometries: Vec<Written>,
    arcs: &Arcs<'_>,
) {
    for written in geometries {
        *number += 1;
        let feature = geometry(written.kind.as_deref(), written.arcs.unwrap_or_default(), arcs)
            .map_err(|wrong| Problem::in_feature(*number, "arcs", wrong))
            .and_then(|geometry| {
                features.add(*number, written.id, written.properties, geometry, arcs.simplified)
            });
        problems.extend(feature.err());
    }
}

/// Each point is the way from the one before where there is a transform.
fn degrees(arc: &[Vec<f64>], transform: Option<&Transform>) -> Option<Vec<Degrees>> {
    let mut at = [0.0, 0.0];
    arc.iter()
        .map(|numbers| {
            let [x, y, ..] = numbers.as_slice() else { return None };
            let Some(Transform { scale, translate }) = transform else { return Some([*x, *y]) };
            at = [at[0] + x, at[1] + y];
            Some([at[0] * scale[0] + translate[0], at[1] * scale[1] + translate[1]])
        })
        .collect()
}

fn simplified(arcs: &[Vec<Degrees>], tolerance: f64) -> Vec<Vec<Degrees>> {
    let degrees = tolerance / PER_DEGREE;
    let simple = |arc: &Vec<Degrees>| {
        // A ring of a single arc has to stay one.
        let closed = arc.len() > 3 && arc.first() == arc.last();
        let line = LineString::from(arc.clone()).simplify_vw(degrees * degrees / 2.0);
        if closed && line.0.len() < 4 { arc.clone() } else { line.0.iter().map(|at| [at.x, at.y]).collect() }
    };
    if tolerance > 0.0 { arcs.iter().map(simple).collect() } else { arcs.to_vec() }
}

fn geometry(kind: Option<&str>, arcs: Value, all: &Arcs<'_>) -> Result<Geometry<Degrees>, Wrong> {
    fn lists<T: serde::de::DeserializeOwned>(arcs: Value) -> Result<T, Wrong> {
        serde_json::from_value(arcs).map_err(|error| Wrong::Unreadable { detail: error.to_string() })
    }
    let lines =
        |lists: Vec<Vec<i64>>| lists.iter().map(|list| line(list, &all.lines)).collect::<Result<_, _>>();
    let rings = |lists: Vec<Vec<i64>>| lists.iter().map(|list| ring(list, all)).collect::<Result<_, _>>();
    Ok(match kind {
        Some("LineString") => Geometry::Lines(vec![line(&lists::<Vec<i64>>(arcs)?, &all.lines)?]),
        Some("MultiLineString") => Geometry::Lines(lines(lists(arcs)?)?),
        Some("Polygon") => Geometry::Rings(rings(lists(arcs)?)?),
        Some("MultiPolygon") => {
            Geometry::Rings(rings(lists::<Vec<Vec<Vec<i64>>>>(arcs)?.into_iter().flatten().collect())?)
        }
        _ => Geometry::Other("something else".to_owned()),
    })
}

/// A county so small that its simplified arcs lie on one another stays as the file has it.
fn ring(list: &[i64], all: &Arcs<'_>) -> Result<Vec<Degrees>, Wrong> {
    let simple = line(list, &all.lines)?;
    let points = simple.iter().map(|[longitude, latitude]| point(*longitude, *latitude));
    match mend::ring(&points.collect::<Vec<_>>()) {
        Some(_) => Ok(simple),
        None => line(list, all.whole),
    }
}

/// Arcs one after another; `!n` is arc n backwards.
fn line(list: &[i64], all: &[Vec<Degrees>]) -> Result<Vec<Degrees>, Wrong> {
    let mut line: Vec<Degrees> = Vec::new();
    for &arc in list {
        let at = if arc < 0 { !arc } else { arc };
        let points = usize::try_from(at).ok().and_then(|at| all.get(at)).ok_or(Wrong::NoSuchArc { arc })?;
        // The first point of an arc is the last one of the arc before.
        let skip = usize::from(!line.is_empty());
        if line.len() + points.len() > MOST_OF_A_RING {
            return Err(Wrong::TooManyPoints { max: MOST_OF_A_RING });
        }
        match arc < 0 {
            true => line.extend(points.iter().rev().skip(skip)),
            false => line.extend(points.iter().skip(skip)),
        }
    }
    Ok(line)
}

/// A few bytes can name one long arc a million times.
const MOST_OF_A_RING: usize = 1_000_000;
