//! Lists of incidents, as an operator imports them: Denver's, another city's, and files nobody should trust.

mod common;

use std::collections::BTreeMap;
use std::io::Write;

use common::{TestServer, fresh_store, now};
use neighbors_domain::addresses::api;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::{FeedItem, FeedPage};
use neighbors_domain::post::Category;
use neighbors_server::auth::Operator;
use neighbors_server::import::{self, Dates, ImportError, Mapping, Progress, Report};
use neighbors_server::store::{Store, settings};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sqlx::Row;

/// Rows of the real list, a few of each kind: with places, without, at 0/0, and some that are never shown.
const EXCERPT: &[u8] = include_bytes!("denver_excerpt.csv");
const EXAMPLE: &str = include_str!("../../docs/examples/harbor-city-incidents.toml");

const HEADER: &str = "OFFENSE_ID,OFFENSE_TYPE_ID,OFFENSE_CATEGORY_ID,FIRST_OCCURRENCE_DATE,LAST_OCCURRENCE_DATE,REPORTED_DATE,GEO_LON,GEO_LAT\n";
const GOOD: &str =
    "1,theft-bicycle,larceny,2018-05-10 18:50:00,2018-05-10 19:10:00,2018-05-10 20:00:00,-104.9826,39.7312\n";

async fn take(store: &Store, bytes: &[u8], mapping: &Mapping, dates: Dates) -> Result<Report, ImportError> {
    let operator = Operator::at_the_command_line();
    import::incidents(store, operator, bytes, mapping, dates, now(), &Progress::silent()).await
}

async fn denver(store: &Store, bytes: &[u8]) -> Result<Report, ImportError> {
    take(store, bytes, &Mapping::denver(), Dates::AsRecorded).await
}

async fn town() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    (folder, store)
}

