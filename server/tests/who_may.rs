//! Every route and every role: who gets in. A route without a row here fails. What belongs to another agency than the
//! officer's own: `another_agency.rs`. The operator is no role of any route and stands at the command line alone.

mod common;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::StatusCode;
use common::TestServer;
use common::world::{World, officer};
use neighbors_domain::addresses::{self, api, data, ground};
use neighbors_domain::api::ApiError;
use neighbors_domain::officers::{Role, Roles};
use neighbors_server::auth::Operator;
use neighbors_server::store::moderators;
use regex::Regex;

#[derive(Debug, Clone, Copy, PartialEq)]
enum May {
    /// Gets as far as the handler, whatever that makes of an empty body and an id of nothing.
    Enter,
    SignIn,
    Not,
}

use May::{Enter, Not, SignIn};

/// Name in src/lib.rs, method, address, and what a visitor, a resident, an officer and a moderator may.
type Row = (&'static str, &'static str, &'static str, [May; 4]);

const ANYONE: [May; 4] = [Enter, Enter, Enter, Enter];
const RESIDENTS: [May; 4] = [SignIn, Enter, Not, Enter];
const OFFICERS: [May; 4] = [SignIn, Not, Enter, Not];
/// Whoever is signed in.
const PEOPLE: [May; 4] = [SignIn, Enter, Enter, Enter];
const WRITERS: [May; 4] = [SignIn, Enter, Enter, Enter];
/// Of an agency: the officer of the table is none.
const ADMINISTRATORS: [May; 4] = [SignIn, Not, Not, Not];
const MODERATORS: [May; 4] = [SignIn, Not, Not, Enter];

/// Nobody of these four; trained reviewers, below.
const REVIEWERS: [May; 4] = [SignIn, Not, Not, Not];

const MATRIX: [Row; 135] = [
    ("addresses::HEALTH", "GET", addresses::HEALTH, ANYONE),
    ("addresses::TEST_CLOCK", "POST", addresses::TEST_CLOCK, ANYONE),
    ("api::SESSION", "POST", api::SESSION, ANYONE),
    ("api::SESSION_PASSKEY_BEGIN", "POST", api::SESSION_PASSKEY_BEGIN, ANYONE),
    ("api::SESSION_PASSKEY", "POST", api::SESSION_PASSKEY, ANYONE),
    ("api::ME", "GET", api::ME, ANYONE),
    ("api::SWITCHES", "PUT", api::SWITCHES, RESIDENTS),
    ("api::HOME", "PUT", api::HOME, RESIDENTS),
    ("api::CONFIRM_HOME", "POST", api::CONFIRM_HOME, RESIDENTS),
    ("api::ACCOUNTS", "POST", api::ACCOUNTS, ANYONE),
    ("api::ACCOUNTS_CONFIRM", "POST", api::ACCOUNTS_CONFIRM, ANYONE),
    ("api::ACCOUNTS_PASSKEY_BEGIN", "POST", api::ACCOUNTS_PASSKEY_BEGIN, ANYONE),
    ("api::ACCOUNTS_PASSKEY", "POST", api::ACCOUNTS_PASSKEY, ANYONE),
    ("api::RECOVERY", "POST", api::RECOVERY, ANYONE),
    ("api::RECOVERY_CONFIRM", "POST", api::RECOVERY_CONFIRM, ANYONE),
    ("api::EMAIL_CONFIRM", "POST", api::EMAIL_CONFIRM, ANYONE),
    ("api::MY_PASSWORD", "PUT", api::MY_PASSWORD, PEOPLE),
    ("api::MY_EMAIL", "POST", api::MY_EMAIL, RESIDENTS),
    ("api::MY_RECOVERY", "DELETE", api::MY_RECOVERY, RESIDENTS),
    ("api::MY_SESSIONS", "GET", api::MY_SESSIONS, PEOPLE),
    ("api::MY_SESSION", "DELETE", api::MY_SESSION, PEOPLE),
    ("api::MY_PASSKEYS", "GET", api::MY_PASSKEYS, PEOPLE),
    ("api::MY_PASSKEYS", "POST", api::MY_PASSKEYS, PEOPLE),
    ("api::MY_PASSKEYS_BEGIN", "POST", api::MY_PASSKEYS_BEGIN, PEOPLE),
    ("api::MY_PASSKEY", "PUT", api::MY_PASSKEY, PEOPLE),
    ("api::MY_PASSKEY", "DELETE", api::MY_PASSKEY, PEOPLE),
    ("api::MY_PROOF_BEGIN", "POST", api::MY_PROOF_BEGIN, PEOPLE),
    ("api::MY_PROOF", "POST", api::MY_PROOF, PEOPLE),
    ("api::THREAD_NEWS", "POST", api::THREAD_NEWS, ANYONE),
    ("api::MY_THREADS", "GET", api::MY_THREADS, RESIDENTS),
    ("api::MY_MAIL", "GET", api::MY_MAIL, RESIDENTS),
    ("api::MY_MAIL", "PUT", api::MY_MAIL, RESIDENTS),
    ("api::MY_EXPORT", "GET", api::MY_EXPORT, RESIDENTS),
    ("api::MY_DELETION", "POST", api::MY_DELETION, RESIDENTS),
    ("api::FEED", "GET", api::FEED, ANYONE),
    ("api::ACTIVITY", "GET", api::ACTIVITY, ANYONE),
    ("api::LIVE", "GET", api::LIVE, ANYONE),
    ("api::POSTS", "POST", api::POSTS, RESIDENTS),
    ("api::POST", "GET", api::POST, ANYONE),
    ("api::POST", "DELETE", api::POST, WRITERS),
    ("api::MEDIA", "POST", api::MEDIA, WRITERS),
    ("api::ARRIVING", "POST", api::ARRIVING, WRITERS),
    ("api::ARRIVING_ONE", "GET", api::ARRIVING_ONE, WRITERS),
    ("api::ARRIVING_ONE", "PATCH", api::ARRIVING_ONE, WRITERS),
    ("api::ARRIVING_ONE", "DELETE", api::ARRIVING_ONE, WRITERS),
    ("addresses::MEDIA", "GET", addresses::MEDIA, ANYONE),
    ("api::COMMENTS", "GET", api::COMMENTS, ANYONE),
    ("api::COMMENTS", "POST", api::COMMENTS, WRITERS),
    ("api::MY_COMMENTS", "GET", api::MY_COMMENTS, WRITERS),
    ("api::COMMENT", "PUT", api::COMMENT, WRITERS),
    ("api::COMMENT", "DELETE", api::COMMENT, WRITERS),
    ("api::COMMENT_UNDO", "POST", api::COMMENT_UNDO, WRITERS),
    ("api::FLAGS", "POST", api::FLAGS, RESIDENTS),
    ("api::MODERATION", "GET", api::MODERATION, MODERATORS),
    ("api::MODERATION_ITEM", "POST", api::MODERATION_ITEM, MODERATORS),
    ("api::MODERATION_LOG", "GET", api::MODERATION_LOG, ANYONE),
    ("api::MY_MODERATION", "GET", api::MY_MODERATION, WRITERS),
    ("api::APPEAL", "POST", api::APPEAL, WRITERS),
    ("data::MODERATION_LOG_CSV", "GET", data::MODERATION_LOG_CSV, ANYONE),
    ("data::MODERATION_LOG_JSON", "GET", data::MODERATION_LOG_JSON, ANYONE),
    ("api::PLACES", "GET", api::PLACES, ANYONE),
    ("api::READERS", "GET", api::READERS, ANYONE),
    ("api::AGENCIES", "GET", api::AGENCIES, ANYONE),
    ("api::AGENCY_MAP", "GET", api::AGENCY_MAP, ANYONE),
    ("api::AGENCY", "GET", api::AGENCY, ANYONE),
    ("api::ASSISTANCE_REQUEST", "GET", api::ASSISTANCE_REQUEST, ANYONE),
    ("api::VERSIONS", "GET", api::VERSIONS, ANYONE),
    ("api::UPLOADS", "POST", api::UPLOADS, RESIDENTS),
    ("api::SHARE_WITH", "POST", api::SHARE_WITH, RESIDENTS),
    ("api::SHARES", "GET", api::SHARES, RESIDENTS),
    ("api::SHARE", "GET", api::SHARE, RESIDENTS),
    ("api::SHARE", "DELETE", api::SHARE, RESIDENTS),
    ("api::CHAIN", "GET", api::CHAIN, ANYONE),
    ("api::RECORD_PROOF", "GET", api::RECORD_PROOF, ANYONE),
    ("api::RECORD_GROWTH", "GET", api::RECORD_GROWTH, ANYONE),
    ("record_at::CHECKPOINT", "GET", addresses::record::CHECKPOINT, ANYONE),
    ("record_at::KEY", "GET", addresses::record::KEY, ANYONE),
    ("record_at::TILE", "GET", addresses::record::TILE, ANYONE),
    ("record_at::ENTRY", "GET", addresses::record::ENTRY, ANYONE),
    ("api::PORTAL_ME", "GET", api::PORTAL_ME, OFFICERS),
    ("api::PORTAL_JOIN_LOOK", "POST", api::PORTAL_JOIN_LOOK, ANYONE),
    ("api::PORTAL_JOIN", "POST", api::PORTAL_JOIN, ANYONE),
    ("api::PORTAL_JOIN_PASSKEY_BEGIN", "POST", api::PORTAL_JOIN_PASSKEY_BEGIN, ANYONE),
    ("api::PORTAL_AUTHENTICATOR", "PUT", api::PORTAL_AUTHENTICATOR, OFFICERS),
    ("api::PORTAL_OFFICERS", "GET", api::PORTAL_OFFICERS, ADMINISTRATORS),
    ("api::PORTAL_OFFICERS_CONFIRM", "POST", api::PORTAL_OFFICERS_CONFIRM, ADMINISTRATORS),
    ("api::PORTAL_CERTIFICATE", "PUT", api::PORTAL_CERTIFICATE, ADMINISTRATORS),
    ("api::PORTAL_KEYS", "GET", api::PORTAL_KEYS, ADMINISTRATORS),
    ("api::PORTAL_KEYS", "POST", api::PORTAL_KEYS, ADMINISTRATORS),
    ("api::PORTAL_OFFICER", "PUT", api::PORTAL_OFFICER, ADMINISTRATORS),
    ("api::PORTAL_OFFICER", "DELETE", api::PORTAL_OFFICER, ADMINISTRATORS),
    ("api::PORTAL_INVITATIONS", "POST", api::PORTAL_INVITATIONS, ADMINISTRATORS),
    ("api::PORTAL_INVITATION", "DELETE", api::PORTAL_INVITATION, ADMINISTRATORS),
    ("api::PORTAL_AGENCY", "GET", api::PORTAL_AGENCY, ADMINISTRATORS),
    ("api::PORTAL_AGENCY", "PUT", api::PORTAL_AGENCY, ADMINISTRATORS),
    ("api::PORTAL_FEED", "GET", api::PORTAL_FEED, OFFICERS),
    ("api::PORTAL_JURISDICTION", "GET", api::PORTAL_JURISDICTION, OFFICERS),
    ("api::PORTAL_ANNOUNCEMENTS", "POST", api::PORTAL_ANNOUNCEMENTS, OFFICERS),
    ("api::PORTAL_KEY", "GET", api::PORTAL_KEY, OFFICERS),
    ("api::PORTAL_INBOX", "GET", api::PORTAL_INBOX, OFFICERS),
    ("api::PORTAL_SHARE", "GET", api::PORTAL_SHARE, OFFICERS),
    ("api::PORTAL_FILE", "GET", api::PORTAL_FILE, OFFICERS),
    ("api::PORTAL_DOWNLOADED", "POST", api::PORTAL_DOWNLOADED, OFFICERS),
    ("api::PORTAL_REQUESTS", "GET", api::PORTAL_REQUESTS, OFFICERS),
    ("api::PORTAL_REQUESTS", "POST", api::PORTAL_REQUESTS, OFFICERS),
    ("api::PORTAL_HISTORY", "GET", api::PORTAL_HISTORY, OFFICERS),
    ("api::PORTAL_HOLDERS", "GET", api::PORTAL_HOLDERS, OFFICERS),
    ("api::PORTAL_HAND_ON", "GET", api::PORTAL_HAND_ON, OFFICERS),
    ("api::PORTAL_HAND_ON", "POST", api::PORTAL_HAND_ON, OFFICERS),
    ("api::PORTAL_RECOVER_BEGIN", "POST", api::PORTAL_RECOVER_BEGIN, ADMINISTRATORS),
    ("api::PORTAL_RECOVER", "GET", api::PORTAL_RECOVER, ADMINISTRATORS),
    ("api::PORTAL_RECOVER", "POST", api::PORTAL_RECOVER, ADMINISTRATORS),
    ("api::PORTAL_DRAFT", "GET", api::PORTAL_DRAFT, OFFICERS),
    ("api::PORTAL_DRAFT", "PUT", api::PORTAL_DRAFT, OFFICERS),
    ("api::PORTAL_DRAFT", "DELETE", api::PORTAL_DRAFT, OFFICERS),
    ("api::PORTAL_AMENDMENTS", "POST", api::PORTAL_AMENDMENTS, OFFICERS),
    ("api::PORTAL_RESOLVE", "POST", api::PORTAL_RESOLVE, OFFICERS),
    ("api::PORTAL_VOID", "POST", api::PORTAL_VOID, OFFICERS),
    ("api::PORTAL_OUTCOME", "PUT", api::PORTAL_OUTCOME, OFFICERS),
    ("api::REVIEW", "GET", api::REVIEW, REVIEWERS),
    ("api::REVIEW_AGE", "GET", api::REVIEW_AGE, ANYONE),
    ("api::REVIEW_CASE", "GET", api::REVIEW_CASE, REVIEWERS),
    ("api::REVIEW_CASE", "POST", api::REVIEW_CASE, REVIEWERS),
    ("api::REVIEW_HAND_ON", "POST", api::REVIEW_HAND_ON, REVIEWERS),
    ("data::AGENCIES_CSV", "GET", data::AGENCIES_CSV, ANYONE),
    ("data::AGENCIES_JSON", "GET", data::AGENCIES_JSON, ANYONE),
    ("data::AGENCIES_GEOJSON", "GET", data::AGENCIES_GEOJSON, ANYONE),
    ("data::AGENCY_FILE", "GET", data::AGENCY_FILE, ANYONE),
    ("data::REQUEST_FILE", "GET", data::REQUEST_FILE, ANYONE),
    ("ground::REGION", "GET", ground::REGION, ANYONE),
    ("ground::STATES", "GET", ground::STATES, ANYONE),
    ("ground::COUNTIES", "GET", ground::COUNTIES, ANYONE),
    ("ground::AGENCY", "GET", ground::AGENCY, ANYONE),
    // Last: whoever asked is signed out.
    ("api::MY_SESSIONS", "DELETE", api::MY_SESSIONS, PEOPLE),
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

async fn moderator(server: &TestServer) -> TestServer {
    server.resident("mona@example.org").await;
    let named =
        moderators::add(server.store(), Operator::at_the_command_line(), "mona@example.org", common::now());
    named.await.expect("a moderator");
    server.signed_in("mona@example.org").await
}

#[tokio::test]
async fn everyone_gets_in_where_the_table_says_and_nowhere_else() {
    let world = World::new().await;
    let (rosa, ortega, mona) = (&world.rosa, &world.ortega, moderator(&world.server).await);
    for (_, method, address, expected) in MATRIX {
        let visitor = may(&world.server, method, address).await;
        let found = [
            visitor,
            may(rosa, method, address).await,
            may(ortega, method, address).await,
            may(&mona, method, address).await,
        ];
        assert_eq!(found, expected, "{method} {address}");
    }
}

/// A reviewer is a resident with one door more; before the training is complete that door is shut.
#[tokio::test]
async fn a_reviewer_gets_in_like_a_resident_and_once_trained_to_the_queue() {
    let server = TestServer::new().await;
    let trained = common::reviewer(&server, "rita@example.org", 6).await;
    let untrained = common::reviewer(&server, "ulla@example.org", 5).await;
    for (name, method, address, expected) in MATRIX {
        let [_, resident, ..] = expected;
        let door = if name.starts_with("api::REVIEW") && expected == REVIEWERS { Enter } else { resident };
        assert_eq!(may(&trained, method, address).await, door, "{method} {address}");
        assert_eq!(may(&untrained, method, address).await, resident, "{method} {address}");
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

/// What an officer needs besides being one.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Needs {
    Nothing,
    Is(Role),
    /// Either of the two.
    Or(Role, Role),
    Administrator,
}

/// For every row of [`MATRIX`] that an officer enters because of being one, or that is an administrator's.
fn needs(name: &str, method: &str) -> Option<Needs> {
    Some(match name {
        "api::PORTAL_ME"
        | "api::PORTAL_KEY"
        | "api::PORTAL_FEED"
        | "api::PORTAL_JURISDICTION"
        | "api::PORTAL_AUTHENTICATOR"
        | "api::MY_PASSWORD"
        | "api::MY_SESSIONS"
        | "api::MY_SESSION"
        | "api::MY_PASSKEYS"
        | "api::MY_PASSKEYS_BEGIN"
        | "api::MY_PASSKEY"
        | "api::MY_PROOF_BEGIN"
        | "api::MY_PROOF" => Needs::Nothing,
        "api::PORTAL_INBOX"
        | "api::PORTAL_SHARE"
        | "api::PORTAL_FILE"
        | "api::PORTAL_DOWNLOADED"
        | "api::PORTAL_HAND_ON" => Needs::Is(Role::Receive),
        // To send one is to ask; to look after what was sent takes one role or the other.
        "api::PORTAL_REQUESTS" if method == "POST" => Needs::Is(Role::Request),
        "api::PORTAL_HOLDERS" | "api::PORTAL_DRAFT" => Needs::Is(Role::Request),
        "api::PORTAL_REQUESTS"
        | "api::PORTAL_HISTORY"
        | "api::PORTAL_AMENDMENTS"
        | "api::PORTAL_RESOLVE"
        | "api::PORTAL_VOID"
        | "api::PORTAL_OUTCOME" => Needs::Or(Role::Request, Role::Supervise),
        "api::PORTAL_OFFICERS"
        | "api::PORTAL_OFFICERS_CONFIRM"
        | "api::PORTAL_OFFICER"
        | "api::PORTAL_CERTIFICATE"
        | "api::PORTAL_KEYS"
        | "api::PORTAL_RECOVER"
        | "api::PORTAL_RECOVER_BEGIN"
        | "api::PORTAL_INVITATIONS"
        | "api::PORTAL_INVITATION"
        | "api::PORTAL_AGENCY" => Needs::Administrator,
        "api::PORTAL_ANNOUNCEMENTS"
        | "api::POST"
        | "api::MEDIA"
        | "api::ARRIVING"
        | "api::ARRIVING_ONE"
        | "api::COMMENTS"
        | "api::MY_COMMENTS"
        | "api::COMMENT"
        | "api::COMMENT_UNDO"
        | "api::MY_MODERATION"
        | "api::APPEAL" => Needs::Is(Role::Post),
        _ => return None,
    })
}

#[tokio::test]
async fn every_route_of_an_officer_states_its_role_and_nobody_without_it_gets_in() {
    let world = World::new().await;
    let agency = &world.cedar.agency;
    let mut officers = Vec::new();
    for (email, roles, administrator) in [
        ("none@cedarflats.example", vec![], false),
        ("post@cedarflats.example", vec![Role::Post], false),
        ("request@cedarflats.example", vec![Role::Request], false),
        ("receive@cedarflats.example", vec![Role::Receive], false),
        ("supervise@cedarflats.example", vec![Role::Supervise], false),
        ("chief@cedarflats.example", vec![], true),
    ] {
        let (officer, browser) = officer(&world.server, agency, email, "1").await;
        let roles = Roles::from(roles);
        sqlx::query("update officer set roles = $2, admin_since = $3 where id = $1")
            .bind(officer.id)
            .bind(roles.text())
            .bind(administrator.then_some(1_i64))
            .execute(&**world.server.store())
            .await
            .expect("another role");
        officers.push((roles, administrator, browser));
    }
    for (name, method, address, row) in MATRIX {
        // The last two rows sign out whoever asks; `everyone_gets_in_where_the_table_says` asks them.
        if matches!((name, method), ("api::SESSION" | "api::MY_SESSIONS", "DELETE")) {
            continue;
        }
        let review = name.starts_with("api::REVIEW");
        let by_role = !review && (row == OFFICERS || row == WRITERS || row == ADMINISTRATORS);
        let needs = by_role.then(|| needs(name, method).unwrap_or_else(|| panic!("{name} states no role")));
        for (roles, administrator, browser) in &officers {
            let Some(needs) = needs else {
                // Open or shut for all officers alike.
                let [_, _, expected, _] = row;
                assert_eq!(may(browser, method, address).await, expected, "{method} {address} {roles:?}");
                continue;
            };
            let has = match needs {
                Needs::Nothing => true,
                Needs::Is(role) => roles.has(role),
                Needs::Or(one, other) => roles.has(one) || roles.has(other),
                Needs::Administrator => *administrator,
            };
            let expected = if has { Enter } else { Not };
            assert_eq!(
                may(browser, method, address).await,
                expected,
                "{method} {address} {roles:?} {administrator}"
            );
        }
    }
}

/// [`Operator`] is the one role that no call over the network makes.
#[test]
fn no_route_knows_the_operator() {
    let made = "FromRequestParts<App> for ";
    let auth = include_str!("../src/auth.rs");
    assert!(auth.contains(&format!("{made}Reviewer")) && !auth.contains(&format!("{made}Operator")));
    for route in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/routes")).expect("routes") {
        let text = std::fs::read_to_string(route.expect("a file").path()).expect("text");
        assert!(!text.contains("Operator"), "a route acts as the operator");
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
