//! Unique marks in name, email, address and recording; the whole story; then a search of everything the server keeps.

mod common;

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use common::cedar::ORTEGA;
use common::world::{World, bare, far_away, inside};
use common::{PASSWORD, TestServer};
use neighbors_domain::account::{ConfirmHome, Switches};
use neighbors_domain::addresses::api;
use neighbors_domain::consent::Identity;
use neighbors_domain::share::{Downloaded, Receipt};
use regex::bytes::Regex;
use sqlx::{Column, Row};

const NAME: &str = "Zephyrine Quillfeather-Vandermolen";
const EMAIL: &str = "zq.canary.7713@marked-mailbox.example";
const ADDRESS: &str = "90417 Wren Hollow Terrace, Unit 6F";
const RECORDING: &str = "CANARY-FRAME-5e1f0c93b7-CANARY";
const FILE_NAME: &str = "ALLEY_0.mp4";

/// Everything that is logged, at the finest level there is.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("unpoisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A mark in all the clothes it could wear: plain, other letters, hex, UTF-16, base64 at each of the three offsets.
fn disguises(mark: &str) -> Vec<Vec<u8>> {
    let utf16: Vec<u16> = mark.encode_utf16().collect();
    let mut all = vec![
        mark.as_bytes().to_vec(),
        mark.to_lowercase().into_bytes(),
        mark.to_uppercase().into_bytes(),
        mark.bytes().rev().collect(),
        hex::encode(mark).into_bytes(),
        hex::encode_upper(mark).into_bytes(),
        utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
        utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        mark.replace(' ', "%20").into_bytes(),
        mark.replace(' ', "+").into_bytes(),
    ];
    for skipped in 0..3 {
        let shifted = [vec![b'x'; skipped], mark.as_bytes().to_vec()].concat();
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let text = engine.encode(&shifted).into_bytes();
            // Only the groups that hold nothing but the mark.
            let first = if skipped == 0 { 0 } else { 4 };
            all.push(text[first..text.len() - text.len() % 4].to_vec());
        }
    }
    all
}

/// Finds a mark in any of its clothes, in one pass.
fn search_for(mark: &str) -> Regex {
    let escaped = |bytes: &Vec<u8>| bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
    let any = disguises(mark).iter().map(escaped).collect::<Vec<_>>().join("|");
    Regex::new(&format!("(?-u){any}")).expect("a pattern")
}

/// Every row of every table as the database gives it, and every file of the data folder.
async fn everything_kept(server: &TestServer) -> Vec<(String, Vec<u8>)> {
    let mut kept = Vec::new();
    let sql = match server.store().is_sqlite() {
        true => "select name from sqlite_master where type = 'table'",
        false => {
            "select cast(table_name as text) from information_schema.tables where table_schema = current_schema()"
        }
    };
    let tables: Vec<String> = sqlx::query_scalar(sql).fetch_all(&**server.store()).await.expect("tables");
    assert!(tables.len() > 15, "{tables:?}");
    for table in tables.iter().filter(|table| !table.starts_with("_sqlx") && !table.starts_with("sqlite_")) {
        let rows = sqlx::query(&format!("select * from {table}")).fetch_all(&**server.store()).await;
        for row in rows.expect("rows") {
            for column in row.columns() {
                let text: Option<String> = row.try_get(column.ordinal()).unwrap_or_default();
                kept.push((format!("{table}.{}", column.name()), text.unwrap_or_default().into_bytes()));
            }
        }
    }
    files(&server.app.settings.data, &mut kept);
    kept
}

fn files(folder: &Path, kept: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        kept.push((
            format!("the name of {}", path.display()),
            path.to_string_lossy().into_owned().into_bytes(),
        ));
        if path.is_dir() {
            files(&path, kept);
        } else {
            kept.push((path.display().to_string(), std::fs::read(&path).expect("a file")));
        }
    }
}