/// Every row an import may touch.
async fn everything(store: &Store) -> Vec<String> {
    let sql = "select id || '|' || source_id || '|' || category || '|' || what || '|' || cell || '|' || region || '|'
                || cast(first_at as text) || '|' || coalesce(cast(last_at as text), '-') || '|'
                || cast(reported_at as text) || '|' || cast(moved_weeks as text) as line from incident
               union all select item_id || region || kind || coalesce(cell, '-') || coalesce(category, '-')
                || cast(published_at as text) from feed_item
               union all select key || name || license || link from incident_source order by 1";
    sqlx::query_scalar(sql).fetch_all(&**store).await.expect("rows")
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A second row in which some cells are others than they should be, in line 3.
fn with(cells: &[(&str, &str)]) -> Vec<u8> {
    let columns: Vec<&str> = HEADER.trim().split(',').collect();
    let mut row: Vec<&str> = GOOD.trim().split(',').collect();
    row[0] = "2";
    for (column, cell) in cells {
        row[columns.iter().position(|name| name == column).expect("a column")] = cell;
    }
    format!("{HEADER}{GOOD}{}\n", row.join(",")).into_bytes()
}

#[tokio::test]
async fn the_real_list_is_taken_as_cells_and_what_is_never_shown_is_only_counted() {
    let (_folder, store) = town().await;
    let text = std::str::from_utf8(EXCERPT).unwrap();
    let lines: BTreeMap<u64, &str> = (1..).zip(text.lines()).skip(1).collect();
    let never = |line: &str| {
        let marks = "sexual-assault -dv, sex-off restraining homicide-family indecent peeping obscene prostitution \
                     sexual-in-nature custody-order";
        marks.split_whitespace().any(|mark| line.contains(mark))
    };
    let never: Vec<u64> = lines.iter().filter(|(_, line)| never(line)).map(|(number, _)| *number).collect();
    let report = denver(&store, EXCERPT).await.expect("taken");
    assert_eq!((report.rows, report.dropped), (lines.len(), never.len()));
    assert!(never.len() > 20 && report.refused.len() > 3, "{report}");
    assert_eq!(report.taken.len() + report.refused.len() + report.dropped, lines.len());
    // No line of such a row stands anywhere in the report.
    let told: Vec<u64> =
        report.taken.iter().copied().chain(report.refused.iter().map(|entry| entry.line)).collect();
    assert!(never.iter().all(|line| !told.contains(line)));
    for entry in &report.refused {
        assert!(lines[&entry.line].contains("0.0000"), "line {}: {}", entry.line, entry.sentence);
    }
    for row in sqlx::query("select what, category, cell from incident").fetch_all(&*store).await.unwrap() {
        let what = row.get::<String, _>("what").to_lowercase();
        for word in ["sex", "rape", "domestic", "family", "dv", "fondling", "restraining"] {
            assert!(!what.split(' ').any(|part| part == word), "{what}");
        }
        assert!(Category::from_key(row.get("category")).is_some());
        assert_eq!(
            row.get::<String, _>("cell").parse::<h3o::CellIndex>().unwrap().resolution(),
            h3o::Resolution::Eight
        );
    }
    let before = everything(&store).await;
    let again = denver(&store, &packed(EXCERPT)).await.expect("taken");
    assert_eq!((again.taken.len(), again.changed.len(), again.unchanged.len()), (0, 0, report.taken.len()));
    assert_eq!(everything(&store).await, before, "compressed and a second time, nothing changes");
}

#[tokio::test]
async fn a_newer_list_changes_its_row_and_the_rest_stays() {
    let (_folder, store) = town().await;
    denver(&store, &with(&[])).await.expect("taken");
    let report =
        denver(&store, &with(&[("OFFENSE_TYPE_ID", "theft-from-mails"), ("GEO_LAT", "39.78")])).await;
    let report = report.expect("taken");
    assert_eq!((report.taken.len(), report.changed, report.unchanged), (0, vec![3], vec![2]));
    let kinds: Vec<String> =
        sqlx::query_scalar("select kind from feed_item order by kind").fetch_all(&*store).await.unwrap();
    assert_eq!(kinds, ["packages", "safety"]);
}

#[tokio::test]
async fn a_row_without_a_usable_place_is_refused_alone_with_its_line() {
    for (latitude, longitude, says) in [
        ("", "", "no place"),
        ("0.0000012", "-0.0000024", "0/0"),
        ("90", "-104.9", "pole"),
        ("-89.9", "0", "pole"),
        ("91", "-104.9", "outside of the globe"),
        ("39.7", "-200", "outside of the globe"),
        ("41.9", "-87.6", "outside the bounds"),
    ] {
        let (_folder, store) = town().await;
        let report =
            denver(&store, &with(&[("GEO_LAT", latitude), ("GEO_LON", longitude)])).await.expect("taken");
        assert_eq!(report.taken, [2], "{latitude} {longitude}");
        assert_eq!(report.refused[0].line, 3);
        assert!(report.refused[0].sentence.contains(says), "{:?}", report.refused);
    }
    let (_folder, store) = town().await;
    let report =
        denver(&store, &with(&[("OFFENSE_CATEGORY_ID", "new-one"), ("OFFENSE_TYPE_ID", "odd")])).await;
    let report = report.expect("taken");
    assert!(
        report.refused[0].sentence.contains("“odd” is no kind"),
        "a kind nobody mapped comes in unseen nowhere"
    );
}

#[tokio::test]
async fn every_broken_cell_is_named_by_line_and_column_and_nothing_is_taken() {
    let (_folder, store) = town().await;
    let before = everything(&store).await;
    for (column, cell, says) in [
        ("OFFENSE_ID", "", "empty"),
        ("OFFENSE_ID", "1", "stands in line 2 already"),
        ("OFFENSE_ID", "a b", "letters, digits"),
        ("OFFENSE_ID", "=1+1", "formula"),
        ("OFFENSE_TYPE_ID", "", "empty"),
        ("OFFENSE_TYPE_ID", "@SUM(1)", "formula"),
        ("FIRST_OCCURRENCE_DATE", "2018-02-30 10:00:00", "no day of any calendar"),
        ("FIRST_OCCURRENCE_DATE", "", "%Y-%m-%d %H:%M:%S"),
        ("FIRST_OCCURRENCE_DATE", "5/10/2018", "%Y-%m-%d %H:%M:%S"),
        ("FIRST_OCCURRENCE_DATE", "1069-01-01 00:00:00", "before 1970"),
        ("LAST_OCCURRENCE_DATE", "2018-05-10 17:00:00", "ends before it begins"),
        ("LAST_OCCURRENCE_DATE", "2018-03-11 02:30:00", "America/Denver left this time out"),
        ("REPORTED_DATE", "2099-01-01 00:00:00", "future"),
        ("GEO_LAT", "north", "not a number"),
        ("GEO_LAT", "NaN", "not a number"),
        ("GEO_LAT", "1e999", "not a number"),
        ("GEO_LAT", "", "only one"),
        ("GEO_LON", "", "only one"),
    ] {
        let error = denver(&store, &with(&[(column, cell)])).await.expect_err(cell).to_string();
        assert!(error.starts_with(&format!("line 3, column {column}: ")) && error.contains(says), "{error}");
        assert_eq!(everything(&store).await, before, "{column} {cell}");
    }
    let swapped = with(&[("GEO_LAT", "-104.9826"), ("GEO_LON", "39.7312")]);
    let error = denver(&store, &swapped).await.expect_err("swapped").to_string();
    assert_eq!(error, "line 3, column GEO_LAT: lat and lon are swapped");
    // What is never shown is not even spoken of where it is broken.
    let silent =
        with(&[("OFFENSE_TYPE_ID", "assault-dv"), ("REPORTED_DATE", "nonsense"), ("OFFENSE_ID", "1")]);
    let report = denver(&store, &silent).await.expect("taken");
    assert_eq!((report.taken.len(), report.dropped), (1, 1));
}

#[tokio::test]
async fn a_file_that_is_damaged_as_a_whole_is_refused_where_the_damage_begins() {
    let (_folder, store) = town().await;
    let good = with(&[]);
    let whole = packed(EXCERPT);
    let mut latin1 = with(&[("OFFENSE_TYPE_ID", "caf\u{e9}")]);
    let at = latin1.windows(2).position(|pair| pair == "\u{e9}".as_bytes()).unwrap();
    latin1.splice(at..at + 2, [0xe9]);
    let ten_megabytes = with(&[("OFFENSE_TYPE_ID", &"x".repeat(10_000_000))]);
    let renamed = String::from_utf8(good.clone()).unwrap().replace("GEO_LAT", "LATITUDE").into_bytes();
    for (file, place, says) in [
        (whole[..whole.len() / 2].to_vec(), "line ", "damaged or cut off"),
        (good[..good.len() - 4].to_vec(), "line 3, column GEO_LAT", "middle of this line"),
        (latin1, "line 3, column OFFENSE_TYPE_ID", "Latin-1"),
        (ten_megabytes, "line 3, column OFFENSE_TYPE_ID", "characters, the most is 1000"),
        (renamed, "line 1, column GEO_LAT", "lacks this column"),
        (
            with(&[("OFFENSE_TYPE_ID", "\"never closed")]),
            "line 3, column OFFENSE_TYPE_ID",
            "control character",
        ),
        (Vec::new(), "line 1, column 1", "lacks this column"),
    ] {
        let error = denver(&store, &file).await.expect_err(says).to_string();
        assert!(error.starts_with(place) && error.contains(says), "{place}: {error}");
        assert_eq!(everything(&store).await, Vec::<String>::new(), "{says}");
    }
}

/// The worked example of docs/importing.md.
#[tokio::test]
async fn another_citys_list_needs_a_mapping_and_no_program() {
    let list = "Case No,UCR,Occurred From,Occurred To,X,Y,Remarks\n\
                HC-1,0310,06/15/2016 11:31:00 PM,,-74.05,40.72,\n\
                HC-2,0638,06/16/2016,06/17/2016,-74.06,40.73,taken from a porch\n\
                HC-3,0230,06/16/2016,,-74.06,40.73,\n\
                HC-4,0520,06/16/2016,,-74.06,40.73,Domestic dispute\n\
                HC-5,9099,06/18/2016 08:00:00 AM,,-74.06,40.73,\n";
    let mapping = Mapping::read(EXAMPLE).expect("sound");
    let (_folder, store) = town().await;
    let report = take(&store, list.as_bytes(), &mapping, Dates::AsRecorded).await.expect("taken");
    assert_eq!((report.taken, report.dropped, report.refused.len()), (vec![2, 3, 6], 2, 0));
    let rows = sqlx::query("select category, what, first_at, reported_at from incident order by source_id");
    let rows: Vec<(String, String, i64, i64)> = rows
        .fetch_all(&*store)
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get("category"), row.get("what"), row.get("first_at"), row.get("reported_at")))
        .collect();
    let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis();
    let said: Vec<_> = rows.iter().map(|(category, what, ..)| (category.as_str(), what.as_str())).collect();
    assert_eq!(said, [("crime", "Robbery"), ("package_theft", "Theft of a parcel"), ("safety", "9099")]);
    assert_eq!(rows[0].2, at("2016-06-16T03:31:00Z"));
    assert!(
        rows.iter().all(|(_, _, first, reported)| first == reported),
        "no column says when it was reported"
    );
}

