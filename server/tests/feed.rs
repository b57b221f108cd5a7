//! The feed of a place, seen from outside.

mod common;

use axum::body::Body;
use chrono::TimeDelta;
use common::cedar::{Cedar, cell, draft as ask, draft_of_case, incident, region};
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::area::Area;
use neighbors_domain::assistance_request::Draft as Ask;
use neighbors_domain::cells::{Cell8, Cell9};
use neighbors_domain::feed::{Activity, CellActivity, FeedItem, FeedPage, Kind, KnownPlace, PAGE};
use neighbors_domain::incident::Source;
use neighbors_domain::post::{Category, Draft};
use neighbors_domain::record::Spoken;
use neighbors_server::auth::{Operator, Writer};
use neighbors_server::store;
use neighbors_server::store::incidents::{Kept, Recorded};

/// A server with a place, and somebody who lives nowhere in particular.
struct Town {
    server: TestServer,
    writer: Writer,
}

impl Town {
    async fn new() -> Self {
        let server = TestServer::new().await;
        for (slug, region) in [("capitol-hill-denver", region()), ("far-away", far().region())] {
            let place = KnownPlace { slug: slug.into(), name: slug.into(), region };
            store::places::add(server.store(), Operator::at_the_command_line(), &place)
                .await
                .expect("a place");
        }
        let writer = Writer::Resident(server.resident("ada@example.org").await);
        Self { server, writer }
    }

    /// A post some minutes before now; its id.
    async fn post(&self, category: Category, cell: Cell8, minutes: i64) -> String {
        let at = now() - TimeDelta::minutes(minutes);
        let draft = Draft {
            category,
            title: format!("{minutes} minutes ago"),
            text: "Something happened.".into(),
            cell,
            happened_at: None,
            media: Vec::new(),
        };
        let draft = draft.check(at, true).expect("within the rules");
        let secrets = &self.server.app.secrets;
        store::posts::publish(self.server.store(), secrets, &self.writer, &Spoken::by_a_resident(draft), at)
            .await
            .expect("a post")
    }

    async fn feed(&self, query: &str) -> FeedPage {
        let (status, page) = self.server.get(&format!("{}?{query}", api::FEED)).await;
        assert_eq!(status, 200, "{query}");
        page
    }
}

fn far() -> Cell8 {
    "88268cc321fffff".parse().expect("a cell")
}

fn ids(page: &FeedPage) -> Vec<&str> {
    page.items.iter().map(FeedItem::id).collect()
}

#[tokio::test]
async fn a_visitor_reads_what_happened_near_a_place_newest_first() {
    let town = Town::new().await;
    let older = town.post(Category::Safety, cell(), 60).await;
    let newer = town.post(Category::LostPet, cell(), 10).await;
    town.post(Category::Safety, far(), 5).await;
    let page = town.feed("place=capitol-hill-denver").await;
    assert_eq!((ids(&page), page.next.as_deref()), (vec![newer.as_str(), older.as_str()], None));
    assert_eq!(page.place.slug, "capitol-hill-denver");
}

#[tokio::test]
async fn turning_pages_shows_everything_once_even_at_equal_times() {
    let town = Town::new().await;
    let neighborhoods: Vec<Cell8> = region().disk(1).iter().map(|region| region.homes()[0].cell8()).collect();
    let mut posted = Vec::new();
    for n in 0..PAGE * 2 + 5 {
        // Seven at each minute.
        let cell = neighborhoods[n % neighborhoods.len()];
        posted.push(town.post(Category::Safety, cell, (n / 7) as i64).await);
    }
    let (mut seen, mut after, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = town.feed(&format!("place=capitol-hill-denver{after}")).await;
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        pages += 1;
        let Some(next) = page.next else { break };
        after = format!("&after={next}");
    }
    assert_eq!((pages, seen.len()), (3, posted.len()));
    seen.sort();
    posted.sort();
    assert_eq!(seen, posted);
}

#[tokio::test]
async fn a_request_that_spans_regions_comes_once() {
    let town = Town::new().await;
    let cedar = Cedar::new(&town.server).await;
    let edge = edge();
    assert!(Area::around(edge).regions().len() > 1);
    let id = cedar.published(&town.server, Ask { area: Area::around(edge), ..ask() }, now()).await;
    let page = town.feed("place=capitol-hill-denver").await;
    assert_eq!(ids(&page), [id]);
    assert_eq!(ids(&town.feed("kind=assistance_request&place=capitol-hill-denver").await), ids(&page));
}

