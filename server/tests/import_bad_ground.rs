//! Streets, parks and outlines nobody should trust: mended, refused alone, or the whole file refused with the number of the feature.

mod common;

use std::io::Write;

use common::{TestServer, fresh_store};
use neighbors_server::auth::Operator;
use neighbors_server::import::{self, ImportError, Report};
use neighbors_server::store::Store;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const GOOD: &str = r#"{"type":"Feature","properties":{"class":"street","name":"Good Street"},"geometry":{"type":"LineString","coordinates":[[-104.99,39.74],[-104.98,39.74]]}}"#;

fn operator() -> Operator {
    Operator::at_the_command_line()
}

fn collection(features: &[&str]) -> Vec<u8> {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",")).into_bytes()
}

fn street(coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"class":"street"}},"geometry":{{"type":"LineString","coordinates":{coordinates}}}}}"#
    )
}

fn park(coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"name":"Park"}},"geometry":{{"type":"Polygon","coordinates":{coordinates}}}}}"#
    )
}

async fn streets(store: &Store, bytes: &[u8]) -> Result<Report, ImportError> {
    import::streets(store, operator(), "file", bytes).await
}

async fn parks(store: &Store, bytes: &[u8]) -> Result<Report, ImportError> {
    import::parks(store, operator(), "file", bytes).await
}

async fn everything(store: &Store) -> Vec<String> {
    let sql = "select key || etag || plain from ground order by key";
    sqlx::query_scalar(sql).fetch_all(&**store).await.expect("rows")
}

