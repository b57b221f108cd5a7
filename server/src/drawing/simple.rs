//! Fewer points than a file has: what nobody can see is not sent.

use geo::{LineString, Polygon, SimplifyVw};

use super::{Point, Span, mend};

/// How far a drawn line may be from the real one, in units (at most 1.1 m). A pixel of the closest zoom of a feed's
/// map (16) is 1.8 m in Denver, so streets and parks are as exact as one can see.
pub const STREET: f64 = 2.0;
pub const PARK: f64 = 3.0;
pub const NEIGHBORHOOD: f64 = 5.0;
/// Drawn beside streets, and whole on an agency's page, where a pixel is some 30 m.
pub const CITY: f64 = 15.0;
/// Drawn where a pixel is 100 m and more.
pub const COUNTY: f64 = 100.0;
/// Drawn all at once, where a pixel is some kilometres.
pub const STATE: f64 = 900.0;

/// Visvalingam's way: a point whose triangle with its neighbours is smaller than half a square of this side goes.
/// It works without recursion, which a hostile line could drive deep.
fn area(tolerance: f64) -> f64 {
    tolerance * tolerance / 2.0
}

/// Its ends stay.
pub fn line(points: Vec<Point>, tolerance: f64) -> Vec<Point> {
    LineString::from(points).simplify_vw(area(tolerance)).0
}

/// Rings without their closing point. One too small to be seen goes; none at all may be left.
pub fn rings(rings: Vec<Vec<Point>>, tolerance: f64) -> Vec<Vec<Point>> {
    let simpler = rings.into_iter().filter(|ring| Span::of(ring).longest() >= tolerance).filter_map(|ring| {
        let polygon = Polygon::new(LineString::from(ring), Vec::new());
        let (outer, _) = polygon.simplify_vw(area(tolerance)).into_inner();
        mend::ring(&outer.0)
    });
    let simpler: Vec<_> = simpler.collect();
    // Leaving out points can make a ring cross itself, or another.
    mend::rings(simpler).map(|mended| mended.rings).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wobble_goes_and_a_corner_stays() {
        let wobbly: Vec<Point> =
            (0..=20).map(|n| Point { x: f64::from(n) * 50.0, y: f64::from(n % 2) * 2.0 }).collect();
        let corner = [wobbly.clone(), vec![Point { x: 1_000.0, y: 900.0 }]].concat();
        let simple = line(corner, 15.0);
        assert_eq!((simple.first(), simple.last()), (wobbly.first(), Some(&Point { x: 1_000.0, y: 900.0 })));
        assert!(simple.len() < 12 && simple.contains(&Point { x: 1_000.0, y: 0.0 }), "{simple:?}");
    }

    #[test]
    fn what_is_smaller_than_a_pixel_is_left_out() {
        let islet = [(0.0, 0.0), (3.0, 0.0), (3.0, 3.0)].map(|(x, y)| Point { x, y }).to_vec();
        let land = [(100.0, 100.0), (900.0, 100.0), (500.0, 900.0)].map(|(x, y)| Point { x, y }).to_vec();
        assert_eq!(rings(vec![islet.clone(), land.clone()], 15.0), vec![land]);
        assert!(rings(vec![islet], 15.0).is_empty());
    }
}
