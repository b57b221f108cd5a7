//! Who leads a case, and in whose hands a request is: at submission, at approval, when an officer leaves, and for colleagues.

mod common;

use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{Cedar, ORTEGA, RAMAN, draft, draft_of_case};
use common::desk::{House, approve, case, decide, outcome_of};
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{
    Draft, LeadInvestigator, NewLead, Outcome, Standing, StatedOutcome, Submitted, Work,
};
use neighbors_domain::officers::{Role, Roles};
use neighbors_domain::review::{Queue, Reason};
use neighbors_domain::rules::Refusal;
use neighbors_server::auth::{AgencyAdmin, Officer};
use neighbors_server::store::officers::list::end;

fn led_by(name: &str, draft: Draft) -> Draft {
    Draft { lead: LeadInvestigator { name: name.into(), ..draft.lead.clone() }, ..draft }
}

async fn leaves(house: &House, officer: &Officer) {
    let by = AgencyAdmin(house.cedar.ortega.clone());
    end(house.server.store(), &by, &officer.id, house.server.app.clock.now()).await.expect("left");
}

async fn work(browser: &TestServer) -> Work {
    let (status, work) = browser.get(api::PORTAL_REQUESTS).await;
    assert_eq!(status, StatusCode::OK);
    work
}

fn sentence(answer: Result<(), ApiError>) -> String {
    match answer {
        Err(ApiError::Invalid { field, sentence }) if field == "verdict" => sentence,
        other => panic!("{other:?}"),
    }
}

async fn set(server: &TestServer, officer: &Officer, change: &str) {
    let sql = format!("update officer set {change} where id = $1");
    sqlx::query(&sql).bind(&officer.id).execute(&**server.store()).await.expect("changed");
}

/// A third officer, who can lead and leave while the other two keep their keys.
async fn with_a_third(house: &House) -> Cedar {
    let emails = ["x@pine.example", "y@pine.example"];
    let pine = Cedar::named(&house.server, "pine", "Pine Police Department", emails).await;
    let change = format!("agency_id = '{}', name = 'Sgt. Lee Park'", house.cedar.agency);
    set(&house.server, &pine.raman, &change).await;
    pine
}

#[tokio::test]
async fn a_case_is_led_by_an_officer_who_is_there_and_switched_on() {
    let house = House::new().await;
    let refused = async |draft: Draft| {
        let submission = house.cedar.submission(draft);
        match outcome_of(&house.ortega, "POST", api::PORTAL_REQUESTS, &submission).await {
            Err(ApiError::Refused { refusals }) => refusals,
            other => panic!("{other:?}"),
        }
    };
    let nobody = refused(led_by("Det. Nobody Known", draft())).await;
    assert_eq!(nobody, [Refusal::NoLeadInvestigator]);
    set(&house.server, &house.cedar.raman, "off_since = 1").await;
    assert_eq!(refused(led_by("Officer Priya Raman", draft())).await, [Refusal::NoLeadInvestigator]);
    set(&house.server, &house.cedar.raman, "off_since = null").await;
    // Letters and spaces are no names.
    house.send(led_by("officer  priya RAMAN", draft())).await;
    // Another agency's officer leads nothing here.
    let emails = ["x@pine.example", "y@pine.example"];
    let pine = Cedar::named(&house.server, "pine", "Pine Police Department", emails).await;
    set(&house.server, &pine.raman, "name = 'Ada Stranger'").await;
    assert_eq!(refused(led_by("Ada Stranger", draft())).await, [Refusal::NoLeadInvestigator]);
}

#[tokio::test]
async fn an_approval_returns_what_lost_its_lead_with_a_reason_the_agency_reads() {
    let house = House::new().await;
    let id = house.send(led_by("Officer Priya Raman", draft())).await;
    leaves(&house, &house.cedar.raman).await;
    let told = sentence(decide(&house.rita, &id, approve()).await);
    assert!(told.starts_with("Its lead investigator is not an active officer any more."), "{told}");
    let returned = Standing::Returned { at: now(), reason: Reason::LeadGone, note: String::new() };
    assert_eq!(house.standing().await, returned);
    assert_eq!(house.server.get::<ApiError>(&api::assistance_request(&id)).await.0, StatusCode::NOT_FOUND);
    let (_, queue): (_, Queue) = house.sam.get(api::REVIEW).await;
    assert_eq!(queue.waiting, []);
    let keys: i64 = sqlx::query_scalar("select count(*) from assistance_request_key")
        .fetch_one(&**house.server.store())
        .await
        .expect("counted");
    assert_eq!(keys, 0, "what is never published needs no keys");
}

