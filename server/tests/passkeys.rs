//! Passkeys: joining with one, signing in with one, adding, naming and removing them; and whatever is no answer.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use chrono::TimeDelta;
use common::device::Device;
use common::export::exported;
use common::post::{mails, token_for};
use common::{PASSWORD, TestServer, now, send};
use neighbors_domain::account::{Me, SignIn, Who};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::joining::{
    ChangeEmail, ChangePassword, ChoosePassword, Join, LinkToken, RECOVERY_WAITS, Recover,
};
use neighbors_domain::leaving::Leave;
use neighbors_domain::passkey::{
    AddPasskey, Answer, BeginAdding, BeginJoining, CHALLENGE_LIVES, JoinWithPasskey, MAX_PASSKEYS,
    PROOF_LIVES, PasskeyError, Question, RenamePasskey, WaysIn,
};
use neighbors_domain::password::Password;
use neighbors_server::chores;

const ROSA: &str = "rosa@example.org";
const CHOSEN: &str = "gravel lantern opposite tin";

fn why(bytes: &[u8]) -> PasskeyError {
    match serde_json::from_slice(bytes).expect("typed") {
        ApiError::PasskeyRefused { reason } => reason,
        other => panic!("{other:?}"),
    }
}

/// Joins by the link of a mail, with a key the device makes now.
async fn joined(server: &TestServer, email: &str, device: &mut Device) -> TestServer {
    send(server, "POST", api::ACCOUNTS, &Join { email: email.into(), adult: true }).await;
    let token = LinkToken(token_for(server, email));
    let (_, question): (_, Question) =
        server.post(api::ACCOUNTS_PASSKEY_BEGIN, &BeginJoining { token: token.clone() }).await;
    let answer = device.make(&question).await;
    let join = JoinWithPasskey { token, answer, name: "My phone".into() };
    let body = Body::from(serde_json::to_vec(&join).expect("JSON"));
    let (status, headers, body) = server.raw("POST", api::ACCOUNTS_PASSKEY, "application/json", body).await;
    assert_eq!(status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&body));
    let mut browser = server.signed_out();
    browser.cookie = headers[SET_COOKIE].to_str().expect("plain").split(';').next().map(str::to_owned);
    browser
}

async fn signs_in(server: &TestServer, answer: &Answer) -> Option<String> {
    let (status, bytes) = send(&server.signed_out(), "POST", api::SESSION_PASSKEY, answer).await;
    match status {
        StatusCode::OK => match serde_json::from_slice::<Me>(&bytes).expect("me").who {
            Who::Resident(resident) => Some(resident.email),
            other => panic!("{other:?}"),
        },
        _ => {
            assert_eq!(status, StatusCode::UNAUTHORIZED);
            assert_eq!(serde_json::from_slice::<ApiError>(&bytes).expect("typed"), ApiError::WrongPasskey);
            None
        }
    }
}

async fn ways_in(browser: &TestServer) -> WaysIn {
    browser.get(api::MY_PASSKEYS).await.1
}

/// Somebody signed in with a password, and what begins with it.
async fn begin_adding(browser: &TestServer) -> Question {
    browser.post(api::MY_PASSKEYS_BEGIN, &BeginAdding { password: Password(PASSWORD.into()) }).await.1
}

async fn add(browser: &TestServer, device: &mut Device, name: &str) -> (StatusCode, Vec<u8>) {
    let answer = device.make(&begin_adding(browser).await).await;
    send(browser, "POST", api::MY_PASSKEYS, &AddPasskey { answer, name: name.into() }).await
}

