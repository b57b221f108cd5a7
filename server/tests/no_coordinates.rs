//! A crawler reads everything every kind of person can reach, and finds no place of a resident.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::StatusCode;
use common::crawler::{AGENCY_DATA, crawl};
use common::{TestServer, codes_of, now};
use h3o::{CellIndex, Resolution};
use neighbors_domain::addresses::api;
use neighbors_domain::assistance_request::AssistanceRequest;
use neighbors_domain::feed::{FeedItem, FeedPage};
use neighbors_domain::share::{Receipt, ShareDraft, Uploaded};
use neighbors_server::demo::{self, ACCOUNTS_FILE, Options};
use neighbors_server::password::Cost;
use neighbors_server::totp::Codes;
use regex::Regex;
use serde_json::Value;
use sqlx::{Column, Row};

struct World {
    server: TestServer,
    accounts: Vec<Value>,
}

impl World {
    async fn new() -> Self {
        let server = TestServer::new().await;
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options { seed: 7, now: now(), cost: Cost::Quick, incidents: Some(60), ground: false };
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
            kept_days: request.retention_days,
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
            let codes = account["totp_secret"].as_str().and_then(Codes::new);
            let codes = codes.unwrap_or_else(|| codes_of(text("email")));
            let browser = self.server.signed_in_by_code(text("email"), text("password"), &codes).await;
            everyone.push((text("note").to_owned(), browser));
        }
        everyone
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
    const AREAS: [&str; 4] =
        ["assistance_request", "assistance_request_version", "assistance_request_cell", "record_leaf"];
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