#[tokio::test]
async fn an_approval_returns_what_only_one_officer_could_still_open() {
    let house = House::new().await;
    let id = house.send(draft()).await;
    leaves(&house, &house.cedar.raman).await;
    let told = sentence(decide(&house.rita, &id, approve()).await);
    assert!(told.starts_with("Fewer than two officers"), "{told}");
    let returned = Standing::Returned { at: now(), reason: Reason::TooFewKeys, note: String::new() };
    assert_eq!(house.standing().await, returned);
}

#[tokio::test]
async fn an_open_request_asks_for_a_new_lead_until_an_amendment_names_one() {
    let house = House::new().await;
    let id = house.send(led_by("Officer Priya Raman", draft())).await;
    decide(&house.rita, &id, approve()).await.expect("published");
    let other = house.send(draft_of_case("CF-26-04418")).await;
    decide(&house.rita, &other, approve()).await.expect("published");
    assert_eq!(work(&house.ortega).await.new_leads, []);
    // Switched off for a while is not gone.
    set(&house.server, &house.cedar.raman, "off_since = 1").await;
    assert_eq!(work(&house.ortega).await.new_leads, []);

    let then = now() + TimeDelta::hours(3);
    house.server.app.clock.set(then);
    leaves(&house, &house.cedar.raman).await;
    let asks = NewLead { id: id.clone(), name: "Officer Priya Raman".into(), left_at: Some(then) };
    assert_eq!(work(&house.ortega).await.new_leads, [asks]);

    // An amendment that changes the words alone is refused: it names nobody who is there.
    let words =
        Draft { text: format!("{} Thank you.", draft().text), ..led_by("Officer Priya Raman", draft()) };
    let Err(ApiError::Refused { refusals }) = house.amend(&id, &words).await else { panic!("taken") };
    assert_eq!(refusals, [Refusal::NoLeadInvestigator]);
    house.amend(&id, &draft()).await.expect("a new lead");
    assert_eq!(work(&house.ortega).await.new_leads.len(), 1, "until it is reviewed");
    decide(&house.sam, &id, approve()).await.expect("published");
    assert_eq!(work(&house.ortega).await.new_leads, []);
    let shown = house.shown(&id).await;
    assert_eq!((shown.version, shown.draft.lead), (2, draft().lead));
}

#[tokio::test]
async fn what_is_closed_asks_for_nobody() {
    let house = House::new().await;
    let id = house.send(led_by("Officer Priya Raman", draft())).await;
    decide(&house.rita, &id, approve()).await.expect("published");
    leaves(&house, &house.cedar.raman).await;
    assert_eq!(work(&house.ortega).await.new_leads.len(), 1);
    outcome_of(&house.ortega, "POST", &api::portal_resolve(&id), &()).await.expect("resolved");
    assert_eq!(work(&house.ortega).await.new_leads, []);
}

#[tokio::test]
async fn an_amendment_whose_new_lead_left_meanwhile_goes_back_and_the_published_words_stay() {
    let house = House::new().await;
    let pine = with_a_third(&house).await;
    let id = house.published().await;
    house.amend(&id, &led_by("Sgt. Lee Park", draft())).await.expect("sent");
    leaves(&house, &pine.raman).await;
    sentence(decide(&house.rita, &id, approve()).await);
    assert!(matches!(house.standing().await, Standing::Returned { reason: Reason::LeadGone, .. }));
    let shown = house.shown(&id).await;
    assert_eq!((shown.version, shown.draft), (1, draft()));
    let keys: i64 = sqlx::query_scalar("select count(*) from assistance_request_key")
        .fetch_one(&**house.server.store())
        .await
        .expect("counted");
    assert_eq!(keys, 3, "the request is open, and keeps its keys");
}

#[tokio::test]
async fn a_reviewer_reads_that_the_lead_left_before_deciding() {
    let house = House::new().await;
    let id = house.send(led_by("Officer Priya Raman", draft())).await;
    assert_eq!(case(&house.rita, &id).await.judged.lead_is_there, Some(true));
    leaves(&house, &house.cedar.raman).await;
    assert_eq!(case(&house.rita, &id).await.judged.lead_is_there, Some(false));
}

