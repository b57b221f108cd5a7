//! What maps draw under the honeycomb: imported from files, served as ready bytes, cut by region.

mod common;

use std::io::Read;

use axum::body::Body;
use axum::http::StatusCode;
use common::{Answer, TestServer, now};
use h3o::LatLng;
use neighbors_domain::addresses::{api, ground};
use neighbors_domain::admission::Statement;
use neighbors_domain::agency::TipLine;
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::KnownPlace;
use neighbors_domain::ground::{Ground, ShapeKind, points};
use neighbors_server::auth::Operator;
use neighbors_server::import::{self, ImportError, Progress, Report};
use neighbors_server::store::agencies::{NewAgency, Terms, Whom, admit};

/// Around the Capitol of Denver: two streets, a path, a rail, a park that crosses itself, a county, a city.
const STREETS: &str = include_str!("data/streets.geojson");
const PARKS: &str = include_str!("data/parks.geojson");
const OUTLINES: &str = include_str!("data/outlines.topojson");
const NEIGHBORHOODS: &[u8] = include_bytes!("../../data/denver_neighborhoods.geojson");

fn operator() -> Operator {
    Operator::at_the_command_line()
}

fn capitol() -> Region7 {
    Region7::at(LatLng::new(39.7393, -104.9848).expect("a place"))
}

async fn streets(server: &TestServer, file: &str) -> Result<Report, ImportError> {
    import::streets(server.store(), operator(), "streets", file.as_bytes()).await
}

async fn denver() -> TestServer {
    let server = TestServer::new().await;
    streets(&server, STREETS).await.expect("streets");
    import::parks(server.store(), operator(), "parks", PARKS.as_bytes()).await.expect("parks");
    import::outlines(server.store(), operator(), "outlines", OUTLINES.as_bytes()).await.expect("outlines");
    server
}

async fn drawn(server: &TestServer, path: &str) -> Ground {
    let (status, ground) = server.get(path).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    ground
}

async fn asked(server: &TestServer, path: &str, headers: &[(&str, &str)]) -> Answer {
    server.call("GET", path, headers, Body::empty()).await
}

fn kinds(ground: &Ground) -> Vec<(ShapeKind, Option<&str>)> {
    ground.shapes.iter().map(|shape| (shape.kind, shape.name.as_deref())).collect()
}

#[tokio::test]
async fn a_region_shows_its_streets_over_its_parks_and_none_reaches_far_beyond_it() {
    let server = denver().await;
    let ground = drawn(&server, &ground::region(capitol())).await;
    let shown = kinds(&ground);
    assert!(shown.is_sorted_by_key(|(kind, _)| *kind), "in the order of drawing: {shown:?}");
    for expected in [
        (ShapeKind::Park, None),
        (ShapeKind::Park, Some("Civic Center")),
        (ShapeKind::Path, None),
        (ShapeKind::Street, Some("Sherman Street")),
        (ShapeKind::MainStreet, Some("East Colfax Avenue")),
    ] {
        assert!(shown.contains(&expected), "{expected:?} in {shown:?}");
    }
    let all = ground.shapes.iter().flat_map(|shape| &shape.lines);
    for (lat, lng) in all.flat_map(|line| points(ground.origin, line)) {
        let near = Region7::at(LatLng::new(lat, lng).expect("a place"));
        assert!(capitol().disk(1).contains(&near), "{lat} {lng}");
    }
    let colfax = ground.shapes.iter().find(|shape| shape.kind == ShapeKind::MainStreet).expect("Colfax");
    assert_eq!(colfax.lines.len(), 1, "two pieces of one street are one line");
}

#[tokio::test]
async fn a_region_without_ground_is_empty_and_nonsense_is_not_found() {
    let server = denver().await;
    let far = Region7::at(LatLng::new(44.0, -100.0).expect("a place"));
    let empty = drawn(&server, &ground::region(far)).await;
    assert!(empty.shapes.is_empty() && empty.origin != [0, 0]);
    assert!(drawn(&server, &ground::counties("WY")).await.shapes.is_empty());
    let cell8 = "/ground/regions/88268cd9a9fffff";
    for nowhere in [
        "/ground/regions/denver",
        cell8,
        "/ground/counties/XX",
        "/ground/counties/co",
        "/ground/agencies/nobody",
    ] {
        let answer = asked(&server, nowhere, &[]).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::NOT_FOUND, ApiError::NotFound), "{nowhere}");
    }
}

