//! An amendment may narrow or correct; it never asks for more than people agreed to.

mod common;

use chrono::TimeDelta;
use common::{good_draft, ten_thousand};
use neighbors_domain::assistance_request::{AmendmentError, Draft};
use neighbors_domain::case_number::CaseNumber;
use neighbors_domain::cells::Cell9;
use neighbors_domain::window::Window;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

#[test]
fn a_correction_of_the_words_a_smaller_area_and_a_shorter_window_are_fine() {
    let before = good_draft();
    let mut after = before.clone();
    after.text.push_str(" The van was white.");
    after.area.cells.retain(|cell| *cell == before.area.incident);
    after.window.from += TimeDelta::minutes(30);
    assert_eq!(before.refuses_amendment(&after), []);
}

#[test]
fn everything_it_may_not_do_is_said_at_once() {
    let before = good_draft();
    let mut after = before.clone();
    after.case_number = CaseNumber("CF-26-04418".into());
    let ring: Vec<Cell9> = before.area.incident.disk(2);
    let new: Vec<Cell9> = ring.into_iter().filter(|cell| !before.area.cells.contains(cell)).take(2).collect();
    after.area.cells.extend(&new);
    after.area.incident = new[0];
    after.window.until += TimeDelta::seconds(1);
    assert_eq!(
        before.refuses_amendment(&after),
        [
            AmendmentError::AnotherCase,
            AmendmentError::AnotherPlace,
            AmendmentError::WiderArea { cells: 2 },
            AmendmentError::WiderWindow
        ]
    );
    assert_eq!(before.refuses_amendment(&before.clone()), [AmendmentError::NothingChanged]);
}

#[test]
fn the_same_case_in_another_spelling_is_the_same_case() {
    let before = good_draft();
    let after = Draft { case_number: CaseNumber("cf 26 04417".into()), ..before.clone() };
    assert_eq!(before.refuses_amendment(&after), []);
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn whatever_is_let_through_asks_nobody_for_more(
        cells in subsequence(good_draft().area.incident.disk(2), 1..19),
        from in -100_000..100_000_i64,
        until in -100_000..100_000_i64,
        incident in prop_oneof![3 => Just(0), 1 => 0..19_usize],
        (case, same_case) in select(vec![
            ("CF-26-04417", true), ("CF-26-04417", true), ("cf 26 04417", true), ("CF2604417", true), ("CF-26-04418", false),
        ]),
    ) {
        let before = good_draft();
        let mut after = before.clone();
        after.case_number = CaseNumber(case.into());
        after.area.incident = before.area.incident.disk(2)[incident];
        after.area.cells = cells;
        after.window = Window {
            from: before.window.from + TimeDelta::seconds(from),
            until: before.window.until + TimeDelta::seconds(until),
        };
        let inside = after.area.cells.iter().all(|cell| before.area.contains(*cell));
        let within = from >= 0 && until <= 0;
        let same_place = after.area.incident == before.area.incident;
        prop_assert_eq!(before.refuses_amendment(&after).is_empty(), inside && within && same_place && same_case && after != before);
    }
}
