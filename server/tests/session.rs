//! Signing in and out, seen from outside.

mod common;

use axum::body::Body;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use chrono::TimeDelta;
use common::cedar::Cedar;
use common::world::officer;
use common::{PASSWORD, TestServer, now};
use neighbors_domain::account::{
    Me, SIGN_INS_AN_ADDRESS, SIGN_INS_AN_EMAIL, SIGNED_IN_DAYS, SignIn, Switches, Who,
};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_server::chores;

async fn sign_in(server: &TestServer, email: &str, password: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let body = serde_json::to_vec(&SignIn { email: email.into(), password: password.into(), code: None })
        .expect("JSON");
    server.raw("POST", api::SESSION, "application/json", Body::from(body)).await
}

async fn who(browser: &TestServer) -> Who {
    let (status, me): (_, Me) = browser.get(api::ME).await;
    assert_eq!(status, StatusCode::OK);
    me.who
}

#[tokio::test]
async fn a_resident_signs_in_and_is_known_until_signing_out() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    assert_eq!(who(&server).await, Who::Visitor);

    let browser = server.signed_in(" Ada@Example.ORG ").await;
    let Who::Resident(ada) = who(&browser).await else { panic!("not signed in") };
    assert_eq!(ada.email, "ada@example.org");

    let (status, headers, _) = browser.raw("DELETE", api::SESSION, "text/plain", Body::empty()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(headers[SET_COOKIE], "neighbors-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    // The token is dead even for someone who kept it.
    assert_eq!(who(&browser).await, Who::Visitor);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_email_get_the_same_bytes() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let (status, wrong_headers, wrong) = sign_in(&server, "ada@example.org", "guess").await;
    let (_, unknown_headers, unknown) = sign_in(&server, "nobody@example.org", "guess").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(wrong, unknown);
    assert_eq!(wrong_headers, unknown_headers);
    assert!(!wrong_headers.contains_key(SET_COOKIE));
    assert_eq!(serde_json::from_slice::<ApiError>(&wrong).expect("typed"), ApiError::WrongPassword);
}

#[tokio::test]
async fn the_cookie_cannot_be_read_by_scripts_and_ends_after_thirty_days() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let (_, headers, _) = sign_in(&server, "ada@example.org", PASSWORD).await;
    let cookie = headers[SET_COOKIE].to_str().expect("plain");
    let (token, attributes) = cookie.split_once("; ").expect("attributes");
    assert_eq!(token.len(), "neighbors-session=".len() + 64);
    assert_eq!(attributes, "Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");

    let browser = server.signed_in("ada@example.org").await;
    server.app.clock.set(now() + TimeDelta::days(SIGNED_IN_DAYS) - TimeDelta::seconds(1));
    assert!(matches!(who(&browser).await, Who::Resident(_)));
    server.app.clock.set(now() + TimeDelta::days(SIGNED_IN_DAYS));
    assert_eq!(who(&browser).await, Who::Visitor);
    // What has ended is gone from the database too, and only that.
    server.signed_in("ada@example.org").await;
    chores::once(&server.app).await.expect("done");
    let left: i64 = sqlx::query_scalar("select count(*) from session")
        .fetch_one(&**server.store())
        .await
        .expect("a count");
    assert_eq!(left, 1);
}

