//! Finding a place by typing, as one types: with the beginnings, accents and errors of people.

mod common;

use common::TestServer;
use neighbors_domain::addresses::api;
use neighbors_domain::cells::{Cell8, Region7};
use neighbors_domain::feed::KnownPlace;
use neighbors_server::auth::Operator;
use neighbors_server::import::{self, Progress};
use neighbors_server::store::places::{self, Rank};

const LIST: &[u8] = include_bytes!("../../data/ring_partner_agencies_2020-10.csv");
const NEIGHBORHOODS: &[u8] = include_bytes!("../../data/denver_neighborhoods.geojson");

fn region() -> Region7 {
    "872681364ffffff".parse().expect("a region")
}

async fn country() -> TestServer {
    let server = TestServer::new().await;
    let operator = Operator::at_the_command_line;
    import::agencies(server.store(), operator(), LIST, common::now(), &Progress::silent())
        .await
        .expect("taken");
    import::neighborhoods(server.store(), operator(), NEIGHBORHOODS).await.expect("taken");
    let street =
        |name: &str, slug: &str| KnownPlace { slug: slug.into(), name: name.into(), region: region() };
    let streets = [
        street("East Colfax Avenue, Denver", "east-colfax-avenue-denver"),
        street("Bloomfield Street, Denver", "bloomfield-street-denver"),
        street("Peña Boulevard, Denver", "pena-boulevard-denver"),
        // A street never takes the place of a town.
        street("Capitol Hill, Denver", "capitol-hill-denver"),
    ];
    places::add_all(server.store(), operator(), &streets, Rank::Street).await.expect("added");
    server
}

async fn found(server: &TestServer, typed: &str) -> Vec<String> {
    let typed: String = typed.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let (status, places): (_, Vec<KnownPlace>) = server.get(&format!("{}?q={typed}", api::PLACES)).await;
    assert_eq!(status, 200);
    places.into_iter().map(|place| place.name).collect()
}

#[tokio::test]
async fn what_one_means_comes_first_however_it_is_typed() {
    let server = country().await;
    for (typed, first) in [
        ("Bloomfield", "Bloomfield, Connecticut"),
        ("Bloomfield n", "Bloomfield, New Jersey"),
        ("blomfield hil", "Bloomfield Hills, Michigan"),
        ("bloomfeild new jersey", "Bloomfield, New Jersey"),
        ("Blumfield NJ", ""),
        ("capitol h", "Capitol Hill, Denver"),
        ("captiol hill", "Capitol Hill, Denver"),
        ("CAPITOL  HILL,denver", "Capitol Hill, Denver"),
        ("five pionts", "Five Points, Denver"),
        ("colfax av", "East Colfax Avenue, Denver"),
        ("colfax", "East Colfax, Denver"),
        ("pena", "Peña Boulevard, Denver"),
        ("Peńa boulevrad", "Peña Boulevard, Denver"),
    ] {
        let found = found(&server, typed).await;
        assert_eq!(found.first().map_or("", String::as_str), first, "{typed}: {found:?}");
        assert!(found.len() <= places::MOST);
    }
    let bloomfield = found(&server, "bloomfield").await;
    let street = bloomfield.iter().position(|name| name == "Bloomfield Street, Denver").expect("the street");
    assert!(bloomfield[..street].iter().all(|name| !name.ends_with("Denver")), "{bloomfield:?}");
    assert_eq!(found(&server, "").await.len(), places::MOST);
    for nowhere in ["qqqq", "x' or '1'='1", "名前"] {
        assert_eq!(found(&server, nowhere).await, Vec::<String>::new(), "{nowhere}");
    }
}

#[tokio::test]
async fn a_city_is_where_its_police_is_and_a_click_beside_it_has_its_name() {
    let server = country().await;
    let bloomfield =
        places::by_slug(server.store(), "bloomfield-new-jersey").await.expect("read").expect("known");
    let town = Cell8::at(h3o::LatLng::new(40.8068, -74.1854).expect("a place")).region();
    assert!(town.disk(1).contains(&bloomfield.region));
    let hill = places::by_slug(server.store(), "capitol-hill-denver").await.expect("read").expect("known");
    assert_ne!(hill.region, region(), "not the street’s");
    let near = places::near(server.store(), hill.region).await.expect("read").expect("near");
    assert!(near.name.ends_with(", Denver"), "{}", near.name);
}

#[tokio::test]
async fn thousands_of_places_are_added_at_once_and_again_without_change() {
    let server = TestServer::new().await;
    let many: Vec<KnownPlace> = (0..3_000)
        .map(|n| KnownPlace {
            slug: format!("street-{n}"),
            name: format!("Street {n}, Denver"),
            region: region(),
        })
        .collect();
    for _ in 0..2 {
        places::add_all(server.store(), Operator::at_the_command_line(), &many, Rank::Street)
            .await
            .expect("added");
    }
    let count: i64 =
        sqlx::query_scalar("select count(*) from place").fetch_one(&**server.store()).await.expect("a count");
    assert_eq!(count, 3_000);
    assert_eq!(found(&server, "street 2999 denver").await[0], "Street 2999, Denver");
}

#[tokio::test]
async fn a_new_server_begins_in_denver_and_not_somewhere_else() {
    let server = TestServer::new().await;
    let site = neighbors_server::store::settings::site(server.store()).await.expect("read");
    let union_station = Cell8::at(h3o::LatLng::new(39.7527, -105.0000).expect("a place")).region();
    assert!(union_station.disk(1).contains(&site.place.region), "{}", site.place.region);
}
