//! How officers sign in, and what they change about it: a passkey, or a password with the codes of an authenticator; never a
//! password alone.

mod common;

use age::x25519::Identity;
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use chrono::TimeDelta;
use common::cedar::RAMAN;
use common::device::Device;
use common::post::{mails, token_for};
use common::public_record::officer_error;
use common::world::World;
use common::{PASSWORD, TestServer, codes_of, hand, now, send, totp_secret};
use neighbors_domain::account::{Me, Who};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::joining::{AccountError, ChangePassword, Join, LinkToken, SignedIn};
use neighbors_domain::officers::{
    Authenticator, Enrol, Field, Invite, LookAtInvitation, NewAuthenticator, OfficerError, Role, WayIn,
};
use neighbors_domain::passkey::{
    AddPasskey, Answer, BeginAdding, BeginJoining, PasskeyError, Question, WaysIn,
};
use neighbors_domain::password::Password;

const NOVAK: &str = "j.novak@cedarflats.example";
const CHOSEN: &str = "gravel lantern opposite tin";
/// Of an authenticator that is not the one tests know by the address.
const OTHER: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

async fn error<T: serde::Serialize>(browser: &TestServer, method: &str, path: &str, body: &T) -> ApiError {
    let (status, bytes) = send(browser, method, path, body).await;
    assert!(status.is_client_error(), "{method} {path}: {status}");
    serde_json::from_slice(&bytes).expect("typed")
}

fn not_the_password() -> ApiError {
    ApiError::AccountRefused { errors: vec![AccountError::OldPassword] }
}

fn passkey_error(reason: PasskeyError) -> ApiError {
    ApiError::PasskeyRefused { reason }
}

async fn invited(world: &World) -> LinkToken {
    sqlx::query("update officer set admin_since = 1 where id = $1")
        .bind(&world.cedar.ortega.id)
        .execute(&**world.server.store())
        .await
        .expect("an administrator");
    let invite = Invite { email: NOVAK.into(), roles: vec![Role::Post].into(), administrator: false };
    let (status, _) = send(&world.ortega, "POST", api::PORTAL_INVITATIONS, &invite).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    LinkToken(token_for(&world.server, NOVAK))
}

fn enrol(token: &LinkToken, way_in: WayIn) -> Enrol {
    Enrol {
        token: token.clone(),
        name: "Officer Jana Novak".into(),
        title: "Patrol, District 1".into(),
        badge_number: "4410".into(),
        way_in,
        recipient: Identity::generate().to_public().to_string(),
        wrapped_identity: "c2VhbGVk".into(),
        signing_key: hand::signing_key(NOVAK).public(),
    }
}

async fn with_passkey(server: &TestServer, token: &LinkToken, device: &mut Device) -> Enrol {
    let look = LookAtInvitation { token: token.clone() };
    let (status, question): (_, Question) = server.post(api::PORTAL_JOIN_PASSKEY_BEGIN, &look).await;
    assert_eq!(status, StatusCode::OK);
    let answer = device.make(&question).await;
    enrol(token, WayIn::Passkey { answer, name: "Desk".into() })
}

/// The browser of whoever this call signed in.
async fn entered<T: serde::Serialize>(server: &TestServer, path: &str, body: &T) -> Option<TestServer> {
    let body = Body::from(serde_json::to_vec(body).expect("JSON"));
    let (status, headers, _) = server.signed_out().raw("POST", path, "application/json", body).await;
    let mut browser = server.signed_out();
    browser.cookie = headers.get(SET_COOKIE)?.to_str().expect("plain").split(';').next().map(str::to_owned);
    status.is_success().then_some(browser)
}

async fn name(browser: &TestServer) -> Option<String> {
    let (_, me): (_, Me) = browser.get(api::ME).await;
    match me.who {
        Who::Officer(officer) => Some(officer.name),
        Who::Visitor | Who::Resident(_) => None,
    }
}

/// At the door, with whatever key the device holds here.
async fn shows(server: &TestServer, device: &mut Device) -> Option<TestServer> {
    let answer: Answer = device.asked_at_the_door(server).await;
    entered(server, api::SESSION_PASSKEY, &answer).await
}

fn authenticator(secret: &str, server: &TestServer, later: i64) -> Authenticator {
    let codes = neighbors_server::totp::Codes::new(secret).expect("a secret");
    let at = server.app.clock.now() + TimeDelta::seconds(later);
    Authenticator { totp_secret: secret.into(), code: codes.at(at) }
}

