//! What everyone waits for is answered from an index, never by reading a whole table.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::assistance_requests::read::select as requests;
use super::{comments, feed, marks, posts};

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

#[tokio::test]
async fn no_feed_post_thread_or_request_reads_a_whole_table() {
    let queries = [
        ("the feed", feed::newest(7, 0), 2 + 7),
        ("requests of the feed", feed::newest(7, 1), 2 + 7 + 1),
        ("a kind of the feed", feed::newest(7, 3), 2 + 7 + 3),
        ("cards", posts::select(3), 3),
        ("a thread", comments::select("comment.thread_id = $1"), 1),
        ("a comment", comments::select("comment.id = $1"), 1),
        ("summaries", requests(&format!("assistance_request.id in ({})", marks(1, 3))), 3),
        ("a history", requests("assistance_request.agency_id = $1 and published_at is not null"), 1),
    ];
    for (what, sql, values) in queries {
        let plan = plan(&sql, values).await;
        let found = plan.iter().filter(|line| line.starts_with("SEARCH")).count();
        assert!(found > 0, "{what}: {plan:?}");
        let scans: Vec<_> = plan
            .iter()
            // The few rows that the parts of a feed found are merged by going through them.
            .filter(|line| line.starts_with("SCAN") && !line.contains("subquery") && !line.contains("newest"))
            .collect();
        assert_eq!(scans, Vec::<&String>::new(), "{what}");
    }
}
