//! A crawler reads everything every kind of person can reach, and finds no place of a resident.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::StatusCode;
use common::{TestServer, now};
use h3o::{CellIndex, Resolution};
use neighbors_domain::addresses::{HEALTH, api, data, pages};
use neighbors_domain::assistance_request::AssistanceRequest;
use neighbors_domain::feed::{FeedItem, FeedPage, Kind};
use neighbors_domain::share::{Receipt, ShareDraft, Uploaded};
use neighbors_server::demo::{self, ACCOUNTS_FILE, Options};
use neighbors_server::password::Cost;
use regex::Regex;
use serde_json::Value;
use sqlx::{Column, Row};

/// Public facts of agencies carry the coordinates of their station, and nothing else does.
const AGENCY_DATA: [&str; 3] = [data::AGENCIES_CSV, data::AGENCIES_JSON, data::AGENCIES_GEOJSON];

/// Pages of agencies are many and alike: the fictional ones and this many more are read.
const LISTED_AGENCIES: usize = 5;

struct World {
    server: TestServer,
    accounts: Vec<Value>,
}

impl World {
    async fn new() -> Self {
        let server = TestServer::new().await;
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options { seed: 7, now: now(), cost: Cost::Quick };
        demo::fill(server.store(), &server.app.secrets, folder.path(), options).await.expect("a demo world");
        let text = std::fs::read(folder.path().join(ACCOUNTS_FILE)).expect("accounts");
        let world = Self { server, accounts: serde_json::from_slice(&text).expect("JSON") };
        world.share().await;
        world
    }

    /// Somebody inside the open area shares: the one moment at which a home is told to the server.
    async fn share(&self) {
        let account = |role: &str, note: &str| {
            let fits = |account: &&Value| {
                account["role"] == role && account["note"].as_str().is_some_and(|text| text.contains(note))
            };
            self.accounts.iter().find(fits).expect("such an account")
        };
        let inside = account("resident", "inside");
        let text = |field: &str| inside[field].as_str().expect("text");
        let rosa = self.server.signed_in_with(text("email"), text("password")).await;
        let (_, page): (_, FeedPage) = rosa.get("/api/feed?kind=assistance_request").await;
        let Some(FeedItem::AssistanceRequest(open)) = page.items.first() else { panic!("none is open") };
        let (_, request): (_, AssistanceRequest) = rosa.get(&api::assistance_request(&open.id)).await;
        let key: age::x25519::Recipient = request.recipient.parse().expect("a key");
        let mut uploads = Vec::new();
        for plain in [b"a manifest", b"some video"] {
            let sealed = Body::from(age::encrypt(&key, plain).expect("sealed"));
            let (status, _, answer) =
                rosa.raw("POST", api::UPLOADS, "application/octet-stream", sealed).await;
            assert_eq!(status, StatusCode::CREATED);
            uploads.push(serde_json::from_slice::<Uploaded>(&answer).expect("JSON").id);
        }
        let draft = ShareDraft {
            idempotency_key: "11111111-2222-4333-8444-555555555555".to_owned(),
            version: request.version,
            home: text("home_cell").parse().expect("a cell"),
            manifest: uploads[0].clone(),
            recordings: uploads[1..].to_vec(),
        };
        let (status, _): (_, Receipt) = rosa.post(&api::share_with(&open.id), &draft).await;
        assert_eq!(status, StatusCode::CREATED);
    }

    fn homes(&self) -> Vec<&str> {
        let homes: Vec<_> =
            self.accounts.iter().filter_map(|account| account["home_cell"].as_str()).collect();
        assert_eq!(homes.len(), 4, "the demo has residents with homes");
        homes
    }

    /// A visitor, and everyone who can sign in: each with a browser of their own.
    async fn everyone(&self) -> Vec<(String, TestServer)> {
        let mut everyone = vec![("a visitor".to_owned(), self.server.signed_out())];
        for account in &self.accounts {
            let text = |field: &str| account[field].as_str().expect("text");
            let browser = self.server.signed_in_with(text("email"), text("password")).await;
            everyone.push((text("note").to_owned(), browser));
        }
        everyone
    }
}

