//! Every route and every role: who gets in. A route without a row here fails.

mod common;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::StatusCode;
use common::TestServer;
use common::world::World;
use neighbors_domain::addresses::{self, api, data, ground};
use neighbors_domain::api::ApiError;
use regex::Regex;

#[derive(Debug, Clone, Copy, PartialEq)]
enum May {
    /// Gets as far as the handler, whatever that makes of an empty body and an id of nothing.
    Enter,
    SignIn,
    Not,
}

use May::{Enter, Not, SignIn};

/// Name in src/lib.rs, method, address, and what a visitor, a resident and an officer may.
type Row = (&'static str, &'static str, &'static str, [May; 3]);

const ANYONE: [May; 3] = [Enter, Enter, Enter];
const RESIDENTS: [May; 3] = [SignIn, Enter, Not];
const OFFICERS: [May; 3] = [SignIn, Not, Enter];
const WRITERS: [May; 3] = [SignIn, Enter, Enter];

const MATRIX: [Row; 53] = [
    ("addresses::HEALTH", "GET", addresses::HEALTH, ANYONE),
    ("addresses::TEST_CLOCK", "POST", addresses::TEST_CLOCK, ANYONE),
    ("api::SESSION", "POST", api::SESSION, ANYONE),
    ("api::ME", "GET", api::ME, ANYONE),
    ("api::SWITCHES", "PUT", api::SWITCHES, RESIDENTS),
    ("api::HOME", "PUT", api::HOME, RESIDENTS),
    ("api::CONFIRM_HOME", "POST", api::CONFIRM_HOME, RESIDENTS),
    ("api::ACCOUNTS", "POST", api::ACCOUNTS, ANYONE),
    ("api::ACCOUNTS_CONFIRM", "POST", api::ACCOUNTS_CONFIRM, ANYONE),
    ("api::RECOVERY", "POST", api::RECOVERY, ANYONE),
    ("api::RECOVERY_CONFIRM", "POST", api::RECOVERY_CONFIRM, ANYONE),
    ("api::EMAIL_CONFIRM", "POST", api::EMAIL_CONFIRM, ANYONE),
    ("api::MY_PASSWORD", "PUT", api::MY_PASSWORD, RESIDENTS),
    ("api::MY_EMAIL", "POST", api::MY_EMAIL, RESIDENTS),
    ("api::MY_RECOVERY", "DELETE", api::MY_RECOVERY, RESIDENTS),
    ("api::MY_SESSIONS", "GET", api::MY_SESSIONS, RESIDENTS),
    ("api::MY_SESSION", "DELETE", api::MY_SESSION, RESIDENTS),
    ("api::MY_EXPORT", "GET", api::MY_EXPORT, RESIDENTS),
    ("api::MY_DELETION", "POST", api::MY_DELETION, RESIDENTS),
    ("api::FEED", "GET", api::FEED, ANYONE),
    ("api::ACTIVITY", "GET", api::ACTIVITY, ANYONE),
    ("api::LIVE", "GET", api::LIVE, ANYONE),
    ("api::POSTS", "POST", api::POSTS, WRITERS),
    ("api::POST", "GET", api::POST, ANYONE),
    ("api::POST", "DELETE", api::POST, WRITERS),
    ("api::MEDIA", "POST", api::MEDIA, WRITERS),
    ("addresses::MEDIA", "GET", addresses::MEDIA, ANYONE),
    ("api::COMMENTS", "POST", api::COMMENTS, WRITERS),
    ("api::PLACES", "GET", api::PLACES, ANYONE),
    ("api::AGENCIES", "GET", api::AGENCIES, ANYONE),
    ("api::AGENCY_MAP", "GET", api::AGENCY_MAP, ANYONE),
    ("api::AGENCY", "GET", api::AGENCY, ANYONE),
    ("api::ASSISTANCE_REQUEST", "GET", api::ASSISTANCE_REQUEST, ANYONE),
    ("api::UPLOADS", "POST", api::UPLOADS, RESIDENTS),
    ("api::SHARE_WITH", "POST", api::SHARE_WITH, RESIDENTS),
    ("api::SHARES", "GET", api::SHARES, RESIDENTS),
    ("api::SHARE", "GET", api::SHARE, RESIDENTS),
    ("api::SHARE", "DELETE", api::SHARE, RESIDENTS),
    ("api::PORTAL_KEY", "GET", api::PORTAL_KEY, OFFICERS),
    ("api::PORTAL_INBOX", "GET", api::PORTAL_INBOX, OFFICERS),
    ("api::PORTAL_SHARE", "GET", api::PORTAL_SHARE, OFFICERS),
    ("api::PORTAL_FILE", "GET", api::PORTAL_FILE, OFFICERS),
    ("api::PORTAL_DOWNLOADED", "POST", api::PORTAL_DOWNLOADED, OFFICERS),
    ("data::AGENCIES_CSV", "GET", data::AGENCIES_CSV, ANYONE),
    ("data::AGENCIES_JSON", "GET", data::AGENCIES_JSON, ANYONE),
    ("data::AGENCIES_GEOJSON", "GET", data::AGENCIES_GEOJSON, ANYONE),
    ("data::AGENCY_FILE", "GET", data::AGENCY_FILE, ANYONE),
    ("ground::REGION", "GET", ground::REGION, ANYONE),
    ("ground::STATES", "GET", ground::STATES, ANYONE),
    ("ground::COUNTIES", "GET", ground::COUNTIES, ANYONE),
    ("ground::AGENCY", "GET", ground::AGENCY, ANYONE),
    // Last: whoever asked is signed out.
    ("api::MY_SESSIONS", "DELETE", api::MY_SESSIONS, RESIDENTS),
    ("api::SESSION", "DELETE", api::SESSION, ANYONE),
];

async fn may(browser: &TestServer, method: &str, address: &str) -> May {
    let path = address.replace("{n}", "0").replace("{id}", "nothing").replace("{slug}", "nobody");
    let path = path.replace("{region}", "872681364ffffff").replace("{us_state}", "CO");
    let path = path.replace("{file}", "assistance-requests.csv");
    let (status, _, body) = browser.raw(method, &path, "application/json", Body::empty()).await;
    let error = serde_json::from_slice::<ApiError>(&body).ok();
    assert_ne!(error, Some(ApiError::CrossSite), "{method} {path}");
    match status {
        StatusCode::UNAUTHORIZED => SignIn,
        StatusCode::FORBIDDEN => Not,
        status => {
            assert!(!status.is_server_error(), "{method} {path}: {status}");
            assert!(
                !matches!(error, Some(ApiError::SignInRequired | ApiError::Forbidden)),
                "{method} {path}"
            );
            Enter
        }
    }
}

#[tokio::test]
async fn everyone_gets_in_where_the_table_says_and_nowhere_else() {
    let world = World::new().await;
    let (rosa, ortega) = (&world.rosa, &world.ortega);
    for (_, method, address, expected) in MATRIX {
        let visitor = may(&world.server, method, address).await;
        let found = [visitor, may(rosa, method, address).await, may(ortega, method, address).await];
        assert_eq!(found, expected, "{method} {address}");
    }
}

#[tokio::test]
async fn whoever_left_the_agency_is_a_visitor_everywhere() {
    let world = World::new().await;
    let left = format!("update officer set ended_at = {}", common::now().timestamp_millis());
    sqlx::query(&left).execute(&**world.server.store()).await.expect("left");
    for (_, method, address, [visitor, ..]) in MATRIX {
        assert_eq!(may(&world.ortega, method, address).await, visitor, "{method} {address}");
    }
}

#[test]
fn every_route_of_the_server_has_a_row() {
    let page = include_str!("../src/lib.rs");
    let routes = Regex::new(r"\.route\(\s*(\w+::\w+),\s*((?:\.?(?:get|post|put|patch|delete)\([^)]*\)\s*)+)")
        .expect("a pattern");
    let methods = Regex::new(r"\b(get|post|put|patch|delete)\(").expect("a pattern");
    let written: BTreeSet<(String, String)> = routes
        .captures_iter(page)
        .flat_map(|route| {
            let name = route[1].to_owned();
            methods
                .captures_iter(&route[2])
                .map(move |method| (name.clone(), method[1].to_uppercase()))
                .collect::<Vec<_>>()
        })
        .collect();
    // Whatever way a route is written, it was read.
    assert_eq!(routes.find_iter(page).count(), page.matches(".route(").count());
    let rows = MATRIX.iter().map(|(name, method, ..)| ((*name).to_owned(), (*method).to_owned())).collect();
    assert_eq!(written, rows);
}
