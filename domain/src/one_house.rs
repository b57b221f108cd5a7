//! Where so few streets are that a cell could point at one house, a post shows its region instead of the cell.
//!
//! Counted in cells, not measured: a cell of half a mile has 49 parts of some 130 metres, and each part a street passes
//! counts once. A road that crosses a cell passes some eight, and nothing else may be there; two that meet pass more. A town's
//! main streets alone pass ten, so that a map that knows no others still leaves most of a town its cells.

use std::collections::BTreeSet;

use h3o::{CellIndex, LatLng, Resolution};

use crate::cells::Cell8;
use crate::ground::{Ground, PER_DEGREE, ShapeKind, points};

/// Fewer parts with a street than this, of 49, and the cell may hold a single farm.
pub const PARTS_WITH_STREETS: usize = 10;
/// The parts of a cell; the few around a pentagon have less, which only makes the rule stricter.
pub const PARTS: usize = 49;
const PART: Resolution = Resolution::Ten;

/// In units, some 40 metres: no part is passed unnoticed but for a corner.
const STEP: i64 = 40;
/// Of one line between two points; what is longer was no street.
const MOST_STEPS: i64 = 1_000;

/// `ground`: of the region the cell lies in, as it was imported. Where it holds no street at all nothing can be said, and
/// the cell stands. A street beyond the region's edge is not counted: rather the region once too often.
pub fn looks_like_one_house(ground: &Ground, cell: Cell8) -> bool {
    ground.shapes.iter().any(|shape| is_street(shape.kind))
        && parts_with_streets(ground, cell) < PARTS_WITH_STREETS
}

/// How many parts of the cell a street passes. Houses stand along streets, not along paths.
pub fn parts_with_streets(ground: &Ground, cell: Cell8) -> usize {
    let mut passed = BTreeSet::<CellIndex>::new();
    for shape in ground.shapes.iter().filter(|shape| is_street(shape.kind)) {
        for line in &shape.lines {
            let points: Vec<[i64; 2]> = points(ground.origin, line).map(units).collect();
            points.windows(2).for_each(|ends| walk(ends[0], ends[1], cell, &mut passed));
        }
    }
    passed.len()
}

fn is_street(kind: ShapeKind) -> bool {
    matches!(kind, ShapeKind::Street | ShapeKind::MainStreet)
}

fn units((lat, lng): (f64, f64)) -> [i64; 2] {
    [(lat * PER_DEGREE).round() as i64, (lng * PER_DEGREE).round() as i64]
}

/// Whole numbers up to the last division, so that a line passes the same parts whichever end it begins at.
fn walk(from: [i64; 2], to: [i64; 2], cell: Cell8, passed: &mut BTreeSet<CellIndex>) {
    let far = (from[0] - to[0]).abs().max((from[1] - to[1]).abs());
    let steps = far / STEP + 1;
    if steps > MOST_STEPS {
        return;
    }
    for step in 0..=steps {
        let at = |axis: usize| {
            (from[axis] * (steps - step) + to[axis] * step) as f64 / (steps as f64 * PER_DEGREE)
        };
        let Ok(point) = LatLng::new(at(0), at(1)) else { continue };
        let part = point.to_cell(PART);
        if part.parent(Cell8::RESOLUTION) == Some(cell.index()) {
            passed.insert(part);
        }
    }
}
