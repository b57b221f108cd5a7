//! No officer can find out who lives where, who was asked, who looked or who declined: two worlds that differ in
//! one secret give an officer the same bytes.

mod common;

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::seeds::seeds;
use common::world::{World, bare, far_away, inside, long_ago, neighbor, rosa, upload};
use common::{TestServer, now};
use neighbors_domain::account::{ConfirmHome, Switches};
use neighbors_domain::addresses::{api, data};
use neighbors_domain::cells::Cell9;
use neighbors_domain::share::{Inbox, ShareDraft};
use rand::{Rng, SeedableRng};

/// Everything an officer of the agency, one of another agency and a visitor can fetch: status, headers and bytes.
async fn everything(world: &World) -> BTreeMap<String, (u16, Vec<u8>)> {
    let mut seen = BTreeMap::new();
    let eyes = [
        ("lead", &world.ortega),
        ("rookie", &world.rookie),
        ("other", &world.stranger),
        ("visitor", &world.server),
    ];
    for (who, browser) in eyes {
        let (status, _, inbox) = get(browser, api::PORTAL_INBOX).await;
        let known: Vec<String> = serde_json::from_slice::<Inbox>(&inbox)
            .map(|inbox| {
                inbox.requests.into_iter().flat_map(|request| request.shares).map(|share| share.id).collect()
            })
            .unwrap_or_default();
        seen.insert(format!("{who} inbox"), (status, inbox));
        let mut paths = vec![
            api::PORTAL_KEY.to_owned(),
            api::FEED.to_owned(),
            api::assistance_request(&world.request),
            api::AGENCIES.to_owned(),
            api::agency("cedar-flats-police-department"),
            api::SHARES.to_owned(),
            api::ME.to_owned(),
            data::AGENCIES_JSON.to_owned(),
            data::assistance_requests("cedar-flats-police-department", "json"),
            data::assistance_requests("cedar-flats-police-department", "atom"),
        ];
        paths.extend(known.iter().map(|share| api::portal_share(share)));
        paths.extend(known.iter().flat_map(|share| (0..3).map(|n| api::portal_file(share, n))));
        for path in paths {
            let (status, _, bytes) = get(browser, &path).await;
            seen.insert(format!("{who} {path}"), (status, bytes));
        }
    }
    seen
}

async fn get(browser: &TestServer, path: &str) -> (u16, String, Vec<u8>) {
    let (status, headers, bytes) = browser.raw("GET", path, "application/json", Body::empty()).await;
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    (status.as_u16(), kind.to_owned(), bytes)
}

/// A world in which one neighbor has shared, so that there is something to see.
async fn world() -> World {
    let world = World::new().await;
    world.share().await;
    everything(&world).await;
    world
}

#[tokio::test]
async fn what_an_officer_fetches_does_change_when_somebody_shares() {
    // Or the other tests here could not fail.
    let world = world().await;
    let before = everything(&world).await;
    assert!(before["lead inbox"].0 == 200 && before["visitor inbox"].0 == 401);
    world.share().await;
    assert_ne!(everything(&world).await["lead inbox"], before["lead inbox"]);
}

#[tokio::test]
async fn nobody_sees_where_a_neighbor_lives_or_that_they_moved_in() {
    let world = world().await;
    let before = everything(&world).await;
    for (email, cell) in [("in@example.org", inside()), ("out@example.org", far_away())] {
        neighbor(&world.server, email, cell, now()).await;
        assert_eq!(everything(&world).await, before);
    }
    world.server.resident("homeless@example.org").await;
    assert_eq!(everything(&world).await, before);
}

#[tokio::test]
async fn nobody_sees_who_opted_out_hides_requests_or_came_back() {
    let world = world().await;
    let noor = at_home_inside(&world).await;
    let before = everything(&world).await;
    let all = Switches { hide_requests: true, do_not_notify: true, opt_out: true };
    for switches in [all, Switches::default(), all] {
        let (_, _): (_, serde_json::Value) = noor.put(api::SWITCHES, &switches).await;
        assert_eq!(everything(&world).await, before);
    }
}

#[tokio::test]
async fn nobody_sees_who_looked_tapped_or_chose_not_now() {
    let world = world().await;
    let noor = at_home_inside(&world).await;
    let before = everything(&world).await;
    for _ in 0..3 {
        get(&noor, &api::assistance_request(&world.request)).await;
        get(&noor, api::FEED).await;
        let (_, _): (_, serde_json::Value) =
            noor.post(api::CONFIRM_HOME, &ConfirmHome { cell: inside() }).await;
    }
    assert_eq!(everything(&world).await, before);
}

