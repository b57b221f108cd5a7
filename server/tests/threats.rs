//! Every column of the database has a line in `docs/threats.md`, and no line is about a column that is gone.

mod common;

use std::collections::BTreeSet;

use common::TestServer;
use sqlx::{Column, Executor, Statement};

const DOCUMENT: &str = include_str!("../../docs/threats.md");

/// "table.column" of every line under "Every column".
fn described() -> BTreeSet<String> {
    let chapter = DOCUMENT.split("\n## ").find(|part| part.starts_with("Every column")).expect("the chapter");
    let mut described = BTreeSet::new();
    for table in chapter.split("\n### `").skip(1) {
        let (name, lines) = table.split_once('`').expect("a name");
        for line in lines.lines().filter(|line| line.starts_with("| `")) {
            let columns = line.split('|').nth(1).expect("a first cell");
            for column in columns.split('`').skip(1).step_by(2) {
                assert!(described.insert(format!("{name}.{column}")), "{name}.{column} has two lines");
            }
        }
    }
    described
}

#[tokio::test]
async fn whoever_reads_the_threats_reads_about_every_column() {
    let server = TestServer::new().await;
    let described = described();
    let tables: BTreeSet<&str> =
        described.iter().filter_map(|name| name.split_once('.')).map(|(table, _)| table).collect();
    let mut there = BTreeSet::new();
    for table in all_tables(&server).await {
        assert!(tables.contains(table.as_str()), "the table {table} is not described");
        let sql = format!("select * from {table}");
        let statement = server.store().prepare(&sql).await.expect("a table");
        there.extend(statement.columns().iter().map(|column| format!("{table}.{}", column.name())));
    }
    assert_eq!(described, there);
}

async fn all_tables(server: &TestServer) -> Vec<String> {
    let sql = match server.store().is_sqlite() {
        true => "select name from sqlite_master where type = 'table'",
        false => {
            "select cast(table_name as text) from information_schema.tables where table_schema = current_schema()"
        }
    };
    let tables: Vec<String> = sqlx::query_scalar(sql).fetch_all(&**server.store()).await.expect("tables");
    tables.into_iter().filter(|table| !table.starts_with("_sqlx") && !table.starts_with("sqlite_")).collect()
}
