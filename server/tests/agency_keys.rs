//! Keys of an agency: made once, certifying, handed on only by whoever holds them.

mod common;

use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::SLUG;
use common::moderation::thread;
use common::public_record::{events, officer_error, refused, tree};
use common::world::World;
use common::{hand, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment;
use neighbors_domain::officers::{AgencyKeys, Certify, MakeKeys, OfficerError};
use neighbors_domain::record::{Event, SignError, SigningKey, Spoken, Statement};
use serde_json::{Value, json};

#[tokio::test]
async fn keys_are_made_once_and_a_certificate_says_what_the_badge_says() {
    let world = World::new().await;
    let (server, store) = (&world.server, world.server.store());
    sqlx::query("update officer set admin_since = 1 where id = $1")
        .bind(&world.cedar.ortega.id)
        .execute(&**store)
        .await
        .expect("an administrator");
    let (_, keys): (_, AgencyKeys) = world.ortega.get(api::PORTAL_KEYS).await;
    assert_eq!((keys.key, keys.agency.as_str()), (Some(hand::root_key(SLUG).public()), SLUG));
    assert_eq!(keys.wrapped.as_deref(), Some("sealed"));
    let certificate = |change: &dyn Fn(&mut Value), by: &SigningKey| {
        let rookie =
            keys.officers.iter().find(|officer| officer.name == "Officer Lee Park").expect("the rookie");
        let mut said = json!({
            "what": "officer", "agency": SLUG, "officer": rookie.id, "name": rookie.name, "title": rookie.title,
            "key": rookie.key, "recipient": rookie.recipient, "at": now(),
        });
        change(&mut said);
        (rookie.id.clone(), by.sign_text(said.to_string()))
    };
    let made = MakeKeys {
        key: SigningKey::from_seed([1; 32]).public(),
        recovery: world.cedar.recovery.to_public().to_string(),
        wrapped: "x".into(),
        certificate: certificate(&|_| (), &hand::root_key(SLUG)).1,
    };
    let (status, error): (_, ApiError) = world.ortega.post(api::PORTAL_KEYS, &made).await;
    assert_eq!((status, error), (StatusCode::UNPROCESSABLE_ENTITY, officer_error(OfficerError::KeysMade)));

    sqlx::query("update officer set certified_at = null where name = 'Officer Lee Park'")
        .execute(&**store)
        .await
        .expect("not yet");
    let before = tree(server).await.size;
    let root = hand::root_key(SLUG);
    for (change, error) in [
        (&(|said: &mut Value| said["title"] = "Chief".into()) as &dyn Fn(&mut Value), SignError::OtherWords),
        (
            &|said: &mut Value| said["key"] = SigningKey::from_seed([9; 32]).public().to_string().into(),
            SignError::OtherWords,
        ),
        (&|said: &mut Value| said["agency"] = "elm-county-sheriff".into(), SignError::OtherWords),
        (&|said: &mut Value| said["at"] = json!(now() - TimeDelta::days(1)), SignError::Clock),
    ] {
        let (id, certificate) = certificate(change, &root);
        let (_, said): (_, ApiError) =
            world.ortega.put(&api::portal_certificate(&id), &Certify { certificate, wrapped: None }).await;
        assert_eq!(said, refused(error));
    }
    let (id, forged) = certificate(&|_| (), &SigningKey::from_seed([9; 32]));
    let (_, said): (_, ApiError) = world
        .ortega
        .put(&api::portal_certificate(&id), &Certify { certificate: forged, wrapped: None })
        .await;
    assert_eq!(said, refused(SignError::WrongSignature));
    assert_eq!(tree(server).await.size, before);
    let (id, certificate) = certificate(&|_| (), &root);
    let body =
        axum::body::Body::from(serde_json::to_vec(&Certify { certificate, wrapped: None }).expect("JSON"));
    let (status, _, _) =
        world.ortega.raw("PUT", &api::portal_certificate(&id), "application/json", body).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert!(matches!(events(server).await.last(), Some(Event::OfficerCertified { .. })));
    let spoken = Spoken::by_a_resident(comment::Draft { text: "So it is.".into() });
    let thread = thread(&world.rosa, "The alley is dark").await;
    let (status, _): (_, comment::Comment) = world.rookie.post(&api::comments(&thread), &spoken).await;
    assert_eq!(status, StatusCode::CREATED);
}

#[tokio::test]
async fn the_root_key_is_handed_on_and_taken_from_the_sheet_only_by_whoever_can_sign_with_it() {
    let world = World::new().await;
    for officer in [&world.cedar.ortega, &world.cedar.raman] {
        sqlx::query("update officer set admin_since = 1 where id = $1")
            .bind(&officer.id)
            .execute(&**world.server.store())
            .await
            .expect("an administrator");
    }
    let raman = &world.cedar.raman.id;
    let (_, keys): (_, AgencyKeys) = world.raman.get(api::PORTAL_KEYS).await;
    assert_eq!((keys.wrapped.as_deref(), &keys.me), (None, raman));
    let me = keys.officers.iter().find(|officer| &officer.id == raman).expect("herself");
    assert!(me.certified_at.is_some() && me.administrator && !me.holds_root);
    let certify = |by: &SigningKey, wrapped: &str| Certify {
        certificate: by.sign(&Statement::Officer {
            agency: SLUG.into(),
            officer: me.id.clone(),
            name: me.name.clone(),
            title: me.title.clone(),
            key: me.key,
            recipient: me.recipient.clone(),
            at: now(),
        }),
        wrapped: Some(wrapped.into()),
    };
    let before = tree(&world.server).await.size;

    // Neither she nor a colleague says that something is the root key without having it.
    for server in [&world.raman, &world.ortega] {
        let forged = certify(&SigningKey::from_seed([9; 32]), "not the key");
        let (status, said): (_, ApiError) = server.put(&api::portal_certificate(raman), &forged).await;
        assert_eq!((status, said), (StatusCode::UNPROCESSABLE_ENTITY, refused(SignError::WrongSignature)));
    }
    let (_, keys): (_, AgencyKeys) = world.raman.get(api::PORTAL_KEYS).await;
    assert_eq!(keys.wrapped, None);

    let from_the_sheet = serde_json::to_vec(&certify(&hand::root_key(SLUG), "sealed to her")).expect("JSON");
    let (status, _, _) = world
        .raman
        .raw("PUT", &api::portal_certificate(raman), "application/json", from_the_sheet.into())
        .await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let (_, keys): (_, AgencyKeys) = world.raman.get(api::PORTAL_KEYS).await;
    assert_eq!(keys.wrapped.as_deref(), Some("sealed to her"));
    // She is certified already: the record has nothing new to say.
    assert_eq!(tree(&world.server).await.size, before);
}
