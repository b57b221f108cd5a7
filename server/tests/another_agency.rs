//! An officer of another agency, administrator with every role, at every door of the portal that names something of this one.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use common::cedar::draft;
use common::world::World;
use neighbors_domain::addresses::api;
use neighbors_domain::assistance_request::{Form, KeptForm, Outcome, StatedOutcome, Work};
use neighbors_domain::officers::{ChangeOfficer, Invite, Role, Roles};
use neighbors_domain::record::Spoken;
use regex::Regex;
use serde_json::{Value, json};

const DRAFT: &str = "0123456789abcdef";

/// Method and address of every route of the portal that names something, as the server has them.
fn doors() -> Vec<(String, String, String)> {
    let addresses = include_str!("../../domain/src/addresses.rs");
    let address =
        Regex::new(r#"const (PORTAL_\w+): &str = "(/api/portal/[^"]*\{id\}[^"]*)";"#).expect("a pattern");
    let routes = Regex::new(r"api::(PORTAL_\w+),\s*((?:\.?(?:get|post|put|patch|delete)\([^)]*\)\s*)+)")
        .expect("a pattern");
    let methods = Regex::new(r"\b(get|post|put|patch|delete)\(").expect("a pattern");
    let mut doors = Vec::new();
    for found in address.captures_iter(addresses) {
        let route = routes.captures_iter(include_str!("../src/lib.rs")).find(|route| route[1] == found[1]);
        let route = route.unwrap_or_else(|| panic!("{} has no route", &found[1]));
        for method in methods.captures_iter(&route[2]) {
            doors.push((found[1].to_owned(), method[1].to_uppercase(), found[2].to_owned()));
        }
    }
    doors
}

/// What would do something, if it were taken.
fn body(name: &str) -> Value {
    let value = match name {
        "PORTAL_OFFICER" => {
            let roles = Roles::from(vec![Role::Post]);
            serde_json::to_value(ChangeOfficer { roles, administrator: false, on: true })
        }
        "PORTAL_DRAFT" => serde_json::to_value(Form::default()),
        "PORTAL_AMENDMENTS" => {
            let mut shorter = draft();
            shorter.text = "Only the alley behind the market matters by now.".into();
            serde_json::to_value(Spoken { draft: shorter, signed: None })
        }
        "PORTAL_OUTCOME" => serde_json::to_value(StatedOutcome { outcome: Outcome::Used }),
        "PORTAL_DOWNLOADED" => Ok(json!({ "file": 0 })),
        _ => Ok(json!({})),
    };
    value.expect("JSON")
}

#[tokio::test]
async fn nothing_of_an_agency_opens_to_an_administrator_of_another_one() {
    let world = World::new().await;
    sqlx::query("update officer set admin_since = 1")
        .execute(&**world.server.store())
        .await
        .expect("all are");
    let receipt = world.share().await;
    let (status, _): (_, KeptForm) = world.ortega.put(&api::portal_draft(DRAFT), &Form::default()).await;
    assert_eq!(status, StatusCode::OK);
    let invite = Invite { email: "new@cedarflats.example".into(), roles: Roles::all(), administrator: false };
    let invited = world.ortega.once(api::PORTAL_INVITATIONS, "one-invitation", &invite).await;
    assert!(invited.status.is_success(), "{}", invited.text());
    let invitation: String = sqlx::query_scalar("select id from officer_invitation")
        .fetch_one(&**world.server.store())
        .await
        .expect("invited");
    let ids = [&world.request, &receipt.id, DRAFT, &world.cedar.raman.id, &invitation];

    let seen = async || {
        let mut seen = Vec::new();
        let own = [api::PORTAL_REQUESTS, api::PORTAL_INBOX, api::PORTAL_OFFICERS];
        for path in own.map(str::to_owned).into_iter().chain([api::assistance_request(&world.request)]) {
            let (status, _, body) = world.ortega.raw("GET", &path, "", Body::empty()).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            seen.push(String::from_utf8(body).expect("text"));
        }
        seen
    };
    let before = seen().await;
    let doors = doors();
    assert!(doors.len() > 12, "{doors:?}");
    for (name, method, address) in doors {
        for id in ids {
            let path = address.replace("{id}", id).replace("{n}", "0");
            let body = Body::from(body(&name).to_string());
            let (status, ..) = world.stranger.raw(&method, &path, "application/json", body).await;
            match (&*name, &*method) {
                // A draft has the name its writer's browser chose: here it is another one of the same name.
                ("PORTAL_DRAFT", _) => assert!(!status.is_server_error(), "{method} {path}: {status}"),
                // A certificate is looked at before whose it is: what no key signed is none.
                ("PORTAL_CERTIFICATE", _) => assert!(status.is_client_error(), "{method} {path}: {status}"),
                _ => assert_eq!(status, StatusCode::NOT_FOUND, "{method} {path}"),
            }
        }
    }
    assert_eq!(seen().await, before);
    let (_, work): (_, Work) = world.ortega.get(api::PORTAL_REQUESTS).await;
    assert_eq!(work.drafts.len(), 1);
}