/// What one may do to a published request, and whether each was taken.
async fn acts(browser: &TestServer, id: &str) -> [bool; 4] {
    let words = Draft { text: format!("{} Thank you.", draft().text), ..draft() };
    let outcome = StatedOutcome { outcome: Outcome::Used };
    let answers = [
        outcome_of(browser, "POST", &api::portal_amendments(id), &words).await,
        outcome_of(browser, "POST", &api::portal_resolve(id), &()).await,
        outcome_of(browser, "PUT", &api::portal_outcome(id), &outcome).await,
        outcome_of(browser, "POST", &api::portal_void(id), &()).await,
    ];
    answers.map(|answer| match answer {
        Ok(()) => true,
        Err(ApiError::Forbidden) => false,
        other => panic!("{other:?}"),
    })
}

#[tokio::test]
async fn a_colleagues_request_is_in_the_hands_of_whoever_supervises() {
    let house = House::new().await;
    let roles = |roles: &[Role]| format!("roles = '{}'", Roles::from(roles.to_vec()).text());
    let raman = house.server.signed_in(RAMAN).await;

    // Asking without supervising: one's own, and those one leads.
    set(&house.server, &house.cedar.raman, &roles(&[Role::Request, Role::Receive])).await;
    let ortegas = house.published().await;
    assert_eq!(acts(&raman, &ortegas).await, [false; 4]);
    assert_eq!(work(&raman).await.in_hand, Vec::<String>::new());
    let led = house.send(led_by("Officer Priya Raman", draft_of_case("CF-2"))).await;
    decide(&house.rita, &led, approve()).await.expect("published");
    let own = house.cedar.submission(led_by("Officer Priya Raman", draft_of_case("CF-3")));
    let (_, own): (_, Submitted) = raman.post(api::PORTAL_REQUESTS, &own).await;
    decide(&house.rita, &own.id, approve()).await.expect("published");
    let mut hand = work(&raman).await.in_hand;
    hand.sort();
    let mut expected = [led.clone(), own.id.clone()];
    expected.sort();
    assert_eq!(hand, expected);
    assert_eq!(outcome_of(&raman, "POST", &api::portal_resolve(&led), &()).await, Ok(()));
    assert_eq!(outcome_of(&raman, "POST", &api::portal_resolve(&own.id), &()).await, Ok(()));

    // Supervising without asking: everybody's, and nothing of one's own can be sent.
    set(&house.server, &house.cedar.raman, &roles(&[Role::Receive, Role::Supervise])).await;
    assert_eq!(work(&raman).await.in_hand.len(), 3);
    assert_eq!(acts(&raman, &ortegas).await, [true; 4]);
    let submission = house.cedar.submission(draft_of_case("CF-4"));
    assert_eq!(outcome_of(&raman, "POST", api::PORTAL_REQUESTS, &submission).await, Err(ApiError::Forbidden));

    // Neither: the door is shut, also to what one sent before.
    set(&house.server, &house.cedar.raman, &roles(&[Role::Post, Role::Receive])).await;
    assert_eq!(raman.get::<ApiError>(api::PORTAL_REQUESTS).await.0, StatusCode::FORBIDDEN);
    assert_eq!(outcome_of(&raman, "POST", &api::portal_void(&own.id), &()).await, Err(ApiError::Forbidden));
}

#[tokio::test]
async fn who_supervises_takes_over_the_lead() {
    let house = House::new().await;
    let raman = house.server.signed_in(RAMAN).await;
    set(&house.server, &house.cedar.raman, "roles = 'receive,supervise'").await;
    let id = house.published().await;
    let mine = led_by("Officer Priya Raman", draft());
    outcome_of(&raman, "POST", &api::portal_amendments(&id), &mine).await.expect("sent");
    decide(&house.rita, &id, approve()).await.expect("published");
    assert_eq!(house.shown(&id).await.draft.lead.name, "Officer Priya Raman");
    // Whoever sent it first keeps a hand on it.
    set(&house.server, &house.cedar.ortega, "roles = 'request,receive'").await;
    let ortega = house.server.signed_in(ORTEGA).await;
    assert_eq!(work(&ortega).await.in_hand, [id]);
}
