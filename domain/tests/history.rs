//! What an agency asked before counts, however it is spelled and wherever it lay: counted here one by one.

mod common;

use chrono::TimeDelta;
use common::{good_draft, now, ten_thousand};
use neighbors_domain::agency::{AgencyKind, AgencyState};
use neighbors_domain::assistance_request::{History, Past};
use neighbors_domain::case_number::CaseNumber;
use neighbors_domain::cells::Cell9;
use neighbors_domain::rules::Refusal;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Ways to write the case of [`good_draft`], as somebody would who hopes for a third post.
const SAME: [&str; 6] = [
    "CF-26-04417",
    "cf 26 04417",
    "ＣＦ－２６－０４４１７",
    "CF2604417",
    "cf/26.04417 ",
    "C\u{200b}F-26-\u{301}04417",
];
const OTHERS: [&str; 3] = ["CF-26-04418", "CF-26-4417", "26-04417"];

const SECOND: i64 = 1;
const DAY: i64 = 86_400;

fn history(past: Vec<Past>) -> History {
    History {
        agency_kind: AgencyKind::Police,
        agency_state: AgencyState::Active,
        officers: vec![good_draft().lead.name],
        past,
    }
}

/// Anywhere near the area of [`good_draft`], at every edge of the thirty days, under any name.
fn past() -> impl Strategy<Value = (&'static str, Vec<Cell9>, i64)> {
    let near = good_draft().area.incident.disk(3);
    let age = prop_oneof![
        select(vec![0, 30 * DAY - SECOND, 30 * DAY, 30 * DAY + SECOND]),
        0..60 * DAY,
        0..29 * DAY,
    ];
    (select([&SAME[..], &OTHERS[..]].concat()), subsequence(near, 1..=10), age)
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn the_third_post_for_a_case_and_the_fifth_over_a_cell_are_refused_and_no_other(
        before in prop::collection::vec(past(), 0..8), spelled in select(SAME.to_vec()),
    ) {
        let mut draft = good_draft();
        draft.case_number = CaseNumber(spelled.into());
        let posts_for_case = before.iter().filter(|(case, ..)| SAME.contains(case)).count() as u32;
        let over = |cell: &Cell9| {
            before.iter().filter(|(_, cells, age)| *age < 30 * DAY && cells.contains(cell)).count() as u32
        };
        let busiest = draft.area.cells.iter().map(over).max().expect("a cell");
        let past = before.iter().map(|(case, cells, age)| Past {
            case_key: CaseNumber((*case).into()).key(),
            cells: cells.clone(),
            at: now() - TimeDelta::seconds(*age),
        });
        let judged = history(past.collect()).judged(&draft, now());
        prop_assert_eq!((judged.posts_for_case, judged.posts_over_busiest_cell), (posts_for_case, busiest));

        let mut expected = Vec::new();
        if posts_for_case >= 2 {
            expected.push(Refusal::CaseUsedUp { posts: posts_for_case, max: 2 });
        }
        if busiest >= 4 {
            expected.push(Refusal::PlaceUsedUp { posts: busiest, max: 4 });
        }
        prop_assert_eq!(draft.check(now(), &judged).err().unwrap_or_default(), expected);
    }
}