#[tokio::test]
async fn nothing_a_neighbor_shares_is_found_in_database_files_or_log() {
    let log = Log::default();
    let writer = log.clone();
    let logging = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(logging).expect("the only one of this program");

    let world = World::new().await;
    let rosa = &world.rosa;
    let person = Identity { name: NAME.into(), email: EMAIL.into(), home_address: ADDRESS.into() };
    let recording = RECORDING.repeat(10_000);
    tell_the_story(&world, &person, recording.as_bytes()).await;

    let mut kept = everything_kept(&world.server).await;
    let logged = log.0.lock().expect("unpoisoned").clone();
    assert!(logged.len() > 10_000, "the log was not listened to");
    kept.push(("the log".into(), logged));
    // The search can find: what the server does keep is found, by the same means.
    let ortega = search_for(ORTEGA);
    assert!(kept.iter().any(|(_, bytes)| ortega.is_match(bytes)), "the search finds nothing at all");
    assert!(rosa.cookie.is_some());
    for mark in [NAME, EMAIL, ADDRESS, RECORDING, FILE_NAME, PASSWORD] {
        let mark_in = search_for(mark);
        for (place, bytes) in &kept {
            assert!(!mark_in.is_match(bytes), "{mark} is in {place}");
        }
    }
    // The cell of the home is public as part of the request's area; the one only tried is nowhere.
    let tried = search_for(&far_away().to_string());
    for (place, bytes) in &kept {
        assert!(!tried.is_match(bytes), "a cell that was tried is in {place}");
    }
    let own_home = search_for(&inside().to_string());
    let areas = [
        "assistance_request.draft",
        "assistance_request_version.draft",
        "assistance_request_version.signed",
        "record_leaf.body",
        "assistance_request_cell.cell",
        "neighbors.db",
    ];
    for (place, bytes) in kept.iter().filter(|(place, _)| !areas.iter().any(|area| place.contains(area))) {
        assert!(!own_home.is_match(bytes), "the home is in {place}");
    }
}

/// Looks, tries a wrong home, shares, is opened and downloaded, shares again and withdraws, opts out.
async fn tell_the_story(world: &World, person: &Identity, recording: &[u8]) {
    let rosa = &world.rosa;
    let (status, _): (_, serde_json::Value) =
        rosa.post(api::CONFIRM_HOME, &ConfirmHome { cell: inside() }).await;
    assert_eq!(status, StatusCode::OK);
    world.refused(rosa, &bare(far_away())).await;
    let kept = world.draft(rosa, person, &[recording]).await;
    let (status, receipt): (_, Receipt) = world.commit(rosa, &kept).await;
    assert_eq!(status, StatusCode::CREATED);
    for n in 0..2 {
        let path = api::portal_file(&receipt.id, n);
        assert_eq!(world.ortega.raw("GET", &path, "", Body::empty()).await.0, StatusCode::OK);
    }
    let saved = serde_json::to_vec(&Downloaded { file: 1 }).expect("JSON");
    let path = api::portal_downloaded(&receipt.id);
    let saved = world.ortega.raw("POST", &path, "application/json", Body::from(saved)).await;
    assert_eq!(saved.0, StatusCode::NO_CONTENT);
    let taken_back = world.draft(rosa, person, &[recording]).await;
    let (_, receipt): (_, Receipt) = world.commit(rosa, &taken_back).await;
    assert_eq!(
        rosa.raw("DELETE", &api::share(&receipt.id), "", Body::empty()).await.0,
        StatusCode::NO_CONTENT
    );
    world.draft(rosa, person, &[recording]).await;
    // What is no sealed file is refused, and even so not kept or quoted.
    let (status, _, _) =
        rosa.raw("POST", api::UPLOADS, "application/octet-stream", Body::from(recording.to_vec())).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let body = format!("{{\"idempotency_key\":\"{ADDRESS}\",\"version\":\"{EMAIL}\"");
    let path = api::share_with(&world.request);
    let (status, _, _) = rosa.raw("POST", &path, "application/json", Body::from(body)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (_, _): (_, serde_json::Value) =
        rosa.put(api::SWITCHES, &Switches { opt_out: true, ..Switches::default() }).await;
}

#[test]
fn the_search_finds_a_mark_in_each_of_its_clothes_in_the_middle_of_other_bytes() {
    let mark = search_for(ADDRESS);
    for around in ["", "a", "ab", "abc"] {
        let text = format!("{around}{ADDRESS}{around}");
        assert!(mark.is_match(text.as_bytes()));
        assert!(mark.is_match(STANDARD_NO_PAD.encode(&text).as_bytes()), "base64 after {around:?}");
        assert!(mark.is_match(hex::encode(&text).as_bytes()));
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(mark.is_match(&utf16));
    }
    assert!(!mark.is_match(b"90417 Wren Hollow"));
}
