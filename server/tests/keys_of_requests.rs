//! Who can open what is shared: keys of requests, handed on by a browser that can open them, to nobody whom the agency did
//! not certify; and by the recovery sheet when nobody is left.

mod common;

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use axum::body::Body;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use common::cedar::{ORTEGA, PASSPHRASE, SLUG};
use common::public_record::{events, officer_error};
use common::world::{World, identity, opened, rosa};
use common::{TestServer, hand, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{HandedOn, Holder, Holders, KeysToHandOn, RECOVERY};
use neighbors_domain::officers::{ChangeOfficer, OfficerError, Role, Roles};
use neighbors_domain::record::{Event, Fault, Past, ProofError, PublicKey, Seen, SigningKey, may_hold};
use neighbors_domain::share::{Inbox, MAX_KEPT_DAYS, Manifest, OfficerKey, OpenableShare};
use neighbors_server::sweep::sweep;

const ROOKIE: &str = "rookie@cedarflats.example";

async fn to_hand_on(browser: &TestServer) -> KeysToHandOn {
    let (status, keys) = browser.get(api::PORTAL_HAND_ON).await;
    assert_eq!(status, StatusCode::OK);
    keys
}

fn unwrapped(own: &Identity, wrapped: &str) -> Identity {
    identity(&opened(own, &STANDARD.decode(wrapped).expect("base64")))
}

/// What a browser does that can open one of the wrappings.
fn rewrapped(own: &Identity, keys: &KeysToHandOn) -> Vec<HandedOn> {
    let mut handed = Vec::new();
    for key in &keys.keys {
        let opened = unwrapped(own, &key.wrapped);
        assert_eq!(opened.to_public().to_string(), key.recipient, "the key of this request");
        for id in &key.lacking {
            let to = keys.waiting.iter().find(|waiting| waiting.id == *id).expect("somebody");
            let to: age::x25519::Recipient = to.recipient.parse().expect("a recipient");
            let sealed = age::encrypt(&to, opened.to_string().expose_secret().as_bytes()).expect("sealed");
            handed.push(HandedOn {
                assistance_request: key.assistance_request.clone(),
                holder: id.clone(),
                wrapped: STANDARD.encode(sealed),
            });
        }
    }
    handed
}

async fn hand_on(browser: &TestServer, path: &str, handed: &[HandedOn]) -> (StatusCode, Option<ApiError>) {
    let body = Body::from(serde_json::to_vec(handed).expect("JSON"));
    let (status, _, answer) = browser.raw("POST", path, "application/json", body).await;
    (status, serde_json::from_slice(&answer).ok())
}

/// The rookie's own key, as their browser opens it.
async fn rookies(world: &World) -> Identity {
    let (_, key): (_, OfficerKey) = world.rookie.get(api::PORTAL_KEY).await;
    let own = age::scrypt::Identity::new(PASSPHRASE.to_owned().into());
    identity(&opened(&own, &STANDARD.decode(key.wrapped_identity).expect("base64")))
}

/// Whether the rookie reads who shared.
async fn rookie_reads(world: &World) -> Result<String, StatusCode> {
    let (_, inbox): (_, Inbox) = world.rookie.get(api::PORTAL_INBOX).await;
    let share = inbox.requests.iter().flat_map(|request| &request.shares).next().expect("a share");
    let (_, openable): (_, OpenableShare) = world.rookie.get(&api::portal_share(&share.id)).await;
    let (status, _, sealed) =
        world.rookie.raw("GET", &api::portal_file(&share.id, 0), "application/json", Body::empty()).await;
    if status != StatusCode::OK {
        assert_eq!(openable.wrapped_key, None);
        return Err(status);
    }
    let key = unwrapped(&rookies(world).await, &openable.wrapped_key.expect("wrapped"));
    let manifest: Manifest = serde_json::from_slice(&opened(&key, &sealed)).expect("a manifest");
    Ok(manifest.identity.name)
}

async fn administrator(world: &World, id: &str) {
    sqlx::query("update officer set admin_since = 1 where id = $1")
        .bind(id)
        .execute(&**world.server.store())
        .await
        .expect("an administrator");
}

async fn id_of(world: &World, email: &str) -> String {
    sqlx::query_scalar(
        "select officer.id from officer join account on account.id = account_id where email = $1",
    )
    .bind(email)
    .fetch_one(&**world.server.store())
    .await
    .expect("an officer")
}

#[tokio::test]
async fn an_officer_who_came_later_opens_a_share_once_a_colleague_handed_the_key_on() {
    let world = World::new().await;
    world.share().await;
    assert_eq!(rookie_reads(&world).await, Err(StatusCode::FORBIDDEN));
    let keys = to_hand_on(&world.ortega).await;
    assert_eq!(keys.waiting.len(), 1);
    assert_eq!(keys.waiting[0].name, "Officer Lee Park");
    assert_eq!(keys.keys.len(), 1);
    assert_eq!((&keys.keys[0].assistance_request, keys.keys[0].lacking.len()), (&world.request, 1));
    // Who has nothing has nothing to give.
    let none = to_hand_on(&world.rookie).await;
    assert_eq!((none.keys, none.waiting), (Vec::new(), Vec::new()));

    let handed = rewrapped(&world.cedar.identities[0], &keys);
    let refused = hand_on(&world.rookie, api::PORTAL_HAND_ON, &handed).await;
    assert_eq!(refused, (StatusCode::NOT_FOUND, Some(ApiError::NotFound)));
    let refused = hand_on(&world.stranger, api::PORTAL_HAND_ON, &handed).await;
    assert_eq!(refused, (StatusCode::NOT_FOUND, Some(ApiError::NotFound)));
    for _ in 0..2 {
        assert_eq!(
            hand_on(&world.ortega, api::PORTAL_HAND_ON, &handed).await,
            (StatusCode::NO_CONTENT, None)
        );
    }
    assert_eq!(rookie_reads(&world).await, Ok(rosa().name));
    assert_eq!(to_hand_on(&world.ortega).await.keys, Vec::new());
    assert_eq!(to_hand_on(&world.rookie).await.keys, Vec::new());
    // Handed on once, it stays as it is: nobody takes a key away by sending noise.
    let noise = |text: &str| -> Vec<HandedOn> {
        let wrapped = STANDARD.encode(text);
        handed.iter().map(|key| HandedOn { wrapped: wrapped.clone(), ..key.clone() }).collect()
    };
    let refused = hand_on(&world.raman, api::PORTAL_HAND_ON, &noise("no age file")).await;
    assert_eq!(refused.0, StatusCode::UNPROCESSABLE_ENTITY);
    let whole = noise("age-encryption.org/v1\nnoise");
    assert_eq!(hand_on(&world.raman, api::PORTAL_HAND_ON, &whole).await.0, StatusCode::NO_CONTENT);
    assert_eq!(rookie_reads(&world).await, Ok(rosa().name));
    let recovered = events(&world.server).await.into_iter();
    assert_eq!(recovered.filter(|event| matches!(event, Event::RecoveryOpened { .. })).count(), 0);
}

#[tokio::test]
async fn a_key_is_handed_to_nobody_who_receives_nothing() {
    let world = World::new().await;
    let handed = rewrapped(&world.cedar.identities[0], &to_hand_on(&world.ortega).await);
    let refused = (StatusCode::UNPROCESSABLE_ENTITY, Some(officer_error(OfficerError::ReceivesNothing)));
    for (gone, back) in [
        ("ended_at = 1", "ended_at = null"),
        ("off_since = 1", "off_since = null"),
        ("roles = 'post,request'", "roles = 'post,request,receive'"),
        ("certified_at = null", "certified_at = 1"),
    ] {
        let set = async |what: &str| {
            let sql = format!("update officer set {what} where name = 'Officer Lee Park'");
            sqlx::query(&sql).execute(&**world.server.store()).await.expect("changed");
        };
        set(gone).await;
        let keys = to_hand_on(&world.ortega).await;
        assert_eq!((keys.keys, keys.waiting), (Vec::new(), Vec::new()), "{gone}");
        assert_eq!(hand_on(&world.ortega, api::PORTAL_HAND_ON, &handed).await, refused, "{gone}");
        set(back).await;
    }
    let elsewhere = id_of(&world, "deputy@elmcounty.example").await;
    let abroad: Vec<_> =
        handed.iter().map(|key| HandedOn { holder: elsewhere.clone(), ..key.clone() }).collect();
    assert_eq!(hand_on(&world.ortega, api::PORTAL_HAND_ON, &abroad).await, refused);
    let long: Vec<_> =
        handed.iter().map(|key| HandedOn { wrapped: "x".repeat(5_000), ..key.clone() }).collect();
    assert_eq!(hand_on(&world.ortega, api::PORTAL_HAND_ON, &long).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

/// A server that would read along names a key of its own.
#[tokio::test]
async fn a_key_is_sealed_only_to_whom_the_record_proves() {
    let world = World::new().await;
    let (status, told): (_, Holders) = world.ortega.get(api::PORTAL_HOLDERS).await;
    assert_eq!(status, StatusCode::OK);
    let me = hand::signing_key(ORTEGA).public();
    let judge = |told: &Holders, me: &PublicKey, agency: &str, past: Option<&Past>| {
        may_hold(&told.roster, past, agency, me, &told.holders)
    };
    let names: Vec<&str> = told.holders.iter().map(|holder| holder.holder.as_str()).collect();
    assert_eq!(names.len(), 4, "three officers and the sheet");
    assert_eq!(names.last(), Some(&RECOVERY));
    let seen = judge(&told, &me, SLUG, None).expect("proved");

    let own = Identity::generate().to_public().to_string();
    for n in 0..told.holders.len() {
        let mut swapped = told.clone();
        swapped.holders[n].recipient = own.clone();
        assert_eq!(judge(&swapped, &me, SLUG, None), Err(Fault::OtherOfficer), "{n}");
    }
    let mut one_more = told.clone();
    one_more.holders.push(Holder { holder: "somebody".into(), recipient: own });
    assert_eq!(judge(&one_more, &me, SLUG, None), Err(Fault::OtherOfficer));
    let mut crossed = told.clone();
    crossed.holders[0].recipient = told.holders[1].recipient.clone();
    assert_eq!(judge(&crossed, &me, SLUG, None), Err(Fault::OtherOfficer));
    // Another agency's keys, whole and true, are not ours.
    let (_, elm): (_, Holders) = world.stranger.get(api::PORTAL_HOLDERS).await;
    assert_eq!(judge(&elm, &me, SLUG, None), Err(Fault::OtherAgency));
    assert_eq!(judge(&elm, &me, "elm-county-sheriff", None), Err(Fault::OtherOfficer));
    assert_eq!(judge(&told, &SigningKey::from_seed([3; 32]).public(), SLUG, None), Err(Fault::OtherOfficer));
    let mut mixed = told.clone();
    mixed.roster.certificates.extend(elm.roster.certificates.clone());
    assert!(matches!(judge(&mixed, &me, SLUG, None), Err(Fault::Signature(_))));
    let mut keyless = told.clone();
    keyless.roster.agency_key = None;
    assert_eq!(judge(&keyless, &me, SLUG, None), Err(Fault::Missing));
    let forked = Past {
        key: told.roster.key.clone(),
        tree: Seen { size: seen.size - 1, root: seen.root },
        path: Vec::new(),
    };
    assert_eq!(judge(&told, &me, SLUG, Some(&forked)), Err(Fault::Proof(ProofError::Rewritten)));

    // Whoever waits for a certificate is not asked to hold anything.
    sqlx::query("update officer set certified_at = null where name = 'Officer Lee Park'")
        .execute(&**world.server.store())
        .await
        .expect("not yet");
    let (_, told): (_, Holders) = world.ortega.get(api::PORTAL_HOLDERS).await;
    assert_eq!(told.holders.len(), 3);
    judge(&told, &me, SLUG, None).expect("proved");
}

#[tokio::test]
async fn with_the_recovery_sheet_an_administrator_hands_on_what_nobody_else_can_open() {
    let world = World::new().await;
    world.share().await;
    let rookie = id_of(&world, ROOKIE).await;
    administrator(&world, &rookie).await;
    for id in [&world.cedar.ortega.id, &world.cedar.raman.id] {
        let path = api::portal_officer(id);
        let (status, _, _) = world.rookie.raw("DELETE", &path, "application/json", Body::empty()).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
    }
    assert_eq!(rookie_reads(&world).await, Err(StatusCode::FORBIDDEN));
    assert_eq!(to_hand_on(&world.rookie).await.keys, Vec::new());
    let (status, there): (_, KeysToHandOn) = world.rookie.get(api::PORTAL_RECOVER).await;
    assert_eq!((status, there.keys.len()), (StatusCode::OK, 1));
    assert_eq!(there.keys[0].wrapped, "", "that it is there, and no more");
    let (status, keys): (_, KeysToHandOn) = world.rookie.post(api::PORTAL_RECOVER_BEGIN, &()).await;
    assert_eq!((status, keys.keys.len()), (StatusCode::OK, 1));
    let handed = rewrapped(&world.cedar.recovery, &keys);
    for _ in 0..2 {
        assert_eq!(
            hand_on(&world.rookie, api::PORTAL_RECOVER, &handed).await,
            (StatusCode::NO_CONTENT, None)
        );
    }
    assert_eq!(rookie_reads(&world).await, Ok(rosa().name));
    let told = events(&world.server).await.into_iter();
    let told: Vec<_> = told.filter(|event| matches!(event, Event::RecoveryOpened { .. })).collect();
    assert_eq!(told, [Event::RecoveryOpened { agency: SLUG.into() }], "once, for everybody to read");
}

/// At a time that says nothing of whether anybody shared.
#[tokio::test]
async fn keys_go_when_everything_sealed_to_them_has_expired_whether_or_not_anything_was() {
    for shared in [false, true] {
        let world = World::new().await;
        if shared {
            world.share().await;
        }
        let keys = async || -> i64 {
            sqlx::query_scalar("select count(*) from assistance_request_key where assistance_request_id = $1")
                .bind(&world.request)
                .fetch_one(&**world.server.store())
                .await
                .expect("counted")
        };
        let closed = now() - TimeDelta::hours(12) + TimeDelta::days(30);
        let over = closed + TimeDelta::days(i64::from(MAX_KEPT_DAYS) + 1);
        world.server.app.clock.set(over);
        sweep(&world.server.app).await.expect("swept");
        assert_eq!(keys().await, 3);
        world.server.app.clock.set(over + TimeDelta::milliseconds(1));
        sweep(&world.server.app).await.expect("swept");
        assert_eq!(keys().await, 0);
    }
}

#[tokio::test]
async fn who_is_no_administrator_any_more_holds_no_root_key_and_somebody_always_does() {
    let world = World::new().await;
    let [ortega, raman] = [&world.cedar.ortega.id, &world.cedar.raman.id];
    administrator(&world, ortega).await;
    administrator(&world, raman).await;
    let holders = async || -> Vec<String> {
        sqlx::query_scalar("select officer_id from agency_root_key where agency_id = $1 order by officer_id")
            .bind(&world.cedar.agency)
            .fetch_all(&**world.server.store())
            .await
            .expect("read")
    };
    assert_eq!(holders().await, std::slice::from_ref(ortega));
    let plain = ChangeOfficer { roles: Roles::from(vec![Role::Post]), administrator: false, on: false };
    let (status, error): (_, ApiError) = world.raman.put(&api::portal_officer(ortega), &plain).await;
    let last = officer_error(OfficerError::LastHolder);
    assert_eq!((status, error), (StatusCode::UNPROCESSABLE_ENTITY, last));
    sqlx::query("insert into agency_root_key (agency_id, officer_id, wrapped) values ($1, $2, 'sealed')")
        .bind(&world.cedar.agency)
        .bind(raman)
        .execute(&**world.server.store())
        .await
        .expect("handed on");
    let body = Body::from(serde_json::to_vec(&plain).expect("JSON"));
    let (status, _, _) = world.raman.raw("PUT", &api::portal_officer(ortega), "application/json", body).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(holders().await, std::slice::from_ref(raman));
}
