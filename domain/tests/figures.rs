//! Figures by month: nothing is lost or counted twice, no month is left out, and the spread is in order.

mod common;

use chrono::{DateTime, Datelike, Months, TimeDelta, Utc};
use common::{now, ten_thousand};
use neighbors_domain::assistance_request::Outcome;
use neighbors_domain::figures::{Counted, ReviewTimes, months};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn counted() -> impl Strategy<Value = (DateTime<Utc>, Counted)> {
    let what = prop_oneof![
        Just(Counted::Published),
        Just(Counted::Refused),
        Just(Counted::Comment),
        Just(Counted::Post),
        select(Outcome::ALL.to_vec()).prop_map(Counted::Stated),
        (0..5_000_000_i64).prop_map(|seconds| Counted::Reviewed { seconds }),
    ];
    // Two years, to the second: often at the very edge of a month.
    (0..63_000_000_i64, what).prop_map(|(seconds, what)| (now() + TimeDelta::seconds(seconds), what))
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn nothing_is_lost_and_no_month_is_left_out(mut all in vec(counted(), 0..60)) {
        let found = months(all.clone());
        let count = |wanted: fn(&Counted) -> bool| all.iter().filter(|(_, what)| wanted(what)).count() as u32;
        let sum = |of: fn(&neighbors_domain::figures::Month) -> u32| found.iter().map(of).sum::<u32>();
        prop_assert_eq!(sum(|month| month.published), count(|what| *what == Counted::Published));
        prop_assert_eq!(sum(|month| month.refused), count(|what| *what == Counted::Refused));
        prop_assert_eq!(sum(|month| month.comments), count(|what| *what == Counted::Comment));
        prop_assert_eq!(sum(|month| month.posts), count(|what| *what == Counted::Post));
        prop_assert_eq!(sum(|month| month.outcomes.iter().sum()), count(|what| matches!(what, Counted::Stated(_))));
        let decisions = sum(|month| month.review.map_or(0, |review| review.decisions));
        prop_assert_eq!(decisions, count(|what| matches!(what, Counted::Reviewed { .. })));
        for pair in found.windows(2) {
            prop_assert_eq!(pair[0].month + Months::new(1), pair[1].month);
        }
        for (at, _) in &all {
            let day = at.date_naive();
            let month = found.iter().find(|month| month.month.year() == day.year() && month.month.month() == day.month());
            prop_assert!(month.is_some_and(|month| month.last_at >= Some(*at)));
        }
        prop_assert_eq!(found.is_empty(), all.is_empty());
        // In whatever order the database tells.
        all.reverse();
        prop_assert_eq!(months(all), found);
    }

    #[test]
    fn half_of_all_took_the_median_or_less(seconds in vec(0..1_000_000_i64, 1..80)) {
        let times = ReviewTimes::of(seconds.clone()).expect("some");
        let order = [times.shortest, times.quarter, times.median, times.three_quarters, times.longest];
        prop_assert!(order.is_sorted());
        prop_assert!(order.iter().all(|time| seconds.contains(time)));
        let at_most = |limit: i64| seconds.iter().filter(|time| **time <= limit).count() * 4;
        let under = |limit: i64| seconds.iter().filter(|time| **time < limit).count() * 4;
        for (quarters, time) in [(1, times.quarter), (2, times.median), (3, times.three_quarters)] {
            prop_assert!(at_most(time) >= quarters * seconds.len() && under(time) < quarters * seconds.len());
        }
    }
}
