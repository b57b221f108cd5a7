//! The files the product ships with, as an operator imports them by name: all of each is taken, and a second time nothing changes.

mod common;

use std::path::{Path, PathBuf};

use common::{TestServer, now};
use neighbors_domain::addresses::{api, ground};
use neighbors_domain::feed::{Activity, FeedPage};
use neighbors_domain::ground::Ground;
use neighbors_server::auth::Operator;
use neighbors_server::import::{self, Kind, Report};

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data").join(name)
}

async fn take(server: &TestServer, kind: Kind, name: &str, map: Option<&Path>) -> Report {
    let operator = Operator::at_the_command_line();
    let report = import::run(server.store(), operator, kind, &shipped(name), map, now()).await;
    report.unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Taken, and then once more.
async fn twice(server: &TestServer, kind: Kind, name: &str) -> Report {
    let report = take(server, kind, name, None).await;
    let again = take(server, kind, name, None).await;
    assert!(again.taken.is_empty() && again.changed.is_empty(), "{name} a second time: {again}");
    report
}

#[tokio::test]
async fn streets_parks_and_outlines_of_the_demo_are_taken_whole() {
    let server = TestServer::new().await;
    // What became of each, and what was said of it: a newer file of the source is to be looked at anew.
    for (kind, name, rows, refused) in [
        (Kind::Neighborhoods, "denver_neighborhoods.geojson", 78, 0),
        (Kind::Outlines, "denver_neighborhoods.geojson", 78, 0),
        (Kind::Streets, "denver_streets.geojson.gz", 3_662, 0),
        (Kind::Parks, "denver_parks.geojson.gz", 324, 0),
        // Falls Church: so small a city that nothing of it is left at this precision.
        (Kind::Outlines, "us_counties_states.topojson.gz", 3_231 + 56, 1),
        (Kind::Outlines, "partner_cities.topojson.gz", 1_395, 0),
    ] {
        let report = twice(&server, kind, name).await;
        let told = (report.rows, report.taken.len(), report.refused.len());
        assert_eq!(told, (rows, rows - refused, refused), "{name}: {report}");
    }
    let (_, here): (_, Ground) = server.get(&ground::region(common::cedar::region())).await;
    assert!(here.shapes.len() > 50, "streets and parks of Capitol Hill: {}", here.shapes.len());
    let (_, states): (_, Ground) = server.get(ground::STATES).await;
    assert!(states.shapes.len() >= 50, "{} states", states.shapes.len());
    let (_, counties): (_, Ground) = server.get(&ground::counties("CO")).await;
    assert_eq!(counties.shapes.len(), 64, "counties of Colorado");
}

#[tokio::test]
async fn all_46561_incidents_of_denver_are_taken_and_counted_where_they_happened() {
    let server = TestServer::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    // As the built-in mapping, but for cells: the file that is shipped holds no point.
    let mapping = std::fs::read_to_string(shipped("denver-incidents.toml")).expect("the mapping");
    let cells = mapping.replace("latitude = \"GEO_LAT\"\nlongitude = \"GEO_LON\"", "cell = \"CELL\"");
    assert_ne!(cells, mapping);
    let map = folder.path().join("cells.toml");
    std::fs::write(&map, cells).expect("written");
    let report = take(&server, Kind::Incidents, "denver-incidents.csv.gz", Some(&map)).await;
    let told = (report.rows, report.taken.len(), report.refused.len(), report.dropped);
    assert_eq!(told, (46_561, 46_561, 0, 0), "{report}");
    let held: i64 = sqlx::query_scalar("select count(*) from incident")
        .fetch_one(&**server.store())
        .await
        .expect("a count");
    assert_eq!(held, 46_561);
    let near = format!("region={}&within=2", common::cedar::region());
    let (_, page): (_, FeedPage) = server.get(&format!("{}?{near}", api::FEED)).await;
    assert!(!page.items.is_empty());
    let (_, activity): (_, Activity) = server.get(&format!("{}?{near}", api::ACTIVITY)).await;
    let counted: u32 = activity.cells.iter().map(neighbors_domain::feed::CellActivity::total).sum();
    assert!(counted > 10_000, "{counted} around the Capitol");
}
