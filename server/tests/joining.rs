//! Joining: an address, a mail, a link, a password; and no answer that tells whether an address has an account.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use chrono::TimeDelta;
use common::cedar::{Cedar, ORTEGA};
use common::post::{mails, token_for};
use common::{TestServer, now};
use neighbors_domain::account::{Me, Who};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::joining::{
    AccountError, ChangeEmail, ChoosePassword, Join, LINK_LIVES, LinkToken, MAILS_AN_EMAIL, Recover,
};
use neighbors_domain::password::{Password, PasswordError};
use neighbors_server::chores;
use serde::Serialize;

pub const CHOSEN: &str = "gravel lantern opposite tin";

async fn send(
    server: &TestServer,
    path: &str,
    body: &impl Serialize,
) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
    let body = Body::from(serde_json::to_vec(body).expect("JSON"));
    server.raw("POST", path, "application/json", body).await
}

async fn join(server: &TestServer, email: &str) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
    send(server, api::ACCOUNTS, &Join { email: email.into(), adult: true }).await
}

fn choice(token: &str, password: &str) -> ChoosePassword {
    ChoosePassword { token: LinkToken(token.into()), password: Password(password.into()) }
}

async fn count(server: &TestServer, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query_scalar(&sql).fetch_one(&**server.store()).await.expect("a count")
}

