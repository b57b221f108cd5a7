//! Lines and outlines on their way from a file to a map: whole numbers, mended, simplified, cut by region, packed.
//!
//! All of it in units of [`PER_DEGREE`]: whole numbers in an `f64`, so that products of two are exact and a ring
//! either crosses itself or does not. x is the longitude, y the latitude. Public facts only.

use geo::Coord;
use neighbors_domain::ground::PER_DEGREE;

pub mod cut;
pub mod inside;
pub mod mend;
pub mod pack;
pub mod regions;
pub mod simple;

/// A point in units.
pub type Point = Coord<f64>;

pub fn point(longitude: f64, latitude: f64) -> Point {
    Point { x: (longitude * PER_DEGREE).round(), y: (latitude * PER_DEGREE).round() }
}

/// Latitude and longitude, as they travel.
fn whole(point: &Point) -> [i32; 2] {
    // Saturates: whoever comes here was checked to lie on the globe.
    [point.y.round() as i32, point.x.round() as i32]
}

/// Twice the area of the triangle; above nothing where `c` lies to the left of the way from `a` to `b`.
fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// West, south, east and north ends.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub low: Point,
    pub high: Point,
}

impl Span {
    pub fn of<'a>(points: impl IntoIterator<Item = &'a Point>) -> Self {
        let nothing =
            Self { low: Point { x: f64::MAX, y: f64::MAX }, high: Point { x: f64::MIN, y: f64::MIN } };
        points.into_iter().fold(nothing, |span, point| Self {
            low: Point { x: span.low.x.min(point.x), y: span.low.y.min(point.y) },
            high: Point { x: span.high.x.max(point.x), y: span.high.y.max(point.y) },
        })
    }

    pub fn meets(self, other: Self) -> bool {
        self.low.x <= other.high.x
            && other.low.x <= self.high.x
            && self.low.y <= other.high.y
            && other.low.y <= self.high.y
    }

    /// The longer side, in units.
    pub fn longest(self) -> f64 {
        (self.high.x - self.low.x).max(self.high.y - self.low.y)
    }
}
