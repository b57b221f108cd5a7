//! Neither an inbox nor what goes by itself reads every share there ever was.

use super::super::plans::plan;
use super::{ending, inbox, receipts};

#[tokio::test]
async fn no_inbox_receipt_or_sweep_reads_a_whole_table() {
    let ended = ending::ENDED;
    let queries = [
        ("the inbox", inbox::select("assistance_request.agency_id = $1"), 1),
        ("one share", inbox::select("share.id = $1 and assistance_request.agency_id = $2"), 2),
        ("new arrivals", format!("select count(*) {}", inbox::NEW), 1),
        ("my shares", receipts::select("share.owner_tag = $1"), 1),
        ("shares that are over", ending::OVER.to_owned(), 1),
        ("shares to forget", format!("update share set owner_tag = '' where {ended}"), 1),
        (
            "files to forget",
            format!("delete from upload where share_id in (select id from share where {ended})"),
            1,
        ),
        ("abandoned", "delete from upload where share_id is null and created_at <= $1".to_owned(), 1),
        ("left open", "select count(*) from upload where owner_tag = $1 and share_id is null".to_owned(), 1),
    ];
    for (what, sql, values) in queries {
        let plan = plan(&sql, values).await;
        assert!(plan.iter().any(|line| line.starts_with("SEARCH")), "{what}: {plan:?}");
        assert!(!plan.iter().any(|line| line.starts_with("SCAN")), "{what}: {plan:?}");
    }
}
