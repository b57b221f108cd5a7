//! Officers of an agency, through the front door: invited by mail, enrolled, looked after, gone.

mod common;

use age::x25519::Identity;
use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{ORTEGA, RAMAN, SLUG};
use common::moderation::{read, say, thread};
use common::post::{mails, token_for};
use common::world::World;
use common::{PASSWORD, TestServer, codes_of, now, totp_secret};
use neighbors_domain::addresses::api;
use neighbors_domain::admission::Statement;
use neighbors_domain::agency::{AgencyProfile, TipLine};
use neighbors_domain::api::ApiError;
use neighbors_domain::joining::LinkToken;
use neighbors_domain::officers::{
    Authenticator, ChangeOfficer, Enrol, Invitation, Invite, LookAtInvitation, OfficerError, OfficerList,
    PortalSelf, Role, Roles, WayIn,
};
use neighbors_domain::password::Password;
use neighbors_domain::post::Author;
use neighbors_server::auth::Operator;
use neighbors_server::chores;
use neighbors_server::store::agencies;
use serde::Serialize;

const NOVAK: &str = "j.novak@cedarflats.example";

/// Ortega looks after the officers of her agency.
async fn world() -> World {
    let world = World::new().await;
    sqlx::query("update officer set admin_since = 1 where id = $1")
        .bind(&world.cedar.ortega.id)
        .execute(&**world.server.store())
        .await
        .expect("an administrator");
    world
}

async fn send(
    browser: &TestServer,
    method: &str,
    path: &str,
    body: &impl Serialize,
) -> Result<(), (u16, ApiError)> {
    let body = Body::from(serde_json::to_vec(body).expect("JSON"));
    let (status, _, bytes) = browser.raw(method, path, "application/json", body).await;
    if status.is_success() {
        Ok(())
    } else {
        Err((status.as_u16(), serde_json::from_slice(&bytes).expect("typed")))
    }
}

fn refused(error: OfficerError) -> Result<(), (u16, ApiError)> {
    Err((422, ApiError::Invalid { field: error.field().key().into(), sentence: error.to_string() }))
}

async fn invite(world: &World, email: &str) -> Result<(), (u16, ApiError)> {
    let roles = vec![Role::Receive, Role::Post].into();
    send(
        &world.ortega,
        "POST",
        api::PORTAL_INVITATIONS,
        &Invite { email: email.into(), roles, administrator: false },
    )
    .await
}

fn authenticator(email: &str, server: &TestServer) -> Authenticator {
    let code = codes_of(email).at(server.app.clock.now());
    Authenticator { totp_secret: totp_secret(email), code }
}

/// With other words at one place.
fn codes(change: fn(&mut Password, &mut Authenticator)) -> impl Fn(&mut Enrol) {
    move |enrol| match &mut enrol.way_in {
        WayIn::Codes { password, authenticator } => change(password, authenticator),
        WayIn::Passkey { .. } => panic!("with codes"),
    }
}

fn enrol(token: String, email: &str, server: &TestServer) -> Enrol {
    Enrol {
        token: LinkToken(token),
        name: "Officer Jana Novak".into(),
        title: "Patrol, District 1".into(),
        badge_number: "4410".into(),
        way_in: WayIn::Codes {
            password: Password(PASSWORD.into()),
            authenticator: authenticator(email, server),
        },
        recipient: Identity::generate().to_public().to_string(),
        wrapped_identity: "c2VhbGVk".into(),
        signing_key: common::hand::signing_key(email).public(),
    }
}

async fn list(world: &World) -> OfficerList {
    let (status, list) = world.ortega.get(api::PORTAL_OFFICERS).await;
    assert_eq!(status, StatusCode::OK);
    list
}

