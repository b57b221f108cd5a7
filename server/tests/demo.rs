//! The demo world: what is in it, that its seed decides, and that its officers can open what is theirs.

mod common;

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::str::FromStr;

use age::x25519;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::agency::AgencyProfile;
use neighbors_domain::assistance_request::{AssistanceRequest, Outcome, State};
use neighbors_domain::cells::Cell9;
use neighbors_domain::feed::{Activity, FeedItem, FeedPage};
use neighbors_domain::post::{Author, Post};
use neighbors_domain::rules::Verdict;
use neighbors_server::demo::{self, ACCOUNTS_FILE, DemoError, Options};
use neighbors_server::password::Cost;
use serde_json::Value;
use sqlx::Row;

const POLICE: &str = "cedar-flats-police-department";

fn options() -> Options {
    Options { seed: 7, now: now(), cost: Cost::Quick, incidents: Some(150), ground: false }
}

/// A server full of the demo, and its accounts.
async fn world(options: Options) -> (TestServer, Vec<Value>) {
    let server = TestServer::new().await;
    server.app.clock.set(options.now);
    let folder = tempfile::tempdir().expect("a folder");
    demo::fill(server.store(), &server.app.secrets, folder.path(), options).await.expect("a demo world");
    (server, accounts(folder.path()))
}

fn accounts(folder: &Path) -> Vec<Value> {
    let text = std::fs::read(folder.join(ACCOUNTS_FILE)).expect("accounts");
    serde_json::from_slice(&text).expect("JSON")
}

async fn police(server: &TestServer) -> AgencyProfile {
    let (status, profile) = server.get(&api::agency(POLICE)).await;
    assert_eq!(status, 200);
    profile
}

fn account<'a>(accounts: &'a [Value], role: &str, note: &str) -> &'a Value {
    accounts
        .iter()
        .find(|account| account["role"] == role && account["note"].as_str().unwrap().contains(note))
        .expect("such an account")
}

fn home(account: &Value) -> Cell9 {
    account["home_cell"].as_str().expect("a home").parse().expect("a cell")
}

#[tokio::test]
async fn a_visitor_finds_posts_announcements_and_an_open_request() {
    let (server, _) = world(options()).await;
    let (_, first): (_, FeedPage) = server.get(api::FEED).await;
    assert_eq!(first.place.name, "Capitol Hill, Denver");
    let (mut items, mut next) = (first.items, first.next);
    while let Some(after) = next {
        let (_, page): (_, FeedPage) = server.get(&format!("{}?after={after}", api::FEED)).await;
        items.extend(page.items);
        next = page.next;
    }
    let posts: Vec<_> = items
        .iter()
        .filter_map(|item| match item {
            FeedItem::Post(card) => Some(card),
            FeedItem::AssistanceRequest(_) | FeedItem::Incident(_) => None,
        })
        .collect();
    assert!(posts.len() >= 36, "{}", posts.len());
    assert!(posts.iter().all(|card| card.at <= now() && card.place.name.is_some()));
    assert!(posts.iter().any(|card| matches!(card.author, Author::Officer { .. })));
    assert!(items.len() > posts.len());
    let talked = posts.iter().max_by_key(|card| card.comments).expect("a post");
    let (_, post): (_, Post) = server.get(&api::post(&talked.id)).await;
    assert_eq!(post.thread.len(), talked.comments as usize);
    assert_eq!(post.read_by_agencies.len(), 2);
}

