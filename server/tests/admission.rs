//! `neighbors agencies`: the operator's command, from a listed agency to one that has left.

mod common;

use common::keeper::Keeper;
use common::now;
use neighbors_domain::admission::Step;
use neighbors_domain::agency::AgencyProfile;
use neighbors_domain::cells::Region7;
use neighbors_server::auth::Operator;
use neighbors_server::import::{self, Progress};
use neighbors_server::store::agencies::profile;
use neighbors_server::store::ground::{Served, of_agency};

const LIST: &str = "aos_id,agency,city,county,state,lea_type,jurisdiction,active_date,date_precision,lat,lon,duplicate_of,foia_source
A1,Denver Police Department,Denver,Denver County,CO,Police,Municipal,2019-08-27,day,39.73,-104.99,,
A2,Cumberland County Prosecutor's Office,Bridgeton,Cumberland County,NJ,District Attorney,County,2019-09-26,day,39.42,-75.23,,
";
/// A square of some two miles around the Capitol of Colorado.
const OUTLINE: &str = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"GEOID": "0820000", "name": "Denver"},
    "geometry": {"type": "Polygon", "coordinates": [[[-105.0, 39.72], [-104.96, 39.72], [-104.96, 39.75], [-105.0, 39.75], [-105.0, 39.72]]]}}]}"#;

struct House(Keeper);

impl House {
    async fn new() -> Self {
        let keeper = Keeper::of("agencies").await;
        let store = keeper.store().await;
        let operator = Operator::at_the_command_line;
        let list = import::agencies(&store, operator(), LIST.as_bytes(), now(), &Progress::silent()).await;
        list.expect("a list");
        import::outlines(&store, operator(), "cities", OUTLINE.as_bytes()).await.expect("an outline");
        store.close().await;
        Self(keeper)
    }

    async fn profile(&self, slug: &str) -> AgencyProfile {
        profile(&self.store().await, slug, chrono::Utc::now()).await.expect("read").expect("known")
    }
}

impl std::ops::Deref for House {
    type Target = Keeper;
    fn deref(&self) -> &Keeper {
        &self.0
    }
}

const DENVER: &str = "denver-police-department-co";
const TERMS: [&str; 8] = [
    "--domain",
    "denverpd.example",
    "--contact",
    "records@denverpd.example",
    "--tip-phone",
    "303-555-0199",
    "--gifts",
    "None",
];

fn with<'a>(first: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [first, &TERMS, more].concat()
}

#[tokio::test]
async fn a_listed_agency_is_admitted_by_its_address_on_the_ground_of_its_city_and_every_step_stays() {
    let house = House::new().await;
    assert_eq!(house.does(&["list"]), "No agency was admitted yet.\n");
    let said =
        house.does(&with(&["admit", DENVER], &["--outline", "0820000", "--jurisdiction", "City of Denver"]));
    assert!(said.starts_with("denver-police-department-co is active and serves "), "{said}");
    let listed = house.does(&["list"]);
    assert!(listed.contains(&format!("{DENVER}\tactive since ")), "{listed}");
    assert!(listed.contains("\tpolice\tdenverpd.example\tDenver Police Department"), "{listed}");

    assert_eq!(
        house.does(&["suspend", DENVER]),
        format!("{DENVER} is suspended: its open requests are frozen\n")
    );
    let twice = house.refuses(&["suspend", DENVER]);
    assert!(twice.contains("is suspended: only an active agency can be suspended"), "{twice}");
    house.does(&["resume", DENVER]);
    let twice = house.refuses(&["resume", DENVER]);
    assert!(twice.contains("is active: only a suspended agency can be resumed"), "{twice}");
    house.does(&["leave", DENVER]);
    let again = house.refuses(&["leave", DENVER]);
    assert!(again.contains("is left: only an agency that was admitted can leave"), "{again}");
    house.does(&with(&["admit", DENVER], &["--outline", "0820000", "--keeps", "30"]));

    let profile = house.profile(DENVER).await;
    let steps: Vec<Step> = profile.decided.iter().map(|step| step.what).collect();
    assert_eq!(steps, [Step::Admitted, Step::Suspended, Step::Resumed, Step::Left, Step::Admitted]);
    assert!(profile.decided.is_sorted_by_key(|step| step.at));
    assert_eq!((profile.retention_days, profile.jurisdiction.as_deref()), (Some(30), Some("City of Denver")));
    assert!(profile.source.is_some(), "where the listing comes from is still said");
}

