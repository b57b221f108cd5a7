//! The life of a request over random sequences of acts: what happened once has happened.

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::{now, ten_thousand};
use neighbors_domain::assistance_request::{Act, Course, CourseError, Draft, Stage};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const ACTS: [Act; 7] =
    [Act::Return, Act::Refuse, Act::Publish, Act::Amend, Act::Resolve, Act::Void, Act::StateOutcome];

/// An act, and how many minutes after the one before: often at once, sometimes past the end of a request.
fn steps() -> impl Strategy<Value = Vec<(Act, i64)>> {
    let minutes = prop_oneof![4 => 0..600_i64, 1 => Just(Draft::OPEN_FOR.num_minutes()), 1 => 0..60_000_i64];
    vec((select(ACTS.to_vec()), minutes), 0..24)
}

fn times(course: &Course) -> [Option<DateTime<Utc>>; 6] {
    let Course { returned_at, refused_at, published_at, resolved_at, voided_at, outcome_at, .. } = *course;
    [returned_at, refused_at, published_at, resolved_at, voided_at, outcome_at]
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn nothing_that_happened_is_ever_taken_back_and_the_order_holds(steps in steps()) {
        let mut at = now();
        let mut course = Course::submitted(at);
        for (act, minutes) in steps {
            at += TimeDelta::minutes(minutes);
            let (before, stage) = (course, course.stage(at));
            match course.after(act, at) {
                Err(_) => prop_assert_eq!(course, before),
                Ok(after) => course = after,
            }
            // A time once set stays.
            for (was, is) in times(&before).into_iter().zip(times(&course)) {
                prop_assert!(was.is_none() || was == is);
            }
            // Nothing leads out of void, refused or returned, and nothing closed opens again.
            let next = course.stage(at);
            match stage {
                Stage::Void | Stage::Refused | Stage::Returned => prop_assert_eq!(next, stage),
                Stage::Resolved | Stage::Expired => prop_assert!(next == stage || next == Stage::Void),
                Stage::Open => prop_assert!(!matches!(next, Stage::Waiting | Stage::Returned | Stage::Refused)),
                Stage::Waiting => {}
            }
            // One decision only, and what was never published can be nothing else.
            let decisions = [course.returned_at, course.refused_at, course.published_at];
            prop_assert!(decisions.iter().flatten().count() <= 1);
            if course.published_at.is_none() {
                prop_assert!(course.resolved_at.is_none() && course.voided_at.is_none() && course.outcome_at.is_none());
            }
            // An outcome comes after the end, a resolution before the request would run out.
            if let (Some(outcome), Some(until)) = (course.outcome_at, course.open_until()) {
                prop_assert!(outcome >= course.resolved_at.unwrap_or(until));
            }
            if let (Some(resolved), Some(until)) = (course.resolved_at, course.open_until()) {
                prop_assert!(resolved < until);
            }
            let ended = matches!(next, Stage::Resolved | Stage::Expired | Stage::Void);
            prop_assert_eq!(course.closed_at(at).is_some(), ended);
            prop_assert!(course.closed_at(at).is_none_or(|closed| closed <= at));
        }
    }
}

#[test]
fn a_request_goes_from_review_to_its_outcome() {
    let hours = |n| now() + TimeDelta::hours(n);
    let course = Course::submitted(now());
    assert_eq!(course.stage(hours(1)), Stage::Waiting);
    let course = course.after(Act::Publish, hours(1)).expect("it waits");
    assert_eq!(course.after(Act::Publish, hours(2)), Err(CourseError::NotWaiting));
    assert_eq!(course.after(Act::StateOutcome, hours(2)), Err(CourseError::NoOutcomeNow));
    let course = course.after(Act::Amend, hours(2)).and_then(|it| it.after(Act::Resolve, hours(3)));
    let course = course.expect("it is open");
    assert_eq!(course.after(Act::Amend, hours(4)), Err(CourseError::NotOpenToAmend));
    let course = course.after(Act::StateOutcome, hours(4)).expect("it is closed");
    assert_eq!(course.after(Act::StateOutcome, hours(5)), Err(CourseError::NoOutcomeNow));
    assert_eq!(course.stage(hours(5)), Stage::Resolved);
}

#[test]
fn it_runs_out_at_the_very_second_and_void_ones_owe_nothing() {
    let course = Course::submitted(now()).after(Act::Publish, now()).expect("it waits");
    let end = now() + Draft::OPEN_FOR;
    assert_eq!(course.stage(end - TimeDelta::seconds(1)), Stage::Open);
    assert_eq!(course.stage(end), Stage::Expired);
    assert_eq!(course.after(Act::Resolve, end), Err(CourseError::NotOpenToResolve));
    let before = end - TimeDelta::seconds(1);
    let void = course.after(Act::Void, before).expect("published");
    assert_eq!(void.after(Act::StateOutcome, end), Err(CourseError::NoOutcomeNow));
    assert_eq!(void.after(Act::Void, end), Err(CourseError::VoidAlready));
    assert_eq!(void.closed_at(end), Some(before));
}

/// Void is for what was published in error, and no way around an outcome that is due.
#[test]
fn what_has_closed_is_void_only_with_an_outcome() {
    let open = Course::submitted(now()).after(Act::Publish, now()).expect("it waits");
    let resolved = open.after(Act::Resolve, now()).expect("open");
    for (closed, at) in [(resolved, now()), (open, now() + Draft::OPEN_FOR)] {
        assert_eq!(closed.after(Act::Void, at), Err(CourseError::OutcomeFirst));
        let stated = closed.after(Act::StateOutcome, at).expect("closed");
        assert_eq!(stated.after(Act::Void, at).map(|course| course.stage(at)), Ok(Stage::Void));
    }
}