#[tokio::test]
async fn ground_comes_compressed_and_is_kept_for_a_day() {
    let server = denver().await;
    let side_streets: Vec<String> = (1..40)
        .map(|n| {
            let latitude = 39.73 + f64::from(n) / 2_500.0;
            format!(
                r#"{{"type":"Feature","properties":{{"class":"service","name":"Alley {n}"}},"geometry":
                {{"type":"LineString","coordinates":[[-104.99,{latitude}],[-104.98,{latitude}]]}}}}"#
            )
        })
        .collect();
    let file = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, side_streets.join(","));
    import::streets(server.store(), operator(), "alleys", file.as_bytes()).await.expect("streets");
    let path = ground::region(capitol());
    let plain = asked(&server, &path, &[]).await;
    assert_eq!(plain.header("content-type"), "application/json");
    assert_eq!(plain.header("cache-control"), "public, max-age=86400, stale-while-revalidate=604800");
    assert_eq!(plain.header("vary"), "accept-encoding");
    let brotli = asked(&server, &path, &[("accept-encoding", "gzip, br")]).await;
    let gzip = asked(&server, &path, &[("accept-encoding", "gzip, br;q=0")]).await;
    assert_eq!((brotli.header("content-encoding"), gzip.header("content-encoding")), ("br", "gzip"));
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(gzip.body.as_slice()).read_to_end(&mut unpacked).expect("whole");
    assert_eq!(unpacked, plain.body);
    let mut unpacked = Vec::new();
    brotli::Decompressor::new(brotli.body.as_slice(), 4096).read_to_end(&mut unpacked).expect("whole");
    assert_eq!(unpacked, plain.body);
    assert!(brotli.body.len() * 2 < plain.body.len(), "{} of {}", brotli.body.len(), plain.body.len());

    let tags = [&plain, &brotli, &gzip].map(|answer| answer.header("etag").to_owned());
    assert!(tags[0] != tags[1] && tags[1] != tags[2]);
    let again = [("accept-encoding", "br"), ("if-none-match", tags[1].as_str())];
    let again = asked(&server, &path, &again).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let other = [("accept-encoding", "gzip"), ("if-none-match", tags[1].as_str())];
    assert_eq!(asked(&server, &path, &other).await.status, StatusCode::OK, "another form is another answer");
}

#[tokio::test]
async fn states_and_counties_are_whole_and_closed() {
    let server = denver().await;
    for (path, kind, name) in [
        (ground::STATES.to_owned(), ShapeKind::State, "Colorado"),
        (ground::counties("CO"), ShapeKind::County, "Denver"),
    ] {
        let ground = drawn(&server, &path).await;
        assert_eq!(kinds(&ground), [(kind, Some(name))], "{path}");
        for line in &ground.shapes[0].lines {
            let points: Vec<_> = points(ground.origin, line).collect();
            assert!(points.len() > 3 && points.first() == points.last(), "{points:?}");
        }
    }
}

#[tokio::test]
async fn a_city_agency_is_its_city_a_sheriff_its_county_and_never_a_point() {
    let server = denver().await;
    let list = "aos_id,agency,city,county,state,lea_type,jurisdiction,active_date,date_precision,lat,lon,duplicate_of,foia_source,place_geoid,mcd_geoid,county_fips\n\
        A1,Denver Police Department,Denver,Denver County,CO,Police,Municipal,2019-08-27,day,39.73,-104.99,,,0820000,,08031\n\
        A2,Denver Sheriff,Denver,Denver County,CO,Sheriff,County,2019-08-27,day,39.73,-104.99,,,0820000,,08031\n\
        A3,Aurora Police Department,Aurora,Adams County,CO,Police,Municipal,2019-08-27,day,39.73,-104.83,,,0804000,,08001;08005\n";
    import::agencies(server.store(), operator(), list.as_bytes(), now(), &Progress::silent())
        .await
        .expect("agencies");
    let city = drawn(&server, &ground::agency("denver-police-department-co")).await;
    assert_eq!(kinds(&city), [(ShapeKind::City, Some("Denver"))]);
    let county = drawn(&server, &ground::agency("denver-sheriff-co")).await;
    assert_eq!(kinds(&county), [(ShapeKind::County, Some("Denver"))]);
    let unknown = drawn(&server, &ground::agency("aurora-police-department-co")).await;
    assert!(unknown.shapes.is_empty(), "no outline was imported, and a station is none");
}