/// A cell of the region whose neighbors lie in another one.
fn edge() -> Cell9 {
    region().homes().into_iter().find(|cell| Area::around(*cell).regions().len() > 1).expect("an edge")
}

#[tokio::test]
async fn each_kind_shows_its_categories_and_nothing_else() {
    let town = Town::new().await;
    let cedar = Cedar::new(&town.server).await;
    cedar.published(&town.server, ask(), now()).await;
    for (n, category) in Category::ALL.into_iter().enumerate() {
        town.post(category, cell(), n as i64).await;
    }
    for kind in Kind::ALL {
        let page = town.feed(&format!("place=capitol-hill-denver&kind={}", kind.key())).await;
        let shown: Vec<_> = page
            .items
            .iter()
            .map(|item| match item {
                FeedItem::Post(card) => Some(card.category),
                FeedItem::AssistanceRequest(_) => None,
                FeedItem::Incident(card) => Some(card.category),
            })
            .collect();
        let wanted: Vec<_> = match kind {
            Kind::AssistanceRequest => vec![None],
            kind => kind.categories().iter().copied().map(Some).collect(),
        };
        assert_eq!(shown, wanted, "{}", kind.key());
    }
    assert_eq!(town.feed("place=capitol-hill-denver").await.items.len(), Category::ALL.len() + 1);
}

#[tokio::test]
async fn what_waits_for_review_is_in_no_feed() {
    let town = Town::new().await;
    let cedar = Cedar::new(&town.server).await;
    cedar.submitted(&town.server, draft_of_case("CF-1"), now()).await;
    assert_eq!(town.feed("place=capitol-hill-denver").await.items, []);
    assert_eq!(incident().region(), region());
}

#[tokio::test]
async fn without_a_place_the_servers_own_is_shown() {
    let town = Town::new().await;
    store::settings::set(town.server.store(), "place", "far-away").await.expect("set");
    let id = town.post(Category::Environment, far(), 5).await;
    let page = town.feed("").await;
    assert_eq!((page.place.slug.as_str(), ids(&page)), ("far-away", vec![id.as_str()]));
}

#[tokio::test]
async fn an_unknown_place_kind_or_page_is_answered_in_words() {
    let town = Town::new().await;
    let ask = |query: &str| {
        let path = format!("{}?{query}", api::FEED);
        let server = &town.server;
        async move { server.get::<ApiError>(&path).await }
    };
    assert_eq!(ask("place=atlantis").await, (404.try_into().unwrap(), ApiError::NotFound));
    for (query, wrong) in [("kind=rumors", "kind"), ("after=nothing", "after")] {
        let (status, answer) = ask(query).await;
        let ApiError::Invalid { field, .. } = answer else { panic!("{answer:?}") };
        assert_eq!((status.as_u16(), field.as_str()), (422, wrong));
    }
}

#[tokio::test]
async fn a_cursor_says_nothing_of_the_exact_time() {
    let town = Town::new().await;
    for minutes in 0..=PAGE as i64 {
        town.post(Category::Safety, cell(), minutes).await;
    }
    let (_, _, bytes) =
        town.server.raw("GET", "/api/feed?place=capitol-hill-denver", "text/plain", Body::empty()).await;
    let text = String::from_utf8(bytes).expect("text");
    let exact = now() - TimeDelta::minutes(PAGE as i64 - 1);
    assert!(!text.contains(&exact.timestamp_millis().to_string()));
    assert!(!text.contains(&exact.format("%H:%M:").to_string()), "a quarter of an hour is exact enough");
}

