//! A draft while it is typed: the clocks of both nights, what is missing, the limits of the agency's past.

mod common;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use common::{good_draft, good_judgement, now, ten_thousand};
use neighbors_domain::agency::{AgencyKind, AgencyState};
use neighbors_domain::assistance_request::{Draft, End, Form, History, Past};
use neighbors_domain::case_number::CaseNumber;
use neighbors_domain::local_time::{LocalTime, instants};
use neighbors_domain::rules::{Rule, Verdict};
use proptest::prelude::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn local(text: &str) -> NaiveDateTime {
    text.parse().expect("a time on a wall")
}

/// The clocks of Denver in 2026: forward on March 8 and back on November 1, both at two in the morning.
fn denver(instant: DateTime<Utc>) -> i64 {
    let summer = at("2026-03-08T09:00:00Z")..at("2026-11-01T08:00:00Z");
    if summer.contains(&instant) { -6 * 3600 } else { -7 * 3600 }
}

#[test]
fn the_hour_that_is_left_out_in_march_is_no_time() {
    assert_eq!(instants(local("2026-03-08T02:30:00"), denver), LocalTime::Never);
    let before = instants(local("2026-03-08T01:59:00"), denver);
    assert_eq!(before, LocalTime::Once(at("2026-03-08T08:59:00Z")));
    assert_eq!(instants(local("2026-03-08T03:00:00"), denver), LocalTime::Once(at("2026-03-08T09:00:00Z")));
}

#[test]
fn the_hour_that_comes_twice_in_november_is_two_instants() {
    let twice = instants(local("2026-11-01T01:30:00"), denver);
    assert_eq!(twice, LocalTime::Twice(at("2026-11-01T07:30:00Z"), at("2026-11-01T08:30:00Z")));
    assert_eq!(instants(local("2026-11-01T02:00:00"), denver), LocalTime::Once(at("2026-11-01T09:00:00Z")));
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn every_instant_is_found_again_from_the_clock_on_the_wall(minutes in 0..525_600_i64) {
        let instant = at("2026-01-01T00:00:00Z") + TimeDelta::minutes(minutes);
        let wall = (instant + TimeDelta::seconds(denver(instant))).naive_utc();
        let found = match instants(wall, denver) {
            LocalTime::Once(only) => vec![only],
            LocalTime::Twice(first, second) => vec![first, second],
            LocalTime::Never => vec![],
        };
        prop_assert!(found.contains(&instant), "{} {:?}", wall, found);
    }
}

fn form() -> Form {
    let end = |at: DateTime<Utc>, _: &str| End {
        local: (at + TimeDelta::seconds(denver(at))).format("%Y-%m-%dT%H:%M").to_string(),
        second: false,
    };
    Form::of(&good_draft(), end)
}

#[test]
fn a_draft_taken_up_again_is_the_draft_it_was() {
    assert_eq!(form().draft(denver), Some(good_draft()));
}

#[test]
fn a_window_over_the_night_of_25_hours_is_as_long_as_it_lasts() {
    let end = |local: &str, second| End { local: local.into(), second };
    let mut form = Form { from: end("2026-10-31T22:00", false), ..form() };
    form.until = end("2026-11-01T01:30", false);
    let length = |form: &Form| form.window(denver).expect("a window").length().num_minutes();
    assert_eq!(length(&form), 210);
    form.until.second = true;
    assert_eq!(length(&form), 270);
}

proptest! {
    #![proptest_config(ten_thousand())]

    /// Both nights and any other time: what the wall shows at both ends never makes a window longer or shorter.
    #[test]
    fn a_window_read_from_the_wall_is_as_long_as_it_lasted(
        night in prop::sample::select(vec!["2026-03-08T09:00:00Z", "2026-11-01T08:00:00Z", "2026-07-01T06:00:00Z"]),
        before in 0..900_i64, length in 1..900_i64,
    ) {
        let from = at(night) - TimeDelta::minutes(before);
        let until = from + TimeDelta::minutes(length);
        let end = |at: DateTime<Utc>| {
            let wall = (at + TimeDelta::seconds(denver(at))).naive_utc();
            let second = matches!(instants(wall, denver), LocalTime::Twice(_, second) if second == at);
            End { local: wall.format("%Y-%m-%dT%H:%M").to_string(), second }
        };
        let form = Form { from: end(from), until: end(until), ..form() };
        prop_assert_eq!(form.window(denver).map(|window| window.length().num_minutes()), Some(length));
    }
}

#[test]
fn what_is_not_there_yet_is_open_and_nothing_can_be_sent() {
    let empty = Form { zone: "America/Denver".into(), ..Form::default() };
    assert_eq!(empty.draft(denver), None);
    let lines = empty.rules(now(), |_| good_judgement(), denver);
    let verdict = |rule| lines.iter().find(|line| line.rule == rule).expect("a line").verdict;
    for rule in [Rule::WindowLength, Rule::LookBack, Rule::AreaSize, Rule::AreaReach, Rule::PerPlace] {
        assert_eq!(verdict(rule), Verdict::Open, "{rule:?}");
    }
    for rule in [Rule::PerCase, Rule::MustCarry, Rule::AnonymousRoute, Rule::Content] {
        assert_eq!(verdict(rule), Verdict::Fail, "{rule:?}");
    }
}

#[test]
fn a_full_form_says_what_the_draft_would_be_told() {
    let lines = form().rules(now(), |_| good_judgement(), denver);
    assert_eq!(lines, good_draft().rules(now(), &good_judgement()));
}

#[test]
fn the_agencys_past_counts_spelling_tricks_and_the_busiest_cell_of_thirty_days() {
    let draft = good_draft();
    let past = |case: &str, days: i64| Past {
        case_key: CaseNumber(case.into()).key(),
        cells: vec![draft.area.incident],
        at: now() - TimeDelta::days(days),
    };
    let history = History {
        agency_kind: AgencyKind::Police,
        agency_state: AgencyState::Active,
        officers: vec!["det.  maya ORTEGA ".into()],
        past: vec![
            past("cf26.04417", 1),
            past("A", 2),
            past("B", 29),
            past("C", 30),
            past("CF 26 04417", 90),
        ],
    };
    let judged = history.judged(&draft, now());
    assert_eq!(judged.lead_is_there, Some(true));
    let alone = History { officers: vec!["Maya Ortega".into()], ..history.clone() };
    assert_eq!(alone.judged(&draft, now()).lead_is_there, Some(false));
    assert_eq!((judged.posts_for_case, judged.posts_over_busiest_cell), (2, 3));
    let elsewhere = Draft { area: neighbors_domain::area::Area::around(common::pentagons()[0]), ..draft };
    assert_eq!(history.judged(&elsewhere, now()).posts_over_busiest_cell, 0);
}
