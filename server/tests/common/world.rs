//! A small world to share in: an agency with its officers, one open request around the Capitol, one neighbor inside.

use std::io::Read;
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use axum::body::Body;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::addresses::api;
use neighbors_domain::agency::AgencyRef;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::AssistanceRequest;
use neighbors_domain::cells::Cell9;
use neighbors_domain::consent::{Consent, Identity as Person};
use neighbors_domain::language::Language;
use neighbors_domain::officers::Roles;
use neighbors_domain::recording::{Taken, TimeSource};
use neighbors_domain::share::{MAX_KEPT_DAYS, Manifest, Receipt, ShareDraft, SharedRecording, Uploaded};
use neighbors_domain::window::Window;
use neighbors_server::auth::Officer;
use neighbors_server::store::home;
use neighbors_server::store::officers::{self, NewOfficer};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::cedar::{self, Cedar, ORTEGA, PASSPHRASE, RAMAN, SLUG, incident};
use super::{TestServer, enrol_codes, hand, now};

/// Inside the area of the request.
pub fn inside() -> Cell9 {
    incident()
}

/// A home far outside the area, in the same city.
pub fn far_away() -> Cell9 {
    Cell9::at(h3o::LatLng::new(39.68, -104.93).expect("a place"))
}

pub fn long_ago() -> DateTime<Utc> {
    now() - TimeDelta::days(31)
}

pub struct World {
    /// Seen by a visitor.
    pub server: TestServer,
    pub cedar: Cedar,
    /// The open request; published half a day before [`now`].
    pub request: String,
    /// At home inside for a month; signed in.
    pub rosa: TestServer,
    /// Leads the request and holds its key; badge 2217; signed in.
    pub ortega: TestServer,
    /// Of the same agency, holds the key too; badge 0412.
    pub raman: TestServer,
    /// Of the same agency, without the key.
    pub rookie: TestServer,
    /// Of another agency.
    pub stranger: TestServer,
}

impl World {
    pub async fn new() -> Self {
        let server = TestServer::new().await;
        let rosa = neighbor(&server, "rosa@example.org", inside(), long_ago()).await;
        let cedar = Cedar::new(&server).await;
        sqlx::query("update officer set badge_number = '0412' where id = $1")
            .bind(&cedar.raman.id)
            .execute(&**server.store())
            .await
            .expect("another badge");
        let (_, rookie) = officer(&server, &cedar.agency, "rookie@cedarflats.example", "3001").await;
        let others = ["lead@elmcounty.example", "deputy@elmcounty.example"];
        Cedar::named(&server, "elm-county-sheriff", "Elm County Sheriff", others).await;
        let request = cedar.published(&server, cedar::draft(), now() - TimeDelta::hours(12)).await;
        Self {
            rosa,
            ortega: server.signed_in(ORTEGA).await,
            raman: server.signed_in(RAMAN).await,
            rookie,
            stranger: server.signed_in(others[0]).await,
            cedar,
            request,
            server,
        }
    }

    pub async fn recipient(&self) -> String {
        let (_, shown): (_, AssistanceRequest) =
            self.server.get(&api::assistance_request(&self.request)).await;
        shown.recipient
    }

    /// As the browser does it: sealed to the request's key.
    pub async fn seal(&self, plain: &[u8]) -> Vec<u8> {
        let recipient: age::x25519::Recipient = self.recipient().await.parse().expect("a recipient");
        age::encrypt(&recipient, plain).expect("sealed")
    }

    pub async fn upload(&self, browser: &TestServer, plain: &[u8]) -> String {
        let sealed = self.seal(plain).await;
        let (status, uploaded): (_, Uploaded) = upload(browser, sealed.clone()).await;
        assert_eq!(status, StatusCode::CREATED);
        assert_eq!(uploaded.bytes, sealed.len() as u64);
        assert_eq!(uploaded.sha256, hex::encode(Sha256::digest(&sealed)));
        uploaded.id
    }

    /// Uploads a manifest and these recordings, ready to be committed.
    pub async fn draft(&self, browser: &TestServer, person: &Person, recordings: &[&[u8]]) -> ShareDraft {
        let manifest = serde_json::to_vec(&self.manifest(person, recordings)).expect("JSON");
        let manifest = self.upload(browser, &manifest).await;
        let mut uploads = Vec::new();
        for recording in recordings {
            uploads.push(self.upload(browser, recording).await);
        }
        ShareDraft {
            idempotency_key: uuid::Uuid::new_v4().to_string(),
            version: 1,
            kept_days: MAX_KEPT_DAYS,
            home: inside(),
            manifest,
            recordings: uploads,
        }
    }

