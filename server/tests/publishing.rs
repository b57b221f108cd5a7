//! What has to hold before a request for assistance is published.

mod common;

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use common::cedar::{Cedar, SLUG, draft, draft_of_case, review};
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{AssistanceRequest, Draft, State};
use neighbors_domain::rules::{Refusal, Review};
use neighbors_domain::window::Window;
use neighbors_server::auth::Operator;
use neighbors_server::store::agencies::suspend;
use neighbors_server::store::assistance_requests::{
    Keys, RECOVERY, history, of_agency, publish, submit, void,
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
    let spoken = cedar.spoken(draft, &all.recipient, now());
    for keys in [without(&cedar.raman.id), without(RECOVERY)] {
        let refused = api_error(submit(server.store(), &cedar.ortega, &spoken, &keys, now()).await);
        assert!(matches!(refused, ApiError::Invalid { ref field, .. } if field == "keys"), "{refused:?}");
    }
    submit(server.store(), &cedar.ortega, &spoken, &all, now()).await.expect("two officers and recovery");
}

#[tokio::test]
async fn a_key_counts_only_for_officers_who_are_there_and_receive() {
    for gone in ["roles = 'post,request'", "off_since = 1", "ended_at = 1"] {
        let server = TestServer::new().await;
        let cedar = Cedar::new(&server).await;
        let waiting = cedar.submitted(&server, draft(), now()).await;
        sqlx::query(&format!("update officer set {gone} where id = $1"))
            .bind(&cedar.raman.id)
            .execute(&**server.store())
            .await
            .expect("changed");
        let refused = api_error(publish(server.store(), &review(), &waiting, now()).await);
        assert!(
            matches!(refused, ApiError::Invalid { ref field, .. } if field == "keys"),
            "{gone}: {refused:?}"
        );
    }
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
    let spoken = cedar.spoken(draft, &keys.recipient, now());
    let refused = api_error(submit(server.store(), &cedar.ortega, &spoken, &keys, now()).await);
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
