//! Leaving: everything to take along, what goes at once, what goes piece by piece, and that nothing tells whose it was.

mod common;

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use chrono::{DateTime, TimeDelta, Utc};
use common::export::exported;
use common::post::mails;
use common::world::{World, bare, inside, long_ago, neighbor, rosa};
use common::{PASSWORD, TestServer, now};
use neighbors_domain::account::{SignIn, Switches};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::{self, Comment};
use neighbors_domain::joining::AccountError;
use neighbors_domain::leaving::{Leave, REMOVED_WITHIN};
use neighbors_domain::password::Password;
use neighbors_domain::post::{Author, Post};
use neighbors_domain::record::Spoken;
use neighbors_domain::share::{Receipt, ShareState};
use neighbors_server::{chores, store};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sqlx::Row;

const NOOR: &str = "noor@example.org";

async fn post(browser: &TestServer, title: &str) -> String {
    let draft = serde_json::json!({
        "category": "lost_pet", "title": title, "text": "A grey cat sat on our wall.", "cell": inside().cell8(),
        "happened_at": null,
    });
    let (status, post): (_, Post) = browser.post(api::POSTS, &draft).await;
    assert_eq!(status, StatusCode::CREATED);
    post.card.id
}

async fn comment(browser: &TestServer, thread: &str, text: &str) -> Comment {
    let (status, comment) = browser.post(&api::comments(thread), &comment::Draft { text: text.into() }).await;
    assert_eq!(status, StatusCode::CREATED);
    comment
}

async fn leave(
    browser: &TestServer,
    email: &str,
    password: &str,
) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
    let leave = Leave { email: email.into(), password: Password(password.into()) };
    let body = Body::from(serde_json::to_vec(&leave).expect("JSON"));
    browser.raw("POST", api::MY_DELETION, "application/json", body).await
}

async fn chores_at(server: &TestServer, at: DateTime<Utc>) {
    server.app.clock.set(at);
    chores::once(&server.app).await.expect("done");
}

/// The day after `left`, with a look at what is due every ten seconds, as the server does it. When each piece went.
async fn the_day_passes(server: &TestServer, left: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let mut chance = ChaCha8Rng::seed_from_u64(1);
    let (mut at, mut went) = (left, Vec::new());
    while at < left + REMOVED_WITHIN {
        at += TimeDelta::seconds(10);
        server.app.clock.set(at);
        if store::leaving::remove_next(server.store(), &mut chance, at).await.expect("done") {
            went.push(at);
        }
    }
    went
}

async fn read(server: &TestServer, id: &str) -> Post {
    server.get(&api::post(id)).await.1
}

/// Noor, with a home, a switch, a post, comments in two threads and two shares, of which one was opened.
async fn noors_story(world: &World) -> (TestServer, Vec<String>, [String; 2]) {
    let noor = neighbor(&world.server, NOOR, inside(), long_ago()).await;
    let own = post(&noor, "Cat on the wall").await;
    let others = post(&world.rosa, "Owl in the park").await;
    comment(&world.rosa, &own, "It is ours.").await;
    comment(&noor, &own, "Good to know.").await;
    comment(&noor, &others, "We heard it too.").await;
    let mut shares = Vec::new();
    for recording in [&b"opened"[..], b"not opened"] {
        let draft = world.draft(&noor, &rosa(), &[recording]).await;
        let (_, receipt): (_, Receipt) = world.commit(&noor, &draft).await;
        shares.push(receipt.id);
    }
    let opened = world.ortega.raw("GET", &api::portal_file(&shares[0], 0), "", Body::empty()).await;
    assert_eq!(opened.0, StatusCode::OK);
    (noor, vec![own, others], shares.try_into().expect("two"))
}

