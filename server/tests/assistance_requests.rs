//! Requests for assistance: what anyone can read of them, and how they end.

mod common;

use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{Cedar, SLUG, draft, review};
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{AssistanceRequest, Draft, Outcome, ShareBand, State};
use neighbors_domain::rules::Verdict;
use neighbors_server::store::assistance_requests::{of_agency, publish, resolve, set_outcome, void};
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
    let leaves = async |officer: &str| {
        sqlx::query("update officer set ended_at = $1 where id = $2")
            .bind(now().timestamp_millis())
            .bind(officer.to_owned())
            .execute(&**server.store())
            .await
            .expect("left");
    };
    leaves(&cedar.raman.id).await;
    let refused = api_error(publish(server.store(), &review(), &waiting, now()).await);
    assert!(matches!(refused, ApiError::Invalid { ref field, .. } if field == "keys"), "{refused:?}");
    leaves(&cedar.ortega.id).await;
    assert_eq!(read(&server, &published).await.officer.ended_at, Some(now()));
}
