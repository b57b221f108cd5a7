//! Lines and rings as files have them become ones that can be drawn: no repeats, no spikes, closed, not crossing themselves.

use geo::bool_ops::FillRule;
use geo::{BooleanOps, LineString, MultiPolygon, Polygon};

use super::{Point, Span, turn};

/// A ring that crosses itself more often is no outline that was drawn carelessly, but noise.
pub const MOST_CROSSINGS: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("no ring of it has three points that are apart")]
    NoRing,
    #[error("it crosses itself more than {MOST_CROSSINGS} times")]
    Tangled,
}

/// Rings without their closing point, outer borders and holes alike: what an odd number of them surrounds is inside.
#[derive(Debug, Clone, PartialEq)]
pub struct Rings {
    pub rings: Vec<Vec<Point>>,
    /// It crossed itself, and was taken apart where it did.
    pub untangled: bool,
}

/// The same line without points twice in a row; nothing where it has no length.
pub fn line(points: &[Point]) -> Option<Vec<Point>> {
    let mut line = points.to_vec();
    line.dedup();
    (line.len() > 1).then_some(line)
}

/// All rings of one feature.
pub fn rings(rings: impl IntoIterator<Item = Vec<Point>>) -> Result<Rings, Broken> {
    let rings: Vec<Vec<Point>> = rings.into_iter().filter_map(|points| ring(&points)).collect();
    if rings.is_empty() {
        return Err(Broken::NoRing);
    }
    match crossings(&rings) {
        0 => Ok(Rings { rings, untangled: false }),
        n if n > MOST_CROSSINGS => Err(Broken::Tangled),
        _ => {
            let rings = untangled(rings);
            if rings.is_empty() { Err(Broken::NoRing) } else { Ok(Rings { rings, untangled: true }) }
        }
    }
}

/// Without its closing point, repeats, points on a straight line and spikes; nothing where no area is left.
pub fn ring(points: &[Point]) -> Option<Vec<Point>> {
    let mut ring: Vec<Point> = Vec::with_capacity(points.len());
    for &point in points {
        push(&mut ring, point);
    }
    // The seam between end and beginning.
    loop {
        let count = ring.len();
        if count < 3 {
            return None;
        }
        if turn(ring[count - 2], ring[count - 1], ring[0]) == 0.0 {
            ring.pop();
        } else if turn(ring[count - 1], ring[0], ring[1]) == 0.0 {
            ring.remove(0);
        } else {
            return Some(ring);
        }
    }
}

/// A point between two others on one straight line (a spike's tip, a repeat) says nothing.
fn push(ring: &mut Vec<Point>, point: Point) {
    while let [.., before, last] = ring.as_slice() {
        if turn(*before, *last, point) != 0.0 {
            break;
        }
        ring.pop();
    }
    if ring.last() != Some(&point) {
        ring.push(point);
    }
}

/// How often sides of the rings cross each other; stops counting just above [`MOST_CROSSINGS`].
fn crossings(rings: &[Vec<Point>]) -> usize {
    let mut sides: Vec<(Point, Point)> = rings.iter().flat_map(|ring| sides(ring)).collect();
    let west = |side: &(Point, Point)| side.0.x.min(side.1.x);
    sides.sort_by(|a, b| west(a).total_cmp(&west(b)));
    let mut reached: Vec<(Point, Point)> = Vec::new();
    let mut count = 0;
    for side in sides {
        let from = west(&side);
        reached.retain(|other| other.0.x.max(other.1.x) >= from);
        count += reached.iter().filter(|other| cross(**other, side)).count();
        if count > MOST_CROSSINGS {
            break;
        }
        reached.push(side);
    }
    count
}

fn sides(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)).take(ring.len())
}

/// Touching is no crossing.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let apart = |from: f64, to: f64| from * to < 0.0;
    a.y.max(b.y) >= c.y.min(d.y)
        && c.y.max(d.y) >= a.y.min(b.y)
        && apart(turn(a, b, c), turn(a, b, d))
        && apart(turn(c, d, a), turn(c, d, b))
}

/// Taken apart where they cross; what was inside stays inside.
fn untangled(rings: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let polygons = rings.into_iter().map(|ring| Polygon::new(LineString::from(ring), Vec::new()));
    let tangled = MultiPolygon::new(polygons.collect());
    let clean = tangled.union_with_fill_rule(&MultiPolygon::new(Vec::new()), FillRule::EvenOdd);
    let lines = clean.0.into_iter().flat_map(|polygon| {
        let (outer, holes) = polygon.into_inner();
        std::iter::once(outer).chain(holes)
    });
    let round = |point: &Point| Point { x: point.x.round(), y: point.y.round() };
    lines.filter_map(|line| ring(&line.0.iter().map(round).collect::<Vec<_>>())).collect()
}