#[tokio::test]
async fn a_neighbor_joins_with_a_passkey_and_comes_back_with_it_without_naming_an_address() {
    let server = TestServer::new().await;
    let mut phone = Device::new();
    let rosa = joined(&server, ROSA, &mut phone).await;
    let ways = ways_in(&rosa).await;
    assert!(!ways.has_password);
    assert_eq!(ways.passkeys[0].name, "My phone");
    let (_, me): (_, Me) = rosa.get(api::ME).await;
    assert!(matches!(me.who, Who::Resident(_)));

    let answer = phone.asked_at_the_door(&server).await;
    assert_eq!(signs_in(&server, &answer).await.as_deref(), Some(ROSA));
    // What was said once is no answer to anything any more.
    assert_eq!(signs_in(&server, &answer).await, None);
    // No password opens it, not even an empty one.
    for password in ["", PASSWORD] {
        let asked = SignIn { email: ROSA.into(), password: password.into(), code: None };
        assert_eq!(send(&server, "POST", api::SESSION, &asked).await.0, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn the_device_never_learns_the_accounts_id_and_the_database_holds_no_key_that_signs_in() {
    let server = TestServer::new().await;
    let mut phone = Device::new();
    let rosa = joined(&server, ROSA, &mut phone).await;
    let id: String =
        sqlx::query_scalar("select id from account").fetch_one(&**server.store()).await.expect("one");
    let answer = phone.asked_at_the_door(&server).await;
    assert!(!answer.credential.contains(&id));
    let handle = server.app.secrets.passkey_handle(&id);
    use base64::Engine;
    let encoded = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(handle);
    assert!(answer.credential.contains(&encoded), "{}", answer.credential);
    let questions: i64 = sqlx::query_scalar("select count(*) from passkey_question")
        .fetch_one(&**server.store())
        .await
        .expect("n");
    assert_eq!(questions, 1, "the one that was not answered at the server yet");
    let _ = rosa;
}

#[tokio::test]
async fn an_answer_to_another_question_another_host_or_another_purpose_is_none() {
    let server = TestServer::new().await;
    let mut phone = Device::new();
    let rosa = joined(&server, ROSA, &mut phone).await;

    // Asked for a proof, shown at the door.
    let (_, question): (_, Question) = rosa.post(api::MY_PROOF_BEGIN, &()).await;
    assert_eq!(signs_in(&server, &phone.show(&question).await).await, None);

    // Too late, by the server's clock.
    let late = phone.asked_at_the_door(&server).await;
    server.app.clock.set(now() + CHALLENGE_LIVES);
    assert_eq!(signs_in(&server, &late).await, None);
    chores::once(&server.app).await.expect("done");
    let left: i64 = sqlx::query_scalar("select count(*) from passkey_question")
        .fetch_one(&**server.store())
        .await
        .expect("n");
    assert_eq!(left, 0);

    // One byte of the signature, or of what was signed.
    for part in ["signature", "authenticatorData", "clientDataJSON"] {
        let answer = phone.asked_at_the_door(&server).await;
        let mut json: serde_json::Value = serde_json::from_str(&answer.credential).expect("JSON");
        let text = json["response"][part].as_str().expect("text").to_owned();
        // In the middle, where every letter counts.
        let (at, other) = (text.len() / 2, if text.as_bytes()[text.len() / 2] == b'A' { "B" } else { "A" });
        json["response"][part] = [&text[..at], other, &text[at + 1..]].concat().into();
        assert_eq!(signs_in(&server, &Answer { credential: json.to_string() }).await, None, "{part}");
    }

    // A page of another port of this machine is another origin.
    let mut elsewhere = phone.carried_to("http://localhost:9999");
    let answer = elsewhere.asked_at_the_door(&server).await;
    assert_eq!(signs_in(&server, &answer).await, None);
    for nothing in ["", "{}", "null", "[1]"] {
        assert_eq!(signs_in(&server, &Answer { credential: nothing.into() }).await, None, "{nothing:?}");
    }
}

#[tokio::test]
async fn a_key_that_was_copied_is_noticed_when_it_counts_backwards() {
    let server = TestServer::new().await;
    let mut phone = Device::new();
    joined(&server, ROSA, &mut phone).await;
    let mut copy = phone.clone();
    for _ in 0..2 {
        let answer = phone.asked_at_the_door(&server).await;
        assert_eq!(signs_in(&server, &answer).await.as_deref(), Some(ROSA));
    }
    let answer = copy.asked_at_the_door(&server).await;
    assert_eq!(signs_in(&server, &answer).await, None);
}

#[tokio::test]
async fn an_owner_adds_names_and_removes_passkeys_and_hears_of_it_by_mail() {
    let server = TestServer::new().await;
    server.resident(ROSA).await;
    let rosa = server.signed_in(ROSA).await;
    let wrong = BeginAdding { password: Password("not the password".into()) };
    assert_eq!(send(&rosa, "POST", api::MY_PASSKEYS_BEGIN, &wrong).await.0, StatusCode::UNPROCESSABLE_ENTITY);

    let (mut phone, mut key) = (Device::new(), Device::new());
    assert_eq!(add(&rosa, &mut phone, " My phone ").await.0, StatusCode::CREATED);
    server.app.clock.set(now() + TimeDelta::seconds(1));
    assert_eq!(add(&rosa, &mut key, "Blue key").await.0, StatusCode::CREATED);
    assert_eq!(mails(&rosa).iter().filter(|mail| mail.text.contains("one more passkey")).count(), 2);
    let ways = ways_in(&rosa).await;
    let names: Vec<_> = ways.passkeys.iter().map(|key| key.name.as_str()).collect();
    assert_eq!((ways.has_password, names), (true, vec!["My phone", "Blue key"]));

    let first = api::my_passkey(&ways.passkeys[0].id);
    let name = |name: &str| RenamePasskey { name: name.into() };
    assert_eq!(send(&rosa, "PUT", &first, &name("Old phone")).await.0, StatusCode::NO_CONTENT);
    assert_eq!(why(&send(&rosa, "PUT", &first, &name(" ")).await.1), PasskeyError::NoName);
    let long = why(&send(&rosa, "PUT", &first, &name(&"x".repeat(61))).await.1);
    assert_eq!(long, PasskeyError::LongName { chars: 61, max: 60 });
    assert_eq!(ways_in(&rosa).await.passkeys[0].name, "Old phone");

    // Nobody else's.
    server.resident("ben@example.org").await;
    let ben = server.signed_in("ben@example.org").await;
    assert_eq!(send(&ben, "PUT", &first, &name("Mine")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(send(&ben, "DELETE", &first, &()).await.0, StatusCode::NOT_FOUND);

    assert_eq!(send(&rosa, "DELETE", &first, &()).await.0, StatusCode::NO_CONTENT);
    assert!(mails(&rosa).iter().any(|mail| mail.text.contains("no longer signs in")));
    let answer = phone.asked_at_the_door(&server).await;
    assert_eq!(signs_in(&server, &answer).await, None);
    let answer = key.asked_at_the_door(&server).await;
    assert_eq!(signs_in(&server, &answer).await.as_deref(), Some(ROSA));
    let (export, _) = exported(&rosa).await;
    assert_eq!(export.passkeys.len(), 1);
}

#[tokio::test]
async fn there_is_an_end_to_how_many_and_a_question_is_its_askers_own() {
    let server = TestServer::new().await;
    server.resident(ROSA).await;
    server.resident("ben@example.org").await;
    let (rosa, ben) = (server.signed_in(ROSA).await, server.signed_in("ben@example.org").await);
    // Rosa's question, answered into Ben's account.
    let answer = Device::new().make(&begin_adding(&rosa).await).await;
    let stolen = AddPasskey { answer, name: "Mine".into() };
    assert_eq!(why(&send(&ben, "POST", api::MY_PASSKEYS, &stolen).await.1), PasskeyError::StrangeAnswer);
    for n in 0..MAX_PASSKEYS {
        // Ten tries at once, then one a minute.
        server.app.clock.set(now() + TimeDelta::minutes(n as i64 * 2));
        assert_eq!(add(&rosa, &mut Device::new(), "One of many").await.0, StatusCode::CREATED);
    }
    server.app.clock.set(now() + TimeDelta::hours(2));
    let (status, bytes) = add(&rosa, &mut Device::new(), "One too many").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(why(&bytes), PasskeyError::TooMany { max: MAX_PASSKEYS });
}

#[tokio::test]
async fn the_only_way_in_is_not_removed_until_there_is_another() {
    let server = TestServer::new().await;
    let mut phone = Device::new();
    let rosa = joined(&server, ROSA, &mut phone).await;
    let only = api::my_passkey(&ways_in(&rosa).await.passkeys[0].id);
    let (status, bytes) = send(&rosa, "DELETE", &only, &()).await;
    assert_eq!((status, why(&bytes)), (StatusCode::UNPROCESSABLE_ENTITY, PasskeyError::OnlyWayIn));

    // A password, with the passkey shown in place of the old one.
    let change = ChangePassword { old: Password::default(), new: Password(CHOSEN.into()) };
    assert_eq!(why(&send(&rosa, "PUT", api::MY_PASSWORD, &change).await.1), PasskeyError::ProofNeeded);
    prove(&rosa, &mut phone).await;
    assert_eq!(send(&rosa, "PUT", api::MY_PASSWORD, &change).await.0, StatusCode::NO_CONTENT);
    assert_eq!(send(&rosa, "DELETE", &only, &()).await.0, StatusCode::NO_CONTENT);
    server.signed_in_with(ROSA, CHOSEN).await;
}

async fn prove(browser: &TestServer, device: &mut Device) {
    let (_, question): (_, Question) = browser.post(api::MY_PROOF_BEGIN, &()).await;
    let answer = device.show(&question).await;
    assert_eq!(send(browser, "POST", api::MY_PROOF, &answer).await.0, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_passkey_shown_stands_for_one_change_in_one_session_for_minutes() {
    let server = TestServer::new().await;
    let mut phone = Device::new();
    let rosa = joined(&server, ROSA, &mut phone).await;
    let change = ChangeEmail { email: "rosa@new.example".into(), password: Password::default() };
    let asked = |browser: TestServer| {
        let change = change.clone();
        async move { send(&browser, "POST", api::MY_EMAIL, &change).await.0 }
    };
    prove(&rosa, &mut phone).await;
    assert_eq!(asked(rosa.signed_out()).await, StatusCode::UNAUTHORIZED);
    server.app.clock.set(now() + PROOF_LIVES);
    let again = || {
        let mut again = rosa.signed_out();
        again.cookie = rosa.cookie.clone();
        again
    };
    assert_eq!(asked(again()).await, StatusCode::UNPROCESSABLE_ENTITY);
    prove(&rosa, &mut phone).await;
    assert_eq!(asked(again()).await, StatusCode::NO_CONTENT);
    assert_eq!(asked(again()).await, StatusCode::UNPROCESSABLE_ENTITY, "used up");

    // Somebody else's passkey proves nothing.
    let mut other = Device::new();
    joined(&server, "ben@example.org", &mut other).await;
    let (_, question): (_, Question) = rosa.post(api::MY_PROOF_BEGIN, &()).await;
    let answer = other.show(&question).await;
    assert_eq!(why(&send(&rosa, "POST", api::MY_PROOF, &answer).await.1), PasskeyError::StrangeAnswer);

    prove(&rosa, &mut phone).await;
    let leave = Leave { email: ROSA.into(), password: Password::default() };
    assert_eq!(send(&rosa, "POST", api::MY_DELETION, &leave).await.0, StatusCode::NO_CONTENT);
    let answer = phone.asked_at_the_door(&server).await;
    assert_eq!(signs_in(&server, &answer).await, None);
}

#[tokio::test]
async fn a_lost_device_is_no_lost_account_the_mailbox_brings_it_back_after_a_day() {
    let server = TestServer::new().await;
    let mut phone = Device::new();
    joined(&server, ROSA, &mut phone).await;
    send(&server, "POST", api::RECOVERY, &Recover { email: ROSA.into() }).await;
    let choice =
        ChoosePassword { token: LinkToken(token_for(&server, ROSA)), password: Password(CHOSEN.into()) };
    assert_eq!(send(&server, "POST", api::RECOVERY_CONFIRM, &choice).await.0, StatusCode::OK);
    server.app.clock.set(now() + RECOVERY_WAITS);
    let rosa = server.signed_in_with(ROSA, CHOSEN).await;
    // The lost one is in the list, to be removed.
    let lost = api::my_passkey(&ways_in(&rosa).await.passkeys[0].id);
    assert_eq!(send(&rosa, "DELETE", &lost, &()).await.0, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_mailbox_joins_once_whatever_with() {
    let server = TestServer::new().await;
    send(&server, "POST", api::ACCOUNTS, &Join { email: ROSA.into(), adult: true }).await;
    let token = LinkToken(token_for(&server, ROSA));
    let begin = BeginJoining { token: token.clone() };
    let (_, question): (_, Question) = server.post(api::ACCOUNTS_PASSKEY_BEGIN, &begin).await;
    let choice = ChoosePassword { token: token.clone(), password: Password(CHOSEN.into()) };
    assert_eq!(send(&server, "POST", api::ACCOUNTS_CONFIRM, &choice).await.0, StatusCode::CREATED);
    let answer = Device::new().make(&question).await;
    let late = JoinWithPasskey { token, answer, name: "My phone".into() };
    assert_eq!(send(&server, "POST", api::ACCOUNTS_PASSKEY, &late).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        send(&server, "POST", api::ACCOUNTS_PASSKEY_BEGIN, &begin).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let keys: i64 =
        sqlx::query_scalar("select count(*) from passkey").fetch_one(&**server.store()).await.expect("n");
    assert_eq!(keys, 0);
}

#[tokio::test]
async fn a_server_reached_by_a_number_says_why_it_has_no_passkeys() {
    let server = TestServer::at("http://192.0.2.7:8080").await;
    let (status, bytes) = send(&server, "POST", api::SESSION_PASSKEY_BEGIN, &()).await;
    assert_eq!((status, why(&bytes)), (StatusCode::UNPROCESSABLE_ENTITY, PasskeyError::NoDomain));
}
