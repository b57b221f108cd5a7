//! Requests for assistance: the limits at publication, and what anyone can read.

mod common;

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use common::cedar::{Cedar, SLUG, draft, draft_of_case, review};
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{AssistanceRequest, Draft, Outcome, ShareBand, State};
use neighbors_domain::rules::{Refusal, Review, Verdict};
use neighbors_domain::window::Window;
use neighbors_server::auth::Operator;
use neighbors_server::store::agencies::suspend;
use neighbors_server::store::assistance_requests::{
    Keys, RECOVERY, history, of_agency, publish, resolve, set_outcome, submit, void,
};
use neighbors_server::{Error, Result};

async fn read(server: &TestServer, id: &str) -> AssistanceRequest {
    let (status, request) = server.get(&api::assistance_request(id)).await;
    assert_eq!(status, StatusCode::OK);
    request
}

fn api_error(result: Result<impl Sized>) -> ApiError {
    match result {
        Err(Error::Api(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was accepted"),
    }
}

/// The same request at a later moment: its window comes along.
fn draft_at(at: DateTime<Utc>, case: &str) -> Draft {
    let window = Window { from: at - TimeDelta::hours(6), until: at - TimeDelta::hours(2) };
    Draft { window, ..draft_of_case(case) }
}

#[tokio::test]
async fn anyone_reads_a_published_request_and_works_its_rules_out_again() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let id = cedar.published(&server, draft(), now()).await;
    let request = read(&server, &id).await;
    assert_eq!((&request.draft, request.life.state, request.version), (&draft(), State::Open, 1));
    assert_eq!(request.life.open_until, now() + Draft::OPEN_FOR);
    assert_eq!((request.agency.slug.as_str(), request.officer.name.as_str()), (SLUG, "Det. Maya Ortega"));
    assert!(request.recipient.starts_with("age1"));
    let lines = request.draft.rules(request.life.published_at, &request.judged);
    assert!(lines.iter().all(|line| line.verdict == Verdict::Pass), "{lines:?}");
    assert_eq!(request.life.shares, None);
}

#[tokio::test]
async fn nothing_of_a_request_is_public_before_a_reviewer_has_looked() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let id = cedar.submitted(&server, draft(), now()).await;
    let (status, missing): (_, ApiError) = server.get(&api::assistance_request(&id)).await;
    assert_eq!((status.as_u16(), missing), (404, ApiError::NotFound));
    assert_eq!(of_agency(server.store(), &cedar.agency, now()).await.expect("a history"), []);
}

#[tokio::test]
async fn a_review_with_a_question_left_open_publishes_nothing() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let id = cedar.submitted(&server, draft(), now()).await;
    let hasty = Review { questions_answered: 7, ..review() };
    let refused = api_error(publish(server.store(), &hasty, &id, now()).await);
    let refusals = vec![Refusal::ReviewUnfinished { answered: 7, of: 8 }];
    assert_eq!(refused, ApiError::Refused { refusals });
    publish(server.store(), &review(), &id, now()).await.expect("published");
}

#[tokio::test]
async fn nothing_is_published_twice() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let id = cedar.published(&server, draft(), now()).await;
    let again = publish(server.store(), &review(), &id, now() + TimeDelta::hours(1)).await;
    assert_eq!(api_error(again), ApiError::NotFound);
    assert_eq!(read(&server, &id).await.life.published_at, now());
}

#[tokio::test]
async fn a_request_that_waited_too_long_breaks_a_rule_at_publication() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let id = cedar.submitted(&server, draft(), now()).await;
    let late = now() + Window::LOOK_BACK;
    let refused = api_error(publish(server.store(), &review(), &id, late).await);
    let ApiError::Refused { refusals } = refused else { panic!("{refused:?}") };
    assert!(matches!(refusals[..], [Refusal::Window { .. }]), "{refusals:?}");
}