#[tokio::test]
async fn real_incidents_stand_among_the_stories_moved_to_the_present_and_say_so() {
    let (server, _) = world(options()).await;
    let (mut incidents, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("{}?kind=public_record{after}", api::FEED);
        let (_, page): (_, FeedPage) = server.get(&path).await;
        incidents.extend(page.items.into_iter().map(|item| match item {
            FeedItem::Incident(card) => card,
            other => panic!("{other:?}"),
        }));
        let Some(next) = page.next else { break };
        after = format!("&after={next}");
    }
    assert_eq!(incidents.len(), 150);
    let newest = &incidents[0];
    assert!(newest.reported_at <= now() && now() - newest.reported_at < chrono::TimeDelta::weeks(1));
    assert!(incidents.iter().all(|card| card.moved_weeks == newest.moved_weeks && card.moved_weeks > 300));
    assert!(
        incidents.iter().all(|card| card.source.license == "CC BY 3.0" && card.first_at <= card.reported_at)
    );
    assert!(
        incidents.iter().filter(|card| card.place.name.is_some()).count() > 140,
        "they have names of places"
    );
    let (_, activity): (_, Activity) = server.get(&format!("{}?kind=public_record", api::ACTIVITY)).await;
    assert_eq!(activity.cells.iter().map(|cell| cell.total()).sum::<u32>(), 150);
    let none = world(Options { incidents: Some(0), ..options() }).await.0;
    let (_, page): (_, FeedPage) = none.get(&format!("{}?kind=public_record", api::FEED)).await;
    assert_eq!(page.items, []);
}

/// What the product ships has been through its own mapping: nothing in it would be dropped, or could be shown by
/// another mapping.
#[test]
fn the_list_that_ships_holds_nothing_that_is_never_shown() {
    let packed: &[u8] = include_bytes!("../../data/denver-incidents.csv.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("gzip");
    assert!(text.starts_with("OFFENSE_ID,OFFENSE_TYPE_ID,OFFENSE_CATEGORY_ID,") && text.contains(",CELL\n"));
    let marks =
        "sexual -dv sex- rape incest obscen indecent peeping prostitu restraining custody family abuse";
    for line in text.lines() {
        assert!(!marks.split(' ').any(|mark| line.contains(mark)), "{line}");
    }
    assert_eq!(text.lines().count(), 1 + 46_561);
}

#[tokio::test]
async fn the_police_department_has_a_history_in_every_state() {
    let (server, _) = world(options()).await;
    let history = police(&server).await.assistance_requests;
    let states: BTreeSet<_> = history.iter().map(|request| request.life.state.name()).collect();
    assert_eq!(states, ["Expired", "Open", "Resolved", "Void"].into());
    assert!(history.iter().any(|request| request.life.outcome_overdue));
    for outcome in [Outcome::Used, Outcome::NotUsed, Outcome::CaseClosed] {
        assert!(history.iter().any(|request| request.life.outcome == Some(outcome)), "{outcome:?}");
    }
    for request in &history {
        let (_, whole): (_, AssistanceRequest) = server.get(&api::assistance_request(&request.id)).await;
        let lines = whole.draft.rules(whole.life.published_at, &whole.judged);
        assert!(lines.iter().all(|line| line.verdict == Verdict::Pass), "{lines:?}");
    }
}

#[tokio::test]
async fn one_resident_lives_in_the_open_area_and_another_in_none() {
    let (server, accounts) = world(options()).await;
    let history = police(&server).await.assistance_requests;
    let open: Vec<_> = history.iter().filter(|request| request.life.state == State::Open).collect();
    let [newest, other] = open[..] else { panic!("{} are open", open.len()) };
    assert!(now() - newest.life.published_at < chrono::TimeDelta::days(1));
    for note in ["inside", "opted out", "new"] {
        assert!(newest.area.contains(home(account(&accounts, "resident", note))), "{note}");
    }
    assert!(
        history.iter().all(|request| !request.area.contains(home(account(&accounts, "resident", "outside"))))
    );
    for account in accounts.iter().filter(|account| account["home_cell"].is_string()) {
        assert!(!other.area.contains(home(account)));
    }
}

#[tokio::test]
async fn an_officer_unlocks_the_key_of_every_request_with_the_passphrase() {
    let (server, accounts) = world(options()).await;
    let officer = account(&accounts, "officer", "Maya Ortega");
    let rows = sqlx::query(
        "select officer.wrapped_identity, assistance_request_key.wrapped, assistance_request.recipient
         from officer
         join account on account.id = officer.account_id
         join assistance_request_key on assistance_request_key.holder = officer.id
         join assistance_request on assistance_request.id = assistance_request_key.assistance_request_id
         where account.email = $1 and assistance_request.published_at is not null",
    )
    .bind(officer["email"].as_str().unwrap())
    .fetch_all(&**server.store())
    .await
    .expect("keys");
    assert_eq!(rows.len(), police(&server).await.assistance_requests.len());
    let passphrase = officer["key_passphrase"].as_str().unwrap().to_owned().into();
    let lock = age::scrypt::Identity::new(passphrase);
    for row in rows {
        let own = opened(&row.get::<String, _>("wrapped_identity"), &lock);
        let key = opened(&row.get::<String, _>("wrapped"), &own);
        assert_eq!(key.to_public().to_string(), row.get::<String, _>("recipient"));
    }
}

/// The identity inside a wrapped one.
fn opened(wrapped: &str, with: &impl age::Identity) -> x25519::Identity {
    let sealed = STANDARD.decode(wrapped).expect("base64");
    let file = age::Decryptor::new(&sealed[..]).expect("an age file");
    let mut text = String::new();
    let mut plain = file.decrypt(std::iter::once(with as &dyn age::Identity)).expect("it opens");
    plain.read_to_string(&mut text).expect("text");
    x25519::Identity::from_str(&text).expect("an identity")
}

#[tokio::test]
async fn the_same_seed_and_present_make_the_same_world() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let (server, accounts) = world(options()).await;
        let mut answers = vec![Value::from(accounts)];
        for path in [api::FEED, &api::agency(POLICE)] {
            answers.push(server.get::<Value>(path).await.1);
        }
        let newest = police(&server).await.assistance_requests[0].id.clone();
        answers.push(server.get::<Value>(&api::assistance_request(&newest)).await.1);
        seen.push(answers);
    }
    assert_eq!(seen[0], seen[1]);
    let (_, others) = world(Options { seed: 8, ..options() }).await;
    assert_ne!(seen[0][0], Value::from(others), "another seed, other passwords");
}