#[tokio::test]
async fn an_agency_without_a_city_is_the_border_of_its_regions() {
    let server = denver().await;
    let new = NewAgency {
        slug: "cedar-flats".into(),
        name: "Cedar Flats Police".into(),
        kind: neighbors_domain::agency::AgencyKind::Police,
        demo: true,
        city: None,
        county: None,
        us_state: "CO".into(),
        place: None,
    };
    let terms = Terms {
        official_domain: "cedarflats.example".into(),
        statement: Statement {
            contact: "303-555-0100".into(),
            tip_line: TipLine { phone: Some("303-555-0199".into()), web: None },
            gifts: "None".into(),
            retention_days: 60,
        },
        jurisdiction: None,
        regions: capitol().disk(1),
        outline: None,
    };
    admit(server.store(), operator(), Whom::New(&new), &terms, now()).await.expect("admitted");
    let served = drawn(&server, &ground::agency("cedar-flats")).await;
    assert_eq!(served.shapes.len(), 1);
    assert_eq!(served.shapes[0].lines.len(), 1, "one border around seven regions");
}

#[tokio::test]
async fn a_second_import_changes_nothing_and_a_newer_file_takes_the_place_of_the_older() {
    let server = denver().await;
    let path = ground::region(capitol());
    let before = asked(&server, &path, &[]).await;
    let report = streets(&server, STREETS).await.expect("the same");
    assert_eq!((report.taken.len(), report.changed.len(), report.unchanged), (0, 0, vec![1, 2, 3, 4]));
    assert_eq!(report.refused.len(), 1, "a rail is no street");
    assert_eq!(asked(&server, &path, &[]).await.body, before.body);

    let newer = STREETS.replace("Sherman Street", "Sherman Avenue");
    let report = streets(&server, &newer).await.expect("a newer one");
    assert_eq!((report.changed, report.unchanged), (vec![3], vec![1, 2, 4]));
    let ground = drawn(&server, &path).await;
    let names = kinds(&ground);
    assert!(names.contains(&(ShapeKind::Street, Some("Sherman Avenue"))), "{names:?}");
    assert!(!names.contains(&(ShapeKind::Street, Some("Sherman Street"))));
    assert!(names.contains(&(ShapeKind::Park, Some("Civic Center"))), "what other files brought stays");

    let empty = r#"{"type":"FeatureCollection","features":[]}"#;
    streets(&server, empty).await.expect("an empty one");
    assert!(drawn(&server, &path).await.shapes.iter().all(|shape| !shape.kind.is_line()));
}

#[tokio::test]
async fn a_street_typed_is_found_below_the_towns_and_a_long_one_at_each_neighborhood() {
    let server = TestServer::new().await;
    import::neighborhoods(server.store(), operator(), NEIGHBORHOODS).await.expect("neighborhoods");
    streets(&server, STREETS).await.expect("streets");
    let names = async |typed: &str| -> Vec<String> {
        let (_, found): (_, Vec<KnownPlace>) = server.get(&format!("{}?q={typed}", api::PLACES)).await;
        found.into_iter().map(|place| place.name).collect()
    };
    let found = names("colfax").await;
    assert!(found.contains(&"East Colfax Avenue, Denver".to_owned()), "{found:?}");
    assert!(found.contains(&"East Colfax Avenue, City Park, Denver".to_owned()), "{found:?}");
    assert_eq!(found[0], "East Colfax, Denver", "the neighborhood stands first: {found:?}");
    assert!(names("sherman").await.contains(&"Sherman Street, Denver".to_owned()));
    let (_, found): (_, Vec<KnownPlace>) = server.get(&format!("{}?q=sherman", api::PLACES)).await;
    assert_eq!(found[0].region, capitol());
}
