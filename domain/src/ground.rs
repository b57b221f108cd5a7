//! What lies under the honeycomb: streets, parks and borders, in whole numbers, cut by region. Public facts only.
//!
//! Numbers instead of degrees: a page that draws a town's streets needs a metre, not sixteen digits, and
//! differences of whole numbers are what compresses best.

use serde::{Deserialize, Serialize};

/// Units in a degree: one unit is at most 1.1 m.
pub const PER_DEGREE: f64 = 100_000.0;

/// The ground of one region, or of one state of the US. Empty where nobody imported any.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ground {
    /// Where all numbers begin: latitude, longitude, in units.
    #[serde(rename = "o")]
    pub origin: [i32; 2],
    /// In the order of drawing: what lies below comes first.
    #[serde(rename = "s")]
    pub shapes: Vec<Shape>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    #[serde(rename = "k")]
    pub kind: ShapeKind,
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Latitude and longitude by turns, in units: the first pair from the origin, each later one from the one before.
    ///
    /// Draw each as it is and close none: a ring ends with the point it began with (outer and holes alike: fill
    /// even-odd), and of a border only what passes through the region is there, so that no edge is drawn which
    /// is none. A line of a single point is where the name of a park, a neighborhood or a city stands; their
    /// other lines have no name.
    #[serde(rename = "l")]
    pub lines: Vec<Vec<i32>>,
}

/// What a shape is, and so how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ShapeKind {
    #[serde(rename = "p")]
    Park,
    #[serde(rename = "c")]
    County,
    /// A city, a town, a township.
    #[serde(rename = "t")]
    City,
    #[serde(rename = "b")]
    Neighborhood,
    /// For walking and cycling.
    #[serde(rename = "w")]
    Path,
    #[serde(rename = "r")]
    Street,
    /// The few that one steers by.
    #[serde(rename = "m")]
    MainStreet,
    #[serde(rename = "s")]
    State,
}

impl ShapeKind {
    pub fn is_line(self) -> bool {
        matches!(self, Self::Path | Self::Street | Self::MainStreet)
    }
}

/// One line as [`points`] reads it: each point as the way from the one before, the first from the origin.
/// `line`: latitude and longitude in units.
pub fn steps(origin: [i32; 2], line: impl IntoIterator<Item = [i32; 2]>) -> Vec<i32> {
    let mut at = origin;
    let step = |point: [i32; 2]| {
        let step = [point[0].saturating_sub(at[0]), point[1].saturating_sub(at[1])];
        at = point;
        step
    };
    line.into_iter().flat_map(step).collect()
}

/// The points of one line, in degrees of latitude and longitude.
pub fn points(origin: [i32; 2], line: &[i32]) -> impl Iterator<Item = (f64, f64)> {
    line.as_chunks::<2>().0.iter().scan(origin, |at, step| {
        *at = [at[0].saturating_add(step[0]), at[1].saturating_add(step[1])];
        Some((f64::from(at[0]) / PER_DEGREE, f64::from(at[1]) / PER_DEGREE))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn what_is_written_is_read_within_a_unit(
            origin in (-90.0..90.0, -180.0..180.0),
            line in prop::collection::vec((-90.0..90.0, -180.0..180.0), 0..40),
        ) {
            let unit = |(lat, lng): (f64, f64)| [(lat * PER_DEGREE).round() as i32, (lng * PER_DEGREE).round() as i32];
            let origin = unit(origin);
            let written = steps(origin, line.iter().copied().map(unit));
            let read: Vec<(f64, f64)> = points(origin, &written).collect();
            prop_assert_eq!(read.len(), line.len());
            for (read, meant) in read.iter().zip(&line) {
                prop_assert!((read.0 - meant.0).abs() * PER_DEGREE < 1.0 && (read.1 - meant.1).abs() * PER_DEGREE < 1.0);
            }
        }

        #[test]
        fn no_numbers_of_a_stranger_make_it_panic(origin: [i32; 2], line: Vec<i32>) {
            prop_assert_eq!(points(origin, &line).count(), line.len() / 2);
        }
    }
}