#[tokio::test]
async fn the_third_post_for_one_case_is_refused_whatever_its_spelling_and_void_ones_count() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let first = cedar.published(&server, draft_of_case("CF-26-04417"), now()).await;
    void(server.store(), &cedar.ortega, &first, now()).await.expect("void");
    let early = cedar.submitted(&server, draft_of_case("CF 26 04417"), now()).await;
    cedar.published(&server, draft_of_case("cf26.04417"), now()).await;

    let third = draft_of_case("ＣＦ-26-04417");
    let judged = history(server.store(), &cedar.ortega, &third, now()).await.expect("a history");
    assert_eq!(judged.posts_for_case, 2);
    let refusals = vec![Refusal::CaseUsedUp { posts: 2, max: 2 }];
    assert_eq!(third.check(now(), &judged), Err(refusals.clone()));
    // One that was submitted while there was room is judged again.
    let refused = api_error(publish(server.store(), &review(), &early, now()).await);
    assert_eq!(refused, ApiError::Refused { refusals });
}

#[tokio::test]
async fn the_fifth_post_over_one_cell_in_thirty_days_is_refused_and_the_day_after_is_not() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    for n in 0..4 {
        let at = now() + TimeDelta::days(n);
        cedar.published(&server, draft_at(at, &format!("CF-{n}")), at).await;
    }
    let at = now() + Draft::PLACE_PERIOD - TimeDelta::seconds(1);
    let fifth = draft_at(at, "CF-5");
    let judged = history(server.store(), &cedar.ortega, &fifth, at).await.expect("a history");
    let refusals = vec![Refusal::PlaceUsedUp { posts: 4, max: 4 }];
    assert_eq!(fifth.check(at, &judged), Err(refusals));

    let later = now() + Draft::PLACE_PERIOD;
    cedar.published(&server, draft_at(later, "CF-5"), later).await;
}

#[tokio::test]
async fn two_publications_at_the_same_instant_cannot_both_be_the_last_one_allowed() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    cedar.published(&server, draft(), now()).await;
    let (one, other) =
        (cedar.submitted(&server, draft(), now()).await, cedar.submitted(&server, draft(), now()).await);
    let review = review();
    let (one, other) = tokio::join!(
        publish(server.store(), &review, &one, now()),
        publish(server.store(), &review, &other, now())
    );
    let refused = match (one, other) {
        (Ok(()), refused) | (refused, Ok(())) => api_error(refused),
        (Err(one), Err(other)) => panic!("{one}, {other}"),
    };
    let refusals = vec![Refusal::CaseUsedUp { posts: 2, max: 2 }];
    assert_eq!(refused, ApiError::Refused { refusals });
    assert_eq!(of_agency(server.store(), &cedar.agency, now()).await.expect("a history").len(), 2);
}

#[tokio::test]
async fn a_key_that_one_officer_alone_could_open_is_refused() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let all = cedar.keys();
    let without = |holder: &str| {
        let wrapped = all.wrapped.iter().filter(|key| key.holder != holder).cloned().collect();
        Keys { wrapped, ..all.clone() }
    };
    let judged = history(server.store(), &cedar.ortega, &draft(), now()).await.expect("a history");
    let draft = draft().check(now(), &judged).expect("within the rules");
    for keys in [without(&cedar.raman.id), without(RECOVERY)] {
        let refused = api_error(submit(server.store(), &cedar.ortega, &draft, &keys, now()).await);
        assert!(matches!(refused, ApiError::Invalid { ref field, .. } if field == "keys"), "{refused:?}");
    }
    submit(server.store(), &cedar.ortega, &draft, &all, now()).await.expect("two officers and recovery");
}