#[tokio::test]
async fn what_cannot_be_right_stops_the_file_and_the_data_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    streets(&store, &collection(&[GOOD])).await.expect("a good file");
    let before = everything(&store).await;
    assert!(!before.is_empty());
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (feature, says) in [
        (street("[[39.74,-104.99],[39.74,-104.98]]"), "lat and lon are swapped"),
        (street("[[0,0],[0.01,0]]"), "does not lie in the United States"),
        (street("[[-104.99,91],[-104.98,39.7]]"), "does not lie in the United States"),
        (street("[[-104.99,90],[-104.98,90]]"), "does not lie in the United States"),
        (street("[[0,-90],[0.01,-90]]"), "does not lie in the United States"),
        (street("[[-104.99,39.74],[-104.98,1e308]]"), "does not lie in the United States"),
        (street("[[-179.9,52.0],[179.9,52.0]]"), "jumps 360 degrees"),
        (street("[[-104.99,39.74],[-101.98,39.74]]"), "this is no street"),
        (street("[[-104.99,39.74],[-104.98]]"), "a longitude and a latitude"),
        (street("[[-104.99,39.74],null]"), "could not be read"),
        (street("[[-104.99,39.74],[\"x\",39.74]]"), "could not be read"),
        (street("null"), "could not be read"),
        (street(&deep), "could not be read"),
        (GOOD.replace("\"Good Street\"", &deep), "recursion limit"),
        (street("[]").replace(r#","coordinates":[]"#, ""), "could not be read"),
        (GOOD.replace("LineString", "Point"), "could not be read"),
        (
            r#"{"type":"Feature","properties":{"class":"street"},"geometry":null}"#.to_owned(),
            "nothing at all",
        ),
        (r#"{"type":"Feature","properties":{"class":"street"}}"#.to_owned(), "nothing at all"),
        (GOOD.replace("Good Street", &"x".repeat(81)), "81 characters"),
        (GOOD.replace("Good Street", &"x".repeat(10_000_000)), "10000000 characters"),
        (GOOD.replace("Good Street", "a\\u0000b"), "control character"),
        ("null".to_owned(), "could not be read"),
        ("[]".to_owned(), "could not be read"),
        (
            park("[[[-104.99,39.74],[-104.98,39.74],[-104.98,39.75]]]")
                .replace(r#""name""#, r#""class":"street","name""#),
            "a line is needed here",
        ),
    ] {
        let error = streets(&store, &collection(&[GOOD, &feature])).await.expect_err(says).to_string();
        assert!(error.starts_with("feature 2,") && error.contains(says), "{says}: {error}");
        assert_eq!(everything(&store).await, before, "{says}");
    }
}

#[tokio::test]
async fn a_file_that_is_none_is_refused_where_it_breaks() {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh_store(folder.path()).await;
    let good = collection(&[GOOD]);
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&good).unwrap();
    let packed = packer.finish().unwrap();
    assert!(streets(&store, &packed).await.is_ok(), "gzip is taken");
    let mut latin1 = good.clone();
    latin1[good.len() - 80] = 0xe9;
    for (bytes, says) in [
        (Vec::new(), "not GeoJSON"),
        (b"name,class\nx,y\n".to_vec(), "not GeoJSON"),
        (b"[1,2,3]".to_vec(), "not GeoJSON"),
        (b"{}".to_vec(), "a collection of features, or a topology, is needed"),
        (good[..good.len() - 5].to_vec(), "not GeoJSON"),
        (packed[..packed.len() - 20].to_vec(), "damaged or cut off"),
        (br#"{"features":[NaN]}"#.to_vec(), "not GeoJSON"),
        (br#"{"objects":{"a":7},"arcs":[]}"#.to_vec(), "could not be read"),
        (
            br#"{"objects":{"a":{"type":"GeometryCollection","geometries":[{"type":"LineString","arcs":[4]}]}},"arcs":[]}"#
                .to_vec(),
            "arc 4 is not there",
        ),
        (
            br#"{"objects":{"a":{"type":"GeometryCollection","geometries":[{"type":"LineString","arcs":[-9223372036854775808]}]}},"arcs":[]}"#
                .to_vec(),
            "is not there",
        ),
        (latin1, "not GeoJSON"),
    ] {
        let error = streets(&store, &bytes).await.expect_err(says).to_string();
        assert!(error.contains(says), "{says}: {error}");
    }
}

#[tokio::test]
async fn rings_are_mended_and_said_and_what_has_no_inside_is_refused_alone() {
    let server = TestServer::new().await;
    let store = server.store();
    let file = collection(&[
        &park("[[[-104.99,39.74],[-104.98,39.74],[-104.98,39.75]]]"),
        &park("[[[-104.99,39.74],[-104.98,39.75],[-104.98,39.74],[-104.99,39.75],[-104.99,39.74]]]"),
        &park("[[[-104.99,39.74],[-104.98,39.74],[-104.99,39.74]]]"),
        &park("[[[-104.99,39.74],[-104.98,39.74],[-104.98,39.74],[-104.98,39.75],[-104.99,39.74]]]"),
        &park("[[[-104.99,39.74],[-104.98999,39.74],[-104.98999,39.74001],[-104.99,39.74]]]"),
    ]);
    let report = parks(store, &file).await.expect("taken");
    assert_eq!(report.taken, [1, 2, 4]);
    let corrected: Vec<_> =
        report.corrected.iter().map(|entry| (entry.line, entry.sentence.as_str())).collect();
    assert_eq!(
        corrected,
        [(1, "a ring was not closed"), (2, "it crossed itself, and was taken apart where it did")]
    );
    let refused: Vec<_> = report.refused.iter().map(|entry| entry.line).collect();
    assert_eq!(refused, [3, 5], "{report}");
    assert!(parks(store, &file).await.expect("again").taken.is_empty());
}

#[test]
fn arbitrary_bytes_and_arbitrary_numbers_never_panic() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().unwrap();
    let store = runtime.block_on(fresh_store(folder.path()));
    let mut runner = TestRunner::new(Config { cases: 150, failure_persistence: None, ..Config::default() });
    let good = collection(&[GOOD]);
    let damaged = (0..good.len(), any::<u8>(), 0..good.len());
    let number = prop_oneof![Just(-104.99), Just(39.74), -200.0..200.0f64, any::<f64>(), Just(-105.0)];
    let points = prop::collection::vec(prop::collection::vec(number, 0..4), 0..9);
    runner
        .run(&(damaged, any::<Vec<u8>>(), points), |((at, byte, end), bytes, points)| {
            let mut damaged = good.clone();
            damaged[at] = byte;
            let ring = serde_json::to_string(&points).expect("JSON");
            let mut files = vec![damaged.clone(), damaged[..end].to_vec(), bytes];
            files.push(collection(&[&street(&ring)]));
            files.push(collection(&[&park(&format!("[{ring}]"))]));
            for file in files {
                // Either answer will do: what counts is that there is one.
                let _ = runtime.block_on(streets(&store, &file));
                let _ = runtime.block_on(parks(&store, &file));
                let outlines = import::outlines(&store, operator(), "file", file.as_slice());
                let _ = runtime.block_on(outlines);
            }
            Ok(())
        })
        .expect("no panic");
}
