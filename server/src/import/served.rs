//! Which regions an agency serves: out of a file with its outline, or out of the outline of a city or county that is known.

use std::io::Read;

use neighbors_domain::cells::Region7;
use neighbors_domain::ground::{Ground, points};

use super::features::{self, Geometry};
use super::problem::{ImportError, Problem, Wrong};
use super::shapes::other;
use crate::drawing::cut::{Frame, regions_of};
use crate::drawing::{Point, mend, point};
use crate::store::Store;
use crate::store::ground::{Key, ready};

/// No county is wider; a state is not what an agency of this server serves.
const MAX_DEGREES: f64 = 40.0;

/// Every outline of a GeoJSON or TopoJSON file together.
pub fn regions_of_file(reader: impl Read) -> Result<Vec<Region7>, ImportError> {
    let mut rings = Vec::new();
    for feature in features::read(reader, |_| 0.0)? {
        let wrong = |wrong| Problem::in_feature(feature.number, "geometry", wrong);
        let found = match &feature.geometry {
            Geometry::Rings(rings) => rings,
            Geometry::Lines(_) => return Err(other(&feature, "an outline", "a line").into()),
            Geometry::Other(found) => return Err(other(&feature, "an outline", found).into()),
        };
        if mend::widest(found) > MAX_DEGREES * neighbors_domain::ground::PER_DEGREE {
            return Err(wrong(Wrong::TooWide { what: "jurisdiction", max_degrees: MAX_DEGREES }).into());
        }
        rings.extend(found.iter().filter_map(|ring| mend::ring(ring)));
    }
    Ok(regions(&rings))
}

/// Of a city, township or county by its Census number; `None` where no import brought its outline.
pub async fn regions_of_outline(store: &Store, number: &str) -> Result<Option<Vec<Region7>>, sqlx::Error> {
    let Some(packed) = ready(store, &Key::Outline(number.to_owned())).await? else { return Ok(None) };
    let ground: Ground =
        serde_json::from_str(&packed.plain).map_err(|cause| sqlx::Error::Decode(Box::new(cause)))?;
    let lines = ground.shapes.iter().flat_map(|shape| &shape.lines);
    let ring = |line: &Vec<i32>| {
        let drawn: Vec<Point> = points(ground.origin, line).map(|(lat, lng)| point(lng, lat)).collect();
        mend::ring(&drawn)
    };
    Ok(Some(regions(&lines.filter_map(ring).collect::<Vec<_>>())))
}

/// Those of which some ground lies inside, not only those the border comes near.
fn regions(rings: &[Vec<Point>]) -> Vec<Region7> {
    let near = regions_of(rings).into_iter();
    near.filter(|region| {
        let frame = Frame::of(*region);
        rings.iter().any(|ring| frame.ring(ring).is_some())
    })
    .collect()
}