#[tokio::test]
async fn a_key_wrapped_for_somebody_elses_officer_does_not_count() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let emails = ["x@pine.example", "y@pine.example"];
    let pine = Cedar::named(&server, "pine", "Pine Police Department", emails).await;
    let mut keys = cedar.keys();
    keys.wrapped[1].holder = pine.raman.id.clone();
    let judged = history(server.store(), &cedar.ortega, &draft(), now()).await.expect("a history");
    let draft = draft().check(now(), &judged).expect("within the rules");
    let refused = api_error(submit(server.store(), &cedar.ortega, &draft, &keys, now()).await);
    assert!(matches!(refused, ApiError::Invalid { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_suspended_agency_freezes_its_requests_and_publishes_nothing() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let open = cedar.published(&server, draft(), now()).await;
    let waiting = cedar.submitted(&server, draft(), now()).await;
    suspend(server.store(), Operator::at_the_command_line(), SLUG, now()).await.expect("suspended");
    assert_eq!(read(&server, &open).await.life.state, State::Frozen);
    let refused = api_error(publish(server.store(), &review(), &waiting, now()).await);
    let ApiError::Refused { refusals } = refused else { panic!("{refused:?}") };
    assert!(matches!(refusals[..], [Refusal::AgencyNotActive { .. }]), "{refusals:?}");
}

#[tokio::test]
async fn a_request_expires_after_thirty_days_and_owes_its_outcome_after_sixty() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let id = cedar.published(&server, draft(), now()).await;
    let end = now() + Draft::OPEN_FOR;
    for (at, state, overdue) in [
        (end - TimeDelta::seconds(1), State::Open, false),
        (end, State::Expired, false),
        (end + Draft::OUTCOME_DUE, State::Expired, false),
        (end + Draft::OUTCOME_DUE + TimeDelta::seconds(1), State::Expired, true),
    ] {
        server.app.clock.set(at);
        let life = read(&server, &id).await.life;
        assert_eq!((life.state, life.outcome_overdue), (state, overdue), "{at}");
        let closed = state == State::Expired;
        assert_eq!(life.closed_at, closed.then_some(end));
        assert_eq!(life.shares, closed.then_some(ShareBand::FewerThanFive));
    }
    let late = end + TimeDelta::days(90);
    set_outcome(server.store(), &cedar.ortega, &id, Outcome::NotUsed, late).await.expect("stated");
    let life = read(&server, &id).await.life;
    assert_eq!((life.outcome, life.outcome_overdue), (Some(Outcome::NotUsed), false));
}

#[tokio::test]
async fn resolving_closes_and_an_outcome_is_stated_once_after_that() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let id = cedar.published(&server, draft(), now()).await;
    let store = server.store();
    let early = set_outcome(store, &cedar.ortega, &id, Outcome::Used, now()).await;
    assert!(matches!(api_error(early), ApiError::Invalid { .. }));
    resolve(store, &cedar.raman, &id, now()).await.expect("any officer of the agency may");
    assert!(matches!(api_error(resolve(store, &cedar.ortega, &id, now()).await), ApiError::Invalid { .. }));
    set_outcome(store, &cedar.ortega, &id, Outcome::Used, now()).await.expect("stated");
    let again = set_outcome(store, &cedar.ortega, &id, Outcome::NotUsed, now()).await;
    assert!(matches!(api_error(again), ApiError::Invalid { .. }));
    let life = read(&server, &id).await.life;
    assert_eq!(
        (life.state, life.outcome, life.closed_at),
        (State::Resolved, Some(Outcome::Used), Some(now()))
    );
}

#[tokio::test]
async fn an_officer_of_another_agency_cannot_touch_it() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let emails = ["x@pine.example", "y@pine.example"];
    let pine = Cedar::named(&server, "pine", "Pine Police Department", emails).await;
    let id = cedar.published(&server, draft(), now()).await;
    let store = server.store();
    for tried in [
        resolve(store, &pine.ortega, &id, now()).await,
        void(store, &pine.ortega, &id, now()).await,
        set_outcome(store, &pine.ortega, &id, Outcome::Used, now()).await,
    ] {
        assert_eq!(api_error(tried), ApiError::NotFound);
    }
    assert_eq!(read(&server, &id).await.life.state, State::Open);
}

#[tokio::test]
async fn a_void_request_stays_in_the_history_and_owes_nothing() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let id = cedar.published(&server, draft(), now()).await;
    void(server.store(), &cedar.ortega, &id, now()).await.expect("void");
    let much_later = now() + TimeDelta::days(365);
    let history = of_agency(server.store(), &cedar.agency, much_later).await.expect("a history");
    let [summary] = &history[..] else { panic!("{history:?}") };
    assert_eq!((summary.life.state, summary.life.outcome_overdue), (State::Void, false));
}

#[tokio::test]
async fn an_officer_who_left_holds_no_key_and_the_badge_says_since_when() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let published = cedar.published(&server, draft(), now()).await;
    let waiting = cedar.submitted(&server, draft(), now()).await;
    sqlx::query("update officer set ended_at = $1")
        .bind(now().timestamp_millis())
        .execute(&**server.store())
        .await
        .expect("they left");
    let refused = api_error(publish(server.store(), &review(), &waiting, now()).await);
    assert!(matches!(refused, ApiError::Invalid { ref field, .. } if field == "keys"), "{refused:?}");
    assert_eq!(read(&server, &published).await.officer.ended_at, Some(now()));
}