#[tokio::test]
async fn a_wider_reach_and_a_shorter_time_are_what_they_say() {
    let town = Town::new().await;
    let ring = |rings: u32| {
        let nearer = region().disk(rings - 1);
        let outer = region().disk(rings).into_iter().find(|region| !nearer.contains(region)).expect("a ring");
        outer.homes()[0].cell8()
    };
    let mut posted = Vec::new();
    for rings in 1..=3 {
        posted.push(town.post(Category::Safety, ring(rings), i64::from(rings)).await);
    }
    for (within, expected) in [("", 1), ("&within=1", 1), ("&within=2", 2), ("&within=3", 3)] {
        let page = town.feed(&format!("place=capitol-hill-denver{within}")).await;
        assert_eq!(ids(&page), posted[..expected], "{within}");
    }
    let mut older = Vec::new();
    for days in [2, 8, 31, 366] {
        older.push(town.post(Category::LostPet, cell(), days * 24 * 60).await);
    }
    for (since, expected) in
        [("", 4), ("&since=year", 3), ("&since=month", 2), ("&since=week", 1), ("&since=day", 0)]
    {
        let page = town.feed(&format!("place=capitol-hill-denver&kind=pets{since}")).await;
        assert_eq!(ids(&page), older[..expected], "{since}");
    }
    for (query, wrong) in [("within=4", "within"), ("since=ever", "since"), ("region=here", "region")] {
        for path in [api::FEED, api::ACTIVITY] {
            let (status, answer) = town.server.get::<ApiError>(&format!("{path}?{query}")).await;
            let ApiError::Invalid { field, .. } = answer else { panic!("{answer:?}") };
            assert_eq!((status.as_u16(), field.as_str()), (422, wrong));
        }
    }
}

#[tokio::test]
async fn a_click_anywhere_on_the_map_is_answered_with_a_name_where_one_is_near() {
    let town = Town::new().await;
    let id = town.post(Category::Safety, far(), 5).await;
    let known = town.feed(&format!("region={}", far().region())).await;
    assert_eq!((known.place.slug.as_str(), ids(&known)), ("far-away", vec![id.as_str()]));
    let beside = far().region().disk(1).into_iter().find(|region| *region != far().region()).expect("one");
    let page = town.feed(&format!("region={beside}")).await;
    assert_eq!((page.place.slug.as_str(), page.place.name.as_str()), ("", "far-away"));
    assert_eq!((page.place.region, ids(&page)), (beside, vec![id.as_str()]));
    let sea = Cell8::at(h3o::LatLng::new(0.0, -30.0).expect("a place")).region();
    let page = town.feed(&format!("region={sea}")).await;
    assert_eq!(
        (page.place, page.items),
        (KnownPlace { slug: "".into(), name: "".into(), region: sea }, vec![])
    );
    for (region, expected) in [(far().region(), vec!["far-away"]), (beside, vec!["far-away"]), (sea, vec![])]
    {
        let path = format!("{}?region={region}", api::PLACES);
        let (_, places): (_, Vec<KnownPlace>) = town.server.get(&path).await;
        let slugs: Vec<_> = places.iter().map(|place| place.slug.as_str()).collect();
        assert_eq!(slugs, expected);
    }
    let (status, answer) = town.server.get::<ApiError>("/api/places?region=88268cc321fffff").await;
    assert_eq!(status, 422, "{answer:?}: a cell is no region");
}

/// An incident some minutes before now, as an import leaves it.
fn incident_at(id: &str, category: Category, cell: Cell8, minutes: i64) -> Recorded {
    let at = now() - TimeDelta::minutes(minutes);
    Recorded {
        source_id: id.into(),
        category,
        what: format!("Something called {id}"),
        cell,
        first_at: at - TimeDelta::hours(3),
        last_at: None,
        reported_at: at,
        moved_weeks: 0,
    }
}

async fn record(town: &Town, incidents: &[Recorded]) -> Vec<Kept> {
    let source = Source { name: "A city".into(), license: "CC BY 3.0".into(), link: "https://a.city".into() };
    let operator = Operator::at_the_command_line();
    let kept = store::incidents::keep(town.server.store(), operator, "city", &source, incidents, || {}).await;
    kept.expect("kept")
}