#[tokio::test]
async fn no_real_agency_has_an_officer_a_post_or_a_request() {
    let (server, _) = world(options()).await;
    for table in ["officer", "assistance_request"] {
        let sql = format!(
            "select count(*) from {table} join agency on agency.id = {table}.agency_id where agency.demo = 0"
        );
        let real: i64 = sqlx::query_scalar(&sql).fetch_one(&**server.store()).await.expect("a count");
        assert_eq!(real, 0, "{table}");
    }
    let active: i64 =
        sqlx::query_scalar("select count(*) from agency where demo = 0 and active_since is not null")
            .fetch_one(&**server.store())
            .await
            .expect("a count");
    assert_eq!(active, 0);
}

/// Windows move with the present: across the change of the clocks, the end of a year, a leap day, a morning.
#[tokio::test]
async fn a_demo_can_be_made_at_any_time() {
    for present in
        ["2026-11-02T01:30:00Z", "2027-01-01T07:00:01Z", "2028-02-29T20:00:00Z", "2027-03-14T09:30:00Z"]
    {
        let present = present.parse().expect("a time");
        let (server, _) = world(Options { now: present, ..options() }).await;
        let history = police(&server).await.assistance_requests;
        assert_eq!(
            history.iter().filter(|request| request.life.state == State::Open).count(),
            2,
            "{present}"
        );
    }
}

#[tokio::test]
async fn a_demo_never_mixes_with_people() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let folder = tempfile::tempdir().expect("a folder");
    let refused = demo::fill(server.store(), &server.app.secrets, folder.path(), options()).await;
    assert!(matches!(refused, Err(DemoError::NotNew)), "{refused:?}");
    assert!(demo::empty(folder.path()).is_ok());
    assert!(demo::empty(&folder.path().join("new")).is_ok());
    std::fs::write(folder.path().join("letter.txt"), "dear all").expect("a file");
    assert!(matches!(demo::empty(folder.path()), Err(DemoError::NotEmpty)));
}
