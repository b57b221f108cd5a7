//! One answer of the ground, made ready for drawing: paths that only have to be enlarged, names with their lines.

use std::collections::BTreeMap;

use neighbors_domain::ground::{Ground, PER_DEGREE, ShapeKind, points};
use wasm_bindgen::JsValue;
use web_sys::Path2d;

use super::names::{At, join};
use crate::map::mercator::project;

/// All numbers are pixels at [`crate::map::mercator::ZOOM`], counted from `origin`: a canvas keeps few digits, so they
/// have to be small.
pub struct Tile {
    pub origin: At,
    /// One path each: where two parks overlap, both are filled.
    pub parks: Vec<Path2d>,
    /// One path for all lines of a kind.
    pub lines: BTreeMap<ShapeKind, Path2d>,
    pub named: Vec<Named>,
}

/// A name, and where it may stand.
pub struct Named {
    pub name: String,
    pub kind: ShapeKind,
    pub place: Place,
    /// West, north, east, south.
    pub bounds: [f64; 4],
}

pub enum Place {
    /// Of a park, a neighborhood, a city.
    Point(At),
    /// Of a street: what belongs together is one line.
    Lines(Vec<Vec<At>>),
}

impl Tile {
    pub fn new(ground: &Ground) -> Result<Self, JsValue> {
        let origin =
            project(f64::from(ground.origin[0]) / PER_DEGREE, f64::from(ground.origin[1]) / PER_DEGREE);
        let mut tile = Self { origin, parks: Vec::new(), lines: BTreeMap::new(), named: Vec::new() };
        for shape in &ground.shapes {
            let lines = shape.lines.iter().map(|line| flat(origin, ground.origin, line));
            let (points, lines): (Vec<_>, Vec<_>) = lines.partition(|line| line.len() < 2);
            if !lines.is_empty() {
                let path = tile.path(shape.kind)?;
                lines.iter().for_each(|line| trace(&path, line));
            }
            if let Some(name) = &shape.name {
                tile.named.extend(Named::new(name, shape.kind, points, lines));
            }
        }
        Ok(tile)
    }

    /// The path that the lines of a shape are added to.
    fn path(&mut self, kind: ShapeKind) -> Result<Path2d, JsValue> {
        let path = match self.lines.get(&kind) {
            Some(path) => return Ok(path.clone()),
            None => Path2d::new()?,
        };
        match kind {
            ShapeKind::Park => self.parks.push(path.clone()),
            kind => drop(self.lines.insert(kind, path.clone())),
        }
        Ok(path)
    }

    pub fn is_empty(&self) -> bool {
        self.parks.is_empty() && self.lines.is_empty()
    }
}

impl Named {
    fn new(name: &str, kind: ShapeKind, points: Vec<Vec<At>>, lines: Vec<Vec<At>>) -> Option<Self> {
        let place = match kind.is_line() {
            true => Place::Lines(join(lines)),
            false => Place::Point(*points.first()?.first()?),
        };
        let all: Vec<At> = match &place {
            Place::Point(at) => vec![*at],
            Place::Lines(lines) => lines.concat(),
        };
        let mut bounds = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for (x, y) in all {
            bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
        }
        Some(Self { name: name.to_owned(), kind, place, bounds })
    }
}

fn flat(origin: At, from: [i32; 2], line: &[i32]) -> Vec<At> {
    let flat = |(lat, lng)| {
        let (x, y) = project(lat, lng);
        (x - origin.0, y - origin.1)
    };
    points(from, line).map(flat).collect()
}

fn trace(path: &Path2d, line: &[At]) {
    path.move_to(line[0].0, line[0].1);
    for (x, y) in &line[1..] {
        path.line_to(*x, *y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_one_street_bear_its_name_together() {
        let blocks = vec![vec![(0.0, 0.0), (0.0, 9.0)], vec![(0.0, 9.0), (4.0, 20.0)]];
        let named = Named::new("Broadway", ShapeKind::MainStreet, vec![], blocks).unwrap();
        assert!(matches!(&named.place, Place::Lines(lines) if lines.len() == 1));
        assert_eq!(named.bounds, [0.0, 0.0, 4.0, 20.0]);
    }

    #[test]
    fn a_border_without_a_point_for_its_name_bears_none() {
        let border = vec![vec![(0.0, 0.0), (0.0, 9.0)]];
        assert!(Named::new("Speer", ShapeKind::Neighborhood, vec![], border.clone()).is_none());
        let point = vec![vec![(3.0, 4.0)]];
        let named = Named::new("Speer", ShapeKind::Neighborhood, point, border).unwrap();
        assert!(matches!(named.place, Place::Point((3.0, 4.0))));
    }
}
