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
use neighbors_domain::feed::{FeedItem, FeedPage, Kind, KnownPlace, PAGE};
use neighbors_domain::post::{Category, Draft};
use neighbors_server::auth::{Operator, Writer};
use neighbors_server::store;

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
        };
        let draft = draft.check(at, true).expect("within the rules");
        let secrets = &self.server.app.secrets;
        store::posts::publish(self.server.store(), secrets, &self.writer, &draft, at).await.expect("a post")
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
    page.items
        .iter()
        .map(|item| match item {
            FeedItem::Post(card) => card.id.as_str(),
            FeedItem::AssistanceRequest(summary) => summary.id.as_str(),
        })
        .collect()
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
