//! The window: elapsed time, counted here in plain milliseconds.

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::{instant, now, ten_thousand};
use neighbors_domain::window::{Window, WindowError};
use proptest::prelude::*;
use proptest::sample::select;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Lengths and distances near every edge, to the millisecond, and anything between.
fn near_an_edge() -> impl Strategy<Value = i64> {
    let edge = select(vec![0, 15 * MINUTE, 12 * HOUR, 45 * DAY, -HOUR, DAY]);
    let off = prop_oneof![
        3 => select(vec![-1_000, -1, 0, 1, 1_000]),
        1 => -1_001..=1_001_i64,
        1 => -DAY..=DAY,
    ];
    (edge, off).prop_map(|(edge, off)| edge + off)
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn a_window_is_good_exactly_when_the_milliseconds_say_so(
        now in instant(), until_ago in near_an_edge(), length in near_an_edge(),
    ) {
        let until = now - TimeDelta::milliseconds(until_ago);
        let window = Window { from: until - TimeDelta::milliseconds(length), until };
        let good = (15 * MINUTE..=12 * HOUR).contains(&length) && until_ago >= 0 && until_ago + length <= 45 * DAY;
        prop_assert_eq!(window.check(now).is_ok(), good, "length {} ms, ended {} ms ago", length, until_ago);
    }

    #[test]
    fn an_error_never_says_that_what_is_too_much_is_just_enough(
        now in instant(), until_ago in near_an_edge(), length in near_an_edge(),
    ) {
        let until = now - TimeDelta::milliseconds(until_ago);
        let window = Window { from: until - TimeDelta::milliseconds(length), until };
        match window.check(now) {
            Err(WindowError::TooLong { seconds, max_seconds }) => prop_assert!(seconds > max_seconds),
            Err(WindowError::TooShort { seconds, min_seconds }) => prop_assert!((0..min_seconds).contains(&seconds)),
            Err(WindowError::InTheFuture { seconds } | WindowError::TooLongAgo { seconds, .. }) => {
                prop_assert!(seconds > 0);
            }
            Err(WindowError::EndsBeforeItBegins) => prop_assert!(length <= 0),
            Ok(()) => {}
        }
    }
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("a time").to_utc()
}

fn check(from: &str, until: &str) -> Result<(), WindowError> {
    let window = Window { from: at(from), until: at(until) };
    window.check(window.until + TimeDelta::days(1))
}

#[test]
fn the_edges_are_inside_and_a_second_beyond_them_is_not() {
    let from = now() - TimeDelta::days(2);
    let of = |length: TimeDelta| Window { from, until: from + length }.check(now());
    let second = TimeDelta::seconds(1);
    assert_eq!(of(TimeDelta::minutes(15)), Ok(()));
    assert_eq!(
        of(TimeDelta::minutes(15) - second),
        Err(WindowError::TooShort { seconds: 899, min_seconds: 900 })
    );
    assert_eq!(of(TimeDelta::hours(12)), Ok(()));
    assert_eq!(
        of(TimeDelta::hours(12) + second),
        Err(WindowError::TooLong { seconds: 43_201, max_seconds: 43_200 })
    );
    let begun =
        |ago: TimeDelta| Window { from: now() - ago, until: now() - ago + TimeDelta::hours(1) }.check(now());
    assert_eq!(begun(TimeDelta::days(45)), Ok(()));
    assert_eq!(begun(TimeDelta::days(45) - second), Ok(()));
    assert_eq!(
        begun(TimeDelta::days(45) + second),
        Err(WindowError::TooLongAgo { seconds: 1, max_days: 45 })
    );
}

#[test]
fn the_night_with_twenty_five_hours_is_counted_as_it_passed() {
    // Denver, 2026-11-01: at 2:00 the clocks go back to 1:00. Eleven and a half hours on the wall.
    let error =
        check("2026-10-31T22:00:00-06:00", "2026-11-01T09:30:00-07:00").expect_err("it lasted longer");
    assert_eq!(error, WindowError::TooLong { seconds: 45_000, max_seconds: 43_200 });
    assert_eq!(error.to_string(), "This is 12 h 30 min. The most is 12 h: move one end by at least 30 min.");
    // The same reading of the clock twice is an hour, not nothing.
    assert_eq!(check("2026-11-01T01:30:00-06:00", "2026-11-01T01:30:00-07:00"), Ok(()));
}

#[test]
fn the_night_with_twenty_three_hours_is_counted_as_it_passed() {
    // Denver, 2026-03-08: at 2:00 the clocks go to 3:00. Twelve and a half hours on the wall.
    assert_eq!(check("2026-03-07T21:00:00-07:00", "2026-03-08T09:30:00-06:00"), Ok(()));
    let error = check("2026-03-08T01:55:00-07:00", "2026-03-08T03:05:00-06:00").expect_err("ten minutes");
    assert_eq!(error, WindowError::TooShort { seconds: 600, min_seconds: 900 });
}

#[test]
fn midnight_is_a_minute_like_any_other() {
    assert_eq!(check("2026-10-20T23:50:00-06:00", "2026-10-21T00:05:00-06:00"), Ok(()));
}
