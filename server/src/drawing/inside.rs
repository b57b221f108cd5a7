//! What lies inside rings, told by counting how often a line of latitude crosses them.

use super::{Point, Span};

/// Lines laid through an outline to find a point well inside.
const SCAN_LINES: u32 = 9;

/// Is an odd number of rings around it? Rings have no closing point.
pub fn contains(rings: &[Vec<Point>], point: Point) -> bool {
    crossings(rings, point.y).iter().filter(|crossing| **crossing > point.x).count() % 2 == 1
}

/// Where a name stands: the middle of the longest stretch of a few lines laid through the rings.
pub fn well_inside(rings: &[Vec<Point>]) -> Option<Point> {
    let span = Span::of(rings.iter().flatten());
    let stretches = (1..=SCAN_LINES).flat_map(|line| {
        let part = f64::from(line) / f64::from(SCAN_LINES + 1);
        let y = span.low.y + (span.high.y - span.low.y) * part;
        let crossings = crossings(rings, y);
        let ends = crossings.chunks_exact(2).map(move |ends| (ends[1] - ends[0], ends[0], y));
        ends.collect::<Vec<_>>()
    });
    let (length, west, y) = stretches.max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(Point { x: (west + length / 2.0).round(), y: y.round() })
}

/// From west to east; always an even number.
fn crossings(rings: &[Vec<Point>], y: f64) -> Vec<f64> {
    let mut crossings = Vec::new();
    for ring in rings {
        let Some(mut from) = ring.last() else { continue };
        for to in ring {
            if (from.y > y) != (to.y > y) {
                crossings.push(from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x));
            }
            from = to;
        }
    }
    crossings.sort_by(f64::total_cmp);
    crossings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_inside_and_never_in_the_hole() {
        let square = |low: f64, high: f64| {
            [(low, low), (high, low), (high, high), (low, high)].map(|(x, y)| Point { x, y }).to_vec()
        };
        let ring = [square(0.0, 100.0), square(20.0, 80.0)];
        let name = well_inside(&ring).expect("a place");
        assert!(contains(&ring, name), "{name:?}");
        assert!(!contains(&ring, Point { x: 50.0, y: 50.0 }));
        assert_eq!(well_inside(&[]), None);
    }
}
