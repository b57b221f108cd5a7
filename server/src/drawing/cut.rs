//! One region cut out of lines and rings, a little wider than it is, so that drawings of neighbors join without a seam.

use std::collections::BTreeSet;

use h3o::LatLng;
use neighbors_domain::cells::Region7;
use neighbors_domain::ground::PER_DEGREE;

use super::{Point, Span, inside, mend, turn};

/// Beyond the border of the region, in units: some 30 m, two pixels of a feed's map.
pub const MARGIN: f64 = 30.0;
/// Less than half of what lies between two sides of a region, anywhere: none is stepped over.
const STEP: f64 = 500.0;
const ROUND: f64 = 360.0 * PER_DEGREE;

/// A region's border as half planes: what lies to the left of each of its sides, or within the margin, is kept.
pub struct Frame {
    pub centre: Point,
    corners: Vec<Point>,
    span: Span,
}

impl Frame {
    pub fn of(region: Region7) -> Self {
        let unit = |place: LatLng| Point { x: place.lng() * PER_DEGREE, y: place.lat() * PER_DEGREE };
        let centre = unit(region.index().into());
        // Across the antimeridian the corners stay on the side of the centre.
        let near = |mut corner: Point| {
            corner.x -= ((corner.x - centre.x) / ROUND).round() * ROUND;
            corner
        };
        let corners: Vec<Point> =
            region.index().boundary().iter().map(|corner| near(unit(*corner))).collect();
        let mut span = Span::of(&corners);
        // A margin at a sharp corner reaches further than at a side.
        span.low = Point { x: span.low.x - 2.0 * MARGIN, y: span.low.y - 2.0 * MARGIN };
        span.high = Point { x: span.high.x + 2.0 * MARGIN, y: span.high.y + 2.0 * MARGIN };
        Self { centre: Point { x: centre.x.round(), y: centre.y.round() }, corners, span }
    }

    /// Everything is counted from here.
    pub fn origin(&self) -> [i32; 2] {
        super::whole(&self.centre)
    }

    /// How far inside each side; below nothing: outside.
    fn depths(&self, point: Point) -> impl Iterator<Item = f64> {
        let sides = self.corners.iter().zip(self.corners.iter().cycle().skip(1));
        sides.map(move |(a, b)| turn(*a, *b, point) / (b.x - a.x).hypot(b.y - a.y) + MARGIN)
    }

    pub fn holds(&self, point: Point) -> bool {
        self.depths(point).all(|depth| depth >= 0.0)
    }

    /// The parts of a line inside: none, one or several.
    pub fn line(&self, line: &[Point]) -> Vec<Vec<Point>> {
        if !Span::of(line).meets(self.span) {
            return Vec::new();
        }
        let (mut parts, mut part): (Vec<Vec<Point>>, Vec<Point>) = (Vec::new(), Vec::new());
        for ends in line.windows(2) {
            let Some((from, until)) = self.stretch(ends[0], ends[1]) else {
                parts.extend(mend::line(&std::mem::take(&mut part)));
                continue;
            };
            if from > 0.0 {
                parts.extend(mend::line(&std::mem::take(&mut part)));
            }
            if part.is_empty() {
                part.push(between(ends[0], ends[1], from));
            }
            part.push(between(ends[0], ends[1], until));
        }
        parts.extend(mend::line(&part));
        parts
    }

    /// Which part of a side lies inside, from 0 (its beginning) to 1.
    fn stretch(&self, a: Point, b: Point) -> Option<(f64, f64)> {
        if !Span::of([&a, &b]).meets(self.span) {
            return None;
        }
        let (mut from, mut until) = (0.0_f64, 1.0_f64);
        for (at_a, at_b) in self.depths(a).zip(self.depths(b)) {
            match (at_a >= 0.0, at_b >= 0.0) {
                (true, true) => {}
                (false, false) => return None,
                (true, false) => until = until.min(at_a / (at_a - at_b)),
                (false, true) => from = from.max(at_a / (at_a - at_b)),
            }
        }
        (from < until).then_some((from, until))
    }

