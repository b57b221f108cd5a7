//! Reviewers at work: the queue, one decision or two, what becomes public of it, amendments, the end.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{Cedar, SLUG, draft, draft_of_case, incident};
use common::desk::{House, NOTE, approve, case, decide, not_approved, outcome_of, refuse};
use common::public_record::events;
use common::{now, reviewer};
use neighbors_domain::addresses::api;
use neighbors_domain::agency::{AgencyProfile, RefusedFor};
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{
    AmendmentError, Draft, Outcome, Standing, State, StatedOutcome, Work,
};
use neighbors_domain::review::{
    Decision, Done, Module, Question, Queue, QueueAge, Reason, ReviewError, Sensitive, TrainingError, Verdict,
};
use neighbors_domain::rules::{Refusal, Verdict as RuleVerdict};
use neighbors_server::auth::Operator;
use neighbors_server::store::reviewers;

fn review_error(answer: Result<(), ApiError>) -> ReviewError {
    match answer {
        Err(ApiError::ReviewRefused { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_request_goes_through_review_into_the_open_with_the_reviewers_number() {
    let house = House::new().await;
    let id = house.send(draft()).await;
    let (_, queue): (_, Queue) = house.sam.get(api::REVIEW).await;
    assert_eq!((queue.reviewer, queue.waiting.len(), queue.waiting[0].id.as_str()), (2, 1, id.as_str()));
    let read = case(&house.sam, &id).await;
    assert_eq!((read.draft, read.version, read.others), (draft(), 1, 0));
    decide(&house.sam, &id, approve()).await.expect("published");
    let shown = house.shown(&id).await;
    assert_eq!(shown.life.state, State::Open);
    let review = shown.judged.review.clone().expect("reviewed");
    assert_eq!((review.reviewer, review.second, review.questions_answered), (2, None, 8));
    let lines = shown.draft.rules(shown.life.published_at, &shown.judged);
    assert!(lines.iter().all(|line| line.verdict == RuleVerdict::Pass), "{lines:?}");
    let (_, work): (_, Work) = house.ortega.get(api::PORTAL_REQUESTS).await;
    assert_eq!((work.sent.len(), work.published.len()), (0, 1));
}

#[tokio::test]
async fn the_queue_is_shut_before_the_training_is_complete() {
    let house = House::new().await;
    let ulla = reviewer(&house.server, "ulla@example.org", 5).await;
    let (status, error): (_, ApiError) = ulla.get(api::REVIEW).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let ApiError::ReviewRefused { reason: ReviewError::NotTrained { error } } = error else {
        panic!("{error:?}")
    };
    assert!(matches!(error, TrainingError::Module { .. }));
}

#[tokio::test]
async fn a_school_in_the_area_takes_two_reviewers_and_one_cannot_be_both() {
    let house = House::new().await;
    let id = house.send(draft()).await;
    let near_a_school = Decision { sensitive: vec![Sensitive::School], ..approve() };
    decide(&house.rita, &id, near_a_school).await.expect("noted");
    assert_eq!(house.standing().await, Standing::Waiting { place: 1, needs_second: true });
    assert_eq!(house.server.get::<ApiError>(&api::assistance_request(&id)).await.0, StatusCode::NOT_FOUND);
    assert_eq!(review_error(decide(&house.rita, &id, approve()).await), ReviewError::SecondIsFirst);
    let first = case(&house.sam, &id).await.first.expect("a first look");
    assert_eq!((first.reviewer, first.sensitive), (1, vec![Sensitive::School]));
    decide(&house.sam, &id, approve()).await.expect("published");
    let review = house.shown(&id).await.judged.review.expect("reviewed");
    assert_eq!((review.reviewer, review.second), (1, Some(2)));
}

#[tokio::test]
async fn what_is_returned_goes_back_with_its_reason_and_can_be_sent_again() {
    let house = House::new().await;
    let id = house.send(draft()).await;
    let back = not_approved(Verdict::Return { reason: Question::WindowFits, note: NOTE.into() });
    decide(&house.rita, &id, back).await.expect("returned");
    let reason = Reason::Asked(Question::WindowFits);
    let returned = Standing::Returned { at: now(), reason, note: NOTE.into() };
    assert_eq!(house.standing().await, returned);
    // It counts no more, so the case has room for two again.
    house.send(draft()).await;
    house.send(draft()).await;
    let (_, profile): (_, AgencyProfile) = house.server.get(&api::agency(SLUG)).await;
    assert_eq!((profile.refused, profile.refusals.len()), (0, 0));
}

#[tokio::test]
async fn a_refusal_is_counted_in_public_with_its_reason_and_without_a_word_of_the_text() {
    let house = House::new().await;
    for case in ["CF-1", "CF-2"] {
        let text = "Wyrmwood was seen near the alley. We are looking for recordings of it.";
        let id = house.send(Draft { text: text.into(), ..draft_of_case(case) }).await;
        decide(&house.rita, &id, refuse()).await.expect("refused");
    }
    let (_, profile): (_, AgencyProfile) = house.server.get(&api::agency(SLUG)).await;
    assert_eq!(
        (profile.refused, &profile.refusals[..]),
        (2, &[RefusedFor { reason: Question::WindowFits, times: 2 }][..])
    );
    let (_, _, bytes) = house.server.raw("GET", &api::agency(SLUG), "", Body::empty()).await;
    let page = String::from_utf8(bytes).expect("text");
    assert!(!page.contains("Wyrmwood") && !page.contains("opens hours before"), "{page}");
    assert!(matches!(house.standing().await, Standing::Refused { .. }));
}

#[tokio::test]
async fn of_two_reviewers_at_once_one_decides_and_the_other_hears_so() {
    for _ in 0..5 {
        let house = House::new().await;
        let id = house.send(draft()).await;
        let fingerprint = case(&house.rita, &id).await.fingerprint;
        let (yes, no) = (
            Decision { fingerprint: fingerprint.clone(), ..approve() },
            Decision { fingerprint, ..refuse() },
        );
        let path = api::review_case(&id);
        let (yes, no) = tokio::join!(
            outcome_of(&house.rita, "POST", &path, &yes),
            outcome_of(&house.sam, "POST", &path, &no)
        );
        let late = match (yes, no) {
            (Ok(()), late) | (late, Ok(())) => late,
            both => panic!("{both:?}"),
        };
        assert_eq!(review_error(late), ReviewError::Decided);
    }
}

#[tokio::test]
async fn only_what_was_read_can_be_decided_and_only_in_full() {
    let house = House::new().await;
    let id = house.send(draft()).await;
    let path = api::review_case(&id);
    let unread = outcome_of(&house.rita, "POST", &path, &approve()).await;
    assert_eq!(review_error(unread), ReviewError::Changed);
    let mut hasty = approve();
    hasty.answers[7] = None;
    let hasty = review_error(decide(&house.rita, &id, hasty).await);
    assert_eq!(hasty, ReviewError::Unfinished { answered: 7, of: 8 });
}

#[tokio::test]
async fn a_reviewer_who_worked_for_the_agency_never_meets_its_requests() {
    let house = House::new().await;
    let id = house.send(draft()).await;
    let fingerprint = case(&house.sam, &id).await.fingerprint;
    let operator = Operator::at_the_command_line();
    reviewers::keep_away(house.server.store(), operator, "rita@example.org", SLUG).await.expect("kept away");
    let (_, queue): (_, Queue) = house.rita.get(api::REVIEW).await;
    assert_eq!(queue.waiting, []);
    assert_eq!(house.rita.get::<ApiError>(&api::review_case(&id)).await.0, StatusCode::NOT_FOUND);
    let decision = Decision { fingerprint, ..approve() };
    let decided = outcome_of(&house.rita, "POST", &api::review_case(&id), &decision).await;
    assert_eq!(review_error(decided), ReviewError::OwnAgency);
    // Removed and named again, under another number: still kept away.
    let store = house.server.store();
    let operator = Operator::at_the_command_line;
    let before = reviewers::remove(store, operator(), "rita@example.org").await.expect("removed");
    let number = reviewers::add(store, operator(), "rita@example.org", now()).await.expect("named again");
    assert_ne!(before, number);
    for (n, module) in Module::ALL.into_iter().enumerate() {
        let on = (now() - TimeDelta::days(90 - 9 * n as i64)).date_naive();
        let done = Done { module, on, assessor: "A. Assessor".into() };
        reviewers::record(store, operator(), "rita@example.org", &done).await.expect("recorded");
    }
    let (_, queue): (_, Queue) = house.rita.get(api::REVIEW).await;
    assert_eq!(queue.waiting, []);
    let decided = outcome_of(&house.rita, "POST", &api::review_case(&id), &decision).await;
    assert_eq!(review_error(decided), ReviewError::OwnAgency);
}

#[tokio::test]
async fn what_waited_past_the_look_back_is_refused_by_the_rules_and_stays_in_the_queue() {
    let house = House::new().await;
    let id = house.send(draft()).await;
    house.server.app.clock.set(now() + TimeDelta::days(45));
    let rita = house.server.signed_in("rita@example.org").await;
    let Err(ApiError::Refused { refusals }) = decide(&rita, &id, approve()).await else {
        panic!("published")
    };
    assert!(matches!(refusals[..], [Refusal::Window { .. }]), "{refusals:?}");
    let (_, queue): (_, Queue) = rita.get(api::REVIEW).await;
    assert_eq!(queue.waiting.len(), 1);
}

#[tokio::test]
async fn anyone_reads_how_long_agencies_wait() {
    let house = House::new().await;
    let none = QueueAge { waiting: 0, oldest_submitted_at: None };
    assert_eq!(house.server.get::<QueueAge>(api::REVIEW_AGE).await.1, none);
    house.send(draft()).await;
    let one = QueueAge { waiting: 1, oldest_submitted_at: Some(now()) };
    assert_eq!(house.server.get::<QueueAge>(api::REVIEW_AGE).await.1, one);
}

#[tokio::test]
async fn an_amendment_is_reviewed_again_and_leaves_everything_else_as_it_was() {
    let house = House::new().await;
    let id = house.published().await;
    let before = house.shown(&id).await;
    let mut narrower = draft();
    narrower.area.cells.retain(|cell| *cell == incident());
    narrower.text = "Only the alley behind the market matters by now. Two bicycles were found.".into();
    house.amend(&id, &narrower).await.expect("sent");
    house.amend(&id, &narrower).await.expect("the same amendment twice is one");
    assert_eq!(house.shown(&id).await, before);
    let Err(ApiError::Invalid { .. }) =
        house.amend(&id, &Draft { text: draft().text, ..narrower.clone() }).await
    else {
        panic!("a second amendment while one waits")
    };
    let read = case(&house.rita, &id).await;
    assert_eq!((read.version, read.before), (2, Some(draft())));
    decide(&house.rita, &id, approve()).await.expect("published");
    let after = house.shown(&id).await;
    assert_eq!((after.version, &after.draft), (2, &narrower));
    assert_eq!((after.recipient, &after.life.published_at), (before.recipient, &before.life.published_at));
    assert_eq!(after.life.open_until, before.life.open_until);
}

#[tokio::test]
async fn an_amendment_that_asks_for_more_is_refused_in_the_words_of_the_rules() {
    let house = House::new().await;
    let id = house.published().await;
    let mut more = draft_of_case("CF-99");
    let new = incident().disk(2).into_iter().find(|cell| !more.area.cells.contains(cell)).expect("a cell");
    more.area.cells.push(new);
    more.window.until += TimeDelta::minutes(1);
    let Err(ApiError::Refused { refusals }) = house.amend(&id, &more).await else { panic!("taken") };
    let errors =
        [AmendmentError::AnotherCase, AmendmentError::WiderArea { cells: 1 }, AmendmentError::WiderWindow];
    assert_eq!(refusals, errors.map(|error| Refusal::Amendment { error }));
    let Err(ApiError::Refused { refusals }) = house.amend(&id, &draft()).await else { panic!("taken") };
    assert_eq!(refusals, [Refusal::Amendment { error: AmendmentError::NothingChanged }]);
}

#[tokio::test]
async fn a_request_is_resolved_amended_no_more_and_gets_one_outcome() {
    let house = House::new().await;
    let id = house.published().await;
    let outcome = StatedOutcome { outcome: Outcome::Used };
    let state = |answer| match answer {
        Err(ApiError::Invalid { field, sentence }) if field == "state" => sentence,
        other => panic!("{other:?}"),
    };
    let early = outcome_of(&house.ortega, "PUT", &api::portal_outcome(&id), &outcome).await;
    assert_eq!(state(early), "An outcome is stated once, after the request has closed.");
    outcome_of(&house.ortega, "POST", &api::portal_resolve(&id), &()).await.expect("resolved");
    let amended = house.amend(&id, &Draft { text: format!("{} Thank you.", draft().text), ..draft() }).await;
    assert_eq!(state(amended), "It is not open any more, so it cannot be amended.");
    let owed = outcome_of(&house.ortega, "POST", &api::portal_void(&id), &()).await;
    assert_eq!(state(owed), "It has closed: state its outcome first.");
    outcome_of(&house.ortega, "PUT", &api::portal_outcome(&id), &outcome).await.expect("stated");
    let shown = house.shown(&id).await;
    assert_eq!((shown.life.state, shown.life.outcome), (State::Resolved, Some(Outcome::Used)));
    outcome_of(&house.ortega, "POST", &api::portal_void(&id), &()).await.expect("void");
    assert_eq!(house.shown(&id).await.life.state, State::Void);
}

/// Two tabs, or an impatient thumb: done once, and written into the record once.
#[tokio::test]
async fn what_closes_a_request_at_the_same_instant_twice_closes_it_once() {
    let house = House::new().await;
    let id = house.published().await;
    let twice = async |method: &str, path: &str, body: &serde_json::Value| {
        let (one, other) = tokio::join!(
            outcome_of(&house.ortega, method, path, body),
            outcome_of(&house.ortega, method, path, body)
        );
        assert!(one.is_ok() != other.is_ok(), "{path}: {one:?} {other:?}");
    };
    let none = serde_json::json!({});
    twice("POST", &api::portal_resolve(&id), &none).await;
    twice("PUT", &api::portal_outcome(&id), &serde_json::json!({ "outcome": "used" })).await;
    twice("POST", &api::portal_void(&id), &none).await;
    let told: Vec<_> = events(&house.server).await.iter().map(|event| event.name()).collect();
    assert_eq!(told[told.len() - 4..], ["published", "resolved", "outcome_stated", "voided"]);
}

#[tokio::test]
async fn an_amendment_that_waits_while_the_request_is_resolved_is_published_no_more() {
    let house = House::new().await;
    let id = house.published().await;
    let shorter = Draft { text: "Only the alley behind the market matters by now.".into(), ..draft() };
    house.amend(&id, &shorter).await.expect("sent");
    outcome_of(&house.ortega, "POST", &api::portal_resolve(&id), &()).await.expect("resolved");
    let Err(ApiError::Invalid { .. }) = decide(&house.rita, &id, approve()).await else {
        panic!("published")
    };
    assert_eq!(house.shown(&id).await.version, 1);
}

#[tokio::test]
async fn for_another_agency_none_of_it_exists() {
    let house = House::new().await;
    let id = house.published().await;
    let emails = ["x@pine.example", "y@pine.example"];
    Cedar::named(&house.server, "pine", "Pine Police Department", emails).await;
    let stranger = house.server.signed_in(emails[0]).await;
    let outcome = StatedOutcome { outcome: Outcome::Used };
    for answer in [
        outcome_of(&stranger, "POST", &api::portal_resolve(&id), &()).await,
        outcome_of(&stranger, "POST", &api::portal_void(&id), &()).await,
        outcome_of(&stranger, "PUT", &api::portal_outcome(&id), &outcome).await,
        outcome_of(&stranger, "POST", &api::portal_amendments(&id), &draft()).await,
    ] {
        assert_eq!(answer, Err(ApiError::NotFound));
    }
    let (_, work): (_, Work) = stranger.get(api::PORTAL_REQUESTS).await;
    assert_eq!((work.sent.len(), work.published.len()), (0, 0));
}

#[tokio::test]
async fn a_case_that_is_handed_on_waits_for_the_others_and_is_never_offered_to_this_reviewer_again() {
    let house = House::new().await;
    let id = house.send(draft()).await;
    let read = case(&house.rita, &id).await;
    let hand_on = async |browser| outcome_of(browser, "POST", &api::review_hand_on(&id), &()).await;
    hand_on(&house.rita).await.expect("handed on");
    hand_on(&house.rita).await.expect("said twice, it is one");
    let offered =
        async |browser: &common::TestServer| browser.get::<Queue>(api::REVIEW).await.1.waiting.len();
    assert_eq!((offered(&house.rita).await, offered(&house.sam).await), (0, 1));
    assert_eq!(house.rita.get::<ApiError>(&api::review_case(&id)).await.0, StatusCode::NOT_FOUND);
    let decision = Decision { fingerprint: read.fingerprint, ..approve() };
    let late = outcome_of(&house.rita, "POST", &api::review_case(&id), &decision).await;
    let Err(ApiError::Invalid { sentence, .. }) = late else { panic!("{late:?}") };
    assert_eq!(sentence, "You handed this on. Another reviewer decides.");
    // The agency's place in the queue is what it was, and nothing tells of it.
    assert_eq!(house.standing().await, Standing::Waiting { place: 1, needs_second: false });
    decide(&house.sam, &id, approve()).await.expect("published");
    // A later version is the same case.
    let lead =
        neighbors_domain::assistance_request::LeadInvestigator { title: "Sergeant".into(), ..draft().lead };
    house.amend(&id, &Draft { lead, ..draft() }).await.expect("sent");
    assert_eq!((offered(&house.rita).await, offered(&house.sam).await), (0, 1));
}

#[tokio::test]
async fn whoever_approved_first_and_then_hands_on_takes_the_approval_back() {
    let house = House::new().await;
    let id = house.send(draft()).await;
    let near_a_school = Decision { sensitive: vec![Sensitive::School], ..approve() };
    decide(&house.rita, &id, near_a_school).await.expect("noted");
    outcome_of(&house.rita, "POST", &api::review_hand_on(&id), &()).await.expect("handed on");
    assert_eq!(case(&house.sam, &id).await.first, None);
    decide(&house.sam, &id, approve()).await.expect("published, by somebody who may");
    let review = house.shown(&id).await.judged.review.expect("reviewed");
    assert_eq!((review.reviewer, review.second), (2, None));
    // What is decided cannot be handed on, and what nobody sent neither.
    for id in [&*id, "nothing"] {
        let answer = outcome_of(&house.sam, "POST", &api::review_hand_on(id), &()).await;
        assert_eq!(answer, Err(ApiError::NotFound));
    }
}
