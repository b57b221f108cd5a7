//! The ground inside an outline, counted in cells: public boundaries of neighborhoods, never a resident's place.

use std::collections::BTreeSet;

use geojson::Value;
use h3o::LatLng;
use neighbors_domain::cells::{Cell8, Region7};

/// A neighborhood is no wider: a hostile outline around the globe would have millions of cells.
pub const MAX_DEGREES: f64 = 2.0;
/// Less than half the width of the cell of a post, so that none is stepped over.
const STEP_DEGREES: f64 = 0.002;
/// Lines laid through an outline to find a point well inside.
const SCAN_LINES: u32 = 9;

/// Rings of longitude and latitude: outer borders and holes alike, told apart by counting crossings.
pub struct Outline {
    rings: Vec<Vec<[f64; 2]>>,
    west: f64,
    east: f64,
    south: f64,
    north: f64,
}

impl Outline {
    /// `None` unless it is a polygon or several with closed rings, on the map and no wider than [`MAX_DEGREES`].
    pub fn new(geometry: &Value) -> Option<Self> {
        let polygons = match geometry {
            Value::Polygon(polygon) => std::slice::from_ref(polygon),
            Value::MultiPolygon(polygons) => polygons,
            _ => return None,
        };
        let point = |point: &Vec<f64>| match point.as_slice() {
            [longitude, latitude, ..] if longitude.abs() <= 180.0 && latitude.abs() <= 85.0 => {
                Some([*longitude, *latitude])
            }
            _ => None,
        };
        let ring = |ring: &Vec<Vec<f64>>| ring.iter().map(point).collect::<Option<Vec<_>>>();
        let rings = polygons.iter().flatten().map(ring).collect::<Option<Vec<_>>>()?;
        if rings.is_empty() || rings.iter().any(|ring| ring.len() < 4 || ring.first() != ring.last()) {
            return None;
        }
        let along = |axis: usize| rings.iter().flatten().map(move |point| point[axis]);
        let (west, east) = (along(0).fold(f64::MAX, f64::min), along(0).fold(f64::MIN, f64::max));
        let (south, north) = (along(1).fold(f64::MAX, f64::min), along(1).fold(f64::MIN, f64::max));
        let fits = |span: f64| span > 0.0 && span <= MAX_DEGREES;
        (fits(east - west) && fits(north - south)).then_some(Self { rings, west, east, south, north })
    }

    /// Every cell of posts whose centre lies inside.
    pub fn cells(&self) -> BTreeSet<Cell8> {
        let steps = |from: f64, to: f64| {
            let count = ((to - from) / STEP_DEGREES).ceil() as u32;
            (0..=count).map(move |step| from + f64::from(step) * STEP_DEGREES)
        };
        let touched: BTreeSet<Cell8> = steps(self.south, self.north)
            .flat_map(|latitude| steps(self.west, self.east).map(move |longitude| (latitude, longitude)))
            .filter_map(|(latitude, longitude)| LatLng::new(latitude, longitude).ok())
            .map(Cell8::at)
            .collect();
        touched
            .into_iter()
            .filter(|cell| {
                let centre = LatLng::from(cell.index());
                self.contains(centre.lng(), centre.lat())
            })
            .collect()
    }

    /// The region of a point well inside: the middle of the longest stretch of a few lines laid through it.
    pub fn region(&self) -> Option<Region7> {
        let stretches = (1..=SCAN_LINES).flat_map(|line| {
            let part = f64::from(line) / f64::from(SCAN_LINES + 1);
            let latitude = self.south + (self.north - self.south) * part;
            let crossings = self.crossings(latitude);
            crossings.chunks_exact(2).map(|ends| (ends[1] - ends[0], ends[0], latitude)).collect::<Vec<_>>()
        });
        let (length, west, latitude) = stretches.max_by(|a, b| a.0.total_cmp(&b.0))?;
        LatLng::new(latitude, west + length / 2.0).ok().map(Region7::at)
    }

    fn contains(&self, longitude: f64, latitude: f64) -> bool {
        self.crossings(latitude).iter().filter(|crossing| **crossing > longitude).count() % 2 == 1
    }

    /// Where the borders cross a latitude, from west to east; always an even number.
    fn crossings(&self, latitude: f64) -> Vec<f64> {
        let mut crossings: Vec<f64> = self
            .rings
            .iter()
            .flat_map(|ring| ring.windows(2))
            .filter(|ends| (ends[0][1] > latitude) != (ends[1][1] > latitude))
            .map(|ends| {
                let ([x1, y1], [x2, y2]) = (ends[0], ends[1]);
                x1 + (latitude - y1) / (y2 - y1) * (x2 - x1)
            })
            .collect();
        crossings.sort_by(f64::total_cmp);
        crossings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, south: f64, side: f64) -> Vec<Vec<f64>> {
        let (east, north) = (west + side, south + side);
        vec![vec![west, south], vec![east, south], vec![east, north], vec![west, north], vec![west, south]]
    }

    #[test]
    fn a_lake_in_the_middle_is_not_part_of_the_neighborhood() {
        let (whole, lake) = (square(-105.0, 39.7, 0.1), square(-104.97, 39.73, 0.04));
        let with_lake = Outline::new(&Value::Polygon(vec![whole.clone(), lake.clone()])).unwrap();
        let (whole, lake) = (
            Outline::new(&Value::Polygon(vec![whole])).unwrap().cells(),
            Outline::new(&Value::Polygon(vec![lake])).unwrap().cells(),
        );
        assert!(lake.len() > 10 && lake.is_subset(&whole));
        assert_eq!(with_lake.cells(), &whole - &lake);
    }

    #[test]
    fn what_is_no_outline_is_none() {
        let open = square(0.0, 0.0, 1.0)[..4].to_vec();
        let wide = square(0.0, 0.0, 2.5);
        let flat = vec![vec![0.0, 0.0], vec![1.0, 0.0], vec![0.5, 0.0], vec![0.0, 0.0]];
        let pole = square(0.0, 88.0, 1.0);
        for ring in [open, wide, flat, pole, vec![]] {
            assert!(Outline::new(&Value::Polygon(vec![ring])).is_none());
        }
        assert!(Outline::new(&Value::Polygon(vec![])).is_none());
        assert!(Outline::new(&Value::Point(vec![0.0, 0.0])).is_none());
    }
}
