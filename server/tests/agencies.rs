//! Who reads the list of agencies and their profiles: anyone.

mod common;

use chrono::TimeDelta;
use common::{TestServer, now};
use neighbors_domain::admission::{AdmissionError, Statement, Step};
use neighbors_domain::agency::{AgencyKind, AgencyList, AgencyProfile, AgencyState, KnownDate, TipLine};
use neighbors_domain::api::ApiError;
use neighbors_domain::feed::KnownPlace;
use neighbors_server::auth::Operator;
use neighbors_server::import::{self, Progress};
use neighbors_server::store::agencies::{self, AdmitError, NewAgency, Terms, Whom};
use neighbors_server::store::places;

const HEADER: &str = "aos_id,agency,city,county,state,lea_type,jurisdiction,active_date,date_precision,lat,lon,duplicate_of,foia_source\n";
const LIST: &str = "\
A1,Denver Police Department,Denver,Denver County,CO,Police,Municipal,2019-08-27,day,39.73,-104.99,,https://example.org/papers
A2,Peñasco County Sheriff’s Office,Peñasco,Taos County,NM,Sheriff,County,2020-06,month,,,,
A3,Cumberland County Prosecutor's Office,Bridgeton,Cumberland County,NJ,District Attorney,County,2019-09-26,day,39.42,-75.23,,
A4,Wall Township Police Department,Wall,Monmouth County,NJ,Police,Municipal,2019-12-06,day,,,,
A5,Aurora Police Department,Aurora,Arapahoe County,CO,Police,Municipal,2019-05-01,day,39.72,-104.83,,
";

const OPERATOR: fn() -> Operator = Operator::at_the_command_line;

async fn server_with(list: &str) -> TestServer {
    let server = TestServer::new().await;
    let file = [HEADER, list].concat();
    import::agencies(server.store(), OPERATOR(), file.as_bytes(), now(), &Progress::silent())
        .await
        .expect("the list is taken");
    server
}

async fn names(server: &TestServer, query: &str) -> Vec<String> {
    let (status, list): (_, AgencyList) = server.get(&format!("/api/agencies{query}")).await;
    assert_eq!(status, 200);
    assert_eq!(list.total, list.agencies.len(), "all of it fits one page here");
    list.agencies.into_iter().map(|card| card.agency.name).collect()
}

fn terms() -> Terms {
    Terms {
        official_domain: "police.cedarflats.example".into(),
        statement: Statement {
            contact: "303-555-0100".into(),
            tip_line: TipLine { phone: Some("303-555-0199".into()), web: None },
            gifts: "None".into(),
            retention_days: 60,
        },
        jurisdiction: Some("City of Cedar Flats".into()),
        regions: vec!["872681364ffffff".parse().expect("a region")],
        outline: None,
    }
}

fn cedar_flats(kind: AgencyKind) -> NewAgency {
    NewAgency {
        slug: "cedar-flats-police-department".into(),
        name: "Cedar Flats Police Department".into(),
        kind,
        demo: true,
        city: Some("Cedar Flats".into()),
        county: None,
        us_state: "CO".into(),
        place: None,
    }
}

#[tokio::test]
async fn a_visitor_finds_an_agency_without_its_accents_its_apostrophe_or_its_capitals() {
    let server = server_with(LIST).await;
    for typed in ["penasco", "PE%C3%91ASCO%20sheriffs", "sheriff%27s%20taos", "new%20mex", "pen%20nm"] {
        assert_eq!(
            names(&server, &format!("?q={typed}")).await,
            ["Peñasco County Sheriff’s Office"],
            "{typed}"
        );
    }
    assert!(names(&server, "?q=enasco").await.is_empty(), "words are found by their beginnings");
    assert_eq!(names(&server, "?q=%25").await.len(), 5, "a sign of the database is no pattern");
}

#[tokio::test]
async fn filters_narrow_the_list_and_it_comes_in_the_order_of_names() {
    let server = server_with(LIST).await;
    assert_eq!(
        names(&server, "?us_state=CO").await,
        ["Aurora Police Department", "Denver Police Department"]
    );
    assert_eq!(names(&server, "?kind=sheriff&us_state=").await, ["Peñasco County Sheriff’s Office"]);
    assert_eq!(names(&server, "?state=active").await, Vec::<String>::new());
    assert_eq!(names(&server, "?state=listed&us_state=CO&q=denver").await, ["Denver Police Department"]);
    agencies::admit(server.store(), OPERATOR(), Whom::New(&cedar_flats(AgencyKind::Police)), &terms(), now())
        .await
        .expect("admitted");
    assert_eq!(names(&server, "?state=active").await, ["Cedar Flats Police Department"]);
    assert_eq!(names(&server, "?demo=true").await, ["Cedar Flats Police Department"]);
    assert_eq!(names(&server, "?demo=false").await.len(), 5);
}

