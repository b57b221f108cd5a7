//! Where a cell could point at one house: what counts as a street, and that more streets never take a cell away.

mod common;

use common::{cell, ten_thousand};
use h3o::{LatLng, Resolution};
use neighbors_domain::cells::Cell8;
use neighbors_domain::ground::{Ground, PER_DEGREE, Shape, ShapeKind, steps};
use neighbors_domain::one_house::{PARTS, PARTS_WITH_STREETS, looks_like_one_house, parts_with_streets};
use proptest::prelude::*;
use proptest::sample::select;

fn unit(at: LatLng) -> [i32; 2] {
    [(at.lat() * PER_DEGREE).round() as i32, (at.lng() * PER_DEGREE).round() as i32]
}

fn ground(cell: Cell8, lines: &[(ShapeKind, Vec<[i32; 2]>)]) -> Ground {
    let origin = unit(LatLng::from(cell.index()));
    let shape = |(kind, line): &(ShapeKind, Vec<[i32; 2]>)| Shape {
        kind: *kind,
        name: None,
        lines: vec![steps(origin, line.iter().copied())],
    };
    Ground { origin, shapes: lines.iter().map(shape).collect() }
}

/// Offsets from the middle of the cell: inside and around it.
fn line() -> impl Strategy<Value = Vec<(i32, i32)>> {
    prop::collection::vec((-700..700_i32, -700..700_i32), 2..4)
}

fn at(cell: Cell8, offsets: &[(i32, i32)]) -> Vec<[i32; 2]> {
    let [lat, lng] = unit(LatLng::from(cell.index()));
    offsets.iter().map(|(north, east)| [lat + north, lng + east]).collect()
}

const STREETS: [ShapeKind; 2] = [ShapeKind::Street, ShapeKind::MainStreet];

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn one_more_street_never_makes_a_cell_lonelier_and_nothing_else_counts(
        home in cell(), lines in prop::collection::vec(line(), 1..3), more in line(), kind in select(STREETS.to_vec()),
        other in select(vec![ShapeKind::Path, ShapeKind::Park, ShapeKind::City, ShapeKind::Neighborhood, ShapeKind::State]),
    ) {
        let cell = home.cell8();
        let mut shapes: Vec<_> = lines.iter().map(|line| (kind, at(cell, line))).collect();
        let few = ground(cell, &shapes);
        let before = parts_with_streets(&few, cell);
        prop_assert!(before <= PARTS);
        prop_assert_eq!(looks_like_one_house(&few, cell), before < PARTS_WITH_STREETS);
        // Whichever way it was drawn, and in whichever order.
        let turned: Vec<_> = shapes.iter().rev()
            .map(|(kind, line)| (*kind, line.iter().rev().copied().collect::<Vec<_>>())).collect();
        prop_assert_eq!(parts_with_streets(&ground(cell, &turned), cell), before);
        shapes.push((other, at(cell, &more)));
        prop_assert_eq!(parts_with_streets(&ground(cell, &shapes), cell), before);
        shapes.push((kind, at(cell, &more)));
        let after = ground(cell, &shapes);
        prop_assert!(parts_with_streets(&after, cell) >= before);
        prop_assert!(looks_like_one_house(&few, cell) || !looks_like_one_house(&after, cell));
    }

    #[test]
    fn no_numbers_of_a_stranger_keep_it_busy_or_make_it_panic(home in cell(), origin: [i32; 2], line: Vec<i32>) {
        let shapes = vec![Shape { kind: ShapeKind::Street, name: None, lines: vec![line] }];
        let hostile = Ground { origin, shapes };
        prop_assert!(parts_with_streets(&hostile, home.cell8()) <= PARTS);
    }
}

#[test]
fn a_lonely_road_is_one_house_and_a_grid_of_streets_is_none() {
    let capitol = Cell8::at(LatLng::new(39.7312, -104.9826).expect("a place"));
    let across = |offset: i32| (ShapeKind::Street, at(capitol, &[(offset, -900), (offset, 900)]));
    let up = |offset: i32| (ShapeKind::Street, at(capitol, &[(-900, offset), (900, offset)]));
    let road = ground(capitol, &[across(0)]);
    assert!(looks_like_one_house(&road, capitol), "{}", parts_with_streets(&road, capitol));
    let crossing = ground(capitol, &[across(0), up(0)]);
    assert!(!looks_like_one_house(&crossing, capitol), "{}", parts_with_streets(&crossing, capitol));
    let blocks: Vec<_> = (-4..=4).flat_map(|n| [across(n * 100), up(n * 130)]).collect();
    let blocks = ground(capitol, &blocks);
    assert_eq!(parts_with_streets(&blocks, capitol), PARTS);
    assert!(!looks_like_one_house(&blocks, capitol));
}

#[test]
fn where_no_street_was_imported_nothing_can_be_said() {
    let capitol = Cell8::at(LatLng::new(39.7312, -104.9826).expect("a place"));
    assert!(!looks_like_one_house(&Ground::default(), capitol));
    let park = ground(capitol, &[(ShapeKind::Park, at(capitol, &[(0, 0), (100, 0), (0, 100), (0, 0)]))]);
    assert!(!looks_like_one_house(&park, capitol));
    // Streets elsewhere in the region, none here: a field with a house in it.
    let away = ground(capitol, &[(ShapeKind::Street, at(capitol, &[(3_000, 0), (3_000, 500)]))]);
    assert!(looks_like_one_house(&away, capitol));
}

#[test]
fn a_cell_has_as_many_parts_as_the_rule_says() {
    let capitol = Cell8::at(LatLng::new(39.7312, -104.9826).expect("a place"));
    assert_eq!(capitol.index().children(Resolution::Ten).count(), PARTS);
}
