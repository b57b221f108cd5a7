//! What everyone waits for is answered from an index: each statement that the calls of a day make is caught as it is
//! made, and SQLite is asked how it would find the rows. A page that learns a slow question fails here by itself.

mod common;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::StatusCode;
use common::world::World;
use neighbors_domain::addresses::{api, data, ground, pages};
use neighbors_domain::post::{Category, Draft};
use regex::Regex;
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// Every statement since it was last emptied.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<BTreeSet<String>>>);

impl<S: tracing::Subscriber> Layer<S> for Heard {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() != "sqlx::query" {
            return;
        }
        let mut said = Said::default();
        event.record(&mut said);
        // Only a long statement stands apart from its summary.
        let sql = if said.statement.is_empty() { said.summary } else { said.statement };
        self.0.lock().expect("one at a time").insert(sql.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

#[derive(Default)]
struct Said {
    summary: String,
    statement: String,
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => self.summary = value.to_owned(),
            "db.statement" => self.statement = value.trim().to_owned(),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

/// The few rows that the parts of a query found are merged by going through them.
const MERGED: [&str; 4] = ["CONSTANT ROW", "(subquery", "newest", "alike"];

/// Of a list as long as there are agencies in the country: an index of some thousand lines, gone through once.
const COUNTED: &str = "select count(*) from agency where 1 = 1";

#[tokio::test]
async fn no_call_of_everyday_life_reads_a_whole_table() {
    if std::env::var("TEST_DATABASE_URL").is_ok() {
        // PostgreSQL decides by statistics that a test has not; what it would do with a full feed is asked in
        // `store::plans`.
        return;
    }
    let heard = Heard::default();
    let subscriber = tracing_subscriber::registry().with(heard.clone());
    tracing::subscriber::set_global_default(subscriber).expect("the first of this process");
    let world = World::new().await;
    let calls = everyday(&world).await;
    heard.0.lock().expect("one at a time").clear();
    for (who, method, path, body) in calls {
        let asker = match who {
            Who::Visitor => &world.server,
            Who::Rosa => &world.rosa,
            Who::Ortega => &world.ortega,
        };
        let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
        let (status, _, answer) = asker.raw(method, &path, "application/json", body).await;
        // No ground was imported here: that there is none is looked up the same way.
        let answered =
            status.is_success() || (status == StatusCode::NOT_FOUND && path.starts_with("/ground/"));
        assert!(answered, "{method} {path}: {status} {}", String::from_utf8_lossy(&answer));
    }
    let heard = std::mem::take(&mut *heard.0.lock().expect("one at a time"));
    let read: Vec<_> = heard
        .iter()
        .filter(|sql| ["select", "with", "update", "delete"].iter().any(|word| sql.starts_with(word)))
        .collect();
    assert!(read.len() > 30, "hardly anything was asked: {read:#?}");
    let mut slow = Vec::new();
    for sql in read {
        let plan = plan(&world, sql).await;
        let scans = plan.iter().filter(|line| {
            line.starts_with("SCAN") && !MERGED.iter().any(|merged| line.contains(merged)) && sql != COUNTED
        });
        slow.extend(scans.map(|scan| format!("{scan}: {sql}")));
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

enum Who {
    Visitor,
    Rosa,
    Ortega,
}

type Call = (Who, &'static str, String, Option<Value>);

/// What is asked for all day long: the first page, a thread, a profile, a place typed, a comment.
async fn everyday(world: &World) -> Vec<Call> {
    let region = common::cedar::region();
    let draft = Draft {
        category: Category::Crime,
        title: "Window of a parked car broken".into(),
        text: "It happened in the night. Nobody saw who it was.".into(),
        cell: common::cedar::cell(),
        happened_at: None,
        media: Vec::new(),
    };
    let (status, post): (_, Value) = world.rosa.post(api::POSTS, &draft).await;
    assert_eq!(status, StatusCode::CREATED, "{post}");
    let post = post["id"].as_str().expect("an id").to_owned();
    let request = world.request.clone();
    let visitor = |path: String| (Who::Visitor, "GET", path, None);
    let rosa = |path: String| (Who::Rosa, "GET", path, None);
    let of = |pattern: &str, id: &str| pattern.replace("{id}", id).replace("{slug}", id);
    let slug = common::cedar::SLUG;
    let mut calls: Vec<Call> = [
        pages::FEED.to_owned(),
        pages::post(&post),
        pages::assistance_request(&request),
        pages::agency(slug),
        format!("{}?region={region}", api::FEED),
        format!("{}?region={region}&kind=pets&since=week&within=2", api::FEED),
        format!("{}?region={region}", api::ACTIVITY),
        of(api::POST, &post),
        of(api::COMMENTS, &post),
        of(api::ASSISTANCE_REQUEST, &request),
        of(api::VERSIONS, &request),
        api::AGENCIES.to_owned(),
        of(api::AGENCY, slug),
        of(data::AGENCY_FILE, slug).replace("{file}", "assistance-requests.csv"),
        format!("{}?q=capitol", api::PLACES),
        format!("{}?region={region}", api::PLACES),
        ground::REGION.replace("{region}", &region.to_string()),
        of(ground::AGENCY, slug),
    ]
    .map(visitor)
    .into_iter()
    .collect();
    calls.extend([api::ME.to_owned(), api::SHARES.to_owned(), api::MY_MODERATION.to_owned()].map(rosa));
    calls.push((
        Who::Rosa,
        "POST",
        of(api::COMMENTS, &post),
        Some(json!({ "text": "I heard it, too, a little after two." })),
    ));
    let portal = [api::PORTAL_INBOX, api::PORTAL_FEED, api::PORTAL_JURISDICTION];
    calls.extend(portal.map(|path| (Who::Ortega, "GET", path.to_owned(), None)));
    calls.push((
        Who::Ortega,
        "POST",
        api::PORTAL_ANNOUNCEMENTS.to_owned(),
        Some(json!({ "category": "announcement", "title": "Broadway closed", "text": "On Sunday.", "regions": [region] })),
    ));
    calls
}

async fn plan(world: &World, sql: &str) -> Vec<String> {
    let marks = Regex::new(r"\$(\d+)").expect("a pattern");
    let values = marks.captures_iter(sql).filter_map(|mark| mark[1].parse::<usize>().ok()).max().unwrap_or(0);
    let sql = format!("explain query plan {sql}");
    let query = (0..values).fold(sqlx::query(&sql), |query, _| query.bind("x"));
    let lines = query.try_map(|row: sqlx::any::AnyRow| sqlx::Row::try_get(&row, "detail"));
    lines.fetch_all(&**world.server.store()).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}