#[tokio::test]
async fn incidents_stand_among_posts_labelled_as_public_record_and_under_a_chip_of_their_own() {
    let town = Town::new().await;
    let post = town.post(Category::Crime, cell(), 20).await;
    let incidents = [
        incident_at("1", Category::Crime, cell(), 10),
        incident_at("2", Category::PackageTheft, cell(), 30),
        incident_at("3", Category::Safety, far(), 5),
    ];
    assert_eq!(record(&town, &incidents).await, [Kept::New; 3]);
    assert_eq!(record(&town, &incidents).await, [Kept::Unchanged; 3]);
    let said = |page: &FeedPage| -> Vec<String> {
        let what = |item: &FeedItem| match item {
            FeedItem::Incident(card) => card.what.clone(),
            item => item.id().to_owned(),
        };
        page.items.iter().map(what).collect()
    };
    let here = "place=capitol-hill-denver";
    let one = "Something called 1";
    assert_eq!(said(&town.feed(here).await), [one, &post, "Something called 2"]);
    for (kind, expected) in [
        ("safety", vec![one, &post]),
        ("packages", vec!["Something called 2"]),
        ("public_record", vec![one, "Something called 2"]),
        ("pets", vec![]),
    ] {
        assert_eq!(said(&town.feed(&format!("{here}&kind={kind}")).await), expected, "{kind}");
    }
    let page = town.feed(here).await;
    let FeedItem::Incident(card) = &page.items[0] else { panic!("{page:?}") };
    assert_eq!((card.source.name.as_str(), card.source.license.as_str()), ("A city", "CC BY 3.0"));
    assert_eq!((card.place.cell, card.place.region, card.moved_weeks), (Some(cell()), region(), 0));
    for at in [card.first_at, card.reported_at] {
        assert_eq!(at.timestamp() % (15 * 60), 0, "shown to a quarter of an hour");
    }
    // No page, no thread: nobody here can answer for it.
    for path in [api::post(&card.id), api::assistance_request(&card.id)] {
        assert_eq!(town.server.get::<ApiError>(&path).await.0, 404, "{path}");
    }
    // A list that says otherwise moves it; it is still there once.
    let changed = [Recorded { cell: far(), category: Category::Environment, ..incidents[0].clone() }];
    assert_eq!(record(&town, &changed).await, [Kept::Changed]);
    assert_eq!(said(&town.feed(here).await), [&post, "Something called 2"]);
    assert_eq!(said(&town.feed("place=far-away").await), ["Something called 3", one]);
}

#[tokio::test]
async fn pages_turn_over_incidents_and_posts_alike() {
    let town = Town::new().await;
    let incidents: Vec<_> =
        (0..PAGE as i64 + 3).map(|n| incident_at(&n.to_string(), Category::Crime, cell(), n / 4)).collect();
    record(&town, &incidents).await;
    let post = town.post(Category::Crime, cell(), 1).await;
    for kind in ["", "&kind=safety", "&kind=public_record"] {
        let first = town.feed(&format!("place=capitol-hill-denver{kind}")).await;
        let after = first.next.clone().expect("a second page");
        let second = town.feed(&format!("place=capitol-hill-denver{kind}&after={after}")).await;
        let mut seen: Vec<_> = [ids(&first), ids(&second)].concat();
        seen.sort_unstable();
        seen.dedup();
        let posts = usize::from(kind != "&kind=public_record");
        assert_eq!((seen.len(), second.next.as_deref()), (incidents.len() + posts, None), "{kind}");
        assert_eq!(seen.contains(&post.as_str()), posts == 1, "{kind}");
    }
}

#[tokio::test]
async fn the_layer_of_the_map_counts_what_the_feed_shows() {
    let town = Town::new().await;
    let cedar = Cedar::new(&town.server).await;
    let edge = edge();
    let cell =
        || region().homes().into_iter().map(Cell9::cell8).find(|cell| *cell != edge.cell8()).expect("one");
    cedar.published(&town.server, Ask { area: Area::around(edge), ..ask() }, now()).await;
    town.post(Category::Crime, cell(), 10).await;
    town.post(Category::LostPet, cell(), 60 * 24 * 3).await;
    town.post(Category::Crime, far(), 10).await;
    record(&town, &[incident_at("1", Category::Crime, cell(), 30)]).await;
    let activity = |query: &'static str| {
        let server = &town.server;
        async move {
            let path = format!("{}?place=capitol-hill-denver{query}", api::ACTIVITY);
            let (status, activity): (_, Activity) = server.get(&path).await;
            assert_eq!(status, 200, "{query}");
            activity.cells
        }
    };
    let asked = CellActivity { cell: edge.cell8(), counts: vec![], assistance_requests: 1 };
    let here = |counts| CellActivity { cell: cell(), counts, assistance_requests: 0 };
    let both = |one: CellActivity, other: CellActivity| {
        let mut both = vec![one, other];
        both.sort_by_key(|here| here.cell);
        both
    };
    let (crime, pet) = ((Category::Crime, 2), (Category::LostPet, 1));
    assert_eq!(activity("").await, both(here(vec![crime, pet]), asked.clone()));
    assert_eq!(activity("&since=day").await, both(here(vec![crime]), asked.clone()));
    assert_eq!(activity("&kind=pets").await, [here(vec![pet])]);
    assert_eq!(activity("&kind=public_record").await, [here(vec![(Category::Crime, 1)])]);
    assert_eq!(activity("&kind=assistance_request").await, [asked]);
}