/// The widest of the rings, in units.
pub fn widest(rings: &[Vec<Point>]) -> f64 {
    rings.iter().map(|ring| Span::of(ring).longest()).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points(text: &str) -> Vec<Point> {
        let point = |pair: &str| {
            let (x, y) = pair.split_once(' ').expect("two numbers");
            Point { x: x.parse().unwrap(), y: y.parse().unwrap() }
        };
        text.split(", ").map(point).collect()
    }

    #[test]
    fn an_open_ring_with_repeats_and_a_spike_becomes_the_square_that_was_meant() {
        let square = points("0 0, 10 0, 10 10, 0 10");
        for drawn in [
            "0 0, 10 0, 10 10, 0 10, 0 0",
            "0 0, 10 0, 10 10, 0 10",
            "0 0, 0 0, 5 0, 10 0, 10 0, 10 10, 0 10, 0 0, 0 0",
            "0 0, 10 0, 30 0, 10 0, 10 10, 0 10, 0 0",
            "0 0, 10 0, 10 10, 0 10, 0 30, 0 10, 0 0",
        ] {
            assert_eq!(ring(&points(drawn)), Some(square.clone()), "{drawn}");
        }
        for nothing in ["0 0", "0 0, 10 0, 0 0", "0 0, 5 5, 10 10, 0 0", "0 0, 0 0, 0 0, 0 0"] {
            assert_eq!(ring(&points(nothing)), None, "{nothing}");
            assert_eq!(rings([points(nothing)]), Err(Broken::NoRing));
        }
    }

    #[test]
    fn a_bow_tie_becomes_its_two_triangles() {
        let bow_tie = rings([points("0 0, 10 10, 10 0, 0 10, 0 0")]).expect("mended");
        assert!(bow_tie.untangled);
        assert_eq!(bow_tie.rings.len(), 2);
        assert_eq!(crossings(&bow_tie.rings), 0);
        let whole =
            rings([points("0 0, 10 0, 10 10, 0 10"), points("2 2, 4 2, 4 4")]).expect("fine as it is");
        assert!(!whole.untangled && whole.rings.len() == 2);
    }

    #[test]
    fn a_scribble_is_refused_before_it_fills_the_memory() {
        let scribble = (0..3_000).map(|n: i64| Point {
            x: ((n * 7_919) % 10_007) as f64,
            y: ((n * n * 104_729 + n) % 9_973) as f64,
        });
        assert_eq!(rings([scribble.collect()]), Err(Broken::Tangled));
    }

    /// Those that rounding cannot explain. A point rounded to whole numbers may end up a step beyond a side it touched:
    /// then an end of one of the two lies within two units of the other.
    fn deep_crossings(rings: &[Vec<Point>]) -> usize {
        let all: Vec<_> = rings.iter().flat_map(|ring| sides(ring)).collect();
        let far = |p: Point, (a, b): (Point, Point)| {
            let (x, y) = (b.x - a.x, b.y - a.y);
            let along = (((p.x - a.x) * x + (p.y - a.y) * y) / (x * x + y * y)).clamp(0.0, 1.0);
            (p.x - a.x - along * x).hypot(p.y - a.y - along * y) > 2.0
        };
        let deep = |one: (Point, Point), other: (Point, Point)| {
            cross(one, other)
                && far(one.0, other)
                && far(one.1, other)
                && far(other.0, one)
                && far(other.1, one)
        };
        (0..all.len()).map(|n| all[n + 1..].iter().filter(|other| deep(all[n], **other)).count()).sum()
    }

    #[test]
    fn sides_that_cross_in_their_middle_are_found() {
        assert_eq!(deep_crossings(&[points("0 0, 100 100, 100 0, 0 100, 0 0")]), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn whatever_the_points_what_is_mended_crosses_itself_no_more(
            drawn in prop::collection::vec((-40i32..40, -40i32..40), 0..24)
        ) {
            let drawn = drawn.into_iter().map(|(x, y)| Point { x: f64::from(x) * 50.0, y: f64::from(y) * 50.0 });
            if let Ok(mended) = rings([drawn.collect()]) {
                prop_assert!(mended.rings.iter().all(|ring| ring.len() > 2));
                prop_assert_eq!(deep_crossings(&mended.rings), 0, "{:?}", mended);
            }
        }
    }
}
