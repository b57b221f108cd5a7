//! The map of all agencies and its plot: small, complete, and true to the list; downloads are what is shown.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use common::{TestServer, now};
use neighbors_domain::addresses::{api, data};
use neighbors_domain::agency::{AgencyKind, AgencyState, KnownDate};
use neighbors_domain::agency_map::{AgencyMap, KNOWN_TOTALS, growth, joined_by};
use neighbors_server::auth::Operator;
use neighbors_server::import::{self, Progress};
use serde_json::Value;

const LIST: &[u8] = include_bytes!("../../data/ring_partner_agencies_2020-10.csv");

async fn country() -> TestServer {
    let server = TestServer::new().await;
    let operator = Operator::at_the_command_line();
    import::agencies(server.store(), operator, LIST, now(), &Progress::silent()).await.expect("the list");
    server
}

async fn map(server: &TestServer) -> AgencyMap {
    let (status, map) = server.get(api::AGENCY_MAP).await;
    assert_eq!(status, StatusCode::OK);
    map
}

#[tokio::test]
async fn every_agency_is_on_the_map_with_its_kind_date_and_place() {
    let server = country().await;
    let map = map(&server).await;
    assert_eq!(map.len(), 1_498);
    let n = map
        .slugs
        .iter()
        .position(|slug| slug == "greenfield-police-department-wi")
        .expect("the first of the list");
    assert_eq!(
        (map.names[n].as_str(), map.cities[n].as_str()),
        ("Greenfield Police Department", "Greenfield")
    );
    assert_eq!((map.counties[n].as_str(), map.us_states[n].as_str()), ("Milwaukee County", "WI"));
    assert_eq!(AgencyKind::ALL[map.kinds[n] as usize], AgencyKind::Police);
    assert_eq!(AgencyState::ALL[map.states[n] as usize], AgencyState::Listed);
    assert_eq!((map.since(n).map(KnownDate::iso).as_deref(), map.county(n)), (Some("2018-03-22"), None));
    let (latitude, longitude) = map.place(n).expect("a place");
    assert!((latitude - 42.9606).abs() < 0.0001 && (longitude + 88.0057).abs() < 0.0001);

    let sheriff =
        map.slugs.iter().position(|slug| slug == "ventura-county-sheriffs-office-ca").expect("a sheriff");
    assert_eq!(map.county(sheriff).as_deref(), Some("06111"));
    let wall = map.slugs.iter().position(|slug| slug.starts_with("wall-township")).expect("Wall Township");
    assert_eq!(map.place(wall), None, "none was made up");
    assert_eq!(map.by_month.iter().filter(|flag| **flag == 1).count(), 170);
    for column in
        [map.names.len(), map.kinds.len(), map.since.len(), map.county_fips.len(), map.places.len() / 2]
    {
        assert_eq!(column, map.len());
    }
}

#[tokio::test]
async fn the_slider_shows_405_on_the_day_before_the_figure_was_published() {
    let server = country().await;
    let map = map(&server).await;
    assert_eq!(joined_by(&map.since, "2019-08-27".parse().unwrap()), 405);
    let growth = growth(&map.since);
    assert_eq!(growth.first().map(|(month, _)| month.to_string()).as_deref(), Some("2018-03-01"));
    assert_eq!(growth.last().map(|(_, total)| *total), Some(1_498));
    assert!(growth.windows(2).all(|two| two[0].1 <= two[1].1));
    assert!(KNOWN_TOTALS.iter().all(|known| known.agencies > 1_498));
}

#[tokio::test]
async fn the_map_of_the_country_is_small_and_made_once() {
    let server = country().await;
    let packed = server.call("GET", api::AGENCY_MAP, &[("accept-encoding", "br")], Body::empty()).await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.body.len() < 60_000, "{} bytes", packed.body.len());
    let tag = packed.header("etag").to_owned();
    let again = [("accept-encoding", "br"), ("if-none-match", tag.as_str())];
    assert_eq!(
        server.call("GET", api::AGENCY_MAP, &again, Body::empty()).await.status,
        StatusCode::NOT_MODIFIED
    );
}

#[tokio::test]
async fn what_is_downloaded_is_what_is_shown() {
    let server = country().await;
    let slugs = async |query: &str| -> Vec<String> {
        let (status, file): (_, Value) = server.get(&format!("{}?{query}", data::AGENCIES_JSON)).await;
        assert_eq!(status, StatusCode::OK, "{query}");
        let agencies = file["agencies"].as_array().expect("a list").clone();
        agencies.iter().map(|agency| agency["slug"].as_str().expect("a slug").to_owned()).collect()
    };
    assert_eq!(slugs("until=2019-08-27").await.len(), 405);
    assert_eq!(slugs("").await.len(), 1_498);
    let sheriffs = slugs("us_state=CA&kind=sheriff").await;
    assert!(sheriffs.contains(&"ventura-county-sheriffs-office-ca".to_owned()) && sheriffs.len() < 40);
    assert!(sheriffs.iter().all(|slug| slug.ends_with("-ca")));
    assert_eq!(slugs("q=greenfield+wi").await, ["greenfield-police-department-wi"]);
    assert!(slugs("state=active").await.is_empty());

    let csv = server.call("GET", "/data/agencies.csv?until=2019-08-27", &[], Body::empty()).await;
    assert_eq!(csv.text().matches("\r\n").count(), 1 + 405);
    let (_, shapes): (_, Value) = server.get("/data/agencies.geojson?until=2018-03-22").await;
    assert!(
        shapes["features"].as_array().is_some_and(|features| !features.is_empty() && features.len() < 10)
    );
    for (query, field) in [("until=2019-8-27", "until"), ("us_state=Ohio", "us_state"), ("kind=army", "kind")]
    {
        let path = format!("{}?{query}", data::AGENCIES_CSV);
        let answer = server.call("GET", &path, &[], Body::empty()).await;
        assert!(answer.status.is_client_error(), "{query}");
        assert!(format!("{:?}", answer.error()).contains(field), "{query}");
    }
}
