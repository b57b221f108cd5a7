//! Homes: however often somebody tries, and whenever, they move once in thirty days and never back in time.

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::{cell, now, ten_thousand};
use neighbors_domain::account::HomeKept;
use neighbors_domain::home::{CHANGE_EACH, CORRECT_WITHIN, Choice, HomeError, may_choose};
use proptest::collection::vec;
use proptest::prelude::*;

/// What the store does with an allowed choice.
fn chosen(kept: Option<&HomeKept>, cell: neighbors_domain::cells::Cell9, now: DateTime<Utc>) -> HomeKept {
    HomeKept { region: cell.region(), set_at: now, first_at: kept.map_or(now, |kept| kept.first_at) }
}

/// Steps that are often just at, before or after a limit.
fn step() -> impl Strategy<Value = TimeDelta> {
    prop_oneof![
        (0..50_i64).prop_map(TimeDelta::hours),
        (0..70_i64).prop_map(TimeDelta::days),
        (-1..=1_i64).prop_map(|ms| CHANGE_EACH + TimeDelta::milliseconds(ms)),
        (-1..=1_i64).prop_map(|ms| CORRECT_WITHIN + TimeDelta::milliseconds(ms)),
        Just(TimeDelta::zero()),
    ]
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn after_the_first_day_two_changes_are_never_less_than_thirty_days_apart(
        steps in vec((step(), cell()), 1..40),
    ) {
        let (mut at, mut kept) = (now(), None::<HomeKept>);
        let mut moves: Vec<DateTime<Utc>> = Vec::new();
        for (step, cell) in steps {
            at += step;
            let before = kept.clone();
            match may_choose(kept.as_ref(), at) {
                Ok(choice) => {
                    let now_kept = chosen(kept.as_ref(), cell, at);
                    // Whatever the choice is called, it dates from the moment it was made.
                    prop_assert_eq!(now_kept.set_at, at);
                    match choice {
                        Choice::First => prop_assert!(before.is_none()),
                        Choice::Correction => prop_assert!(at - now_kept.first_at < CORRECT_WITHIN),
                        Choice::Move => {
                            prop_assert!(at - before.expect("a home").set_at >= CHANGE_EACH);
                            moves.push(at);
                        }
                    }
                    kept = Some(now_kept);
                }
                Err(HomeError::TooSoon { from }) => {
                    let kept = before.expect("a first choice is never too soon");
                    prop_assert!(at < from && at - kept.first_at >= CORRECT_WITHIN);
                    // The moment that was named is the first that will do, to the millisecond.
                    prop_assert_eq!(may_choose(Some(&kept), from), Ok(Choice::Move));
                    prop_assert!(may_choose(Some(&kept), from - TimeDelta::milliseconds(1)).is_err());
                }
            }
        }
        prop_assert!(moves.windows(2).all(|pair| pair[1] - pair[0] >= CHANGE_EACH));
    }

    #[test]
    fn nobody_hops_into_an_area_by_correcting_or_moving(
        first in cell(), other in cell(), wait in step(), published in 0..100_000_i64,
    ) {
        // Joined, then a request was published, then the home was said anew.
        let joined = now();
        let kept = chosen(None, first, joined);
        let published = joined + TimeDelta::seconds(published);
        let at = published + wait;
        if may_choose(Some(&kept), at).is_ok() {
            let moved = chosen(Some(&kept), other, at);
            prop_assert!(moved.set_at >= published);
        }
    }
}

#[test]
fn the_sentence_says_when_the_next_change_is_possible() {
    let cell = "89268cda823ffff".parse().expect("a cell");
    let kept = chosen(None, cell, now());
    let refused = may_choose(Some(&kept), now() + CORRECT_WITHIN).expect_err("too soon");
    assert_eq!(
        refused.to_string(),
        "A home can be changed once in 30 days. The next change is possible from 2026-11-21 00:30 UTC."
    );
}