    /// A ring without its closing point; nothing where no area is inside.
    pub fn ring(&self, ring: &[Point]) -> Option<Vec<Point>> {
        if !Span::of(ring).meets(self.span) {
            return None;
        }
        let mut kept = ring.to_vec();
        // One side of the region after the other cuts off what lies beyond it.
        for side in 0..self.corners.len() {
            let (a, b) = (self.corners[side], self.corners[(side + 1) % self.corners.len()]);
            let length = (b.x - a.x).hypot(b.y - a.y);
            let depth = |point: Point| turn(a, b, point) / length + MARGIN;
            let mut cut = Vec::with_capacity(kept.len() + 4);
            let mut before = kept.last().copied()?;
            for &point in &kept {
                let (at_before, at_point) = (depth(before), depth(point));
                if (at_before >= 0.0) != (at_point >= 0.0) {
                    let part = at_before / (at_before - at_point);
                    cut.push(exactly_between(before, point, part));
                }
                if at_point >= 0.0 {
                    cut.push(point);
                }
                before = point;
            }
            kept = cut;
        }
        let round = |point: &Point| Point { x: point.x.round(), y: point.y.round() };
        mend::ring(&kept.iter().map(round).collect::<Vec<_>>())
    }
}

fn exactly_between(a: Point, b: Point, part: f64) -> Point {
    Point { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part }
}

fn between(a: Point, b: Point, part: f64) -> Point {
    let point = exactly_between(a, b, part);
    Point { x: point.x.round(), y: point.y.round() }
}

/// Visits the points of a line, and points between them no further than `step` units apart.
pub fn walk(line: &[Point], step: f64, visit: &mut impl FnMut(Point)) {
    for ends in line.windows(2) {
        let steps = ((ends[1].x - ends[0].x).hypot(ends[1].y - ends[0].y) / step).ceil().max(1.0) as u32;
        (0..=steps).for_each(|n| visit(exactly_between(ends[0], ends[1], f64::from(n) / f64::from(steps))));
    }
}

/// Every region a line may pass through, and their neighbors: a margin reaches over a border.
pub fn regions_along(line: &[Point]) -> BTreeSet<Region7> {
    let mut passed = BTreeSet::new();
    let mut last = None;
    let mut visit = |point: Point| {
        let region = region_of(point);
        if region != last {
            last = region;
            passed.extend(region);
        }
    };
    walk(line, STEP, &mut visit);
    passed.into_iter().flat_map(|region| region.disk(1)).collect()
}

/// Every region rings may touch: along their borders, and those whose centre they surround.
pub fn regions_of(rings: &[Vec<Point>]) -> BTreeSet<Region7> {
    let closed = |ring: &Vec<Point>| [ring.as_slice(), &ring[..1]].concat();
    let mut touched: BTreeSet<Region7> = rings.iter().flat_map(|ring| regions_along(&closed(ring))).collect();
    let span = Span::of(rings.iter().flatten());
    let steps =
        |from: f64, to: f64| (0..=((to - from) / STEP) as u32).map(move |n| from + f64::from(n) * STEP);
    for y in steps(span.low.y, span.high.y) {
        for x in steps(span.low.x, span.high.x) {
            let Some(region) = region_of(Point { x, y }) else { continue };
            if !touched.contains(&region) && inside::contains(rings, Point { x, y }) {
                touched.insert(region);
            }
        }
    }
    touched
}