fn refused(bytes: &[u8]) -> Vec<AccountError> {
    match serde_json::from_slice(bytes).expect("typed") {
        ApiError::AccountRefused { errors } => errors,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_neighbor_joins_by_a_link_in_their_mailbox_and_is_signed_in() {
    let server = TestServer::new().await;
    let (status, _, body) = join(&server, " Rosa@Example.org ").await;
    assert_eq!((status, body.as_slice()), (StatusCode::NO_CONTENT, &b""[..]));
    // Nothing is there before the mailbox has answered.
    assert_eq!(count(&server, "account").await, 0);
    let token = token_for(&server, "rosa@example.org");
    let (status, headers, body) = send(&server, api::ACCOUNTS_CONFIRM, &choice(&token, CHOSEN)).await;
    assert_eq!(status, StatusCode::CREATED);
    assert!(headers[SET_COOKIE].to_str().expect("plain").starts_with("neighbors-session="));
    let me: Me = serde_json::from_slice(&body).expect("me");
    let Who::Resident(rosa) = me.who else { panic!("not signed in") };
    assert_eq!((rosa.email.as_str(), rosa.home, rosa.recovery_at), ("rosa@example.org", None, None));
    server.signed_in_with("rosa@example.org", CHOSEN).await;
}

#[tokio::test]
async fn an_address_with_an_account_and_one_without_get_the_same_bytes_rows_and_mails() {
    let server = TestServer::new().await;
    server.resident("rosa@example.org").await;
    server.resident("ben@example.org").await;
    Cedar::new(&server).await;
    let ben = server.signed_in("ben@example.org").await;
    for path in [api::ACCOUNTS, api::RECOVERY, api::MY_EMAIL] {
        let mut seen = Vec::new();
        for email in ["rosa@example.org", "nobody@example.org", ORTEGA] {
            let before = (count(&server, "mail_link").await, mails(&server).len() as i64);
            let password = Password(common::PASSWORD.into());
            let (status, headers, body) = match path {
                api::ACCOUNTS => join(&server, email).await,
                api::RECOVERY => send(&server, path, &Recover { email: email.into() }).await,
                _ => send(&ben, path, &ChangeEmail { email: email.into(), password }).await,
            };
            assert_eq!(status, StatusCode::NO_CONTENT, "{path}");
            // A change replaces the links of the one before.
            let links = if path == api::MY_EMAIL { 0 } else { before.0 };
            let after = (count(&server, "mail_link").await - links, mails(&server).len() as i64 - before.1);
            seen.push((status, headers, body, if path == api::MY_EMAIL { (0, after.1) } else { after }));
        }
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{path}: {seen:?}");
    }
    // Only the mail tells, and only where there is something to open does it hold a link.
    let links: Vec<(String, bool)> =
        mails(&server).into_iter().map(|mail| (mail.to.clone(), mail.token().is_some())).collect();
    let to =
        |email: &str| links.iter().filter(|(to, _)| to == email).map(|(_, link)| *link).collect::<Vec<_>>();
    assert_eq!(to("rosa@example.org"), [false, true, false]);
    assert_eq!(to("nobody@example.org"), [true, false, true]);
    assert_eq!(to(ORTEGA), [false, false, false]);
}

#[tokio::test]
async fn a_link_works_once_for_a_day_and_only_its_hash_is_kept() {
    let server = TestServer::new().await;
    join(&server, "rosa@example.org").await;
    join(&server, "rosa@example.org").await;
    let token = token_for(&server, "rosa@example.org");
    assert_eq!(token.len(), 64);
    let kept: Vec<String> = sqlx::query_scalar("select token_sha256 from mail_link")
        .fetch_all(&**server.store())
        .await
        .expect("rows");
    assert!(kept.len() == 2 && !kept.contains(&token));
    assert!(kept.contains(&neighbors_server::auth::token_sha256(&token)));

    let clock = &server.app.clock;
    clock.set(now() + LINK_LIVES);
    let (status, _, body) = send(&server, api::ACCOUNTS_CONFIRM, &choice(&token, CHOSEN)).await;
    assert_eq!((status, refused(&body)), (StatusCode::UNPROCESSABLE_ENTITY, vec![AccountError::DeadLink]));
    clock.set(now() + LINK_LIVES - TimeDelta::seconds(1));
    assert_eq!(send(&server, api::ACCOUNTS_CONFIRM, &choice(&token, CHOSEN)).await.0, StatusCode::CREATED);
    for dead in [token.as_str(), "no such link", ""] {
        let (_, _, body) = send(&server, api::ACCOUNTS_CONFIRM, &choice(dead, CHOSEN)).await;
        assert_eq!(refused(&body), [AccountError::DeadLink]);
    }
    // The other link to the same mailbox is gone with it.
    assert_eq!(count(&server, "mail_link").await, 0);
}

#[tokio::test]
async fn a_link_that_nobody_opened_is_swept() {
    let server = TestServer::new().await;
    join(&server, "rosa@example.org").await;
    server.app.clock.set(now() + LINK_LIVES);
    chores::once(&server.app).await.expect("done");
    assert_eq!(count(&server, "mail_link").await, 0);
}

#[tokio::test]
async fn a_weak_password_is_refused_in_the_words_of_the_rule_and_the_link_still_works() {
    let server = TestServer::new().await;
    join(&server, "rosa@example.org").await;
    let token = token_for(&server, "rosa@example.org");
    for (weak, error) in [
        ("short", PasswordError::TooShort { chars: 5, min: 12 }),
        ("iloveyou2026!", PasswordError::Common),
        ("Rosa@example.org", PasswordError::IsEmail),
    ] {
        let (_, _, body) = send(&server, api::ACCOUNTS_CONFIRM, &choice(&token, weak)).await;
        assert_eq!(refused(&body), [AccountError::Password { error }], "{weak}");
    }
    assert_eq!(send(&server, api::ACCOUNTS_CONFIRM, &choice(&token, CHOSEN)).await.0, StatusCode::CREATED);
}

#[tokio::test]
async fn only_an_address_and_an_adult_can_ask() {
    let server = TestServer::new().await;
    let (status, _, body) = send(&server, api::ACCOUNTS, &Join { email: "rosa".into(), adult: false }).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused(&body), [AccountError::StrangeEmail, AccountError::NotAdult]);
    // Nobody writes a second header into a mail.
    let (_, _, body) = join(&server, "rosa@example.org\r\nBcc: everyone@example.org").await;
    assert_eq!(refused(&body), [AccountError::StrangeEmail]);
    assert!(mails(&server).is_empty());
}

#[tokio::test]
async fn a_mailbox_is_not_filled_whoever_it_belongs_to() {
    let server = TestServer::new().await;
    server.resident("rosa@example.org").await;
    for email in ["rosa@example.org", "nobody@example.org"] {
        for _ in 0..MAILS_AN_EMAIL.at_once {
            assert_eq!(join(&server, email).await.0, StatusCode::NO_CONTENT);
        }
        let (status, _, body) = send(&server, api::RECOVERY, &Recover { email: email.into() }).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
        let too_many = ApiError::TooMany { seconds: MAILS_AN_EMAIL.one_more_each_seconds.into() };
        assert_eq!(serde_json::from_slice::<ApiError>(&body).expect("typed"), too_many);
    }
    assert_eq!(mails(&server).len(), 2 * MAILS_AN_EMAIL.at_once as usize);
}

#[tokio::test]
async fn two_links_opened_at_one_instant_make_one_account() {
    let server = TestServer::new().await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        join(&server, "rosa@example.org").await;
        tokens.push(token_for(&server, "rosa@example.org"));
    }
    let choices: Vec<_> = tokens.iter().map(|token| choice(token, CHOSEN)).collect();
    let opened = choices.iter().map(|choice| send(&server, api::ACCOUNTS_CONFIRM, choice));
    let answers = futures_util::future::join_all(opened).await;
    let made = answers.iter().filter(|(status, ..)| *status == StatusCode::CREATED).count();
    assert_eq!((made, count(&server, "account").await), (1, 1));
    for (status, _, body) in answers.iter().filter(|(status, ..)| *status != StatusCode::CREATED) {
        assert_eq!(
            (*status, refused(body)),
            (StatusCode::UNPROCESSABLE_ENTITY, vec![AccountError::DeadLink])
        );
    }
}