/// Every answer one person can get, by address: what is known at the start, and what its answers name.
async fn crawl(browser: &TestServer) -> BTreeMap<String, (StatusCode, String)> {
    let mut read = BTreeMap::new();
    let mut waiting: Vec<String> = beginnings();
    while let Some(path) = waiting.pop() {
        if read.contains_key(&path) {
            continue;
        }
        let (status, _, bytes) = browser.raw("GET", &path, "application/json", Body::empty()).await;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Ok(answer) = serde_json::from_str(&text) {
            waiting.extend(named(&path, &answer));
        }
        read.insert(path, (status, text));
    }
    read
}

/// Addresses without a name in them, and the filters of the feed.
fn beginnings() -> Vec<String> {
    let mut paths: Vec<String> = [
        HEALTH,
        api::ME,
        api::PLACES,
        "/api/places?q=cap",
        api::FEED,
        api::AGENCIES,
        "/api/agencies?q=cedar",
        api::SHARES,
        api::PORTAL_KEY,
        api::PORTAL_INBOX,
        data::AGENCIES_CSV,
        data::AGENCIES_JSON,
        data::AGENCIES_GEOJSON,
    ]
    .map(str::to_owned)
    .into();
    paths.extend(Kind::ALL.map(|kind| format!("{}?kind={}", api::FEED, kind.key())));
    paths.extend(pages::ALL.iter().chain(&pages::PORTAL_ALL).map(|page| (*page).to_owned()));
    paths
}

/// Whatever an answer names: the next page, things by id, agencies by slug.
fn named(path: &str, answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if AGENCY_DATA.contains(&path) {
        // The ids of a thousand agencies name nothing else.
        return found;
    }
    if let Some(next) = answer["next"].as_str().filter(|_| !path.starts_with(api::AGENCIES)) {
        let (bare, query) = path.split_once('?').unwrap_or((path, ""));
        let filters = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("after="));
        let filters: String = filters.map(|part| format!("{part}&")).collect();
        found.push(format!("{bare}?{filters}after={next}"));
    }
    let (mut ids, mut slugs) = (BTreeSet::new(), BTreeSet::new());
    names(answer, &mut ids, &mut slugs);
    for id in ids {
        let templates =
            [pages::POST, pages::ASSISTANCE_REQUEST, pages::HELP, pages::SHARE, pages::PORTAL_SHARE];
        found.extend(templates.map(|template| template.replace(":id", &id)));
        let templates = [api::POST, api::ASSISTANCE_REQUEST, api::SHARE, api::PORTAL_SHARE];
        found.extend(templates.map(|template| template.replace("{id}", &id)));
        found.push(api::portal_file(&id, 0));
    }
    let (ours, listed): (Vec<_>, Vec<_>) =
        slugs.into_iter().partition(|slug: &String| slug.starts_with("cedar-flats"));
    for slug in ours.into_iter().chain(listed.into_iter().take(LISTED_AGENCIES)) {
        found.push(api::agency(&slug));
        found.push(pages::agency(&slug));
        found.extend(["csv", "json", "atom"].map(|ending| data::assistance_requests(&slug, ending)));
        found.push(format!("{}?place={slug}", api::FEED));
    }
    found
}

fn names(answer: &Value, ids: &mut BTreeSet<String>, slugs: &mut BTreeSet<String>) {
    match answer {
        Value::Array(values) => values.iter().for_each(|value| names(value, ids, slugs)),
        Value::Object(fields) => {
            for (field, value) in fields {
                match (field.as_str(), value) {
                    // A comment has no address of its own.
                    ("thread" | "comments", Value::Array(_)) => {}
                    ("id", Value::String(id)) => {
                        ids.insert(id.clone());
                    }
                    ("slug", Value::String(slug)) => {
                        slugs.insert(slug.clone());
                    }
                    _ => names(value, ids, slugs),
                }
            }
        }
        _ => {}
    }
}

/// Every cell as fine as a home that stands in a text.
fn fine_cells(text: &str) -> BTreeSet<String> {
    static CELL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b8[0-9a-f]{14}\b").expect("a pattern"));
    CELL.find_iter(text)
        .map(|found| found.as_str().to_owned())
        .filter(|text| CellIndex::from_str(text).is_ok_and(|cell| cell.resolution() >= Resolution::Nine))
        .collect()
}

