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
    /// Lines of a street, rings of anything else (closed by drawing, outer and holes alike: fill even-odd).
    /// Latitude and longitude by turns, in units: the first pair from the origin, each later one from the one before.
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

/// The points of one line, in degrees of latitude and longitude.
pub fn points(origin: [i32; 2], line: &[i32]) -> impl Iterator<Item = (f64, f64)> {
    line.as_chunks::<2>().0.iter().scan(origin, |at, step| {
        *at = [at[0].saturating_add(step[0]), at[1].saturating_add(step[1])];
        Some((f64::from(at[0]) / PER_DEGREE, f64::from(at[1]) / PER_DEGREE))
    })
}
