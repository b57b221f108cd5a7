//! From the first word of a draft to the queue, through the front door: kept, judged, sent once.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{Cedar, ORTEGA, RAMAN, draft, draft_of_case, incident};
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::area::Area;
use neighbors_domain::assistance_request::{
    Draft, Form, History, Holders, KeptForm, Standing, Submission, Submitted, Work,
};
use neighbors_domain::rules::Refusal;

async fn send(browser: &TestServer, submission: &Submission) -> Result<Submitted, ApiError> {
    sent_with(browser, submission, None).await
}

async fn sent_with(
    browser: &TestServer,
    submission: &Submission,
    key: Option<&str>,
) -> Result<Submitted, ApiError> {
    let cookie = browser.cookie.clone().expect("signed in");
    let mut headers = vec![
        ("content-type", "application/json"),
        ("x-neighbors", "1"),
        ("host", "localhost:8080"),
        ("cookie", cookie.as_str()),
    ];
    headers.extend(key.map(|key| ("idempotency-key", key)));
    let body = serde_json::to_vec(submission).expect("JSON").into();
    let body = Body::from(common::hand::sign(browser, "POST", api::PORTAL_REQUESTS, body).await);
    let answer = browser.call("POST", api::PORTAL_REQUESTS, &headers, body).await;
    match answer.status {
        StatusCode::CREATED => Ok(serde_json::from_slice(&answer.body).expect("where it went")),
        _ => Err(answer.error()),
    }
}

async fn work(browser: &TestServer) -> Work {
    let (status, work) = browser.get(api::PORTAL_REQUESTS).await;
    assert_eq!(status, StatusCode::OK);
    work
}

fn refusals(error: ApiError) -> Vec<Refusal> {
    match error {
        ApiError::Refused { refusals } => refusals,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_draft_is_kept_for_the_officer_who_writes_it_and_nobody_else() {
    let server = TestServer::new().await;
    let _cedar = Cedar::new(&server).await;
    let (ortega, raman) = (server.signed_in(ORTEGA).await, server.signed_in(RAMAN).await);
    let here = api::portal_draft("draft-0001");
    let form = Form { title: "Garage break".into(), ..Form::default() };
    let (status, kept): (_, KeptForm) = ortega.put(&here, &form).await;
    assert_eq!((status, kept.saved_at), (StatusCode::OK, now()));
    let longer = Form { title: "Garage break-ins along the alleys".into(), ..form };
    let _: (_, KeptForm) = ortega.put(&here, &longer).await;
    assert_eq!(ortega.get::<KeptForm>(&here).await.1.form, longer);
    assert_eq!(work(&ortega).await.drafts.len(), 1);
    // A colleague finds nothing under the same name, and writes their own.
    assert_eq!(raman.get::<ApiError>(&here).await, (StatusCode::NOT_FOUND, ApiError::NotFound));
    assert_eq!(work(&raman).await.drafts, []);
    for _ in 0..2 {
        let (status, ..) = ortega.raw("DELETE", &here, "", Body::empty()).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
    }
    assert_eq!(work(&ortega).await.drafts, []);
}

#[tokio::test]
async fn twenty_drafts_are_enough_and_a_book_is_no_draft() {
    let server = TestServer::new().await;
    let _cedar = Cedar::new(&server).await;
    let ortega = server.signed_in(ORTEGA).await;
    for n in 0..Form::MAX_KEPT {
        let (status, _): (_, KeptForm) =
            ortega.put(&api::portal_draft(&format!("draft-{n:04}")), &Form::default()).await;
        assert_eq!(status, StatusCode::OK);
    }
    let (status, error): (_, ApiError) =
        ortega.put(&api::portal_draft("one-too-many"), &Form::default()).await;
    assert!(matches!(error, ApiError::Invalid { .. }) && status == StatusCode::UNPROCESSABLE_ENTITY);
    let book = Form { text: "a".repeat(Form::MAX_BYTES), ..Form::default() };
    let (status, _): (_, ApiError) = ortega.put(&api::portal_draft("draft-0001"), &book).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    // She comes by meanwhile: whoever does not for two months is switched off.
    server.app.clock.set(now() + TimeDelta::days(30));
    server.signed_in(ORTEGA).await;
    // After two months a draft goes by itself.
    server.app.clock.set(now() + TimeDelta::days(61));
    neighbors_server::chores::once(&server.app).await.expect("chores");
    let fresh = server.signed_in(ORTEGA).await;
    assert_eq!(work(&fresh).await.drafts, []);
}

#[tokio::test]
async fn every_refusal_comes_at_once_and_nothing_is_sent() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let ortega = server.signed_in(ORTEGA).await;
    let mut wrong = draft();
    wrong.window.until = wrong.window.from + TimeDelta::seconds(12 * 3600 + 1);
    wrong.area.cells = incident().disk(2).into_iter().take(11).collect();
    wrong.area.cells.push(incident());
    wrong.area.cells.dedup();
    wrong.text = "Short".into();
    wrong.tip_line.phone = None;
    let refused = refusals(send(&ortega, &cedar.submission(wrong)).await.expect_err("it breaks rules"));
    assert!(refused.len() >= 4, "{refused:?}");
    assert!(matches!(refused[0], Refusal::Window { .. }) && matches!(refused[1], Refusal::Area { .. }));
    assert_eq!(work(&ortega).await.sent, []);
}

#[tokio::test]
async fn what_is_sent_waits_in_the_queue_and_a_second_press_sends_nothing() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let (ortega, raman) = (server.signed_in(ORTEGA).await, server.signed_in(RAMAN).await);
    let key = Some("a-key-of-one-draft");
    let first = sent_with(&ortega, &cedar.submission(draft()), key).await.expect("sent");
    let again = sent_with(&ortega, &cedar.submission(draft()), key).await.expect("sent");
    assert_eq!(first, again);
    // Other words under the same key are told so, and not taken for sent.
    let other = sent_with(&ortega, &cedar.submission(draft_of_case("CF-9")), key).await;
    assert!(matches!(other, Err(ApiError::Invalid { ref field, .. }) if field == "draft"), "{other:?}");
    // A colleague's key of the same letters is another draft.
    let hers = sent_with(&raman, &cedar.submission(draft()), key).await.expect("sent");
    assert_ne!(hers.id, first.id);
    let sent = work(&ortega).await.sent;
    assert_eq!(sent.len(), 2);
    assert!(sent.iter().all(|sent| matches!(sent.standing, Standing::Waiting { needs_second: false, .. })));
    assert_eq!(server.get::<ApiError>(&api::assistance_request(&first.id)).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_submissions_at_the_same_instant_cannot_both_be_the_last_one_allowed() {
    for _ in 0..5 {
        let server = TestServer::new().await;
        let cedar = Cedar::new(&server).await;
        let (ortega, raman) = (server.signed_in(ORTEGA).await, server.signed_in(RAMAN).await);
        cedar.published(&server, draft(), now()).await;
        let (one, other) = (cedar.submission(draft()), cedar.submission(draft_of_case("cf 26 04417")));
        let (one, other) = tokio::join!(send(&ortega, &one), send(&raman, &other));
        let refused = match (one, other) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refusals(refused),
            both => panic!("{both:?}"),
        };
        assert_eq!(refused, [Refusal::CaseUsedUp { posts: 2, max: 2 }]);
    }
}

#[tokio::test]
async fn the_fifth_over_one_cell_is_refused_while_the_others_still_wait() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let ortega = server.signed_in(ORTEGA).await;
    for n in 0..4 {
        send(&ortega, &cedar.submission(draft_of_case(&format!("CF-{n}")))).await.expect("sent");
    }
    let fifth = draft_of_case("CF-5");
    let refused = refusals(send(&ortega, &cedar.submission(fifth.clone())).await.expect_err("too many"));
    assert_eq!(refused, [Refusal::PlaceUsedUp { posts: 4, max: 4 }]);
    let far = incident().disk(6).into_iter().find(|cell| incident().steps_to(*cell, 9) == Some(6));
    let elsewhere = Draft { area: Area::around(far.expect("a cell")), ..fifth };
    send(&ortega, &cedar.submission(elsewhere)).await.expect("sent");
}