#[tokio::test]
async fn nobody_finds_a_coordinate_or_the_home_of_a_resident_at_any_address() {
    let world = World::new().await;
    // Degrees as programs write them; 39.7312 and -104.98263 alike.
    let degrees = Regex::new(r"-?\b\d{1,3}\.\d{4,}").expect("a pattern");
    let visitor = crawl(&world.server.signed_out()).await;
    let public = areas(&visitor);
    assert!(visitor.len() > 100 && public.len() > 50, "{} addresses, {} cells", visitor.len(), public.len());

    let mut opened = 0;
    for (who, browser) in world.everyone().await {
        for (path, (status, text)) in crawl(&browser).await {
            assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{who}: {path}");
            opened += usize::from(path.ends_with("/files/0") && status.is_success());
            if !AGENCY_DATA.contains(&path.as_str()) {
                let found = degrees.find(&text).map(|found| found.as_str());
                assert_eq!(found, None, "{who}: {path}");
            }
            let hidden: Vec<_> =
                fine_cells(&text).into_iter().filter(|cell| !public.contains(cell)).collect();
            assert_eq!(hidden, Vec::<String>::new(), "{who}: {path}");
            for home in world.homes() {
                let times = text.matches(home).count();
                if times > 0 {
                    assert!(public.contains(home), "{who}: {path}");
                    let in_areas = times_in_areas(&text, home);
                    assert_eq!(times, in_areas.unwrap_or(times), "{who}: {path}");
                }
            }
        }
    }
    assert_eq!(opened, 3, "the officers of the agency reach the share");
}

/// The cells of all areas a visitor can read: they are public.
fn areas(answers: &BTreeMap<String, (StatusCode, String)>) -> BTreeSet<String> {
    let mut cells = BTreeSet::new();
    for (_, text) in answers.values() {
        if let Ok(answer) = serde_json::from_str::<Value>(text) {
            collect_areas(&answer, &mut |cell| {
                cells.insert(cell.to_owned());
            });
        }
    }
    cells
}

/// How often a cell stands inside an area; `None` for what is no JSON.
fn times_in_areas(text: &str, cell: &str) -> Option<usize> {
    let answer: Value = serde_json::from_str(text).ok()?;
    let mut times = 0;
    collect_areas(&answer, &mut |found| times += usize::from(found == cell));
    Some(times)
}

fn collect_areas(answer: &Value, found: &mut impl FnMut(&str)) {
    match answer {
        Value::Array(values) => values.iter().for_each(|value| collect_areas(value, found)),
        Value::Object(fields) => {
            for (field, value) in fields {
                match (field.as_str(), value) {
                    ("area", Value::Object(area)) => {
                        let cells = area["cells"].as_array().into_iter().flatten();
                        for cell in cells.chain([&area["incident"]]).filter_map(Value::as_str) {
                            found(cell);
                        }
                    }
                    // As open data writes an area.
                    ("incident_cell" | "cells", Value::String(cells)) => {
                        cells.split(' ').for_each(&mut *found);
                    }
                    _ => collect_areas(value, found),
                }
            }
        }
        _ => {}
    }
}

/// A thief of the database finds no home either: areas are public, and nothing else is as fine as a home.
#[tokio::test]
async fn the_database_holds_no_home_outside_public_areas() {
    const MIGRATION: &str = include_str!("../migrations/0001_the_house.sql");
    const AREAS: [&str; 2] = ["assistance_request", "assistance_request_cell"];
    let world = World::new().await;
    let table = Regex::new(r"create table (\w+)").expect("a pattern");
    let mut texts = 0;
    for table in table.captures_iter(MIGRATION).map(|found| found[1].to_owned()) {
        if AREAS.contains(&table.as_str()) {
            continue;
        }
        let rows = sqlx::query(&format!("select * from {table}")).fetch_all(&**world.server.store()).await;
        for row in rows.expect("rows") {
            for column in row.columns() {
                let Ok(Some(text)) = row.try_get::<Option<String>, _>(column.ordinal()) else { continue };
                texts += 1;
                assert_eq!(fine_cells(&text), BTreeSet::new(), "{table}.{}", column.name());
                assert!(!world.homes().iter().any(|home| text.contains(home)), "{table}.{}", column.name());
            }
        }
    }
    assert!(texts > 10_000, "{texts} texts were read");
}