#[tokio::test]
async fn an_officer_enrols_with_a_passkey_and_has_no_password_until_there_are_codes() {
    let world = World::new().await;
    let server = &world.server;
    let token = invited(&world).await;
    let mut device = Device::new();
    let enrol = with_passkey(server, &token, &mut device).await;
    let novak = entered(server, api::PORTAL_JOIN, &enrol).await.expect("an officer");
    assert_eq!(name(&novak).await.as_deref(), Some("Officer Jana Novak"));
    // The invitation is used, and so is what the device said.
    let again = error(server, "POST", api::PORTAL_JOIN, &enrol).await;
    assert_eq!(again, officer_error(OfficerError::DeadInvitation));
    let back = shows(server, &mut device).await.expect("signed in");
    assert_eq!(name(&back).await.as_deref(), Some("Officer Jana Novak"));
    assert_eq!(server.sign_in(NOVAK, "", None).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(server.sign_in(NOVAK, PASSWORD, None).await.0, StatusCode::UNAUTHORIZED);

    // The only way in stays; a password alone would be none.
    let (_, ways): (_, WaysIn) = novak.get(api::MY_PASSKEYS).await;
    assert_eq!((ways.has_password, ways.passkeys.len()), (false, 1));
    let path = api::my_passkey(&ways.passkeys[0].id);
    assert_eq!(error(&novak, "DELETE", &path, &()).await, passkey_error(PasskeyError::OnlyWayIn));
    let change = ChangePassword { old: Password(String::new()), new: Password(CHOSEN.into()) };
    let prove = async |device: &mut Device| {
        let (_, question): (_, Question) = novak.post(api::MY_PROOF_BEGIN, &()).await;
        let (status, _) = send(&novak, "POST", api::MY_PROOF, &device.show(&question).await).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
    };
    let first = error(&novak, "PUT", api::MY_PASSWORD, &change).await;
    assert_eq!(first, officer_error(OfficerError::CodesFirst));
    let codes = NewAuthenticator {
        password: Password(String::new()),
        authenticator: authenticator(OTHER, server, 0),
    };
    let unproved = error(&novak, "PUT", api::PORTAL_AUTHENTICATOR, &codes).await;
    assert_eq!(unproved, passkey_error(PasskeyError::ProofNeeded));
    prove(&mut device).await;
    assert_eq!(send(&novak, "PUT", api::PORTAL_AUTHENTICATOR, &codes).await.0, StatusCode::NO_CONTENT);
    let unproved = error(&novak, "PUT", api::MY_PASSWORD, &change).await;
    assert_eq!(unproved, passkey_error(PasskeyError::ProofNeeded));
    prove(&mut device).await;
    assert_eq!(send(&novak, "PUT", api::MY_PASSWORD, &change).await.0, StatusCode::NO_CONTENT);
    assert_eq!(server.sign_in(NOVAK, CHOSEN, None).await.0, StatusCode::UNAUTHORIZED);
    let code = authenticator(OTHER, server, 30).code;
    assert_eq!(server.sign_in(NOVAK, CHOSEN, Some(code)).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_key_made_for_one_thing_is_none_for_another() {
    let world = World::new().await;
    let server = &world.server;
    let token = invited(&world).await;
    let dead = LookAtInvitation { token: LinkToken("0".repeat(64)) };
    let refused = error(server, "POST", api::PORTAL_JOIN_PASSKEY_BEGIN, &dead).await;
    assert_eq!(refused, officer_error(OfficerError::DeadInvitation));

    // Of a neighbor who joins: not of an officer who enrols.
    send(server, "POST", api::ACCOUNTS, &Join { email: "kim@example.org".into(), adult: true }).await;
    let join = LinkToken(token_for(server, "kim@example.org"));
    let (_, question): (_, Question) =
        server.post(api::ACCOUNTS_PASSKEY_BEGIN, &BeginJoining { token: join }).await;
    let answer = Device::new().make(&question).await;
    let mixed = enrol(&token, WayIn::Passkey { answer, name: "Desk".into() });
    let refused = error(server, "POST", api::PORTAL_JOIN, &mixed).await;
    assert_eq!(refused, passkey_error(PasskeyError::StrangeAnswer));
    let mut device = Device::new();
    let nameless = with_passkey(server, &token, &mut device).await;
    let WayIn::Passkey { answer, .. } = nameless.way_in.clone() else { panic!("a passkey") };
    let nameless = Enrol { way_in: WayIn::Passkey { answer, name: " ".into() }, ..nameless };
    assert_eq!(error(server, "POST", api::PORTAL_JOIN, &nameless).await, passkey_error(PasskeyError::NoName));
    // Nothing of it used the invitation up.
    let right = with_passkey(server, &token, &mut Device::new()).await;
    assert!(entered(server, api::PORTAL_JOIN, &right).await.is_some());
}

#[tokio::test]
async fn an_officer_adds_a_passkey_sees_where_they_are_signed_in_and_ends_it() {
    let world = World::new().await;
    let server = &world.server;
    let wrong = BeginAdding { password: Password("not this one".into()) };
    let refused = error(&world.raman, "POST", api::MY_PASSKEYS_BEGIN, &wrong).await;
    assert_eq!(refused, not_the_password());
    let begin = BeginAdding { password: Password(PASSWORD.into()) };
    let (_, question): (_, Question) = world.raman.post(api::MY_PASSKEYS_BEGIN, &begin).await;
    let mut device = Device::new();
    let answer = device.make(&question).await;
    // Nobody else's answer.
    let stolen = AddPasskey { answer: answer.clone(), name: "Phone".into() };
    assert_eq!(
        error(&world.ortega, "POST", api::MY_PASSKEYS, &stolen).await,
        passkey_error(PasskeyError::StrangeAnswer)
    );
    let (_, question): (_, Question) = world.raman.post(api::MY_PASSKEYS_BEGIN, &begin).await;
    let add = AddPasskey { answer: device.make(&question).await, name: "Phone".into() };
    assert_eq!(send(&world.raman, "POST", api::MY_PASSKEYS, &add).await.0, StatusCode::CREATED);
    assert!(mails(server).iter().any(|mail| mail.to == RAMAN && mail.text.contains("passkey")));
    let second = shows(server, &mut device).await.expect("signed in without password or code");
    assert_eq!(name(&second).await.as_deref(), Some("Officer Priya Raman"));

    let (_, sessions): (_, Vec<SignedIn>) = world.raman.get(api::MY_SESSIONS).await;
    assert_eq!(sessions.len(), 2);
    let other = sessions.iter().find(|session| !session.this).expect("the second");
    // Nobody ends another's.
    assert_eq!(error(&world.ortega, "DELETE", &api::my_session(&other.id), &()).await, ApiError::NotFound);
    assert_eq!(
        send(&world.raman, "DELETE", &api::my_session(&other.id), &()).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(name(&second).await, None);
    assert!(name(&world.raman).await.is_some());

    // Whoever leaves comes back with no key.
    sqlx::query("update officer set admin_since = 1 where id = $1")
        .bind(&world.cedar.ortega.id)
        .execute(&**server.store())
        .await
        .expect("an administrator");
    let path = api::portal_officer(&world.cedar.raman.id);
    assert_eq!(send(&world.ortega, "DELETE", &path, &()).await.0, StatusCode::NO_CONTENT);
    assert!(shows(server, &mut device).await.is_none());
}

#[tokio::test]
async fn a_new_password_signs_out_elsewhere_and_the_code_is_still_asked_for() {
    let world = World::new().await;
    let server = &world.server;
    server.app.clock.set(now() + TimeDelta::minutes(5));
    let elsewhere = server.signed_in(RAMAN).await;
    let wrong = ChangePassword { old: Password("not this one".into()), new: Password(CHOSEN.into()) };
    assert_eq!(error(&world.raman, "PUT", api::MY_PASSWORD, &wrong).await, not_the_password());
    let change = ChangePassword { old: Password(PASSWORD.into()), new: Password(CHOSEN.into()) };
    assert_eq!(send(&world.raman, "PUT", api::MY_PASSWORD, &change).await.0, StatusCode::NO_CONTENT);
    assert_eq!(name(&elsewhere).await, None);
    assert!(name(&world.raman).await.is_some());
    server.app.clock.set(now() + TimeDelta::minutes(10));
    assert_eq!(server.sign_in(RAMAN, CHOSEN, None).await.0, StatusCode::UNAUTHORIZED);
    let code = codes_of(RAMAN).at(server.app.clock.now());
    assert_eq!(server.sign_in(RAMAN, CHOSEN, Some(code)).await.0, StatusCode::OK);
}

#[tokio::test]
async fn another_authenticator_takes_the_place_of_the_one_before() {
    let world = World::new().await;
    let server = &world.server;
    let new = |password: &str, authenticator: Authenticator| NewAuthenticator {
        password: Password(password.into()),
        authenticator,
    };
    let right = authenticator(OTHER, server, 0);
    let thief = error(&world.raman, "PUT", api::PORTAL_AUTHENTICATOR, &new("guessed", right.clone())).await;
    assert_eq!(thief, not_the_password());
    let mistyped = Authenticator { code: "000000".into(), ..right.clone() };
    let refused = error(&world.raman, "PUT", api::PORTAL_AUTHENTICATOR, &new(PASSWORD, mistyped)).await;
    assert!(
        matches!(&refused, ApiError::Invalid { field, .. } if *field == Field::Code.key()),
        "{refused:?}"
    );
    let (status, _) =
        send(&world.raman, "PUT", api::PORTAL_AUTHENTICATOR, &new(PASSWORD, right.clone())).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert!(mails(server).iter().any(|mail| mail.to == RAMAN && mail.text.contains("authenticator")));

    server.app.clock.set(now() + TimeDelta::minutes(2));
    let old = neighbors_server::totp::Codes::new(&totp_secret(RAMAN)).expect("a secret");
    let old = old.at(server.app.clock.now());
    assert_eq!(server.sign_in(RAMAN, PASSWORD, Some(old)).await.0, StatusCode::UNAUTHORIZED);
    let code = authenticator(OTHER, server, 0).code;
    assert_eq!(server.sign_in(RAMAN, PASSWORD, Some(code)).await.0, StatusCode::OK);
    // A neighbor has none to change.
    let neighbor = error(&world.rosa, "PUT", api::PORTAL_AUTHENTICATOR, &new(PASSWORD, right)).await;
    assert_eq!(neighbor, ApiError::Forbidden);
}