/// The form counts with this answer; the server counts its rows. Both have to come to the same.
#[tokio::test]
async fn the_form_judges_a_draft_as_the_server_does() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let ortega = server.signed_in(ORTEGA).await;
    for days in [40, 20, 3] {
        let at = now() - TimeDelta::days(days);
        let window = draft().window;
        let ago = TimeDelta::days(days);
        let window = neighbors_domain::window::Window { from: window.from - ago, until: window.until - ago };
        let case = if days == 3 { "CF-26-04417".to_owned() } else { format!("CF-{days}") };
        cedar.published(&server, Draft { window, ..draft_of_case(&case) }, at).await;
    }
    let (_, history): (_, History) = ortega.get(api::PORTAL_HISTORY).await;
    for draft in [draft(), draft_of_case("CF-40"), draft_of_case("new")] {
        let counted = neighbors_server::store::assistance_requests::history(
            server.store(),
            &cedar.ortega,
            &draft,
            now(),
        );
        assert_eq!(history.judged(&draft, now()), counted.await.expect("counted"));
    }
    assert_eq!(history.judged(&draft(), now()).posts_over_busiest_cell, 2);
}

#[tokio::test]
async fn keys_that_are_none_or_nobodys_are_refused() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let ortega = server.signed_in(ORTEGA).await;
    let (_, Holders { holders, .. }) = ortega.get(api::PORTAL_HOLDERS).await;
    let names: Vec<&str> = holders.iter().map(|holder| holder.holder.as_str()).collect();
    assert_eq!(names.len(), 3);
    assert!(names.contains(&cedar.raman.id.as_str()) && names.contains(&"recovery"));
    let good = cedar.submission(draft());
    let mut twice = good.clone();
    twice.wrapped[1] = twice.wrapped[0].clone();
    let nonsense = Submission { recipient: "age1nonsense".into(), ..good.clone() };
    let mut alone = good;
    alone.wrapped.truncate(1);
    for wrong in [twice, nonsense, alone] {
        let refused = send(&ortega, &wrong).await.expect_err("no keys");
        assert!(matches!(refused, ApiError::Invalid { ref field, .. } if field == "keys"), "{refused:?}");
    }
    assert_eq!(work(&ortega).await.sent, []);
}
