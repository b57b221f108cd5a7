//! Reads everything one person can reach: what is known at the start, and whatever the answers name.

// Each test file uses another part of it.
#![allow(dead_code)]

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::StatusCode;
use neighbors_domain::addresses::{HEALTH, api, data, pages};
use neighbors_domain::feed::Kind;
use neighbors_domain::leaving::EXPORT_JSON;
use serde_json::Value;

use super::TestServer;
use super::export::opened;

/// Public facts of agencies carry the coordinates of their station, and nothing else does.
pub const AGENCY_DATA: [&str; 3] = [data::AGENCIES_CSV, data::AGENCIES_JSON, data::AGENCIES_GEOJSON];

/// Pages of agencies are many and alike: the fictional ones and this many more are read.
const LISTED_AGENCIES: usize = 5;

/// Every answer one person can get, by address: what is known at the start, and what its answers name.
pub async fn crawl(browser: &TestServer) -> BTreeMap<String, (StatusCode, String)> {
    let mut read = BTreeMap::new();
    let mut waiting: Vec<String> = beginnings();
    while let Some(path) = waiting.pop() {
        if read.contains_key(&path) {
            continue;
        }
        let (status, _, bytes) = browser.raw("GET", &path, "application/json", Body::empty()).await;
        // What an archive says; its photos are pixels.
        let said = match path.as_str() {
            api::MY_EXPORT if status.is_success() => opened(bytes).await.remove(EXPORT_JSON).expect("JSON"),
            _ => bytes,
        };
        let text = String::from_utf8_lossy(&said).into_owned();
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
        "/api/places?region=87268cda8ffffff",
        api::FEED,
        "/api/feed?region=87268cda8ffffff&within=3&since=month",
        api::ACTIVITY,
        "/api/activity?within=3&since=year",
        api::AGENCIES,
        "/api/agencies?q=cedar",
        api::SHARES,
        api::MY_SESSIONS,
        api::MY_EXPORT,
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
                    // Nor has an incident of the public record.
                    ("incident", Value::Object(_)) => {}
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