#[tokio::test]
async fn a_colleague_is_invited_by_mail_enrols_once_and_signs_in_with_password_and_code() {
    let world = world().await;
    assert_eq!(invite(&world, " J.Novak@CedarFlats.example ").await, Ok(()));
    assert_eq!(list(&world).await.invited[0].email, NOVAK);
    let token = token_for(&world.server, NOVAK);
    let look = LookAtInvitation { token: LinkToken(token.clone()) };
    let (_, invitation): (_, Invitation) = world.server.post(api::PORTAL_JOIN_LOOK, &look).await;
    assert_eq!(
        (invitation.email.as_str(), invitation.agency.name.as_str()),
        (NOVAK, "Cedar Flats Police Department")
    );
    assert_eq!(invitation.until, now() + TimeDelta::hours(72));

    // What is wrong is said, and the invitation stays.
    let right = enrol(token.clone(), NOVAK, &world.server);
    let wrong = |change: &dyn Fn(&mut Enrol)| {
        let mut wrong = right.clone();
        change(&mut wrong);
        wrong
    };
    for (wrong, field) in [
        (wrong(&|enrol| enrol.name = " ".into()), "name"),
        (wrong(&|enrol| enrol.badge_number = "x".repeat(21)), "badge_number"),
        (wrong(&codes(|_, app| app.code = "000000".into())), "code"),
        (wrong(&codes(|password, _| *password = Password("short".into()))), "password"),
        (wrong(&|enrol| enrol.recipient = "age1nonsense".into()), "form"),
        (wrong(&codes(|_, app| app.totp_secret = "AAAA".into())), "form"),
    ] {
        let (status, error): (_, ApiError) = world.server.post(api::PORTAL_JOIN, &wrong).await;
        assert!(
            matches!(&error, ApiError::Invalid { field: found, .. } if found == field),
            "{field}: {error:?}"
        );
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let (status, me): (_, PortalSelf) = world.server.post(api::PORTAL_JOIN, &right).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!((me.name.as_str(), me.badge_number.as_str()), ("Officer Jana Novak", "4410"));
    assert!(me.roles.has(Role::Post) && me.roles.has(Role::Receive) && !me.roles.has(Role::Request));

    let again = send(&world.server, "POST", api::PORTAL_JOIN, &right).await;
    assert_eq!(again, refused(OfficerError::DeadInvitation));
    assert_eq!(
        send(&world.server, "POST", api::PORTAL_JOIN_LOOK, &look).await,
        refused(OfficerError::DeadInvitation)
    );
    // The code that enrolled the authenticator is used; the next one works.
    let used = world.server.sign_in(NOVAK, PASSWORD, Some(authenticator(NOVAK, &world.server).code)).await;
    assert_eq!(used.0, StatusCode::UNAUTHORIZED);
    let novak = world.server.signed_in(NOVAK).await;
    let (_, me): (_, PortalSelf) = novak.get(api::PORTAL_ME).await;
    assert_eq!(me.title, "Patrol, District 1");
    let names: Vec<_> = list(&world).await.officers.into_iter().map(|officer| officer.name).collect();
    assert!(names.contains(&"Officer Jana Novak".to_owned()), "{names:?}");
}

#[tokio::test]
async fn an_invitation_goes_to_the_agencys_own_mailboxes_dies_after_three_days_and_can_be_taken_back() {
    let world = world().await;
    let elsewhere = refused(OfficerError::NotOfficial { domain: "cedarflats.example".into() });
    for email in ["novak@example.org", "novak@evil.cedarflats.example", "cedarflats.example"] {
        assert_eq!(invite(&world, email).await, elsewhere, "{email}");
    }
    assert_eq!(invite(&world, RAMAN).await, refused(OfficerError::OfficerAlready));
    assert!(mails(&world.server).is_empty());

    invite(&world, NOVAK).await.expect("invited");
    let first = token_for(&world.server, NOVAK);
    invite(&world, NOVAK).await.expect("invited anew");
    assert_eq!(list(&world).await.invited.len(), 1, "the newer one takes the place of the older");
    let dead = refused(OfficerError::DeadInvitation);
    let look = |token: String| LookAtInvitation { token: LinkToken(token) };
    assert_eq!(send(&world.server, "POST", api::PORTAL_JOIN_LOOK, &look(first)).await, dead);

    let id = list(&world).await.invited[0].id.clone();
    let theirs = send(&world.stranger, "DELETE", &api::portal_invitation(&id), &()).await;
    assert_eq!(theirs, Err((403, ApiError::Forbidden)));
    send(&world.ortega, "DELETE", &api::portal_invitation(&id), &()).await.expect("taken back");
    assert!(list(&world).await.invited.is_empty());

    // A suspended agency takes nobody in; when that ends, the link works again.
    invite(&world, "kit@cedarflats.example").await.expect("invited");
    let kit = token_for(&world.server, "kit@cedarflats.example");
    let enrolling = enrol(kit.clone(), "kit@cedarflats.example", &world.server);
    let operator = Operator::at_the_command_line;
    agencies::suspend(world.server.store(), operator(), SLUG, now()).await.expect("suspended");
    assert_eq!(send(&world.server, "POST", api::PORTAL_JOIN, &enrolling).await, dead);
    agencies::resume(world.server.store(), operator(), SLUG, now()).await.expect("resumed");
    send(&world.server, "POST", api::PORTAL_JOIN, &enrolling).await.expect("enrolled");

    invite(&world, "late@cedarflats.example").await.expect("invited");
    let late = token_for(&world.server, "late@cedarflats.example");
    world.server.app.clock.set(now() + TimeDelta::hours(72));
    assert_eq!(send(&world.server, "POST", api::PORTAL_JOIN_LOOK, &look(late.clone())).await, dead);
    let enrol = enrol(late, "late@cedarflats.example", &world.server);
    assert_eq!(send(&world.server, "POST", api::PORTAL_JOIN, &enrol).await, dead);
}

#[tokio::test]
async fn whether_an_address_has_an_account_is_told_to_its_own_mailbox_alone() {
    let world = world().await;
    world.server.resident("kim@cedarflats.example").await;
    assert_eq!(invite(&world, "kim@cedarflats.example").await, Ok(()));
    assert_eq!(invite(&world, "nobody@cedarflats.example").await, Ok(()));
    let token = token_for(&world.server, "kim@cedarflats.example");
    let enrol = enrol(token, "kim@cedarflats.example", &world.server);
    let taken = send(&world.server, "POST", api::PORTAL_JOIN, &enrol).await;
    assert_eq!(taken, refused(OfficerError::AddressTaken));
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_right_password_works_once_and_cannot_be_guessed_for_long() {
    let world = World::new().await;
    let server = &world.server;
    server.app.clock.set(now() + TimeDelta::hours(1));
    let wrong = async |password: &str, code: Option<&str>| -> ApiError {
        let asked = neighbors_domain::account::SignIn {
            email: ORTEGA.into(),
            password: password.into(),
            code: code.map(Into::into),
        };
        server.post(api::SESSION, &asked).await.1
    };
    let code = codes_of(ORTEGA).at(server.app.clock.now());
    assert_eq!(wrong("not the password", Some(&code)).await, ApiError::WrongPassword);
    assert_eq!(wrong(PASSWORD, None).await, ApiError::CodeRequired);
    assert_eq!(wrong(PASSWORD, Some(" ")).await, ApiError::CodeRequired);
    assert_eq!(wrong(PASSWORD, Some("12345")).await, ApiError::WrongCode);
    assert_eq!(server.sign_in(ORTEGA, PASSWORD, Some(code.clone())).await.0, StatusCode::OK);
    assert_eq!(wrong(PASSWORD, Some(&code)).await, ApiError::WrongCode, "a second time");
    // Ten tries an hour later, then it takes ten minutes for each.
    server.app.clock.set(now() + TimeDelta::hours(5));
    for n in 0..12 {
        server.app.clock.set(server.app.clock.now() + TimeDelta::seconds(30));
        let said = wrong(PASSWORD, Some("000000")).await;
        let expected =
            if n < 10 { said == ApiError::WrongCode } else { matches!(said, ApiError::TooMany { .. }) };
        assert!(expected, "{n}: {said:?}");
    }
}

#[tokio::test]
async fn two_at_one_instant_with_the_same_code_are_one() {
    let world = World::new().await;
    world.server.app.clock.set(now() + TimeDelta::hours(1));
    let code = codes_of(ORTEGA).at(world.server.app.clock.now());
    let enter = || world.server.sign_in(ORTEGA, PASSWORD, Some(code.clone()));
    let (one, two) = tokio::join!(enter(), enter());
    let mut both = [one.0.as_u16(), two.0.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [200, 401]);
}

#[tokio::test]
async fn who_leaves_is_signed_out_at_once_loses_the_keys_and_the_badge_says_since_when() {
    let world = world().await;
    let (raman, id) = (&world.raman, world.cedar.raman.id.clone());
    let thread = thread(&world.rosa, "The alley is dark").await;
    say(raman, &thread, "We will look at it on Monday.").await;
    let later = now() + TimeDelta::hours(2);
    world.server.app.clock.set(later);
    send(&world.ortega, "DELETE", &api::portal_officer(&id), &()).await.expect("ended");

    let (status, _): (_, ApiError) = raman.get(api::PORTAL_ME).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let wraps: i64 = sqlx::query_scalar("select count(*) from assistance_request_key where holder = $1")
        .bind(&id)
        .fetch_one(&**world.server.store())
        .await
        .expect("counted");
    assert_eq!(wraps, 0);
    let code = codes_of(RAMAN).at(later);
    assert_eq!(world.server.sign_in(RAMAN, PASSWORD, Some(code)).await.0, StatusCode::UNAUTHORIZED);
    let comments = read(&world.server, &thread).await;
    let Author::Officer { badge } = &comments[0].author else { panic!("an officer") };
    assert_eq!((badge.ended_at, badge.name.as_str()), (Some(later), "Officer Priya Raman"));
    let line = list(&world).await.officers.into_iter().find(|officer| officer.id == id).expect("listed");
    assert_eq!((line.ended_at, line.email.as_str()), (Some(later), ""));
    let twice = send(&world.ortega, "DELETE", &api::portal_officer(&id), &()).await;
    assert_eq!(twice, refused(OfficerError::Ended));
    // Coming back is a new invitation to the same mailbox, and a new badge.
    assert_eq!(invite(&world, RAMAN).await, Ok(()));
}

#[tokio::test]
async fn an_agency_keeps_an_administrator_and_nobody_touches_officers_of_another_one() {
    let world = world().await;
    let (ortega, raman) = (&world.cedar.ortega.id, &world.cedar.raman.id);
    let last = refused(OfficerError::LastAdministrator);
    assert_eq!(send(&world.ortega, "DELETE", &api::portal_officer(ortega), &()).await, last);
    let plain = ChangeOfficer { roles: Roles::all(), administrator: false, on: true };
    assert_eq!(send(&world.ortega, "PUT", &api::portal_officer(ortega), &plain).await, last);
    let both = ChangeOfficer { roles: vec![Role::Post].into(), administrator: true, on: true };
    send(&world.ortega, "PUT", &api::portal_officer(raman), &both).await.expect("changed");
    let (_, me): (_, PortalSelf) = world.raman.get(api::PORTAL_ME).await;
    assert!(
        me.administrator && me.roles == vec![Role::Post].into(),
        "at once, in the session that was there"
    );
    send(&world.raman, "DELETE", &api::portal_officer(ortega), &()).await.expect("ended by the other");

    sqlx::query("update officer set admin_since = 1 where agency_id <> $1")
        .bind(&world.cedar.agency)
        .execute(&**world.server.store())
        .await
        .expect("administrators elsewhere");
    let theirs = send(&world.stranger, "DELETE", &api::portal_officer(raman), &()).await;
    assert_eq!(theirs, Err((404, ApiError::NotFound)));
}

#[tokio::test]
async fn whoever_does_not_come_for_sixty_days_is_switched_off_and_can_be_switched_on_again() {
    let world = world().await;
    let day = |days: i64| now() + TimeDelta::days(days);
    for days in [29, 58] {
        // Ortega comes now and then: a session lasts thirty days.
        world.server.app.clock.set(day(days));
        world.server.signed_in(ORTEGA).await;
    }
    world.server.app.clock.set(day(60));
    chores::once(&world.server.app).await.expect("done");
    let code = |at| Some(codes_of(RAMAN).at(at));
    assert_eq!(
        world.server.sign_in(RAMAN, PASSWORD, code(day(60))).await.0,
        StatusCode::OK,
        "the sixtieth day"
    );
    world.server.app.clock.set(day(121));
    let ortega = world.server.signed_in(ORTEGA).await;
    chores::once(&world.server.app).await.expect("done");
    assert_eq!(world.server.sign_in(RAMAN, PASSWORD, code(day(121))).await.0, StatusCode::FORBIDDEN);
    let (_, list): (_, OfficerList) = ortega.get(api::PORTAL_OFFICERS).await;
    let off: Vec<_> =
        list.officers.iter().filter(|officer| officer.off_since.is_some()).map(|one| &one.id).collect();
    assert!(off.contains(&&world.cedar.raman.id) && !off.contains(&&world.cedar.ortega.id));
    let on = ChangeOfficer { roles: Roles::all(), administrator: false, on: true };
    send(&ortega, "PUT", &api::portal_officer(&world.cedar.raman.id), &on).await.expect("on again");
    let next = day(121) + TimeDelta::seconds(60);
    world.server.app.clock.set(next);
    assert_eq!(world.server.sign_in(RAMAN, PASSWORD, code(next)).await.0, StatusCode::OK);
}

#[tokio::test]
async fn once_a_month_the_administrator_is_reminded_to_look_through_the_list() {
    let world = world().await;
    let to_ortega = || mails(&world.server).into_iter().filter(|mail| mail.to == ORTEGA).count();
    let pass = async |days: i64| {
        world.server.app.clock.set(now() + TimeDelta::days(days));
        chores::once(&world.server.app).await.expect("done");
    };
    pass(0).await;
    assert_eq!(to_ortega(), 1, "half a year and nobody looked");
    pass(1).await;
    pass(29).await;
    assert_eq!(to_ortega(), 1);
    let ortega = world.server.signed_in(ORTEGA).await;
    send(&ortega, "POST", api::PORTAL_OFFICERS_CONFIRM, &()).await.expect("confirmed");
    pass(31).await;
    pass(58).await;
    assert_eq!(to_ortega(), 1, "confirmed two weeks ago");
    pass(59).await;
    assert_eq!(to_ortega(), 2);
}

#[tokio::test]
async fn a_suspended_agency_says_nothing_new_and_one_that_left_has_no_officers() {
    let world = world().await;
    let slug = common::cedar::SLUG;
    let thread = thread(&world.rosa, "The alley is dark").await;
    let operator = Operator::at_the_command_line;
    agencies::suspend(world.server.store(), operator(), slug, now()).await.expect("suspended");
    let draft = neighbors_domain::comment::Draft { text: "We are here.".into() };
    let said = send(&world.ortega, "POST", &api::comments(&thread), &draft).await;
    assert_eq!(said, refused(OfficerError::Suspended));
    let (_, me): (_, PortalSelf) = world.ortega.get(api::PORTAL_ME).await;
    assert!(me.suspended);
    agencies::resume(world.server.store(), operator(), slug, now()).await.expect("resumed");
    assert_eq!(send(&world.ortega, "POST", &api::comments(&thread), &draft).await, Ok(()));
    agencies::leave(world.server.store(), operator(), slug, now()).await.expect("left");
    let (status, _): (_, ApiError) = world.ortega.get(api::PORTAL_ME).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_an_agency_states_of_itself_stands_on_its_profile_at_once() {
    let world = world().await;
    let (_, before): (_, Statement) = world.ortega.get(api::PORTAL_AGENCY).await;
    assert_eq!(before.gifts, "None");
    let stated = Statement {
        contact: "303-555-0100".into(),
        tip_line: TipLine { phone: None, web: Some("https://tips.cedarflats.example".into()) },
        gifts: "Two doorbells, 2025, given to raffle winners".into(),
        retention_days: 30,
    };
    send(&world.ortega, "PUT", api::PORTAL_AGENCY, &stated).await.expect("stated");
    let profile = format!("/api/agencies/{}", common::cedar::SLUG);
    let (_, shown): (_, AgencyProfile) = world.server.get(&profile).await;
    assert_eq!((shown.gifts, shown.retention_days), (Some(stated.gifts.clone()), Some(30)));
    assert_eq!(shown.tip_line, stated.tip_line);
    let for_ever = Statement { retention_days: 181, ..stated };
    let refused = send(&world.ortega, "PUT", api::PORTAL_AGENCY, &for_ever).await;
    assert!(matches!(refused, Err((422, ApiError::Invalid { field, .. })) if field == "kept_days"));
}
