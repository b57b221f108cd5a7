//! Officers of the tests sign what they send, as their browsers do; the server alone decides whether that holds.

// Each test file uses another part of it.
#![allow(dead_code)]

use axum::body::Bytes;
use neighbors_domain::addresses::api;
use neighbors_domain::announcement;
use neighbors_domain::assistance_request::Draft;
use neighbors_domain::officers::{Certify, MakeKeys};
use neighbors_domain::record::{Signed, SigningKey, Statement};
use neighbors_server::auth::{AgencyAdmin, Officer};
use neighbors_server::demo::voices::Voice;
use neighbors_server::store::agencies;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::Row;

use super::TestServer;

/// The same for the same address, as an officer's key is the same from day to day.
pub fn signing_key(email: &str) -> SigningKey {
    SigningKey::from_seed(Sha256::digest(email).into())
}

/// Of an agency, by its address.
pub fn root_key(slug: &str) -> SigningKey {
    signing_key(&format!("the root key of {slug}"))
}

/// Certified from now on. The first of an agency makes its keys.
pub async fn certify(server: &TestServer, officer: &Officer, recovery: Option<&str>) {
    let row = sqlx::query(
        "select slug, officer.name, title, signing_key, recipient, root_key, enrolled_at from officer
         join agency on agency.id = agency_id where officer.id = $1",
    )
    .bind(&officer.id)
    .fetch_one(&**server.store())
    .await
    .expect("an officer");
    let text = |column: &str| row.get::<String, _>(column);
    let (root, since) = (root_key(&text("slug")), row.get::<i64, _>("enrolled_at"));
    let at = chrono::DateTime::from_timestamp_millis(since).expect("a time");
    let certificate = root.sign(&Statement::Officer {
        agency: text("slug"),
        officer: officer.id.clone(),
        name: text("name"),
        title: text("title"),
        key: text("signing_key").try_into().expect("a key"),
        recipient: text("recipient"),
        at,
    });
    let administrator = AgencyAdmin(officer.clone());
    if row.get::<Option<String>, _>("root_key").is_none() {
        let recovery = recovery.expect("the first brings the recovery key").to_owned();
        let made = MakeKeys { key: root.public(), recovery, wrapped: "sealed".into(), certificate };
        agencies::make_keys(server.store(), &administrator, &made, at).await.expect("keys");
    } else {
        let certify = Certify { certificate, wrapped: None };
        agencies::certify(server.store(), &administrator, &officer.id, &certify, at)
            .await
            .expect("certified");
    }
}

/// `None` for whoever is no officer with a certificate.
pub async fn voice(browser: &TestServer) -> Option<Voice> {
    let email = browser.email.as_deref()?;
    let row = sqlx::query(
        "select officer.id, slug from officer join agency on agency.id = agency_id
         join account on account.id = account_id where email = $1 and certified_at is not null",
    )
    .bind(email)
    .fetch_optional(&**browser.store())
    .await
    .expect("looked up")?;
    Some(Voice { agency: row.get("slug"), officer: row.get("id"), key: signing_key(email) })
}

/// What an officer says goes out signed; everything else, and what says already who signed it, as it is.
pub async fn sign(browser: &TestServer, method: &str, path: &str, body: Bytes) -> Bytes {
    let comments = path.strip_prefix("/api/threads/").and_then(|rest| rest.strip_suffix("/comments"));
    let comment = path.strip_prefix("/api/comments/").filter(|id| method == "PUT" && !id.contains('/'));
    let amended = path
        .strip_prefix("/api/portal/assistance-requests/")
        .and_then(|rest| rest.strip_suffix("/amendments"));
    let speaks = comments.is_some() || comment.is_some() || amended.is_some();
    let whole = [api::PORTAL_ANNOUNCEMENTS, api::PORTAL_REQUESTS].contains(&path);
    if method == "GET" || !(speaks || whole) {
        return body;
    }
    let (Some(voice), Ok(mut value)) = (voice(browser).await, serde_json::from_slice::<Value>(&body)) else {
        return body;
    };
    if !value.is_object() || value.get("signed").is_some() {
        return body;
    }
    let at = browser.app.clock.now();
    let text = value["text"].as_str().unwrap_or_default().trim().to_owned();
    let one = async |sql: &str, id: &str| -> String {
        let found = sqlx::query_scalar(sql).bind(id.to_owned()).fetch_optional(&**browser.store()).await;
        found.expect("looked up").unwrap_or_default()
    };
    let signed: Option<Signed> = if let Some(thread) = comments {
        Some(voice.comment(thread, &text, at))
    } else if let Some(id) = comment {
        let thread = one("select thread_id from comment where id = $1", id).await;
        Some(voice.comment(&thread, &text, at))
    } else if let Some(id) = amended {
        let recipient = one("select recipient from assistance_request where id = $1", id).await;
        let draft = serde_json::from_value::<Draft>(value.clone()).ok();
        draft.map(|draft| voice.assistance_request(&draft, &recipient, at))
    } else if path == api::PORTAL_ANNOUNCEMENTS {
        let draft = serde_json::from_value::<announcement::Draft>(value.clone()).ok();
        draft.map(|draft| voice.announcement(&draft, at))
    } else {
        let draft = serde_json::from_value::<Draft>(value["draft"].clone()).ok();
        let recipient = value["recipient"].as_str().unwrap_or_default().to_owned();
        draft.map(|draft| voice.assistance_request(&draft, &recipient, at))
    };
    if let Some(signed) = signed {
        value["signed"] = serde_json::to_value(signed).expect("JSON");
    }
    serde_json::to_vec(&value).expect("JSON").into()
}
