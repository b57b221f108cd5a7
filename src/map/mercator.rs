//! Web Mercator at one fixed enlargement: what Leaflet computes, without asking it for every corner of every street.

use std::f64::consts::{FRAC_PI_4, TAU};

/// The enlargement all paths are kept in; a drawing scales them.
pub const ZOOM: f64 = 16.0;
const WORLD: f64 = 256.0 * 65_536.0;

/// Pixels of the whole world at [`ZOOM`], from its north-west corner. For drawing only: nothing is decided by it.
pub fn project(lat: f64, lng: f64) -> (f64, f64) {
    let lat = lat.clamp(-85.0, 85.0).to_radians();
    let x = (lng + 180.0) / 360.0;
    let y = 0.5 - (lat / 2.0 + FRAC_PI_4).tan().ln() / TAU;
    (x * WORLD, y * WORLD)
}

/// How much larger than at [`ZOOM`] a map at `zoom` is.
pub fn scale(zoom: f64) -> f64 {
    (zoom - ZOOM).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_the_world_is_in_its_middle_and_north_is_up() {
        assert_eq!(project(0.0, 0.0), (WORLD / 2.0, WORLD / 2.0));
        let (denver, boulder) = (project(39.74, -104.99), project(40.01, -105.27));
        assert!(boulder.0 < denver.0 && boulder.1 < denver.1);
    }

    #[test]
    fn a_place_is_where_leaflet_puts_it() {
        // Leaflet writes the same projection with a sine: ln((1 + sin) / (1 - sin)) / 2.
        let sine = 39.73915_f64.to_radians().sin();
        let there = (0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / 2.0 / TAU) * WORLD;
        let (x, y) = project(39.73915, -104.9847);
        assert!((x - 3_495_966.365).abs() < 0.01 && (y - there).abs() < 0.01, "{x} {y} {there}");
        assert_eq!(scale(17.0), 2.0);
    }
}