#[tokio::test]
async fn the_export_holds_all_of_ones_own_and_nothing_of_others() {
    let world = World::new().await;
    let (noor, threads, shares) = noors_story(&world).await;
    let all = Switches { hide_requests: true, do_not_notify: true, opt_out: false };
    let (_, _): (_, serde_json::Value) = noor.put(api::SWITCHES, &all).await;
    let (export, files) = exported(&noor).await;
    assert!(files.is_empty(), "no post of theirs has a photo");
    assert_eq!((export.email.as_str(), export.switches), (NOOR, all));
    assert_eq!(export.home.as_ref().expect("a home").region, inside().region());
    assert_eq!(export.posts.iter().map(|post| &post.id).collect::<Vec<_>>(), [&threads[0]]);
    let said: Vec<(&str, &str)> =
        export.comments.iter().map(|comment| (comment.thread.as_str(), comment.text.as_str())).collect();
    assert_eq!(said.len(), 2);
    assert!(
        said.contains(&(&threads[0], "Good to know.")) && said.contains(&(&threads[1], "We heard it too."))
    );
    let mut shared: Vec<&String> = export.shares.iter().map(|share| &share.id).collect();
    shared.sort();
    let mut expected: Vec<&String> = shares.iter().collect();
    expected.sort();
    assert_eq!(shared, expected);
    assert!(export.signed_in.len() == 1 && export.signed_in[0].this);
    // No keyed mark, no hash, no token.
    let text = serde_json::to_string(&export).expect("JSON");
    for secret in ["tag", "hash", "token", "sealed", "It is ours."] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn an_account_goes_only_when_address_and_password_are_typed_right() {
    let world = World::new().await;
    for (email, password, error) in [
        ("ROSA@example.org ", "wrong", AccountError::OldPassword),
        ("delete", PASSWORD, AccountError::OtherEmail),
        ("", PASSWORD, AccountError::OtherEmail),
    ] {
        let (status, _, body) = leave(&world.rosa, email, password).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let refused: ApiError = serde_json::from_slice(&body).expect("typed");
        assert_eq!(refused, ApiError::AccountRefused { errors: vec![error] });
    }
    assert_eq!(world.rosa.raw("GET", api::MY_SESSIONS, "", Body::empty()).await.0, StatusCode::OK);
    assert_eq!(leave(&world.rosa, "ROSA@example.org ", PASSWORD).await.0, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn what_a_leaver_is_goes_at_once_and_what_they_wrote_within_a_day() {
    let world = World::new().await;
    let (noor, threads, shares) = noors_story(&world).await;
    let (account, tag): (String, String) = {
        let row = sqlx::query("select id from account where email = $1").bind(NOOR);
        let id: String = row.fetch_one(&**world.server.store()).await.expect("a row").get("id");
        (id.clone(), world.server.app.secrets.sharer_tag(&id))
    };
    let begun = world.draft(&noor, &rosa(), &[b"begun and left"]).await;
    let elsewhere = noor.signed_in(NOOR).await;
    let (status, headers, _) = leave(&noor, NOOR, PASSWORD).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert!(headers[SET_COOKIE].to_str().expect("plain").contains("Max-Age=0"));
    for gone in [&noor, &elsewhere] {
        assert_eq!(gone.raw("GET", api::MY_SESSIONS, "", Body::empty()).await.0, StatusCode::UNAUTHORIZED);
    }
    let asked = SignIn { email: NOOR.into(), password: PASSWORD.into(), code: None };
    let (_, refused): (_, ApiError) = world.server.post(api::SESSION, &asked).await;
    assert_eq!(refused, ApiError::WrongPassword);
    // The unopened share is withdrawn with its header, what was on its way is gone, the opened one stays.
    assert_eq!(share_state(&world, &shares[1]).await, ShareState::Withdrawn);
    assert_eq!(share_state(&world, &shares[0]).await, ShareState::Opened);
    let opened = world.ortega.raw("GET", &api::portal_file(&shares[0], 0), "", Body::empty()).await;
    assert_eq!(opened.0, StatusCode::OK);
    let left: i64 = sqlx::query_scalar("select count(*) from upload where id = $1")
        .bind(&begun.manifest)
        .fetch_one(&**world.server.store())
        .await
        .expect("a count");
    assert_eq!(left, 0);
    // What they wrote is still there, and goes within the day.
    assert!(read(&world.server, &threads[0]).await.card.text.is_some());
    chores_at(&world.server, now() + TimeDelta::minutes(2)).await;
    the_day_passes(&world.server, now()).await;
    let own = read(&world.server, &threads[0]).await;
    assert_eq!((own.card.title, own.card.text), (None, None));
    let said = |post: &Post| -> Vec<(u32, bool)> {
        let said = post.thread.iter().map(|comment| match comment.author {
            Author::Neighbor { number, .. } => (number, comment.text.is_some()),
            Author::Officer { .. } => panic!("no officer wrote here"),
        });
        let mut said: Vec<_> = said.collect();
        said.sort_unstable();
        said
    };
    let own = read(&world.server, &threads[0]).await;
    let others = read(&world.server, &threads[1]).await;
    // The numbers stay, of whoever is still there the words too.
    assert_eq!(said(&own), [(1, false), (2, true)]);
    assert_eq!(said(&others), [(2, false)]);
    assert!(others.card.text.is_some());
    // Nothing in the database knows the address, the account or the words any more.
    for (place, text) in everything(&world.server).await {
        for gone in [NOOR, account.as_str(), "Cat on the wall", "Good to know."] {
            assert!(!text.contains(gone), "{gone} is in {place}");
        }
        // Only the opened share still says whose it is, by a mark, as long as its receipt would.
        assert!(!text.contains(&tag) || place == "share.owner_tag", "{place}");
    }
    assert_eq!(mails(&world.server).last().expect("a mail").to, NOOR);
}

async fn share_state(world: &World, id: &str) -> ShareState {
    let sql = "select withdrawn_at, opened_at from share where id = $1";
    let row = sqlx::query(sql).bind(id).fetch_one(&**world.server.store()).await.expect("a share");
    let at = |column: &str| row.get::<Option<i64>, _>(column);
    match (at("withdrawn_at"), at("opened_at")) {
        (Some(_), _) => ShareState::Withdrawn,
        (None, Some(_)) => ShareState::Opened,
        (None, None) => ShareState::Delivered,
    }
}

/// Every text of every table, by "table.column".
async fn everything(server: &TestServer) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (table, columns) in tables(server).await {
        let sql = format!("select * from {table}");
        for row in sqlx::query(&sql).fetch_all(&**server.store()).await.expect("rows") {
            for column in &columns {
                let text: Option<String> = row.try_get(column.as_str()).unwrap_or_default();
                all.push((format!("{table}.{column}"), text.unwrap_or_default()));
            }
        }
    }
    all
}

async fn tables(server: &TestServer) -> BTreeMap<String, Vec<String>> {
    use sqlx::{Column, Executor, Statement};
    let sql = match server.store().is_sqlite() {
        true => "select name from sqlite_master where type = 'table'",
        false => {
            "select cast(table_name as text) from information_schema.tables where table_schema = current_schema()"
        }
    };
    let names: Vec<String> = sqlx::query_scalar(sql).fetch_all(&**server.store()).await.expect("tables");
    let mut tables = BTreeMap::new();
    for name in names.into_iter().filter(|name| !name.starts_with("_sqlx") && !name.starts_with("sqlite_")) {
        let sql = format!("select * from {name}");
        let statement = server.store().prepare(&sql).await.expect("a table");
        let columns = statement.columns().iter().map(|column| column.name().to_owned()).collect();
        tables.insert(name, columns);
    }
    tables
}

#[tokio::test]
async fn every_table_that_names_an_account_is_emptied_of_it() {
    let server = TestServer::new().await;
    let naming: Vec<String> = tables(&server)
        .await
        .into_iter()
        .filter(|(_, columns)| columns.iter().any(|column| column == "account_id"))
        .map(|(table, _)| table)
        .collect();
    // An officer is no resident and does not leave this way; `leaving` is what remembers for some minutes.
    let mut handled: Vec<&str> = store::leaving::TABLES.into_iter().chain(["leaving", "officer"]).collect();
    handled.sort_unstable();
    assert_eq!(naming, handled, "store::leaving::TABLES has to name every table with an account in it");
}

#[tokio::test]
async fn what_was_being_written_while_the_account_went_goes_too() {
    let world = World::new().await;
    let noor = neighbor(&world.server, NOOR, inside(), long_ago()).await;
    let account = world.server.app.store.clone();
    let id: String = sqlx::query_scalar("select id from account where email = $1")
        .bind(NOOR)
        .fetch_one(&*account)
        .await
        .expect("an id");
    let thread = post(&world.rosa, "Owl in the park").await;
    leave(&noor, NOOR, PASSWORD).await;
    chores_at(&world.server, now()).await;
    // Its call was let in before the session ended, and is answered only now.
    let writer = neighbors_server::auth::Writer::Resident(neighbors_server::auth::Resident { account: id });
    let draft = comment::Draft { text: "Almost missed.".into() }.check().expect("fine");
    let (store, secrets) = (world.server.store(), &world.server.app.secrets);
    store::comments::add(store, secrets, &writer, &thread, &Spoken::by_a_resident(draft), now())
        .await
        .expect("added");
    chores_at(&world.server, now() + TimeDelta::minutes(2)).await;
    the_day_passes(&world.server, now()).await;
    assert!(read(&world.server, &thread).await.thread.iter().all(|comment| comment.text.is_none()));
}

#[tokio::test]
async fn an_officer_sees_of_a_leaver_with_an_unopened_share_what_they_see_of_nobody() {
    let world = World::new().await;
    world.share().await;
    let inbox = || async { world.ortega.raw("GET", api::PORTAL_INBOX, "", Body::empty()).await };
    let before = inbox().await;
    let noor = neighbor(&world.server, NOOR, inside(), long_ago()).await;
    let draft = world.draft(&noor, &rosa(), &[b"never opened"]).await;
    let (status, _): (_, Receipt) = world.commit(&noor, &draft).await;
    assert_eq!(status, StatusCode::CREATED);
    leave(&noor, NOOR, PASSWORD).await;
    chores_at(&world.server, now() + TimeDelta::minutes(2)).await;
    world.server.app.clock.set(now());
    let after = inbox().await;
    assert_eq!((before.0, before.2), (after.0, after.2));
    let (_, _): (_, ApiError) = world.commit(&noor, &bare(inside())).await;
}

/// Posts and comments of two leavers, written one after the other, and when each of them goes.
async fn removals(seed: u64, pieces: usize) -> Vec<(i64, i64)> {
    let world = World::new().await;
    let noor = neighbor(&world.server, NOOR, inside(), long_ago()).await;
    let others = post(&world.rosa, "Owl in the park").await;
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    for n in 0..pieces {
        world.server.app.clock.set(now() + TimeDelta::minutes(7 * n as i64));
        if chance.random_bool(0.5) {
            post(&noor, "Cat on the wall").await;
        } else {
            comment(&noor, &others, "We heard it too.").await;
        }
    }
    let left = now() + TimeDelta::days(2);
    world.server.app.clock.set(left);
    leave(&noor, NOOR, PASSWORD).await;
    let (store, secrets) = (world.server.store(), &world.server.app.secrets);
    let at = left + TimeDelta::minutes(2);
    store::leaving::schedule(store, secrets, &mut chance, at).await.expect("scheduled");
    let rows = sqlx::query(
        "select removal.due_at, coalesce(post.published_at, comment.at) as written_at from removal
         left join post on post.id = removal.item_id left join comment on comment.id = removal.item_id",
    );
    let rows = rows.fetch_all(&**store).await.expect("rows");
    assert_eq!(rows.len(), pieces, "each piece once");
    let within = left.timestamp_millis()..(left + REMOVED_WITHIN).timestamp_millis();
    rows.iter()
        .map(|row| {
            let due: i64 = row.get("due_at");
            assert!(within.contains(&due), "{due} is outside the day");
            (row.get("written_at"), due)
        })
        .collect()
}

/// How far the order of one follows the order of the other: 1 and -1 wholly, 0 not at all.
fn rank_correlation(pairs: &[(i64, i64)]) -> f64 {
    let ranks = |of: fn(&(i64, i64)) -> i64| {
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by_key(|n| of(&pairs[*n]));
        let mut ranks = vec![0.0; pairs.len()];
        order.into_iter().enumerate().for_each(|(rank, n)| ranks[n] = rank as f64);
        ranks
    };
    let (a, b) = (ranks(|pair| pair.0), ranks(|pair| pair.1));
    let n = pairs.len() as f64;
    let squares: f64 = a.iter().zip(&b).map(|(a, b)| (a - b).powi(2)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

#[tokio::test]
async fn neither_the_order_nor_the_times_of_removal_tell_what_belongs_together() {
    // The measure finds an order where there is one.
    let ordered: Vec<(i64, i64)> = (0..40).map(|n| (n, 3 * n)).collect();
    assert!(rank_correlation(&ordered) > 0.99);
    let (mut sum, mut hours) = (0.0, [0_u32; 24]);
    for seed in 0..8 {
        let removals = removals(seed, 40).await;
        sum += rank_correlation(&removals);
        let first = (now() + TimeDelta::days(2)).timestamp_millis();
        for (_, due) in &removals {
            hours[((due - first) / 3_600_000) as usize] += 1;
        }
    }
    // 320 pieces: an order that chance made stays below 0.2, and every hour of the day is used.
    assert!((sum / 8.0).abs() < 0.2, "the order of writing shows: {}", sum / 8.0);
    assert!(hours.iter().all(|pieces| (1..=40).contains(pieces)), "{hours:?}");
}

#[tokio::test]
async fn no_two_pieces_go_in_one_step_and_none_in_a_burst_after_the_server_stood_still() {
    let world = World::new().await;
    let noor = neighbor(&world.server, NOOR, inside(), long_ago()).await;
    let thread = post(&world.rosa, "Owl in the park").await;
    for _ in 0..20 {
        comment(&noor, &thread, "We heard it too.").await;
    }
    leave(&noor, NOOR, PASSWORD).await;
    chores_at(&world.server, now() + TimeDelta::minutes(2)).await;
    let left = async || {
        let post = read(&world.server, &thread).await;
        post.thread.iter().filter(|comment| comment.text.is_some()).count()
    };
    // For two days nobody was there to remove anything: all of it is overdue.
    let back = now() + TimeDelta::days(2);
    world.server.app.clock.set(back);
    let mut chance = ChaCha8Rng::seed_from_u64(7);
    let (mut before, mut steps) = (left().await, 0);
    assert_eq!(before, 20);
    for minute in 0..70 {
        for second in [0, 10, 20, 30, 40, 50] {
            let at = back + TimeDelta::seconds(60 * minute + second);
            store::leaving::remove_next(world.server.store(), &mut chance, at).await.expect("done");
            let now = left().await;
            assert!(before - now <= 1, "{} went in one step", before - now);
            steps += usize::from(now < before);
            before = now;
        }
        assert!(minute > 1 || before > 10, "{before} are left after {minute} minutes");
    }
    assert_eq!((before, steps), (0, 20));
    // Each has a moment of its own in the database, too.
    let times: Vec<i64> =
        sqlx::query_scalar("select distinct removed_at from comment where removed_at is not null")
            .fetch_all(&**world.server.store())
            .await
            .expect("times");
    assert_eq!(times.len(), 20);
}