#[tokio::test]
async fn a_filter_that_is_none_is_answered_with_the_choices_there_are() {
    let server = server_with(LIST).await;
    for (query, field, choice) in [
        ("?kind=army", "kind", "sheriff"),
        ("?state=gone", "state", "suspended"),
        ("?us_state=XX", "us_state", "two letters"),
        ("?demo=perhaps", "demo", "true or false"),
        ("?after=nobody", "after", "beginning"),
    ] {
        let (status, error): (_, ApiError) = server.get(&format!("/api/agencies{query}")).await;
        assert_eq!(status, 422);
        let ApiError::Invalid { field: named, sentence } = error else { panic!("{error:?}") };
        assert!(named == field && sentence.contains(choice), "{named}: {sentence}");
    }
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page_and_nobody_is_missed_or_met_twice() {
    let row = |n: u32| {
        format!("B{n},Town {} Police Department,Town,,OH,Police,Municipal,2019-08-27,day,,,,\n", n % 60)
    };
    let server = server_with(&(0..120).map(row).collect::<String>()).await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let (_, list): (_, AgencyList) =
            server.get(&format!("/api/agencies?us_state=OH&after={after}")).await;
        assert_eq!(list.total, 120);
        assert!(list.agencies.len() <= agencies::PAGE);
        seen.extend(list.agencies.into_iter().map(|card| card.agency.slug));
        match list.next {
            Some(next) => after = next,
            None => break,
        }
    }
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!((seen.len(), once.len()), (120, 120));
}

#[tokio::test]
async fn a_listed_agency_shows_its_source_and_never_asked_for_anything() {
    let server = server_with(LIST).await;
    let (status, sheriff): (_, AgencyProfile) =
        server.get("/api/agencies/penasco-county-sheriffs-office-nm").await;
    assert_eq!(status, 200);
    assert_eq!((sheriff.card.kind, sheriff.card.state), (AgencyKind::Sheriff, AgencyState::Listed));
    assert_eq!(Some(sheriff.card.since), KnownDate::from_iso("2020-06"), "the month is all that is known");
    let source = sheriff.source.expect("a source");
    assert_eq!(source.programme.as_deref(), Some("Ring’s Neighbors programme"));
    assert_eq!(source.credit, "Atlas of Surveillance, Electronic Frontier Foundation");
    assert!(sheriff.assistance_requests.is_empty() && sheriff.active_since.is_none());
    assert_eq!((sheriff.officers_active, sheriff.posts, sheriff.comments, sheriff.refused), (0, 0, 0, 0));
    let (_, denver): (_, AgencyProfile) = server.get("/api/agencies/denver-police-department-co").await;
    assert_eq!(denver.source.unwrap().link.as_deref(), Some("https://example.org/papers"));
    let (status, error): (_, ApiError) = server.get("/api/agencies/nobody").await;
    assert_eq!((status.as_u16(), error), (404, ApiError::NotFound));
}

#[tokio::test]
async fn a_listed_agency_that_is_admitted_keeps_its_source_and_an_import_leaves_it_alone() {
    let server = server_with(LIST).await;
    let slug = "denver-police-department-co";
    agencies::admit(server.store(), OPERATOR(), Whom::Known(slug), &terms(), now()).await.expect("admitted");
    let again = agencies::admit(server.store(), OPERATOR(), Whom::Known(slug), &terms(), now()).await;
    assert!(matches!(again, Err(AdmitError::AlreadyActive)));
    let newer = [HEADER, &LIST.replace("Denver Police Department", "Denver Police Dept")].concat();
    let report = import::agencies(server.store(), OPERATOR(), newer.as_bytes(), now(), &Progress::silent())
        .await
        .unwrap();
    assert_eq!((report.changed.len(), report.unchanged.len()), (0, 5));
    let (_, denver): (_, AgencyProfile) = server.get(&format!("/api/agencies/{slug}")).await;
    assert_eq!(
        (denver.card.agency.name.as_str(), denver.card.state),
        ("Denver Police Department", AgencyState::Active)
    );
    assert_eq!(denver.active_since, Some(now()));
    assert_eq!(denver.retention_days, Some(60));
    assert_eq!(denver.tip_line.phone.as_deref(), Some("303-555-0199"));
    assert_eq!(denver.contact.as_deref(), Some("303-555-0100"));
    assert_eq!(denver.gifts.as_deref(), Some("None"));
    assert_eq!(denver.jurisdiction.as_deref(), Some("City of Cedar Flats"));
    assert!(denver.source.is_some());
}