pub fn region_of(point: Point) -> Option<Region7> {
    LatLng::new(point.y / PER_DEGREE, point.x / PER_DEGREE).ok().map(Region7::at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn capitol() -> Frame {
        Frame::of(Region7::at(LatLng::new(39.7312, -104.9826).expect("a place")))
    }

    /// Rounding moves a point by at most half a unit either way.
    const ROUNDED: f64 = 0.75;

    fn inside_margin(frame: &Frame, points: &[Point]) -> bool {
        points.iter().all(|point| frame.depths(*point).all(|depth| depth >= -ROUNDED))
    }

    #[test]
    fn a_street_through_the_region_is_cut_at_both_margins_and_one_that_returns_has_two_parts() {
        let frame = capitol();
        let Point { x, y } = frame.centre;
        let through = [Point { x: x - 90_000.0, y }, Point { x: x + 90_000.0, y }];
        let parts = frame.line(&through);
        assert_eq!(parts.len(), 1);
        assert!(inside_margin(&frame, &parts[0]) && parts[0][1].x - parts[0][0].x > 2_000.0, "{parts:?}");
        let back = [through[0], through[1], Point { x: x + 90_000.0, y: y + 10.0 }, Point { x, y: y + 10.0 }];
        assert_eq!(frame.line(&back).len(), 2);
        assert!(frame.line(&[Point { x, y: y + 9_000.0 }, Point { x: x + 10.0, y: y + 9_000.0 }]).is_empty());
    }

    #[test]
    fn two_regions_side_by_side_both_draw_the_street_at_their_border() {
        let region = Region7::at(LatLng::new(39.7312, -104.9826).expect("a place"));
        let Point { x, y } = Frame::of(region).centre;
        let street = [Point { x: x - 9_000.0, y: y + 77.0 }, Point { x: x + 9_000.0, y: y + 77.0 }];
        let mut parts: Vec<(f64, f64)> = regions_along(&street)
            .into_iter()
            .flat_map(|region| Frame::of(region).line(&street))
            .map(|part| (part[0].x, part[part.len() - 1].x))
            .collect();
        parts.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(parts.len() > 5);
        assert!(parts.windows(2).all(|pair| pair[1].0 < pair[0].1), "a gap: {parts:?}");
        assert_eq!((parts[0].0, parts[parts.len() - 1].1), (street[0].x, street[1].x), "nothing is lost");
    }

    #[test]
    fn a_park_larger_than_the_region_fills_it_to_its_margin() {
        let frame = capitol();
        let Point { x, y } = frame.centre;
        let far = 50_000.0;
        let park = [(-far, -far), (far, -far), (far, far), (-far, far)];
        let park = park.map(|(dx, dy)| Point { x: x + dx, y: y + dy }).to_vec();
        let cut = frame.ring(&park).expect("inside");
        assert!(inside_margin(&frame, &cut) && cut.len() >= 6, "{cut:?}");
        assert!(inside::contains(&[cut], frame.centre));
        assert!(regions_of(std::slice::from_ref(&park)).len() > 1_000, "all regions inside are found");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        #[test]
        fn nothing_cut_leaves_the_margin(
            lat in -70.0..70.0f64, lng in -179.0..179.0f64,
            steps in prop::collection::vec((-4_000.0..4_000.0f64, -4_000.0..4_000.0f64), 2..12),
        ) {
            let frame = Frame::of(Region7::at(LatLng::new(lat, lng).unwrap()));
            let points: Vec<Point> = steps.iter()
                .map(|(x, y)| Point { x: (frame.centre.x + x).round(), y: (frame.centre.y + y).round() }).collect();
            for part in frame.line(&points) {
                prop_assert!(inside_margin(&frame, &part), "{part:?}");
            }
            if let Some(ring) = frame.ring(&points) {
                prop_assert!(inside_margin(&frame, &ring), "{ring:?}");
            }
            // What lies inside stays.
            for point in &points {
                if frame.holds(*point) && points.len() > 2 {
                    prop_assert!(frame.line(&points).iter().flatten().any(|kept| kept == point)
                        || points.windows(2).filter(|ends| ends.contains(point)).all(|ends| ends[0] == ends[1]));
                }
            }
        }
    }
}