#[tokio::test]
async fn nobody_sees_a_share_that_was_begun_and_left_refused_or_swept() {
    let world = world().await;
    let noor = at_home_inside(&world).await;
    let before = everything(&world).await;
    let begun = world.draft(&noor, &rosa(), &[b"never sent", b"never sent either"]).await;
    assert_eq!(everything(&world).await, before);
    world.refused(&noor, &bare(far_away())).await;
    let mut late = begun;
    late.version = 9;
    world.refused(&noor, &late).await;
    assert_eq!(everything(&world).await, before);
    world.server.app.clock.set(now() + TimeDelta::hours(24));
    neighbors_server::sweep::sweep(&world.server.app).await.expect("swept");
    world.server.app.clock.set(now());
    assert_eq!(everything(&world).await, before);
}

#[tokio::test]
async fn nobody_sees_a_share_that_was_withdrawn_before_it_was_opened() {
    let world = world().await;
    let noor = at_home_inside(&world).await;
    let before = everything(&world).await;
    let draft = world.draft(&noor, &rosa(), &[b"taken back"]).await;
    let (_, receipt): (_, neighbors_domain::share::Receipt) = world.commit(&noor, &draft).await;
    noor.raw("DELETE", &api::share(&receipt.id), "", Body::empty()).await;
    assert_eq!(everything(&world).await, before);
}

/// Whatever a neighbor does short of sharing, and sharing and taking it back unseen, in any order.
#[tokio::test]
async fn no_story_of_forty_secret_acts_changes_what_an_officer_fetches() {
    let mut taken_back = 0;
    for seed in seeds(4, 1) {
        let world = world().await;
        let mut chance = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
        let mut neighbors = vec![at_home_inside(&world).await];
        let before = everything(&world).await;
        let mut story = Vec::new();
        for n in 0..40 {
            let act = chance.random_range(0..7);
            let who = chance.random_range(0..neighbors.len());
            story.push((act, who));
            let cell = if chance.random_bool(0.5) { inside() } else { far_away() };
            if act == 0 && neighbors.len() < 4 {
                let email = format!("neighbor-{n}@example.org");
                neighbors.push(neighbor(&world.server, &email, cell, long_ago()).await);
            } else {
                secretly(&world, &neighbors[who], act, cell).await;
            }
        }
        assert_eq!(everything(&world).await, before, "seed {seed}: {story:?}");
        let sql = "select count(*) from share where withdrawn_at is not null";
        let shares: i64 = sqlx::query_scalar(sql).fetch_one(&**world.server.store()).await.expect("counted");
        taken_back += shares;
    }
    assert!(taken_back > 0, "in no story anybody came as far as sharing");
}

async fn secretly(world: &World, who: &TestServer, act: u32, cell: Cell9) {
    match act {
        0 => drop(get(who, &api::assistance_request(&world.request)).await),
        1 => {
            let opt_out = cell == inside();
            let switches = Switches { opt_out, hide_requests: !opt_out, ..Switches::default() };
            let (_, _): (_, serde_json::Value) = who.put(api::SWITCHES, &switches).await;
        }
        2 => {
            let (_, _): (_, serde_json::Value) = who.post(api::CONFIRM_HOME, &ConfirmHome { cell }).await;
        }
        3 => {
            // Refused or not, there is nothing in it: no such upload.
            let (_, _): (_, serde_json::Value) = world.commit(who, &bare(cell)).await;
        }
        4 => drop(upload::<serde_json::Value>(who, world.seal(b"begun and left").await).await),
        _ => {
            let sealed = world.seal(b"shared and taken back").await;
            let (_, one): (_, serde_json::Value) = upload(who, sealed.clone()).await;
            let (_, two): (_, serde_json::Value) = upload(who, sealed).await;
            let id = |uploaded: serde_json::Value| uploaded["id"].as_str().unwrap_or("none").to_owned();
            let draft = ShareDraft { manifest: id(one), recordings: vec![id(two)], ..bare(cell) };
            let (status, receipt): (_, serde_json::Value) = world.commit(who, &draft).await;
            if status == StatusCode::CREATED {
                let path = api::share(receipt["id"].as_str().expect("an id"));
                let (status, _, _) = who.raw("DELETE", &path, "", Body::empty()).await;
                assert_eq!(status, StatusCode::NO_CONTENT);
            }
        }
    }
}

/// Another neighbor, inside the area since before the request.
async fn at_home_inside(world: &World) -> TestServer {
    neighbor(&world.server, "noor@example.org", inside(), long_ago()).await
}
