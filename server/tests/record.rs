//! The public record, seen from outside: what is in it, that it only grows, and that badges and requests stand on it.

mod common;

use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{Cedar, ORTEGA, SLUG, draft, review};
use common::moderation::{read, say, thread};
use common::public_record::{entries, refused, tree};
use common::world::World;
use common::{TestServer, hand, now};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use neighbors_domain::addresses::{api, record as at};
use neighbors_domain::admission::Step;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::Outcome;
use neighbors_domain::comment;
use neighbors_domain::record::{Entry, Event, Growth, Leaf, ProvedEntry, Seen, SignError, Signed, Statement};
use neighbors_server::auth::Operator;
use neighbors_server::store::{agencies, assistance_requests};
use serde_json::json;
use sha2::Sha256;

#[tokio::test]
async fn everything_an_agency_does_stands_in_the_record_in_its_order() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let store = server.store();
    let id = cedar.published(&server, draft(), now()).await;
    assistance_requests::resolve(store, &cedar.ortega, &id, now()).await.expect("resolved");
    let used = Outcome::Used;
    assistance_requests::set_outcome(store, &cedar.ortega, &id, used, now()).await.expect("stated");
    agencies::suspend(store, Operator::at_the_command_line(), SLUG, now()).await.expect("suspended");
    agencies::leave(store, Operator::at_the_command_line(), SLUG, now()).await.expect("left");
    let all = entries(&server).await;
    let names: Vec<_> = all.iter().map(|(_, leaf, _)| leaf.event.as_str()).collect();
    let expected = [
        "agency",
        "agency_key",
        "officer_certified",
        "officer_certified",
        "submitted",
        "published",
        "resolved",
        "outcome_stated",
        "agency",
        "agency",
        "officer_ended",
        "officer_ended",
    ];
    assert_eq!(names, expected);
    let steps: Vec<_> = all
        .iter()
        .filter_map(|(_, _, event)| match event {
            Event::Agency { step, agency, .. } if agency == SLUG => Some(*step),
            _ => None,
        })
        .collect();
    assert_eq!(steps, [Step::Admitted, Step::Suspended, Step::Left]);
    let (
        Event::Submitted { draft: hash, .. },
        Event::Published { draft: words, salt, reviewers, signed, .. },
    ) = (&all[4].2, &all[5].2)
    else {
        panic!("sent, then published")
    };
    assert_eq!(
        hash,
        &Leaf::hash(salt, &serde_json::to_string(words).expect("JSON")),
        "the words that were sent"
    );
    assert!(!all[4].0.body.as_deref().expect("a body").contains("garage"), "no word before review");
    assert_eq!(reviewers, &[4]);
    let said = signed.as_ref().expect("signed").read(&hand::signing_key(ORTEGA).public()).expect("by Ortega");
    assert!(matches!(said, Statement::AssistanceRequest { draft, .. } if &draft == words));
}

/// The tree is judged by another program's tree: over every size, root, inclusion and growth.
#[tokio::test]
async fn the_tree_is_that_of_rfc_6962_at_every_size_and_only_grows() {
    let server = TestServer::new().await;
    let mut oracle = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    let operator = Operator::at_the_command_line;
    Cedar::new(&server).await;
    let mut before = Seen { size: 0, root: String::new() };
    for round in 0..30 {
        let done = match round % 2 {
            0 => agencies::suspend(server.store(), operator(), SLUG, now()).await,
            _ => agencies::resume(server.store(), operator(), SLUG, now()).await,
        };
        assert!(done.expect("decided"));
        let tree = tree(&server).await;
        for n in oracle.len()..tree.size {
            let (_, entry): (_, Entry) = server.get(&at::ENTRY.replace("{n}", &n.to_string())).await;
            oracle.push(entry.leaf.into_bytes());
        }
        use base64::Engine;
        let root = base64::engine::general_purpose::STANDARD.encode(oracle.root().as_bytes());
        assert_eq!(tree.root, root, "of {} entries", tree.size);
        let (_, growth): (_, Growth) = server.get(&api::record_growth(before.size, tree.size)).await;
        tree.grew_from(&before, &growth.path).expect("only grew");
        if before.size > 0 {
            let rewritten = Seen { root: oracle_root_of_other_words(), ..before.clone() };
            tree.grew_from(&rewritten, &growth.path).expect_err("another past");
        }
        for n in 0..tree.size {
            let path = api::RECORD_PROOF.replace("{n}", &n.to_string());
            let (_, proved): (_, ProvedEntry) = server.get(&path).await;
            proved.proof.read(&tree).expect("stands in the tree");
            let mut elsewhere = proved.proof.clone();
            elsewhere.entry.n = (n + 1) % tree.size;
            elsewhere.read(&tree).expect_err("at another place");
            let mut altered = proved.proof;
            altered.entry.leaf = altered.entry.leaf.replace("agency", "agencies");
            if altered.entry.leaf.contains("agencies") {
                altered.read(&tree).expect_err("other words");
            }
        }
        before = tree;
    }
}

fn oracle_root_of_other_words() -> String {
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned()
}