#[tokio::test]
async fn dates_are_moved_only_in_a_demo_by_whole_weeks_and_every_item_says_so() {
    let server = TestServer::new().await;
    let store = server.store();
    let refused = take(store, &with(&[]), &Mapping::denver(), Dates::Moved).await.expect_err("no demo");
    assert!(matches!(refused, ImportError::OnlyInADemo), "{refused}");
    settings::set(store, "demo", "1").await.unwrap();
    take(
        store,
        &with(&[("REPORTED_DATE", "2018-05-08 08:00:00"), ("LAST_OCCURRENCE_DATE", "")]),
        &Mapping::denver(),
        Dates::Moved,
    )
    .await
    .expect("taken");
    let region = Region7::at(h3o::LatLng::new(39.7312, -104.9826).unwrap());
    let (_, page): (_, FeedPage) = server.get(&format!("{}?region={}", api::FEED, region)).await;
    let [FeedItem::Incident(last), FeedItem::Incident(first)] = &page.items[..] else { panic!("{page:?}") };
    let weeks = last.moved_weeks;
    assert!(weeks > 400 && first.moved_weeks == weeks);
    let recorded: chrono::DateTime<chrono::Utc> = "2018-05-11T02:00:00Z".parse().unwrap();
    assert_eq!(last.reported_at, recorded + chrono::TimeDelta::weeks(weeks.into()));
    assert!(now() - last.reported_at < chrono::TimeDelta::weeks(1) && last.reported_at <= now());
}

