//! Nothing is sealed to a request that the public record does not bear out: as a resident's browser judges it.

mod common;

use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{ORTEGA, SLUG, draft};
use common::public_record::tree;
use common::world::World;
use common::{TestServer, hand, now};
use neighbors_domain::addresses::api;
use neighbors_domain::assistance_request::{AssistanceRequest, Draft};
use neighbors_domain::record::{
    Asked, CLOCKS_DIFFER, Chain, Event, Fault, Growth, Past, ProofError, Seen, SignError, SigningKey,
    Statement, may_seal,
};
use neighbors_server::auth::Operator;
use neighbors_server::record::RecordKey;
use neighbors_server::store::agencies;

async fn read(world: &World) -> (Chain, Asked) {
    let (status, request): (_, AssistanceRequest) =
        world.rosa.get(&api::assistance_request(&world.request)).await;
    assert_eq!(status, StatusCode::OK);
    let (status, chain) = world.rosa.get(&api::chain(&request.officer.proof)).await;
    assert_eq!(status, StatusCode::OK);
    (chain, Asked::from(&request))
}

async fn way(server: &TestServer, from: &Seen, to: &Seen) -> Vec<String> {
    let (status, growth): (_, Growth) = server.get(&api::record_growth(from.size, to.size)).await;
    assert_eq!(status, StatusCode::OK);
    growth.path
}

#[tokio::test]
async fn a_request_that_was_published_as_its_officer_signed_it_may_be_sealed_to() {
    let world = World::new().await;
    let (chain, asked) = read(&world).await;
    assert_eq!(may_seal(&chain, None, &asked, now()), Ok(tree(&world.server).await));

    // A server that would read along names a key of its own.
    let own = age::x25519::Identity::generate().to_public().to_string();
    let other_key = Asked { recipient: own.clone(), ..asked.clone() };
    assert_eq!(may_seal(&chain, None, &other_key, now()), Err(Fault::OtherWords));
    let said = |recipient: &str| Statement::AssistanceRequest {
        agency: SLUG.into(),
        officer: world.cedar.ortega.id.clone(),
        recipient: recipient.into(),
        draft: Box::new(draft()),
        at: now(),
    };
    let forged = Chain { words: Some(SigningKey::from_seed([7; 32]).sign(&said(&own))), ..chain.clone() };
    assert_eq!(may_seal(&forged, None, &other_key, now()), Err(Fault::Signature(SignError::WrongSignature)));
    // Even the officer's own signature is not enough where nothing of it was published.
    let unpublished = Chain { words: Some(hand::signing_key(ORTEGA).sign(&said(&own))), ..chain.clone() };
    assert_eq!(may_seal(&unpublished, None, &other_key, now()), Err(Fault::OtherWords));
    assert_eq!(
        may_seal(&Chain { published: None, ..chain.clone() }, None, &asked, now()),
        Err(Fault::Missing)
    );
    let elsewhere = Chain { published: chain.agency_key.clone(), ..chain.clone() };
    assert_eq!(may_seal(&elsewhere, None, &asked, now()), Err(Fault::Missing));

    let wider = Asked {
        draft: {
            let mut wider = draft();
            wider.text += " And all of yesterday.";
            wider
        },
        ..asked.clone()
    };
    assert_eq!(may_seal(&chain, None, &wider, now()), Err(Fault::OtherWords));
    let amended = Asked { version: 2, ..asked.clone() };
    assert_eq!(may_seal(&chain, None, &amended, now()), Err(Fault::OtherVersion));
    let another = Asked { id: "another".into(), ..asked.clone() };
    assert_eq!(may_seal(&chain, None, &another, now()), Err(Fault::OtherAgency));

    let called = Asked { agency_name: "Federal Bureau of Investigation".into(), ..asked.clone() };
    assert_eq!(may_seal(&chain, None, &called, now()), Err(Fault::OtherAgency));
    let over = asked.published_at + Draft::OPEN_FOR + CLOCKS_DIFFER;
    may_seal(&chain, None, &asked, over).expect("to the last moment");
    let late = over + TimeDelta::milliseconds(1);
    assert_eq!(may_seal(&chain, None, &asked, late), Err(Fault::RanOut));

    let suspended =
        agencies::suspend(world.server.store(), Operator::at_the_command_line(), SLUG, now()).await;
    assert!(suspended.expect("decided"));
    assert_eq!(may_seal(&read(&world).await.0, None, &asked, now()), Err(Fault::NotActive));
}

#[tokio::test]
async fn a_record_that_this_browser_saw_otherwise_before_is_not_believed() {
    let world = World::new().await;
    let server = &world.server;
    let (old, asked) = read(&world).await;
    let before = tree(server).await;
    for _ in 0..5 {
        agencies::suspend(server.store(), Operator::at_the_command_line(), SLUG, now())
            .await
            .expect("decided");
        agencies::resume(server.store(), Operator::at_the_command_line(), SLUG, now())
            .await
            .expect("decided");
    }
    let (chain, _) = read(&world).await;
    let now_there = tree(server).await;
    assert!(now_there.size > before.size && chain.note().size() == Some(now_there.size));
    let path = way(server, &before, &now_there).await;
    let past = |tree: &Seen, path: &[String]| Past {
        key: chain.key.clone(),
        tree: tree.clone(),
        path: path.to_vec(),
    };
    assert_eq!(may_seal(&chain, Some(&past(&before, &path)), &asked, now()), Ok(now_there.clone()));
    // An answer that was under way while another page saw more: the larger tree is kept.
    assert_eq!(may_seal(&old, Some(&past(&now_there, &path)), &asked, now()), Ok(now_there.clone()));
    assert_eq!(may_seal(&chain, Some(&past(&now_there, &[])), &asked, now()), Ok(now_there.clone()));

    let rewritten = Err(Fault::Proof(ProofError::Rewritten));
    let forked = Seen { root: now_there.root.clone(), ..before.clone() };
    assert_eq!(may_seal(&chain, Some(&past(&forked, &path)), &asked, now()), rewritten);
    assert_eq!(may_seal(&chain, Some(&past(&before, &[])), &asked, now()), rewritten);
    let longer = Seen { size: now_there.size + 9, ..now_there.clone() };
    assert_eq!(may_seal(&chain, Some(&past(&longer, &path)), &asked, now()), rewritten);
    let same_size = Seen { root: before.root.clone(), ..now_there.clone() };
    assert_eq!(may_seal(&chain, Some(&past(&same_size, &[])), &asked, now()), rewritten);
    let exchanged = Past { key: RecordKey::random().verifier().to_owned(), ..past(&before, &path) };
    assert_eq!(may_seal(&chain, Some(&exchanged), &asked, now()), rewritten);

    // There is no way to a tree that is not there.
    for (from, to) in [(before.size, now_there.size + 1), (now_there.size, before.size)] {
        let (status, _): (_, neighbors_domain::api::ApiError) =
            server.get(&api::record_growth(from, to)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{from} to {to}");
    }
    let (_, event) = chain.published.expect("published").read(&now_there).expect("in the tree");
    assert!(matches!(event, Some(Event::Published { version: 1, .. })));
}
