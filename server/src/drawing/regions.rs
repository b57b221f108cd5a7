//! The border of a set of regions: for an agency that serves some, and has no city outline.

use std::collections::BTreeMap;

use h3o::{LatLng, VertexIndex};
use neighbors_domain::cells::Region7;
use neighbors_domain::ground::{Shape, ShapeKind};

use super::{Point, pack, point};

/// One shape with a ring for each separate piece and hole; none for no regions. Its origin is zero.
pub fn outline(regions: &[Region7]) -> Vec<Shape> {
    // A side that two regions share is walked once in each direction: what has no way back is the border.
    let mut sides: BTreeMap<VertexIndex, Vec<VertexIndex>> = BTreeMap::new();
    let walks = || {
        regions.iter().flat_map(|region| {
            let corners: Vec<VertexIndex> = region.index().vertexes().collect();
            let next = corners.iter().copied().cycle().skip(1);
            corners.clone().into_iter().zip(next.take(corners.len()).collect::<Vec<_>>())
        })
    };
    let all: std::collections::BTreeSet<_> = walks().collect();
    for (from, to) in &all {
        if !all.contains(&(*to, *from)) {
            sides.entry(*from).or_default().push(*to);
        }
    }
    let mut rings: Vec<Vec<Point>> = Vec::new();
    while let Some((&first, _)) = sides.first_key_value() {
        let (mut ring, mut at) = (Vec::new(), first);
        while let Some(next) = sides.get_mut(&at).and_then(Vec::pop) {
            if sides.get(&at).is_some_and(Vec::is_empty) {
                sides.remove(&at);
            }
            let place = LatLng::from(at);
            ring.push(point(place.lng(), place.lat()));
            at = next;
        }
        rings.push(ring);
    }
    if rings.is_empty() {
        return Vec::new();
    }
    let lines = rings.iter().map(|ring| pack::ring([0, 0], ring)).collect();
    vec![Shape { kind: ShapeKind::City, name: None, lines }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flower_of_seven_regions_has_one_border_and_a_ring_of_six_has_two() {
        let centre = Region7::at(LatLng::new(39.7312, -104.9826).expect("a place"));
        let flower = centre.disk(1);
        let border = outline(&flower);
        assert_eq!(border[0].lines.len(), 1);
        assert_eq!(border[0].lines[0].len(), 2 * (18 + 1), "eighteen corners, and back to the first");
        let ring: Vec<Region7> = flower.into_iter().filter(|region| *region != centre).collect();
        let mut corners: Vec<usize> = outline(&ring)[0].lines.iter().map(Vec::len).collect();
        corners.sort_unstable();
        assert_eq!(corners, [2 * (6 + 1), 2 * (18 + 1)]);
        assert!(outline(&[]).is_empty());
    }
}
