//! What a resident can see and change about signing in: sessions, password, email address, a lost password.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use chrono::TimeDelta;
use common::post::{mails, token_for};
use common::{PASSWORD, TestServer, now};
use neighbors_domain::account::{Me, ResidentSelf, SignIn, Who};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::joining::{
    AccountError, Browser, ChangeEmail, ChangePassword, ChoosePassword, ConfirmEmail, EmailConfirmed,
    LINK_LIVES, LinkToken, RECOVERY_WAITS, Recover, Recovering, SignedIn, System,
};
use neighbors_domain::password::{Password, PasswordError};
use neighbors_server::chores;
use serde::Serialize;

const ROSA: &str = "rosa@example.org";
const NEW: &str = "gravel lantern opposite tin";

async fn rosa() -> TestServer {
    let server = TestServer::new().await;
    server.resident(ROSA).await;
    server.signed_in(ROSA).await
}

async fn status(browser: &TestServer, method: &str, path: &str, body: &impl Serialize) -> StatusCode {
    let body = Body::from(serde_json::to_vec(body).expect("JSON"));
    browser.raw(method, path, "application/json", body).await.0
}

async fn who(browser: &TestServer) -> Option<ResidentSelf> {
    let (_, me): (_, Me) = browser.get(api::ME).await;
    match me.who {
        Who::Resident(resident) => Some(resident),
        _ => None,
    }
}

async fn signs_in(server: &TestServer, email: &str, password: &str) -> bool {
    let asked = SignIn { email: email.into(), password: password.into(), code: None };
    status(&server.signed_out(), "POST", api::SESSION, &asked).await == StatusCode::OK
}

/// Asked for by mail and chosen by its link, from a browser where nobody is signed in.
async fn recover(server: &TestServer, password: &str) -> Recovering {
    let visitor = server.signed_out();
    let asked = Recover { email: ROSA.into() };
    assert_eq!(status(&visitor, "POST", api::RECOVERY, &asked).await, StatusCode::NO_CONTENT);
    let token = LinkToken(token_for(server, ROSA));
    let choice = ChoosePassword { token, password: Password(password.into()) };
    let (status, recovering) = visitor.post(api::RECOVERY_CONFIRM, &choice).await;
    assert_eq!(status, StatusCode::OK);
    recovering
}

#[tokio::test]
async fn a_lost_password_comes_back_after_a_day_in_which_every_session_is_warned() {
    let rosa = rosa().await;
    let at = recover(&rosa, NEW).await.takes_effect_at;
    assert_eq!(at, now() + RECOVERY_WAITS);
    assert_eq!(who(&rosa).await.expect("signed in").recovery_at, Some(at));
    assert!(mails(&rosa).iter().any(|mail| mail.to == ROSA && mail.text.contains("2026-10-23 00:30 UTC")));

    rosa.app.clock.set(at - TimeDelta::seconds(1));
    assert!(!signs_in(&rosa, ROSA, NEW).await, "before its day has passed");
    assert!(signs_in(&rosa, ROSA, PASSWORD).await, "the old one works until then");
    rosa.app.clock.set(at);
    // To the second, also if no chore has come round since.
    assert!(signs_in(&rosa, ROSA, NEW).await);
    assert!(!signs_in(&rosa, ROSA, PASSWORD).await);
    // Whoever was signed in with the old one is out.
    assert_eq!(who(&rosa).await, None);
}

#[tokio::test]
async fn chores_bring_a_new_password_into_force_too() {
    let rosa = rosa().await;
    let at = recover(&rosa, NEW).await.takes_effect_at;
    rosa.app.clock.set(at);
    chores::once(&rosa.app).await.expect("done");
    assert_eq!(who(&rosa).await, None);
    let told = mails(&rosa).into_iter().filter(|mail| mail.text.contains("was changed")).count();
    assert_eq!(told, 1);
}

#[tokio::test]
async fn whoever_is_signed_in_can_say_no_and_the_links_in_the_mailbox_die() {
    let rosa = rosa().await;
    let at = recover(&rosa, NEW).await.takes_effect_at;
    let again = Recover { email: ROSA.into() };
    status(&rosa.signed_out(), "POST", api::RECOVERY, &again).await;
    let waiting = LinkToken(token_for(&rosa, ROSA));
    assert_eq!(status(&rosa, "DELETE", api::MY_RECOVERY, &()).await, StatusCode::NO_CONTENT);
    assert_eq!(who(&rosa).await.expect("signed in").recovery_at, None);
    let choice = ChoosePassword { token: waiting, password: Password(NEW.into()) };
    let (_, refused): (_, ApiError) = rosa.post(api::RECOVERY_CONFIRM, &choice).await;
    assert_eq!(refused, ApiError::AccountRefused { errors: vec![AccountError::DeadLink] });
    rosa.app.clock.set(at + TimeDelta::days(1));
    assert!(!signs_in(&rosa, ROSA, NEW).await);
    assert!(signs_in(&rosa, ROSA, PASSWORD).await);
}