#[tokio::test]
async fn tiles_hold_the_hashes_and_entries_of_the_tree_and_nothing_beyond_it() {
    let server = TestServer::new().await;
    Cedar::new(&server).await;
    let size = tree(&server).await.size;
    let get = async |path: &str| server.call("GET", path, &[], axum::body::Body::empty()).await;
    let hashes = get(&format!("/record/tile/0/000.p/{size}")).await;
    assert_eq!((hashes.status, hashes.body.len() as u64), (StatusCode::OK, 32 * size));
    let bundle = get(&format!("/record/tile/entries/000.p/{size}")).await.body;
    let mut rest = bundle.as_slice();
    for (n, (entry, _, _)) in entries(&server).await.iter().enumerate() {
        let (length, after) = rest.split_at(2);
        let (leaf, after) = after.split_at(usize::from(u16::from_be_bytes([length[0], length[1]])));
        assert_eq!(leaf, entry.leaf.as_bytes());
        let hash = tlog_tiles::record_hash(leaf);
        assert_eq!(hashes.body[32 * n..32 * (n + 1)], hash.0);
        rest = after;
    }
    assert!(rest.is_empty());
    for beyond in [
        format!("0/000.p/{}", size + 1),
        "0/000".into(),
        "0/001.p/1".into(),
        "1/000.p/1".into(),
        "entries/000".into(),
        "9/000.p/1".into(),
    ] {
        assert_eq!(get(&format!("/record/tile/{beyond}")).await.status, StatusCode::NOT_FOUND, "{beyond}");
    }
}

#[tokio::test]
async fn nothing_of_a_request_is_visible_before_a_checkpoint_covers_it() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let id = cedar.submitted(&server, draft(), now()).await;
    // A record that cannot be written: the head is gone, as on a disk that lost it.
    sqlx::query("update record_head set key = 'another+00000000+key'")
        .execute(&**server.store())
        .await
        .expect("lost");
    let failed = assistance_requests::publish(server.store(), &review(), &id, now()).await;
    assert!(failed.is_err(), "published without a record");
    let (status, _): (_, ApiError) = server.get(&api::assistance_request(&id)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_that_write_at_one_instant_get_two_places() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let elm = ["lead@elmcounty.example", "deputy@elmcounty.example"];
    let other = Cedar::named(&server, "elm-county-sheriff", "Elm County Sheriff", elm).await;
    let before = tree(&server).await;
    tokio::join!(cedar.submitted(&server, draft(), now()), other.submitted(&server, draft(), now()));
    let after = tree(&server).await;
    assert_eq!(after.size, before.size + 2);
    assert_eq!(entries(&server).await.len() as u64, after.size);
}

#[tokio::test]
async fn an_officer_is_heard_only_with_a_signature_of_their_own_over_these_words_now() {
    let world = World::new().await;
    let thread = thread(&world.rosa, "The alley is dark").await;
    let voice = hand::voice(&world.ortega).await.expect("certified");
    let raman = hand::voice(&world.raman).await.expect("certified");
    let try_with = async |signed: Option<Signed>| -> ApiError {
        let mut body = json!({ "text": "We are here." });
        body["signed"] = serde_json::to_value(signed).expect("JSON");
        let (status, error): (_, ApiError) = world.ortega.post(&api::comments(&thread), &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        error
    };
    let text = "We are here.";
    assert_eq!(try_with(None).await, refused(SignError::WrongSignature));
    assert_eq!(
        try_with(Some(voice.comment(&thread, "Others.", now()))).await,
        refused(SignError::OtherWords)
    );
    assert_eq!(try_with(Some(voice.comment("elsewhere", text, now()))).await, refused(SignError::OtherWords));
    assert_eq!(try_with(Some(raman.comment(&thread, text, now()))).await, refused(SignError::WrongSignature));
    let stale = now() - TimeDelta::minutes(11);
    assert_eq!(try_with(Some(voice.comment(&thread, text, stale))).await, refused(SignError::Clock));
    assert!(read(&world.server, &thread).await.is_empty());
    say(&world.ortega, &thread, text).await;
    sqlx::query("update officer set certified_at = null")
        .execute(&**world.server.store())
        .await
        .expect("nobody certified");
    assert_eq!(try_with(Some(voice.comment(&thread, text, now()))).await, refused(SignError::NotCertified));
}

#[tokio::test]
async fn words_that_are_removed_take_their_signature_along() {
    let world = World::new().await;
    let thread = thread(&world.rosa, "The alley is dark").await;
    let id = say(&world.ortega, &thread, "We are here.").await.id;
    let (status, _): (_, comment::Comment) =
        world.ortega.send("DELETE", &api::COMMENT.replace("{id}", &id), axum::body::Body::empty()).await;
    assert_eq!(status, StatusCode::OK);
    let (status, _): (_, ApiError) = world.server.get(&api::chain(&format!("comment/{id}"))).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    world.server.app.clock.set(now() + TimeDelta::minutes(5));
    neighbors_server::store::comments::forget_removed(world.server.store(), world.server.app.clock.now())
        .await
        .expect("forgotten");
    let left: Option<String> = sqlx::query_scalar("select signed from comment where id = $1")
        .bind(&id)
        .fetch_one(&**world.server.store())
        .await
        .expect("a row");
    assert_eq!(left, None);
}