    pub fn manifest(&self, person: &Person, recordings: &[&[u8]]) -> Manifest {
        let agency = "Cedar Flats Police Department";
        let consent =
            Consent::new(Language::English, agency, recordings.len(), person, 60, "Sun, Dec 20, 2026", 1);
        let taken = Taken { from: window().from, until: window().until, source: TimeSource::File };
        let shared = |(n, plain): (usize, &&[u8])| SharedRecording {
            file_name: format!("ALLEY_{n}.mp4"),
            media_type: "video/mp4".into(),
            bytes: plain.len() as u64,
            sha256: hex::encode(Sha256::digest(plain)),
            taken,
        };
        Manifest {
            format: Manifest::FORMAT,
            assistance_request: self.request.clone(),
            version: 1,
            agency: AgencyRef { slug: SLUG.into(), name: agency.into(), demo: true },
            identity: person.clone(),
            consent_language: consent.language,
            consent_text: consent.text(),
            consent_sha256: consent.sha256(),
            consented_at: now(),
            recordings: recordings.iter().enumerate().map(shared).collect(),
        }
    }

    pub async fn commit<T: DeserializeOwned>(
        &self,
        browser: &TestServer,
        draft: &ShareDraft,
    ) -> (StatusCode, T) {
        browser.post(&api::share_with(&self.request), draft).await
    }

    /// Rosa shares two recordings.
    pub async fn share(&self) -> Receipt {
        let draft = self.draft(&self.rosa, &rosa(), &[b"first recording", b"second recording"]).await;
        let (status, receipt) = self.commit(&self.rosa, &draft).await;
        assert_eq!(status, StatusCode::CREATED);
        receipt
    }

    pub async fn refused(&self, browser: &TestServer, draft: &ShareDraft) -> ApiError {
        let (status, error) = self.commit(browser, draft).await;
        assert!(status.is_client_error(), "{status}");
        error
    }
}

pub fn rosa() -> Person {
    Person {
        name: "Rosa Delgado-Whitfield".into(),
        email: "rosa.delgado@example.org".into(),
        home_address: "418 W 3rd Avenue, Apt 2B".into(),
    }
}

/// Of the request.
pub fn window() -> Window {
    cedar::draft().window
}

/// A draft without uploads, for what is refused before any is looked at.
pub fn bare(home: Cell9) -> ShareDraft {
    ShareDraft {
        idempotency_key: uuid::Uuid::new_v4().to_string(),
        version: 1,
        kept_days: MAX_KEPT_DAYS,
        home,
        manifest: "none".into(),
        recordings: vec!["none".into()],
    }
}

pub async fn upload<T: DeserializeOwned>(browser: &TestServer, bytes: Vec<u8>) -> (StatusCode, T) {
    let (status, _, answer) =
        browser.raw("POST", api::UPLOADS, "application/octet-stream", Body::from(bytes)).await;
    (status, serde_json::from_slice(&answer).expect("typed"))
}

/// A resident who picked this home then; signed in.
pub async fn neighbor(server: &TestServer, email: &str, cell: Cell9, since: DateTime<Utc>) -> TestServer {
    let resident = server.resident(email).await;
    assert!(home::pick(server.store(), &server.app.secrets, &resident, cell, since).await.expect("picked"));
    server.signed_in(email).await
}

/// One more officer, who holds no request's key yet; signed in.
pub async fn officer(
    server: &TestServer,
    agency: &str,
    email: &str,
    badge_number: &str,
) -> (Officer, TestServer) {
    let identity = Identity::generate();
    let mut lock = age::scrypt::Recipient::new(PASSPHRASE.to_owned().into());
    lock.set_work_factor(2);
    let sealed = age::encrypt(&lock, identity.to_string().expose_secret().as_bytes()).expect("sealed");
    let new = NewOfficer {
        account: server.resident(email).await.account,
        agency: agency.into(),
        name: "Officer Lee Park".into(),
        title: "Officer".into(),
        badge_number: badge_number.into(),
        recipient: identity.to_public().to_string(),
        wrapped_identity: STANDARD.encode(sealed),
        signing_key: hand::signing_key(email).public(),
        roles: Roles::all(),
        administrator: false,
    };
    let officer = officers::admit(server.store(), &new, now()).await.expect("admitted");
    enrol_codes(server, &officer, email).await;
    hand::certify(server, &officer, None).await;
    (officer, server.signed_in(email).await)
}

/// What a stock `age` does with an identity.
pub fn opened(identity: &dyn age::Identity, sealed: &[u8]) -> Vec<u8> {
    let decryptor = age::Decryptor::new_buffered(sealed).expect("an age file");
    let mut plain = Vec::new();
    let mut reader = decryptor.decrypt(std::iter::once(identity)).expect("the right key");
    reader.read_to_end(&mut plain).expect("undamaged");
    plain
}

pub fn identity(text: &[u8]) -> Identity {
    Identity::from_str(std::str::from_utf8(text).expect("text")).expect("an identity")
}