#[tokio::test]
async fn another_neighbor_cannot_stop_it() {
    let rosa = rosa().await;
    rosa.resident("ben@example.org").await;
    recover(&rosa, NEW).await;
    let ben = rosa.signed_in("ben@example.org").await;
    assert_eq!(status(&ben, "DELETE", api::MY_RECOVERY, &()).await, StatusCode::NO_CONTENT);
    assert!(who(&rosa).await.expect("signed in").recovery_at.is_some());
}

#[tokio::test]
async fn a_resident_sees_where_they_are_signed_in_and_ends_one_or_all() {
    let server = rosa().await;
    let body = serde_json::to_vec(&SignIn { email: ROSA.into(), password: PASSWORD.into(), code: None })
        .expect("JSON");
    let phone = "Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0";
    let headers = [("content-type", "application/json"), ("x-neighbors", "1"), ("user-agent", phone)];
    server.app.clock.set(now() + TimeDelta::hours(1));
    let answer = server.call("POST", api::SESSION, &headers, Body::from(body)).await;
    let mut on_phone = server.signed_out();
    on_phone.cookie = answer.header("set-cookie").split(';').next().map(str::to_owned);

    server.app.clock.set(now() + TimeDelta::days(2));
    assert!(who(&on_phone).await.is_some());
    let (_, list): (_, Vec<SignedIn>) = on_phone.get(api::MY_SESSIONS).await;
    let [newest, oldest] = &list[..] else { panic!("{list:?}") };
    assert_eq!((newest.browser, newest.system), (Browser::Firefox, System::Android));
    assert_eq!((newest.this, oldest.this), (true, false));
    assert_eq!(newest.since, now() + TimeDelta::hours(1));
    // To the day, and only of the one that was used.
    assert_eq!(newest.last_used, (now() + TimeDelta::days(2)).date_naive());
    assert_eq!(oldest.last_used, now().date_naive());

    assert_eq!(status(&on_phone, "DELETE", &api::my_session(&oldest.id), &()).await, StatusCode::NO_CONTENT);
    assert_eq!((who(&server).await.is_some(), who(&on_phone).await.is_some()), (false, true));
    assert_eq!(status(&on_phone, "DELETE", &api::my_session(&oldest.id), &()).await, StatusCode::NOT_FOUND);

    let third = server.signed_in(ROSA).await;
    let (status, headers, _) = third.raw("DELETE", api::MY_SESSIONS, "", Body::empty()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert!(headers[SET_COOKIE].to_str().expect("plain").contains("Max-Age=0"));
    assert_eq!((who(&third).await, who(&on_phone).await), (None, None));
}

#[tokio::test]
async fn nobody_ends_the_session_of_another() {
    let rosa = rosa().await;
    let (_, list): (_, Vec<SignedIn>) = rosa.get(api::MY_SESSIONS).await;
    rosa.resident("ben@example.org").await;
    let ben = rosa.signed_in("ben@example.org").await;
    assert_eq!(status(&ben, "DELETE", &api::my_session(&list[0].id), &()).await, StatusCode::NOT_FOUND);
    assert!(who(&rosa).await.is_some());
}

#[tokio::test]
async fn a_new_password_ends_every_other_session_and_a_recovery_that_waits() {
    let rosa = rosa().await;
    let elsewhere = rosa.signed_in(ROSA).await;
    recover(&rosa, "some other four words").await;
    let change =
        |old: &str, new: &str| ChangePassword { old: Password(old.into()), new: Password(new.into()) };
    for (wrong, error) in [
        (change("not this", NEW), AccountError::OldPassword),
        (change(PASSWORD, "password1234"), AccountError::Password { error: PasswordError::Common }),
    ] {
        let (status, refused): (_, ApiError) = rosa.put(api::MY_PASSWORD, &wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused, ApiError::AccountRefused { errors: vec![error] });
    }
    assert!(who(&elsewhere).await.is_some());
    assert_eq!(status(&rosa, "PUT", api::MY_PASSWORD, &change(PASSWORD, NEW)).await, StatusCode::NO_CONTENT);
    assert_eq!(who(&elsewhere).await, None);
    assert_eq!(who(&rosa).await.expect("still here").recovery_at, None);
    assert!(signs_in(&rosa, ROSA, NEW).await && !signs_in(&rosa, ROSA, PASSWORD).await);
}

#[tokio::test]
async fn a_stolen_session_guesses_no_password() {
    let rosa = rosa().await;
    let wrong = ChangePassword { old: Password("a guess".into()), new: Password(NEW.into()) };
    for _ in 0..10 {
        status(&rosa, "PUT", api::MY_PASSWORD, &wrong).await;
    }
    let right = ChangePassword { old: Password(PASSWORD.into()), new: Password(NEW.into()) };
    assert_eq!(status(&rosa, "PUT", api::MY_PASSWORD, &right).await, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn an_address_changes_when_both_mailboxes_have_said_yes() {
    let rosa = rosa().await;
    let change = |password: &str| ChangeEmail {
        email: "Rosa@New.example".into(),
        password: Password(password.into()),
    };
    assert_eq!(
        status(&rosa, "POST", api::MY_EMAIL, &change("wrong")).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(mails(&rosa).is_empty());
    assert_eq!(status(&rosa, "POST", api::MY_EMAIL, &change(PASSWORD)).await, StatusCode::NO_CONTENT);
    let visitor = rosa.signed_out();
    let confirm = |email: &str| ConfirmEmail { token: LinkToken(token_for(&rosa, email)) };
    let (old, new) = (confirm(ROSA), confirm("rosa@new.example"));

    let (_, said): (_, EmailConfirmed) = visitor.post(api::EMAIL_CONFIRM, &new).await;
    assert!(!said.changed);
    assert_eq!(who(&rosa).await.expect("signed in").email, ROSA);
    let (_, refused): (_, ApiError) = visitor.post(api::EMAIL_CONFIRM, &new).await;
    assert_eq!(refused, ApiError::AccountRefused { errors: vec![AccountError::DeadLink] });

    let (_, said): (_, EmailConfirmed) = visitor.post(api::EMAIL_CONFIRM, &old).await;
    assert!(said.changed);
    assert_eq!(who(&rosa).await.expect("signed in").email, "rosa@new.example");
    assert!(signs_in(&rosa, "rosa@new.example", PASSWORD).await && !signs_in(&rosa, ROSA, PASSWORD).await);
}

#[tokio::test]
async fn a_change_of_address_that_one_mailbox_never_confirmed_is_forgotten() {
    let rosa = rosa().await;
    let change = ChangeEmail { email: "rosa@new.example".into(), password: Password(PASSWORD.into()) };
    status(&rosa, "POST", api::MY_EMAIL, &change).await;
    let new = ConfirmEmail { token: LinkToken(token_for(&rosa, "rosa@new.example")) };
    let old = ConfirmEmail { token: LinkToken(token_for(&rosa, ROSA)) };
    assert_eq!(status(&rosa, "POST", api::EMAIL_CONFIRM, &new).await, StatusCode::OK);
    rosa.app.clock.set(now() + LINK_LIVES);
    chores::once(&rosa.app).await.expect("done");
    assert_eq!(status(&rosa, "POST", api::EMAIL_CONFIRM, &old).await, StatusCode::UNPROCESSABLE_ENTITY);
    let left: i64 =
        sqlx::query_scalar("select (select count(*) from email_change) + (select count(*) from mail_link)")
            .fetch_one(&**rosa.store())
            .await
            .expect("a count");
    assert_eq!(left, 0);
    assert_eq!(who(&rosa).await.expect("signed in").email, ROSA);
}

#[tokio::test]
async fn nobody_takes_an_address_that_somebody_has() {
    let rosa = rosa().await;
    let change = ChangeEmail { email: "ben@example.org".into(), password: Password(PASSWORD.into()) };
    status(&rosa, "POST", api::MY_EMAIL, &change).await;
    let (old, new) = (token_for(&rosa, ROSA), token_for(&rosa, "ben@example.org"));
    // Joined in between.
    rosa.resident("ben@example.org").await;
    for (token, expected) in [(old, StatusCode::OK), (new, StatusCode::UNPROCESSABLE_ENTITY)] {
        let confirm = ConfirmEmail { token: LinkToken(token) };
        assert_eq!(status(&rosa, "POST", api::EMAIL_CONFIRM, &confirm).await, expected);
    }
    assert_eq!(who(&rosa).await.expect("signed in").email, ROSA);
}
