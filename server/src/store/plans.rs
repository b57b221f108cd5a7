//! What everyone waits for is answered from an index, never by reading a whole table.

use neighbors_domain::cells::Region7;
use neighbors_domain::feed::{Kind, Within};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::assistance_requests::read::select as requests;
use super::{activity, comments, feed, incidents, marks, places, posts};

/// What SQLite says it would do, a line for each table; PostgreSQL decides by statistics that a test has not.
pub(super) async fn plan(sql: &str, values: usize) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/plan.db?mode=rwc", folder.path().display());
    let store = super::open(&url).await.expect("a database");
    let sql = format!("explain query plan {sql}");
    let query = (0..values).fold(sqlx::query(&sql), |query, _| query.bind("x"));
    let lines = query.try_map(|row: AnyRow| row.try_get("detail")).fetch_all(&*store).await;
    lines.expect("a plan")
}

/// Every filter of the feed by every distance: how many regions, and of which kind.
fn reaches() -> impl Iterator<Item = (usize, Option<Kind>)> {
    let downtown: Region7 = "872681364ffffff".parse().expect("a region");
    let kinds = || Kind::ALL.into_iter().map(Some).chain([None]);
    Within::ALL.into_iter().flat_map(move |within| {
        let regions = downtown.disk(within.rings()).len();
        kinds().map(move |kind| (regions, kind))
    })
}

#[tokio::test]
async fn no_feed_post_thread_or_request_reads_a_whole_table() {
    let mut queries = vec![
        ("the page after".to_owned(), feed::PLACE_IN_TIME.to_owned(), 1),
        ("cards".to_owned(), posts::select(3), 3),
        ("incidents".to_owned(), incidents::select(3), 3),
        ("a thread".to_owned(), comments::select("comment.thread_id = $1"), 1),
        ("a comment".to_owned(), comments::select("comment.id = $1"), 1),
        ("summaries".to_owned(), requests(&format!("assistance_request.id in ({})", marks(1, 3))), 3),
        (
            "a history".to_owned(),
            requests("assistance_request.agency_id = $1 and published_at is not null"),
            1,
        ),
        ("places that are alike".to_owned(), places::candidates(12), 12),
        ("places nearby".to_owned(), places::of_regions(19), 19),
    ];
    for (regions, kind) in reaches() {
        let name = |what: &str| format!("{what} of {regions} regions, {kind:?}");
        queries.push((name("the feed"), feed::newest(regions, kind), 3 + regions));
        queries.push((name("activity"), activity::counted(regions, &feed::of_kind(kind)), 1 + regions));
    }
    for (what, sql, values) in queries {
        let plan = plan(&sql, values).await;
        let found = plan.iter().filter(|line| line.starts_with("SEARCH")).count();
        assert!(found > 0, "{what}: {plan:?}");
        let merged = ["subquery", "newest", "alike"];
        let scans: Vec<_> = plan
            .iter()
            // The few rows that the parts of a query found are merged by going through them.
            .filter(|line| line.starts_with("SCAN") && !merged.iter().any(|part| line.contains(part)))
            .collect();
        assert_eq!(scans, Vec::<&String>::new(), "{what}");
    }
}

/// The walks of the feed have the order of their index: none of them collects its rows to sort them.
#[tokio::test]
async fn each_region_answers_in_the_order_of_its_index() {
    for (regions, kind) in reaches().filter(|(regions, _)| *regions == 7) {
        let plan = plan(&feed::newest(regions, kind), 3 + regions).await;
        let index = match kind {
            None => {
                "sqlite_autoindex_feed_item_1 (region=? AND published_at>? AND (published_at,item_id)<(?,?))"
            }
            Some(Kind::PublicRecord) => {
                "feed_item_of_record (region=? AND published_at>? AND (published_at,item_id)<(?,?))"
            }
            Some(_) => {
                "feed_item_by_kind (region=? AND kind=? AND published_at>? AND (published_at,item_id)<(?,?))"
            }
        };
        let walks = plan.iter().filter(|line| line.contains(index)).count();
        assert_eq!(walks, regions, "{kind:?}: {plan:?}");
    }
}

/// PostgreSQL decides by what it knows of a table, so it gets a large one and has looked at it.
#[tokio::test]
async fn postgresql_walks_the_same_indexes() {
    let Ok(url) = std::env::var("TEST_DATABASE_URL") else { return };
    let schema = format!("plans_{}", uuid::Uuid::new_v4().simple());
    sqlx::any::install_default_drivers();
    let admin = sqlx::AnyPool::connect(&url).await.expect("TEST_DATABASE_URL answers");
    sqlx::query(&format!("create schema {schema}")).execute(&admin).await.expect("a schema");
    let mark = if url.contains('?') { '&' } else { '?' };
    let store =
        super::open(&format!("{url}{mark}options=-c%20search_path%3D{schema}")).await.expect("a database");
    let kinds = Kind::ALL.map(|kind| format!("'{}'", kind.key())).join(", ");
    let fill = format!(
        "insert into feed_item (region, published_at, item_id, item, kind, category, cell)
         select 'region' || n % 200, n * 1000, 'id' || n, case n % 3 when 0 then 'post' else 'incident' end,
                (array[{kinds}])[1 + n % 7], 'crime', 'cell' || n % 1400
         from generate_series(1, 50000) as n"
    );
    sqlx::query(&fill).execute(&*store).await.expect("filled");
    sqlx::query("analyze feed_item").execute(&*store).await.expect("looked at");
    for (regions, kind) in reaches() {
        let names = || (0..regions).map(|n| format!("region{n}"));
        let feed = format!("explain {}", feed::newest(regions, kind));
        let query = sqlx::query(&feed).bind(i64::MAX).bind("").bind(i64::MIN);
        let feed = names().fold(query, |query, name| query.bind(name)).fetch_all(&*store).await;
        let counts = format!("explain {}", activity::counted(regions, &feed::of_kind(kind)));
        let query = sqlx::query(&counts).bind(49_000_000_i64);
        let counts = names().fold(query, |query, name| query.bind(name)).fetch_all(&*store).await;
        for plan in [feed, counts] {
            let plan = plan.expect("a plan");
            let plan: Vec<String> = plan.iter().map(|row| row.get::<String, _>(0)).collect();
            assert!(plan.iter().any(|line| line.contains("Index")), "{regions}, {kind:?}: {plan:#?}");
            assert!(!plan.iter().any(|line| line.contains("Seq Scan")), "{regions}, {kind:?}: {plan:#?}");
        }
    }
    store.close().await;
    sqlx::query(&format!("drop schema {schema} cascade")).execute(&admin).await.expect("gone");
}