#[tokio::test]
async fn on_https_the_cookie_is_bound_to_this_host_and_no_other_name_is_believed() {
    let server = TestServer::at("https://neighbors.example").await;
    server.resident("ada@example.org").await;
    let (_, headers, _) = sign_in(&server, "ada@example.org", PASSWORD).await;
    let cookie = headers[SET_COOKIE].to_str().expect("plain");
    assert!(cookie.starts_with("__Host-neighbors-session="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure"), "{cookie}");

    let mut browser = server.signed_in("ada@example.org").await;
    assert!(matches!(who(&browser).await, Who::Resident(_)));
    browser.cookie = browser.cookie.map(|cookie| cookie.replace("__Host-", ""));
    assert_eq!(who(&browser).await, Who::Visitor);
}

#[tokio::test]
async fn a_thief_of_the_database_holds_no_token() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let browser = server.signed_in("ada@example.org").await;
    let cookie = browser.cookie.clone().expect("a cookie");
    let token = cookie.split_once('=').expect("a value").1;
    let kept: Vec<String> = sqlx::query_scalar("select token_sha256 from session")
        .fetch_all(&**server.store())
        .await
        .expect("rows");
    assert_eq!(kept.len(), 1);
    assert_ne!(kept[0], token);
    assert_eq!(kept[0], neighbors_server::auth::token_sha256(token));
}

#[tokio::test]
async fn an_eleventh_guess_at_one_email_waits_a_minute() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    for _ in 0..SIGN_INS_AN_EMAIL.at_once {
        assert_eq!(sign_in(&server, "ada@example.org", "guess").await.0, StatusCode::UNAUTHORIZED);
    }
    // Not even the right one, and not in other letters.
    let (status, _, body) = sign_in(&server, "ADA@example.org", PASSWORD).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    let refused: ApiError = serde_json::from_slice(&body).expect("typed");
    assert_eq!(refused, ApiError::TooMany { seconds: SIGN_INS_AN_EMAIL.one_more_each_seconds.into() });
    server.app.clock.set(now() + TimeDelta::seconds(SIGN_INS_AN_EMAIL.one_more_each_seconds.into()));
    assert_eq!(sign_in(&server, "ada@example.org", PASSWORD).await.0, StatusCode::OK);
}

#[tokio::test]
async fn one_address_cannot_walk_through_many_emails() {
    let server = TestServer::new().await;
    for n in 0..SIGN_INS_AN_ADDRESS.at_once {
        server.app.limits.sign_in([192, 0, 2, 1].into(), &format!("{n}@example.org")).expect("a try");
    }
    let refused = server.app.limits.sign_in([192, 0, 2, 1].into(), "last@example.org");
    assert_eq!(refused, Err(ApiError::TooMany { seconds: SIGN_INS_AN_ADDRESS.one_more_each_seconds.into() }));
    // Others are not held up, and who waited is forgotten.
    server.app.limits.sign_in([192, 0, 2, 2].into(), "last@example.org").expect("a try");
    server.app.clock.set(now() + TimeDelta::hours(1));
    server.app.limits.sweep();
    server.app.limits.sign_in([192, 0, 2, 1].into(), "last@example.org").expect("a try");
}

#[tokio::test]
async fn an_officer_is_known_as_one_until_leaving_the_agency() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let (officer, browser) = officer(&server, &cedar.agency, "kim@cedarflats.example", "7").await;
    let Who::Officer(kim) = who(&browser).await else { panic!("not an officer") };
    assert_eq!(
        (kim.name.as_str(), kim.agency.name.as_str(), kim.agency.demo),
        ("Officer Lee Park", "Cedar Flats Police Department", true)
    );
    // An officer is no resident: no switches, no home.
    let (status, refused): (_, ApiError) = browser.put(api::SWITCHES, &Switches::default()).await;
    assert_eq!((status, refused), (StatusCode::FORBIDDEN, ApiError::Forbidden));

    let left = format!("update officer set ended_at = {}", now().timestamp_millis());
    sqlx::query(&left).execute(&**server.store()).await.expect("left");
    assert_eq!(who(&browser).await, Who::Visitor);
    // A password alone is no way in for somebody whose authenticator is gone.
    sqlx::query("update officer set totp_sealed = null where id = $1")
        .bind(&officer.id)
        .execute(&**server.store())
        .await
        .expect("gone");
    let (status, headers, body) = sign_in(&server, "kim@cedarflats.example", PASSWORD).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(serde_json::from_slice::<ApiError>(&body).expect("typed"), ApiError::Forbidden);
    assert!(!headers.contains_key(SET_COOKIE));
}

#[tokio::test]
async fn signing_in_again_ends_the_session_this_browser_had_and_no_other() {
    let server = TestServer::new().await;
    for email in ["ada@example.org", "ben@example.org"] {
        server.resident(email).await;
    }
    let (here, elsewhere) =
        (server.signed_in("ada@example.org").await, server.signed_in("ada@example.org").await);
    let (status, ..) = sign_in(&here, "ben@example.org", "not the password").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(matches!(who(&here).await, Who::Resident(_)), "a try that fails ends nothing");
    let (status, ..) = sign_in(&here, "ben@example.org", common::PASSWORD).await;
    assert_eq!(status, StatusCode::OK);
    assert!(matches!(who(&here).await, Who::Visitor), "the token of before is worth nothing");
    assert!(matches!(who(&elsewhere).await, Who::Resident(_)));
}
