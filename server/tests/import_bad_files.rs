//! Files nobody should trust: each is refused with line and column, and leaves the data as it was.

mod common;

use std::io::Write;

use common::{fresh_store, now};
use neighbors_server::auth::Operator;
use neighbors_server::import::{self, ImportError, Kind, Progress, Wrong};
use neighbors_server::store::Store;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const HEADER: &str = "aos_id,agency,city,county,state,lea_type,jurisdiction,active_date,date_precision,lat,lon,duplicate_of,foia_source\n";
const GOOD: &str =
    "A1,Denver Police Department,Denver,Denver County,CO,Police,Municipal,2019-08-27,day,39.73,-104.99,,\n";

async fn take(store: &Store, bytes: &[u8]) -> Result<import::Report, ImportError> {
    let operator = Operator::at_the_command_line();
    import::agencies(store, operator, bytes, now(), &Progress::silent()).await
}

async fn town() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    take(&store, [HEADER, GOOD].concat().as_bytes()).await.expect("the good list");
    (folder, store)
}

async fn agencies(store: &Store) -> Vec<String> {
    sqlx::query_scalar(
        "select id || slug || name || us_state || since || coalesce(city, '') from agency order by id",
    )
    .fetch_all(&**store)
    .await
    .expect("rows")
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A second row in which one cell is another than it should be, in line 3.
fn with(column: &str, cell: &str) -> Vec<u8> {
    let columns: Vec<&str> = HEADER.trim().split(',').collect();
    let mut cells: Vec<&str> = GOOD.trim().split(',').collect();
    cells[0] = "A2";
    let at = columns.iter().position(|name| *name == column).expect("a column");
    cells[at] = cell;
    format!("{HEADER}{GOOD}{}\n", cells.join(",")).into_bytes()
}

#[tokio::test]
async fn every_broken_cell_is_named_by_line_and_column_and_nothing_is_taken() {
    let (_folder, store) = town().await;
    let before = agencies(&store).await;
    let long = "x".repeat(1_001);
    let both =
        [with("agency", "Whole"), with("state", "New York")[HEADER.len() + GOOD.len()..].to_vec()].concat();
    for (file, place, says) in [
        (with("aos_id", ""), "line 3, column aos_id", "empty"),
        (with("aos_id", "A1"), "line 3, column aos_id", "stands in line 2 already"),
        (with("aos_id", "A 2"), "line 3, column aos_id", "letters, digits"),
        (with("agency", ""), "line 3, column agency", "empty"),
        (with("agency", "=cmd|' /C calc'!A0"), "line 3, column agency", "formula"),
        (with("city", "@SUM(1)"), "line 3, column city", "formula"),
        (with("county", "+1"), "line 3, column county", "formula"),
        (with("agency", &long), "line 3, column agency", "1001 characters, the most is 1000"),
        (with("state", "New York"), "line 3, column state", "two letters"),
        (both, "line 4, column state", "two letters"),
        (with("active_date", "2019-02-30"), "line 3, column active_date", "not a date"),
        (with("active_date", "27.08.2019"), "line 3, column active_date", "not a date"),
        (with("active_date", "2018"), "line 3, column active_date", "not a date"),
        (with("active_date", "2099-01-01"), "line 3, column active_date", "future"),
        (with("active_date", "1970-01-01"), "line 3, column active_date", "before 2018"),
        (with("active_date", "2019-08"), "line 3, column date_precision", "fits its date"),
        (with("date_precision", "year"), "line 3, column date_precision", "“day” or “month”"),
        (with("lat", "-104.99"), "line 3, column lat", "does not lie in the United States"),
        (with("lat", "0"), "line 3, column lat", "does not lie in the United States"),
        (with("lat", "90"), "line 3, column lat", "does not lie in the United States"),
        (with("lat", "NaN"), "line 3, column lat", "not a number"),
        (with("lat", "1e999"), "line 3, column lat", "not a number"),
        (with("lon", "west"), "line 3, column lon", "not a number"),
        (with("lon", ""), "line 3, column lon", "only one of lat and lon"),
        (with("duplicate_of", "A99"), "line 3, column duplicate_of", "no row with this id"),
        (with("duplicate_of", "A2"), "line 3, column duplicate_of", "repeat itself"),
        (with("foia_source", "javascript:alert(1)"), "line 3, column foia_source", "https://"),
    ] {
        let error = take(&store, &file).await.expect_err(place).to_string();
        assert!(error.starts_with(place) && error.contains(says), "{place}: {error}");
        assert_eq!(agencies(&store).await, before, "{place}");
    }
    let swapped = with("lat", "-104.99");
    let swapped = String::from_utf8(swapped).unwrap().replace("-104.99,-104.99", "-104.99,39.73");
    let error = take(&store, swapped.as_bytes()).await.expect_err("swapped").to_string();
    assert!(error.starts_with("line 3, column lat: lat and lon are swapped"), "{error}");
}

#[tokio::test]
async fn a_file_that_is_damaged_as_a_whole_is_refused_where_the_damage_begins() {
    let (_folder, store) = town().await;
    let before = agencies(&store).await;
    let good = [HEADER, GOOD].concat();
    let mut latin1 = with("city", "San Jos\u{e9}");
    let at = latin1.windows(2).position(|pair| pair == "\u{e9}".as_bytes()).unwrap();
    latin1.splice(at..at + 2, [0xe9]);
    let whole = packed(&with("city", "Denver"));
    let cut_gzip = whole[..whole.len() - 12].to_vec();
    let mut damaged_gzip = whole.clone();
    let crc = damaged_gzip.len() - 6;
    damaged_gzip[crc] ^= 0xff;
    let quote_never_closed = with("city", "\"Denver");
    let ten_megabytes = with("city", &"x".repeat(10_000_000));
    for (name, file, place, says) in [
        ("nothing", vec![], "line 1, column 1", "needs aos_id, agency"),
        ("no header", b"\n\n".to_vec(), "line 1, column 1", "needs aos_id, agency"),
        (
            "another table",
            b"ori,state,agency_name\n1,2,3\n".to_vec(),
            "line 1, column aos_id",
            "lacks this column",
        ),
        (
            "a column renamed",
            good.replace("active_date", "since").into_bytes(),
            "line 1, column active_date",
            "lacks",
        ),
        ("a column twice", good.replace("county", "city").into_bytes(), "line 1, column city", "twice"),
        (
            "a row too short",
            good.replace(",,\n", "\n").into_bytes(),
            "line 2, column duplicate_of",
            "11 fields and needs 13",
        ),
        (
            "a row too long",
            good.replace(",,\n", ",,,x\n").into_bytes(),
            "line 2, column 14",
            "14 fields and needs 13",
        ),
        (
            "cut in a row",
            good.as_bytes()[..good.len() - 30].to_vec(),
            "line 2, column active_date",
            "ends in the middle",
        ),
        (
            "cut in the last cell",
            good.as_bytes()[..good.len() - 1].to_vec(),
            "line 2, column foia_source",
            "ends in the middle",
        ),
        ("Latin-1", latin1, "line 3, column city", "not UTF-8"),
        (
            "UTF-16",
            good.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
            "line 1, column 1",
            "control character (U+0000)",
        ),
        ("a NUL", with("city", "Den\0ver"), "line 3, column city", "control character (U+0000)"),
        ("an escape", with("city", "\u{1b}[31mDenver"), "line 3, column city", "control character (U+001B)"),
        ("a quote never closed", quote_never_closed, "line 3, column city", "control character (U+000A)"),
        ("a line of 10 MB", ten_megabytes, "line 3, column city", "the most is 1000"),
        ("gzip cut off", cut_gzip, "line ", "damaged or cut off"),
        ("gzip damaged", damaged_gzip, "line 4, column aos_id", "damaged or cut off"),
        ("gzip of nothing", packed(b""), "line 1, column 1", "needs aos_id, agency"),
        (
            "cut in the header",
            HEADER.as_bytes()[..40].to_vec(),
            "line 1, column lea_type",
            "ends in the middle",
        ),
    ] {
        let error = take(&store, &file).await.expect_err(name).to_string();
        assert!(error.starts_with(place) && error.contains(says), "{name}: {error}");
        assert_eq!(agencies(&store).await, before, "{name}");
    }
}

#[tokio::test]
async fn a_small_file_that_unpacks_to_gigabytes_is_stopped_early() {
    let (_folder, store) = town().await;
    let bomb = packed(&vec![b'x'; 64 * 1024 * 1024]);
    assert!(bomb.len() < 100_000, "small as a file");
    let error = take(&store, &bomb).await.expect_err("too large");
    assert!(matches!(error, ImportError::TooLarge { max_bytes: 16_777_216 }), "{error}");
    let rows = HEADER.to_owned() + &"\"\",,,,,,,,,,,,\n".repeat(50_001);
    let error = take(&store, rows.as_bytes()).await.expect_err("too many rows").to_string();
    assert!(error.starts_with("line 50002, column aos_id: these are more rows than the 50000"), "{error}");
}

#[tokio::test]
async fn a_file_with_many_errors_names_the_first_twenty_and_counts_the_rest() {
    let (_folder, store) = town().await;
    let row = |n: u32| GOOD.replace("A1,", &format!("B{n},")).replace(",CO,", ",Colorado,");
    let file = HEADER.to_owned() + &(0..25).map(row).collect::<String>();
    let Err(ImportError::Broken { problems, more }) = take(&store, file.as_bytes()).await else {
        panic!("it is broken")
    };
    assert_eq!((problems.len(), more), (20, 5));
    assert!(problems.iter().all(|problem| problem.wrong == Wrong::NotAState));
}

#[tokio::test]
async fn broken_outlines_are_refused_with_their_place_and_no_neighborhood_changes() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    let operator = Operator::at_the_command_line();
    let feature = |properties: &str, ring: &str| {
        format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[\n{{\"type\":\"Feature\",\"properties\":{properties},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}]}}"
        )
    };
    let named = "{\"name\":\"Hill\",\"city\":\"Town\"}";
    let square = "[[-105,39],[-104.9,39],[-104.9,39.1],[-105,39]]";
    for (file, says) in [
        (feature(named, square)[..60].to_owned(), "line 2, column "),
        ("{}".to_owned(), "line 1, column 1: this is not GeoJSON"),
        ("{\"type\":\"Point\",\"coordinates\":[0,0]}".to_owned(), "a collection of features is needed"),
        (feature("{\"city\":\"Town\"}", square), "feature 1, column name: this is empty"),
        (feature("{\"name\":\"\\u0000\",\"city\":\"Town\"}", square), "feature 1, column name"),
        (feature(named, "[[0,0],[1,1]]"), "feature 1, column geometry: this is no outline"),
        (feature(named, "[[-105,39],[-104.9,39],[-104.9,39.1],[-105,38]]"), "feature 1, column geometry"),
        (feature(named, "[[-105,39],[-50,39],[-50,80],[-105,39]]"), "at most 2 degrees"),
        (feature(named, "[[1e300,39],[2,39],[2,40],[1e300,39]]"), "feature 1, column geometry"),
    ] {
        let error =
            import::neighborhoods(&store, operator, file.as_bytes()).await.expect_err(says).to_string();
        assert!(error.contains(says), "{says}: {error}");
    }
    let places: i64 = sqlx::query_scalar("select count(*) from place").fetch_one(&*store).await.unwrap();
    assert_eq!(places, 0);
    let good = feature(named, square);
    import::neighborhoods(&store, operator, good.as_bytes()).await.expect("a good outline");
}

#[tokio::test]
async fn a_file_that_is_not_there_is_said_so() {
    let (folder, store) = town().await;
    let nowhere = folder.path().join("nowhere.csv");
    let operator = Operator::at_the_command_line();
    let error =
        import::run(&store, operator, Kind::Agencies, &nowhere, None, now()).await.expect_err("no file");
    assert!(matches!(error, ImportError::Read { .. }));
}

/// Bytes that come near a real file: a good one with a part cut out, doubled, or overwritten, or plain noise.
fn nearly_a_file() -> impl Strategy<Value = Vec<u8>> {
    let good = [
        HEADER.as_bytes(),
        GOOD.as_bytes(),
        &with("city", "\"Fort \"\"Lupton\"\", CO\"")[HEADER.len() + GOOD.len()..],
    ]
    .concat();
    let length = good.len();
    let mangled = (prop::bool::ANY, 0..length, 0..length, prop::collection::vec(any::<u8>(), 0..20))
        .prop_map(move |(pack, a, b, noise)| {
            let (from, to) = (a.min(b), a.max(b));
            let mut file = if pack { packed(&good) } else { good.clone() };
            let (from, to) = (from.min(file.len()), to.min(file.len()));
            file.splice(from..to, noise);
            file
        });
    prop_oneof![4 => mangled, 1 => prop::collection::vec(any::<u8>(), 0..2_000)]
}

#[test]
fn no_bytes_whatever_bring_the_importer_down_or_half_a_file_into_the_data() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (_folder, store) = runtime.block_on(town());
    let operator = Operator::at_the_command_line();
    let mut runner = TestRunner::new(Config { cases: 2_000, ..Config::default() });
    let ran = runner.run(&nearly_a_file(), |bytes| {
        runtime.block_on(async {
            let before = agencies(&store).await;
            match take(&store, &bytes).await {
                Err(_) => assert_eq!(agencies(&store).await, before, "an error changes nothing"),
                Ok(report) => {
                    let (taken, rows) = (report.taken.len(), agencies(&store).await.len());
                    assert_eq!(rows, before.len() + taken, "every row that was taken is there");
                }
            }
            // Noise is no outline either; there is nothing it could become.
            assert!(import::neighborhoods(&store, operator, bytes.as_slice()).await.is_err());
        });
        Ok(())
    });
    ran.unwrap_or_else(|failed| panic!("{failed}"));
}
