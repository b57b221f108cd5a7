//! What comes too late, and what comes twice: a clear sentence, nothing lost, nothing done twice.

mod common;

use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{Cedar, ORTEGA, RAMAN, SLUG, draft, draft_of_case};
use common::desk::{House, approve, case, decide, outcome_of, refuse};
use common::world::World;
use common::{Answer, TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{Draft, Form, KeptForm, Standing, State, Work};
use neighbors_domain::comment::{self, Comment};
use neighbors_domain::officers::OfficerError;
use neighbors_domain::review::{Decision, ReviewError, Sensitive};
use neighbors_domain::rules::Refusal;
use neighbors_server::auth::Operator;
use neighbors_server::store::{agencies, assistance_requests};

const ID: &str = "0123456789abcdef";

fn form(title: &str) -> Form {
    Form { title: title.into(), ..Form::default() }
}

fn refusals(answer: &Answer) -> Vec<Refusal> {
    match answer.error() {
        ApiError::Refused { refusals } => refusals,
        other => panic!("{other:?}"),
    }
}

async fn count(server: &TestServer, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query_scalar(&sql).fetch_one(&**server.store()).await.expect("a count")
}

#[tokio::test]
async fn an_agency_suspended_while_its_officer_types_keeps_the_draft_and_sends_it_afterwards() {
    let house = House::new().await;
    let open = house.published().await;
    let operator = Operator::at_the_command_line;
    agencies::suspend(house.server.store(), operator(), SLUG, now()).await.expect("suspended");

    let kept: (_, KeptForm) = house.ortega.put(&api::portal_draft(ID), &form("typed on")).await;
    assert_eq!((kept.0, kept.1.form.title.as_str()), (StatusCode::OK, "typed on"));
    let submission = house.cedar.submission(draft());
    let refused = house.ortega.once(api::PORTAL_REQUESTS, ID, &submission).await;
    let ApiError::Invalid { sentence, .. } = refused.error() else { panic!("{}", refused.text()) };
    assert_eq!(sentence, OfficerError::Suspended.to_string());
    let shorter = Draft { text: "Only the alley behind the market matters by now.".into(), ..draft() };
    let told = house.amend(&open, &shorter).await;
    assert!(matches!(told, Err(ApiError::Invalid { sentence: told, .. }) if told == sentence));
    let (_, work): (_, Work) = house.ortega.get(api::PORTAL_REQUESTS).await;
    assert_eq!((work.drafts.len(), work.sent.len(), work.published[0].life.state), (1, 0, State::Frozen));

    agencies::resume(house.server.store(), operator(), SLUG, now()).await.expect("resumed");
    let (_, kept): (_, KeptForm) = house.ortega.get(&api::portal_draft(ID)).await;
    assert_eq!(kept.form.title, "typed on");
    let sent = house.ortega.once(api::PORTAL_REQUESTS, ID, &submission).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    house.amend(&open, &shorter).await.expect("amended");
}

#[tokio::test]
async fn an_officer_ended_while_typing_leaves_no_draft_and_no_colleague_reads_it() {
    let house = House::new().await;
    let raman = house.server.signed_in(RAMAN).await;
    let (status, _): (_, KeptForm) = raman.put(&api::portal_draft(ID), &form("Quillfeather")).await;
    assert_eq!(status, StatusCode::OK);
    let (status, _): (_, ApiError) = house.ortega.get(&api::portal_draft(ID)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    sqlx::query("update officer set admin_since = 1 where id = $1")
        .bind(&house.cedar.ortega.id)
        .execute(&**house.server.store())
        .await
        .expect("an administrator");
    let path = api::portal_officer(&house.cedar.raman.id);
    outcome_of(&house.ortega, "DELETE", &path, &()).await.expect("ended");

    let (status, error): (_, ApiError) = raman.put(&api::portal_draft(ID), &form("Quillfeather again")).await;
    assert_eq!((status, &error), (StatusCode::UNAUTHORIZED, &ApiError::SignInRequired));
    assert_eq!(error.to_string(), "Sign in first. Nothing you wrote is lost.");
    let sent = raman.once(api::PORTAL_REQUESTS, ID, &house.cedar.submission(draft())).await;
    assert_eq!(sent.status, StatusCode::UNAUTHORIZED);
    assert_eq!(count(&house.server, "assistance_request_draft").await, 0);
    // A save that was on its way at that instant comes to nothing either.
    let save = neighbors_server::store::drafts::save;
    let late =
        save(house.server.store(), &house.cedar.raman, ID, "unsent", &form("Quillfeather"), now()).await;
    assert!(late.is_err());
    assert_eq!(count(&house.server, "assistance_request_draft").await, 0);
}

#[tokio::test]
async fn a_request_that_runs_out_while_its_amendment_is_typed_is_amended_no_more() {
    let mut house = House::new().await;
    let id = house.published().await;
    let until = house.shown(&id).await.life.open_until;
    house.server.app.clock.set(until - TimeDelta::seconds(1));
    house.sign_in_again().await;
    let shorter = Draft { text: "Only the alley behind the market matters by now.".into(), ..draft() };
    house.server.app.clock.set(until);
    let Err(ApiError::Invalid { field, sentence }) = house.amend(&id, &shorter).await else {
        panic!("amended")
    };
    assert_eq!(field, "state");
    assert_eq!(sentence, "It is not open any more, so it cannot be amended.");
    let shown = house.shown(&id).await;
    assert_eq!((shown.version, shown.life.state), (1, State::Expired));
}

#[tokio::test]
async fn a_save_on_its_way_when_the_draft_was_sent_does_not_bring_it_back() {
    let house = House::new().await;
    let path = api::portal_draft(ID);
    let saved: (_, KeptForm) = house.ortega.put(&path, &form("typed")).await;
    assert_eq!(saved.0, StatusCode::OK);
    let sent = house.ortega.once(api::PORTAL_REQUESTS, ID, &house.cedar.submission(draft())).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    outcome_of(&house.ortega, "DELETE", &path, &()).await.expect("discarded");

    let late: (_, KeptForm) = house.ortega.put(&path, &form("typed on")).await;
    assert_eq!(late.0, StatusCode::OK);
    assert_eq!(count(&house.server, "assistance_request_draft").await, 0);
    let another: (_, KeptForm) = house.ortega.put(&api::portal_draft("another-draft"), &form("next")).await;
    assert_eq!((another.0, count(&house.server, "assistance_request_draft").await), (StatusCode::OK, 1));
}

#[tokio::test]
async fn one_draft_pressed_twice_at_the_same_instant_is_one_request() {
    for _ in 0..5 {
        let house = House::new().await;
        let submission = house.cedar.submission(draft());
        let press = async || house.ortega.once(api::PORTAL_REQUESTS, ID, &submission).await;
        let (one, other) = tokio::join!(press(), press());
        assert_eq!(
            (one.status, other.status),
            (StatusCode::CREATED, StatusCode::CREATED),
            "{}",
            other.text()
        );
        assert_eq!(one.text(), other.text());
        assert_eq!(count(&house.server, "assistance_request").await, 1);
    }
}

#[tokio::test]
async fn of_two_submissions_at_the_same_instant_one_is_the_fourth_over_a_cell() {
    for _ in 0..5 {
        let server = TestServer::new().await;
        let cedar = Cedar::new(&server).await;
        let (ortega, raman) = (server.signed_in(ORTEGA).await, server.signed_in(RAMAN).await);
        for n in 0..3 {
            cedar.published(&server, draft_of_case(&format!("CF-{n}")), now()).await;
        }
        let (one, other) = (cedar.submission(draft_of_case("CF-8")), cedar.submission(draft_of_case("CF-9")));
        let (one, other) = tokio::join!(
            ortega.once(api::PORTAL_REQUESTS, "one-0001", &one),
            raman.once(api::PORTAL_REQUESTS, "other-0001", &other)
        );
        let refused = match (one.status, other.status) {
            (StatusCode::CREATED, _) => other,
            (_, StatusCode::CREATED) => one,
            both => panic!("{both:?}"),
        };
        assert_eq!(refusals(&refused), [Refusal::PlaceUsedUp { posts: 4, max: 4 }]);
    }
}

#[tokio::test]
async fn of_two_amendments_at_the_same_instant_one_waits_and_the_same_one_is_one() {
    for _ in 0..5 {
        let house = House::new().await;
        let id = house.published().await;
        let words = |text: &str| Draft { text: text.into(), ..draft() };
        let (one, other) = (
            words("Only the alley behind the market matters by now."),
            words("Only the alley beside the school yard matters by now."),
        );
        let (first, second, again) =
            tokio::join!(house.amend(&id, &one), house.amend(&id, &other), house.amend(&id, &one));
        let sentence = "An amendment of this request waits for review already. Wait for the decision.";
        let told = |answer: &Result<(), ApiError>| matches!(answer, Err(ApiError::Invalid { sentence: told, .. }) if told == sentence);
        assert_eq!(first.is_ok(), again.is_ok(), "{first:?} {again:?}");
        assert!(first.is_ok() && told(&second) || second.is_ok() && told(&first), "{first:?} {second:?}");
        assert_eq!(count(&house.server, "assistance_request_version").await, 2);
    }
}

#[tokio::test]
async fn a_decision_sent_twice_is_one_and_another_one_is_told_it_is_late() {
    let house = House::new().await;
    let id = house.send(draft()).await;
    let path = api::review_case(&id);
    let fingerprint = case(&house.rita, &id).await.fingerprint;
    let yes = Decision { fingerprint: fingerprint.clone(), ..approve() };
    let no = Decision { fingerprint, ..refuse() };
    let press = async || outcome_of(&house.rita, "POST", &path, &yes).await;
    let (one, other) = tokio::join!(press(), press());
    assert_eq!((one, other, press().await), (Ok(()), Ok(()), Ok(())));
    let late = Err(ApiError::ReviewRefused { reason: ReviewError::Decided });
    assert_eq!(outcome_of(&house.rita, "POST", &path, &no).await, late);
    assert_eq!(outcome_of(&house.sam, "POST", &path, &yes).await, late);
    assert_eq!(house.shown(&id).await.version, 1);

    // A first approval that waits for a second one, and a refusal.
    let id = house.send(draft_of_case("CF-2")).await;
    let school = Decision { sensitive: vec![Sensitive::School], ..approve() };
    decide(&house.rita, &id, school.clone()).await.expect("noted");
    decide(&house.rita, &id, school.clone()).await.expect("noted once");
    assert_eq!(house.standing().await, Standing::Waiting { place: 1, needs_second: true });
    let fingerprint = case(&house.sam, &id).await.fingerprint;
    let no = Decision { fingerprint, ..refuse() };
    for _ in 0..2 {
        outcome_of(&house.sam, "POST", &api::review_case(&id), &no).await.expect("refused");
    }
    let again = Decision { fingerprint: no.fingerprint.clone(), ..school };
    assert_eq!(outcome_of(&house.rita, "POST", &api::review_case(&id), &again).await, late);
    assert!(matches!(house.standing().await, Standing::Refused { .. }));
}

#[tokio::test]
async fn an_officers_comment_pressed_twice_is_one_and_a_suspended_agencys_is_none() {
    let world = World::new().await;
    let thread = api::comments(&world.request);
    let said = comment::Draft { text: "An officer has looked at the rack.".into() };
    let press = async || world.ortega.once(&thread, ID, &said).await;
    let (one, other) = tokio::join!(press(), press());
    let ids = [one, other].map(|answer| {
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        serde_json::from_slice::<Comment>(&answer.body).expect("a comment").id
    });
    assert_eq!(ids[0], ids[1]);
    assert_eq!(count(&world.server, "comment").await, 1);
    let operator = Operator::at_the_command_line;
    agencies::suspend(world.server.store(), operator(), SLUG, now()).await.expect("suspended");
    let late = world.ortega.once(&thread, "another-key", &said).await;
    let ApiError::Invalid { sentence, .. } = late.error() else { panic!("{}", late.text()) };
    assert_eq!(sentence, OfficerError::Suspended.to_string());
    assert_eq!(count(&world.server, "comment").await, 1);
    // Nor is one mended into another, nor does one that was deleted come back.
    let mine = api::one_comment(&ids[0]);
    let other = comment::Draft { text: "Nobody has looked at the rack.".into() };
    for (method, path) in [("PUT", mine.clone()), ("POST", api::comment_undo(&ids[0]))] {
        let Err(ApiError::Invalid { sentence, .. }) = outcome_of(&world.ortega, method, &path, &other).await
        else {
            panic!("{method} {path}")
        };
        assert_eq!(sentence, OfficerError::Suspended.to_string());
    }
}

#[tokio::test]
async fn what_an_officer_signed_who_is_ended_at_that_instant_is_not_taken() {
    let house = House::new().await;
    let (store, ortega) = (house.server.store(), &house.cedar.ortega);
    let judged = assistance_requests::history(store, ortega, &draft(), now()).await.expect("a history");
    let checked = draft().check(now(), &judged).expect("within the rules");
    let keys = house.cedar.keys();
    let spoken = house.cedar.spoken(checked, &keys.recipient, now());
    sqlx::query("update officer set admin_since = 1 where id = $1")
        .bind(&house.cedar.raman.id)
        .execute(&**store)
        .await
        .expect("an administrator");
    let raman = house.server.signed_in(RAMAN).await;
    outcome_of(&raman, "DELETE", &api::portal_officer(&ortega.id), &()).await.expect("ended");
    // As if the door had let them through a moment before.
    let late = assistance_requests::submit(store, ortega, &spoken, &keys, now()).await;
    let Err(neighbors_server::Error::Api(ApiError::SignInRequired)) = late else { panic!("{late:?}") };
    assert_eq!(count(&house.server, "assistance_request").await, 0);
}