#[tokio::test]
async fn an_agency_is_suspended_comes_back_and_leaves_and_its_profile_says_since_when() {
    let server = TestServer::new().await;
    let (store, slug) = (server.store(), "cedar-flats-police-department");
    agencies::admit(store, OPERATOR(), Whom::New(&cedar_flats(AgencyKind::Police)), &terms(), now())
        .await
        .expect("admitted");
    let profile = async || server.get::<AgencyProfile>(&format!("/api/agencies/{slug}")).await.1;
    let later = now() + TimeDelta::days(3);
    assert!(agencies::suspend(store, OPERATOR(), slug, later).await.unwrap());
    assert!(!agencies::suspend(store, OPERATOR(), slug, later).await.unwrap(), "it is suspended already");
    let suspended = profile().await;
    assert_eq!((suspended.card.state, suspended.suspended_since), (AgencyState::Suspended, Some(later)));
    assert!(agencies::resume(store, OPERATOR(), slug, later).await.unwrap());
    assert_eq!(profile().await.card.state, AgencyState::Active);
    assert!(agencies::leave(store, OPERATOR(), slug, later).await.unwrap());
    let left = profile().await;
    assert_eq!((left.card.state, left.left_since), (AgencyState::Left, Some(later)));
    assert!(!agencies::leave(store, OPERATOR(), "nobody", later).await.unwrap());
    agencies::admit(store, OPERATOR(), Whom::Known(slug), &terms(), later).await.expect("it may come back");
    let back = profile().await;
    assert_eq!(back.card.state, AgencyState::Active);
    let decided: Vec<_> = back.decided.iter().map(|step| (step.what, step.at)).collect();
    let expected = [
        (Step::Admitted, now()),
        (Step::Suspended, later),
        (Step::Resumed, later),
        (Step::Left, later),
        (Step::Admitted, later),
    ];
    assert_eq!(decided, expected, "nothing of it is forgotten");
}

#[tokio::test]
async fn a_district_attorney_is_never_admitted_and_nobody_keeps_recordings_for_ever() {
    let server = server_with(LIST).await;
    let admit = async |whom: Whom<'_>, terms: &Terms| {
        agencies::admit(server.store(), OPERATOR(), whom, terms, now()).await.expect_err("refused")
    };
    let prosecutor = Whom::Known("cumberland-county-prosecutors-office-nj");
    assert!(matches!(admit(prosecutor, &terms()).await, AdmitError::KindMayNotAsk { .. }));
    let constable = cedar_flats(AgencyKind::Constable);
    assert!(matches!(admit(Whom::New(&constable), &terms()).await, AdmitError::KindMayNotAsk { .. }));
    let for_ever = Statement { retention_days: 181, ..terms().statement };
    let for_ever = Terms { statement: for_ever, ..terms() };
    let refused = admit(Whom::New(&cedar_flats(AgencyKind::Police)), &for_ever).await;
    let AdmitError::Terms(errors) = refused else { panic!("{refused}") };
    assert_eq!(errors, [AdmissionError::KeptDays { days: 181, max_days: 180 }]);
    assert!(matches!(admit(Whom::Known("nobody"), &terms()).await, AdmitError::Unknown));
    assert_eq!(names(&server, "").await.len(), 5, "nothing came of it");
}

#[tokio::test]
async fn a_visitor_types_the_beginning_of_a_place_and_finds_it() {
    let server = TestServer::new().await;
    let region = "872681364ffffff".parse().expect("a region");
    for name in ["Capitol Hill, Denver", "North Capitol Hill, Denver", "Cañon City", "Hilltop, Denver"] {
        let slug = name.to_lowercase().replace([' ', ','], "-");
        let place = KnownPlace { slug, name: name.into(), region };
        places::add(server.store(), OPERATOR(), &place).await.expect("added");
    }
    let found = async |typed: &str| {
        let (status, found): (_, Vec<KnownPlace>) = server.get(&format!("/api/places?q={typed}")).await;
        assert_eq!(status, 200);
        found.into_iter().map(|place| place.name).collect::<Vec<_>>()
    };
    assert_eq!(found("capitol%20h").await, ["Capitol Hill, Denver", "North Capitol Hill, Denver"]);
    assert_eq!(
        found("HILL%20den").await,
        ["Hilltop, Denver", "Capitol Hill, Denver", "North Capitol Hill, Denver"]
    );
    assert_eq!(found("canon").await, ["Cañon City"]);
    assert!(found("ill").await.is_empty());
    for n in 0..20 {
        let place = KnownPlace { slug: format!("hill-{n}"), name: format!("Hill {n}"), region };
        places::add(server.store(), OPERATOR(), &place).await.expect("added");
    }
    assert_eq!(found("hill").await.len(), 10);
}
