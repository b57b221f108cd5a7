//! What a reviewer must have learned and answered before a decision counts.

mod common;

use chrono::{Days, NaiveDate};
use common::ten_thousand;
use neighbors_domain::review::{
    Answer, Decision, Done, Module, Question, ReviewError, Training, TrainingError, Verdict,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day") + Days::new(n)
}

fn trained(days: [u64; 6]) -> Training {
    let done = Module::ALL.into_iter().zip(days);
    let done = done.map(|(module, n)| Done { module, on: day(n), assessor: "A. Assessor".into() });
    Training { done: done.collect() }
}

fn decision(verdict: Verdict) -> Decision {
    let answers = vec![Some(Answer::Yes); Question::ALL.len()];
    Decision { answers, sensitive: Vec::new(), verdict, fingerprint: String::new() }
}

const NOTE: &str = "Start the window later, or say why.";

#[test]
fn six_weeks_to_the_day_are_enough_and_a_day_less_is_not() {
    assert_eq!(trained([0, 7, 14, 21, 28, 42]).check(day(42)), Ok(()));
    let hurried = trained([0, 7, 14, 21, 28, 41]).check(day(42));
    assert_eq!(hurried, Err(TrainingError::Time { days: 41, min_days: 42 }));
}

#[test]
fn a_module_that_is_planned_or_that_nobody_signed_is_lacking() {
    let planned = trained([0, 7, 14, 21, 28, 42]).check(day(41));
    assert_eq!(planned, Err(TrainingError::Module { module: Module::Supervised }));
    let mut unsigned = trained([0, 7, 14, 21, 28, 42]);
    unsigned.done[2].assessor = " ".into();
    assert_eq!(unsigned.check(day(42)), Err(TrainingError::Module { module: Module::Descriptions }));
    assert_eq!(Training::default().check(day(42)), Err(TrainingError::Module { module: Module::Rules }));
}

#[test]
fn one_doubt_keeps_a_request_from_being_approved_but_not_from_being_returned() {
    let mut doubtful = decision(Verdict::Approve);
    assert_eq!(doubtful.check(), Ok(()));
    doubtful.answers[5] = Some(Answer::Unsure);
    assert_eq!(doubtful.check(), Err(ReviewError::NotAllYes));
    doubtful.verdict = Verdict::Return { reason: Question::WindowFits, note: NOTE.into() };
    assert_eq!(doubtful.check(), Ok(()));
    doubtful.verdict = Verdict::Refuse { reason: Question::AreaFits, note: NOTE.into() };
    assert_eq!(doubtful.check(), Err(ReviewError::ReasonIsFine));
    doubtful.verdict = Verdict::Return { reason: Question::WindowFits, note: "  Too long.  ".into() };
    assert_eq!(doubtful.check(), Err(ReviewError::Note { chars: 9, min: 20, max: 1_000 }));
}

#[test]
fn every_key_leads_back() {
    for question in Question::ALL {
        assert_eq!(Question::from_key(question.key()), Some(question));
        assert_eq!(serde_json::to_value(question).expect("JSON"), question.key());
    }
    for module in Module::ALL {
        assert_eq!(Module::from_key(module.key()), Some(module));
    }
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn nothing_is_approved_but_with_a_yes_to_every_question(
        answers in vec(of(select(Answer::ALL.to_vec())), 0..12),
    ) {
        let all_yes = answers.len() == 8 && answers.iter().all(|answer| *answer == Some(Answer::Yes));
        let approved = Decision { answers, ..decision(Verdict::Approve) };
        prop_assert_eq!(approved.check().is_ok(), all_yes);
    }
}