#[test]
fn arbitrary_bytes_never_break_an_import() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_folder, store) = runtime.block_on(town());
    let mapping = Mapping::denver();
    let mut runner = TestRunner::new(Config::with_cases(300));
    let rows = proptest::collection::vec("[ -~é\"\n,]{0,60}", 0..6);
    let files = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        rows.prop_map(|rows| [HEADER, &rows.join("\n"), "\n"].concat().into_bytes()),
    ];
    let outcome = runner.run(&files, |file| {
        let taken = runtime.block_on(take(&store, &file, &mapping, Dates::AsRecorded));
        prop_assert!(taken.is_err() || taken.is_ok_and(|report| report.taken.is_empty()));
        Ok(())
    });
    outcome.expect("no panic and nothing taken");
}

/// As an operator does it, on the command line.
#[test]
fn the_command_says_what_became_of_every_row_and_takes_another_mapping() {
    let folder = tempfile::tempdir().unwrap();
    let (list, map) = (folder.path().join("list.csv"), folder.path().join("map.toml"));
    std::fs::write(&list, with(&[("GEO_LAT", ""), ("GEO_LON", "")])).unwrap();
    let import = |map: Option<&std::path::Path>| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_neighbors"));
        program.args(["import", "incidents"]).arg(&list).arg("--data").arg(folder.path().join("data"));
        if let Some(map) = map {
            program.arg("--map").arg(map);
        }
        let output = program.env_remove("NEIGHBORS_DATABASE").output().expect("the program starts");
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    };
    let (done, table, _) = import(None);
    assert!(
        done && table.contains("1  taken  lines 2\n") && table.contains("line 3: it has no place"),
        "{table}"
    );
    std::fs::write(&map, "key = 3").unwrap();
    let (done, _, sentence) = import(Some(&map));
    assert!(!done && sentence.contains("the mapping says what cannot be read"), "{sentence}");
}
