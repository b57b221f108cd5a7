//! What officers and reviewers send and read comes back from JSON as it went in.

mod common;

use common::{good_draft, good_judgement, now};
use neighbors_domain::agency::AgencyRef;
use neighbors_domain::assistance_request::{
    AmendmentError, End, Form, History, Holder, KeptForm, NewLead, Outcome, Past, Sent, Standing,
    StatedOutcome, Submission, Submitted, Work, WrappedKey,
};
use neighbors_domain::review::{
    Answer, Case, Decision, FirstLook, Module, Question, Queue, QueueAge, Reason, ReviewError, Sensitive,
    TrainingError, Verdict, Waiting,
};
use neighbors_domain::rules::{Refusal, Review};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Through text and through a value: serde takes two ways for flattened and tagged types.
fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(sent: &T) {
    let text = serde_json::to_string(sent).expect("JSON");
    assert_eq!(&serde_json::from_str::<T>(&text).expect("read again"), sent, "{text}");
    let value = serde_json::to_value(sent).expect("a value");
    assert_eq!(&serde_json::from_value::<T>(value).expect("read again"), sent, "{text}");
}

fn agency() -> AgencyRef {
    AgencyRef { slug: "cedar".into(), name: "Cedar".into(), demo: true }
}

fn form() -> Form {
    Form::of(&good_draft(), |_, _| End { local: "2026-11-01T01:30".into(), second: true })
}

#[test]
fn the_officers_side_comes_back() {
    comes_back(&form());
    comes_back(&Form::default());
    let wrapped = vec![WrappedKey { holder: "recovery".into(), wrapped: "YWdl".into() }];
    comes_back(&Submission { draft: good_draft(), recipient: "age1".into(), wrapped, signed: None });
    comes_back(&Submitted { id: "x".into(), version: 2 });
    comes_back(&Holder { holder: "recovery".into(), recipient: "age1".into() });
    comes_back(&StatedOutcome { outcome: Outcome::CaseClosed });
    let (reason, note) = (Question::AreaFits, "Too wide.".to_owned());
    for standing in [
        Standing::Waiting { place: 3, needs_second: true },
        Standing::Returned { at: now(), reason: Reason::Asked(reason), note: note.clone() },
        Standing::Returned { at: now(), reason: Reason::LeadGone, note: String::new() },
        Standing::Returned { at: now(), reason: Reason::TooFewKeys, note: String::new() },
        Standing::Refused { at: now(), reason, note },
    ] {
        let sent = Sent { id: "x".into(), version: 1, draft: good_draft(), submitted_at: now(), standing };
        let drafts = vec![KeptForm { id: "draft".into(), form: form(), saved_at: now() }];
        let left_at = Some(now());
        let new_leads = vec![NewLead { id: "x".into(), name: "Det. Maya Ortega".into(), left_at }];
        comes_back(&Work {
            drafts,
            sent: vec![sent],
            published: Vec::new(),
            in_hand: vec!["x".into()],
            new_leads,
        });
    }
    let judged = good_judgement();
    let past = vec![Past { case_key: "CF".into(), cells: good_draft().area.cells, at: now() }];
    let officers = vec!["Det. Maya Ortega".to_owned()];
    let (agency_kind, agency_state) = (judged.agency_kind, judged.agency_state);
    comes_back(&History { agency_kind, agency_state, officers, past });
}

#[test]
fn the_reviewers_side_comes_back() {
    for verdict in [
        Verdict::Approve,
        Verdict::Return { reason: Question::WindowFits, note: "Later.".into() },
        Verdict::Refuse { reason: Question::Unlawful, note: "A protest.".into() },
    ] {
        let answers = vec![Some(Answer::Unsure), None, Some(Answer::Yes)];
        comes_back(&Decision {
            answers,
            sensitive: Sensitive::ALL.to_vec(),
            verdict,
            fingerprint: "ab".into(),
        });
    }
    let waiting = Waiting {
        id: "x".into(),
        version: 1,
        agency: agency(),
        title: "Garage".into(),
        submitted_at: now(),
        needs_second: true,
        by_me: false,
    };
    comes_back(&Queue { reviewer: 4, waiting: vec![waiting] });
    comes_back(&QueueAge { waiting: 0, oldest_submitted_at: None });
    comes_back(&Case {
        id: "x".into(),
        version: 2,
        agency: agency(),
        draft: good_draft(),
        before: Some(good_draft()),
        judged: good_judgement(),
        judged_at: now(),
        submitted_at: now(),
        first: Some(FirstLook { reviewer: 4, sensitive: vec![Sensitive::School] }),
        fingerprint: "ab".into(),
        others: 1,
    });
}

#[test]
fn every_no_comes_back_as_itself() {
    for error in [
        ReviewError::NotTrained { error: TrainingError::Module { module: Module::Victims } },
        ReviewError::NotTrained { error: TrainingError::Time { days: 41, min_days: 42 } },
        ReviewError::OwnAgency,
        ReviewError::Unfinished { answered: 7, of: 8 },
        ReviewError::Note { chars: 1, min: 20, max: 1_000 },
        ReviewError::SecondIsFirst,
    ] {
        comes_back(&neighbors_domain::api::ApiError::ReviewRefused { reason: error });
    }
    comes_back(&Refusal::Amendment { error: AmendmentError::WiderArea { cells: 2 } });
    comes_back(&Refusal::Amendment { error: AmendmentError::AnotherCase });
    comes_back(&Review { reviewer: 4, questions_answered: 8, questions: 8, second: Some(7) });
}