#[tokio::test]
async fn a_new_agency_serves_what_a_file_draws_and_the_same_ground_as_the_known_outline() {
    let house = House::new().await;
    let path = house.folder.path().join("valley.geojson");
    std::fs::write(&path, OUTLINE).expect("written");
    let path = path.to_str().expect("a plain path");
    let new = [
        "admit",
        "--new",
        "Platte Valley Fire Rescue",
        "--type",
        "fire",
        "--state",
        "CO",
        "--city",
        "Denver",
    ];
    house.does(&with(&new, &["--outline-file", path]));
    let slug = "platte-valley-fire-rescue-co";
    let again = house.refuses(&with(&new, &["--outline-file", path]));
    assert!(again.contains("admit it by that address"), "{again}");

    let store = house.store().await;
    let Some(Served::Regions(regions)) = of_agency(&store, slug).await.expect("read") else {
        panic!("regions")
    };
    let at = |latitude, longitude| Region7::at(h3o::LatLng::new(latitude, longitude).expect("a place"));
    assert!(regions.contains(&at(39.735, -104.98)), "the middle of the square");
    assert!(!regions.contains(&at(39.65, -104.98)), "six miles south of it");
    assert!(regions.len() < 12, "{} regions of two square miles each", regions.len());
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_said_in_sentences_and_nothing_is_admitted() {
    let house = House::new().await;
    let outline = ["--outline", "0820000"];
    let unknown = house.refuses(&with(&["admit", "nobody"], &outline));
    assert!(unknown.contains("no agency is known by this address"), "{unknown}");
    let prosecutor = house.refuses(&with(&["admit", "cumberland-county-prosecutors-office-nj"], &outline));
    assert!(prosecutor.contains("agencies of the kind “District attorney” are listed only"), "{prosecutor}");
    let constable =
        house.refuses(&with(&["admit", "--new", "X", "--type", "constable", "--state", "CO"], &outline));
    assert!(constable.contains("“Constable” are listed only"), "{constable}");
    let nowhere = house.refuses(&with(&["admit", DENVER], &["--outline", "0899999"]));
    assert!(nowhere.contains("no outline with the number 0899999 was imported"), "{nowhere}");
    let unsaid = house.refuses(&with(&["admit", "--new", "X", "--type", "fire", "--state", "CO"], &[]));
    assert!(unsaid.contains("say where it serves"), "{unsaid}");
    let file = house.folder.path().join("broken.geojson");
    std::fs::write(&file, "{").expect("written");
    let broken = house.refuses(&with(&["admit", DENVER], &["--outline-file", file.to_str().expect("plain")]));
    assert!(broken.contains("says no jurisdiction") && broken.contains("line 1"), "{broken}");
    let terms = house.refuses(&[
        "admit",
        DENVER,
        "--outline",
        "0820000",
        "--domain",
        "gmail.com",
        "--contact",
        " ",
        "--gifts",
        "",
        "--keeps",
        "181",
    ]);
    for sentence in [
        "own domain",
        "email address or a phone number",
        "State a tip line",
        "“None” is an answer",
        "not 181",
    ] {
        assert!(terms.contains(sentence), "{sentence}: {terms}");
    }
    let suspended = house.refuses(&["suspend", DENVER]);
    assert!(suspended.contains("is listed: only an active agency"), "{suspended}");
    assert_eq!(house.does(&["list"]), "No agency was admitted yet.\n");
    assert!(house.profile(DENVER).await.decided.is_empty());
}
