//! An agency's officer, two trained reviewers, and what they do at their desks.

// Each test file uses another part of it.
#![allow(dead_code)]

use axum::body::Body;
use axum::http::StatusCode;
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{AssistanceRequest, Draft, Standing, Submitted, Work};
use neighbors_domain::review::{Answer, Case, Decision, Question, Verdict};

use super::cedar::{Cedar, ORTEGA, draft};
use super::{TestServer, reviewer};

pub struct House {
    pub server: TestServer,
    pub cedar: Cedar,
    pub ortega: TestServer,
    /// Reviewers 1 and 2.
    pub rita: TestServer,
    pub sam: TestServer,
}

impl House {
    pub async fn new() -> Self {
        let server = TestServer::new().await;
        let cedar = Cedar::new(&server).await;
        let rita = reviewer(&server, "rita@example.org", 6).await;
        let sam = reviewer(&server, "sam@example.org", 6).await;
        Self { ortega: server.signed_in(ORTEGA).await, cedar, rita, sam, server }
    }

    /// After days have passed: sessions end, and whoever does not come is switched off.
    pub async fn sign_in_again(&mut self) {
        self.ortega = self.server.signed_in(ORTEGA).await;
        self.rita = self.server.signed_in("rita@example.org").await;
        self.sam = self.server.signed_in("sam@example.org").await;
    }

    pub async fn send(&self, draft: Draft) -> String {
        let (status, sent): (_, Submitted) =
            self.ortega.post(api::PORTAL_REQUESTS, &self.cedar.submission(draft)).await;
        assert_eq!(status, StatusCode::CREATED);
        sent.id
    }

    pub async fn published(&self) -> String {
        let id = self.send(draft()).await;
        decide(&self.rita, &id, approve()).await.expect("published");
        id
    }

    pub async fn amend(&self, id: &str, draft: &Draft) -> Result<(), ApiError> {
        outcome_of(&self.ortega, "POST", &api::portal_amendments(id), draft).await
    }

    pub async fn standing(&self) -> Standing {
        let (_, work): (_, Work) = self.ortega.get(api::PORTAL_REQUESTS).await;
        work.sent.into_iter().next().expect("something was sent").standing
    }

    pub async fn shown(&self, id: &str) -> AssistanceRequest {
        let (status, shown) = self.server.get(&api::assistance_request(id)).await;
        assert_eq!(status, StatusCode::OK);
        shown
    }
}

/// `Ok` where nothing or something good was answered.
pub async fn outcome_of(
    browser: &TestServer,
    method: &str,
    path: &str,
    body: &impl serde::Serialize,
) -> Result<(), ApiError> {
    let body = Body::from(serde_json::to_vec(body).expect("JSON"));
    let (status, _, bytes) = browser.raw(method, path, "application/json", body).await;
    if status.is_success() { Ok(()) } else { Err(serde_json::from_slice(&bytes).expect("a typed error")) }
}

pub fn approve() -> Decision {
    Decision {
        answers: vec![Some(Answer::Yes); Question::ALL.len()],
        sensitive: Vec::new(),
        verdict: Verdict::Approve,
        fingerprint: String::new(),
    }
}

pub const NOTE: &str = "The window opens hours before what the text tells of.";

pub fn not_approved(verdict: Verdict) -> Decision {
    let mut answers = vec![Some(Answer::Yes); Question::ALL.len()];
    answers[5] = Some(Answer::No);
    Decision { answers, verdict, ..approve() }
}

pub fn refuse() -> Decision {
    not_approved(Verdict::Refuse { reason: Question::WindowFits, note: NOTE.into() })
}

pub async fn case(browser: &TestServer, id: &str) -> Case {
    let (status, case) = browser.get(&api::review_case(id)).await;
    assert_eq!(status, StatusCode::OK);
    case
}

/// About exactly what is read at this moment.
pub async fn decide(browser: &TestServer, id: &str, decision: Decision) -> Result<(), ApiError> {
    let fingerprint = case(browser, id).await.fingerprint;
    outcome_of(browser, "POST", &api::review_case(id), &Decision { fingerprint, ..decision }).await
}
