//! The area: counted here along the edges of the grid, where the rule walks its rings.

mod common;

use std::collections::{BTreeSet, HashMap, VecDeque};

use common::{cell, pentagons, ten_thousand};
use neighbors_domain::area::{Area, AreaError};
use neighbors_domain::cells::Cell9;
use proptest::prelude::*;
use proptest::sample::Index;

/// The cells across each edge.
fn across_edges(cell: Cell9) -> Vec<Cell9> {
    cell.index().edges().map(|edge| Cell9::around(edge.destination()).expect("the same size")).collect()
}

/// Steps from `start` to every cell of `among` that can be reached through `among`.
fn steps(start: Cell9, among: impl Fn(Cell9) -> bool, most: usize) -> HashMap<Cell9, usize> {
    let (mut steps, mut next) = (HashMap::from([(start, 0)]), VecDeque::from([start]));
    while let Some(cell) = next.pop_front() {
        let far = steps[&cell];
        for neighbor in across_edges(cell) {
            if far < most && among(neighbor) && !steps.contains_key(&neighbor) {
                steps.insert(neighbor, far + 1);
                next.push_back(neighbor);
            }
        }
    }
    steps
}

fn good(area: &Area) -> bool {
    let cells: BTreeSet<Cell9> = area.cells.iter().copied().collect();
    let near = steps(area.incident, |_| true, 2);
    let joined = steps(area.incident, |cell| cells.contains(&cell), usize::MAX);
    cells.len() == area.cells.len()
        && (1..=10).contains(&cells.len())
        && cells.contains(&area.incident)
        && cells.iter().all(|cell| near.contains_key(cell) && joined.contains_key(cell))
}

/// Up to twelve cells of the near neighborhood, some of them twice, mostly with the incident's.
fn area() -> impl Strategy<Value = Area> {
    let choice = (cell(), 0..=3_u32, prop::collection::vec(any::<Index>(), 0..12), 0..10_u8);
    choice.prop_map(|(incident, rings, choices, with_incident)| {
        let near = incident.disk(rings);
        let mut cells: Vec<Cell9> = choices.iter().map(|choice| near[choice.index(near.len())]).collect();
        if with_incident > 0 && !cells.contains(&incident) {
            cells.push(incident);
        }
        // Mostly without repeats, or few areas would be good.
        if with_incident > 1 {
            cells.sort();
            cells.dedup();
        }
        Area { incident, cells }
    })
}

/// Grown cell by cell, so that it is connected.
fn grown() -> impl Strategy<Value = Area> {
    (cell(), prop::collection::vec((any::<Index>(), any::<Index>()), 0..11)).prop_map(|(incident, growth)| {
        let mut cells = vec![incident];
        for (from, towards) in growth {
            let edges = across_edges(cells[from.index(cells.len())]);
            let next = edges[towards.index(edges.len())];
            if !cells.contains(&next) {
                cells.push(next);
            }
        }
        Area { incident, cells }
    })
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn an_area_is_good_exactly_when_its_edges_say_so(area in prop_oneof![area(), grown()]) {
        prop_assert_eq!(area.check().is_ok(), good(&area));
    }

    #[test]
    fn the_order_in_which_cells_are_painted_changes_nothing(area in grown(), by in any::<Index>()) {
        let mut turned = area.clone();
        turned.cells.rotate_left(by.index(area.cells.len()));
        prop_assert_eq!(turned.check(), area.check());
    }

    #[test]
    fn what_the_form_starts_with_is_good_everywhere_on_the_globe(incident in cell()) {
        prop_assert_eq!(Area::around(incident).check(), Ok(()));
    }
}

fn incident() -> Cell9 {
    "89268cda823ffff".parse().expect("a cell")
}

/// Cells exactly this many steps away.
fn ring(steps_away: usize) -> Vec<Cell9> {
    let mut ring: Vec<Cell9> = steps(incident(), |_| true, steps_away)
        .into_iter()
        .filter(|(_, far)| *far == steps_away)
        .map(|(cell, _)| cell)
        .collect();
    ring.sort();
    ring
}

fn of(cells: Vec<Cell9>) -> Result<(), AreaError> {
    Area { incident: incident(), cells }.check()
}

#[test]
fn eleven_cells_are_one_too_many() {
    let near: Vec<Cell9> = [vec![incident()], ring(1), ring(2)].concat();
    assert_eq!(of(near[..11].to_vec()), Err(AreaError::TooMany { cells: 11, max: 10 }));
    assert_eq!(
        of(near[..11].to_vec()).unwrap_err().to_string(),
        "The area has 11 cells. The most is 10: remove 1."
    );
}

#[test]
fn each_other_way_to_be_wrong_has_its_own_words() {
    assert_eq!(of(vec![]), Err(AreaError::Empty));
    assert_eq!(of(vec![incident(), incident()]), Err(AreaError::Repeated));
    assert_eq!(of(ring(1)), Err(AreaError::WithoutIncident));
    // Three away, and joined by a path.
    let [first, second, third] = path();
    assert_eq!(of(vec![incident(), first, second]), Ok(()));
    assert_eq!(of(vec![incident(), first, second, third]), Err(AreaError::TooFar { cells: 1, max_steps: 2 }));
    assert_eq!(of(vec![incident(), second]), Err(AreaError::Apart { parts: 2 }));
    let lonely: Vec<Cell9> = ring(2).into_iter().step_by(2).collect();
    assert!(matches!(of([vec![incident()], lonely].concat()), Err(AreaError::Apart { parts: 2.. })));
}

/// One, two and three steps away, each beside the one before.
fn path() -> [Cell9; 3] {
    let third = ring(3)[0];
    let beside = |cell: Cell9, ring: Vec<Cell9>| {
        ring.into_iter().find(|near| across_edges(cell).contains(near)).expect("a way back")
    };
    let second = beside(third, ring(2));
    [beside(second, ring(1)), second, third]
}

#[test]
fn around_a_pentagon_there_are_six_cells_and_they_are_a_good_area() {
    for pentagon in pentagons() {
        let area = Area::around(pentagon);
        assert_eq!((area.cells.len(), area.check()), (6, Ok(())));
    }
}

#[test]
fn an_area_across_the_antimeridian_is_like_any_other() {
    // Taveuni in Fiji lies on it.
    let west = Cell9::at(h3o::LatLng::new(-16.85, 179.9999).unwrap());
    let area = Area::around(west);
    let centres: Vec<f64> = area.cells.iter().map(|cell| h3o::LatLng::from(cell.index()).lng()).collect();
    assert!(
        centres.iter().any(|longitude| *longitude > 179.0)
            && centres.iter().any(|longitude| *longitude < -179.0)
    );
    assert_eq!(area.check(), Ok(()));
}
