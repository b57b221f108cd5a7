//! News as they happen: what a stream says, to whom, and when it ends.

mod common;

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use common::cedar::{Cedar, cell, draft as ask, region};
use common::desk::{self, House, approve};
use common::moderation::{decide, flag, moderator, resident, thread};
use common::world::World;
use common::{TestServer, now};
use http_body_util::BodyExt;
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment;
use neighbors_domain::feed::{FeedItem, FeedPage, KnownPlace};
use neighbors_domain::live::{Happened, News};
use neighbors_domain::moderation::{Decision, Reason};
use neighbors_domain::post::{Category, Draft, Post};
use neighbors_server::auth::Operator;
use neighbors_server::live::Event;
use neighbors_server::store::{assistance_requests, places};
use neighbors_server::streams::AN_ADDRESS;
use tower::ServiceExt;

/// One open stream, read event by event.
struct Stream {
    body: Body,
    text: String,
}

#[derive(Debug, Default, PartialEq)]
struct Said {
    id: String,
    event: String,
    data: String,
}

async fn open(server: &TestServer, query: &str, last: Option<&str>) -> Response<Body> {
    let request = Request::get(format!("{}?{query}", api::LIVE)).header(header::HOST, "localhost:8080");
    let request = last.iter().fold(request, |request, last| request.header("last-event-id", *last));
    let request =
        server.cookie.iter().fold(request, |request, cookie| request.header(header::COOKIE, cookie));
    server.router.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer")
}

async fn stream(server: &TestServer, query: &str, last: Option<&str>) -> Stream {
    let answer = open(server, query, last).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    let mut stream = Stream { body: answer.into_body(), text: String::new() };
    let begins = stream.block().await.expect("how long to wait before coming back");
    assert_eq!(begins, "retry: 5000");
    stream
}

async fn here(server: &TestServer) -> Stream {
    stream(server, &format!("regions={}:1", region()), None).await
}

impl Stream {
    /// Lines up to the empty one; `None` when the stream has ended.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let block = block.to_owned();
                self.text = rest.to_owned();
                return Some(block);
            }
            let frame = tokio::time::timeout(Duration::from_secs(10), self.body.frame()).await;
            let bytes = frame.expect("news in time")?.expect("a frame").into_data().expect("data");
            self.text += std::str::from_utf8(&bytes).expect("text");
        }
    }

    async fn next(&mut self) -> Option<Said> {
        let block = self.block().await?;
        let mut said = Said::default();
        for line in block.lines() {
            let (name, value) = line.split_once(": ").expect("a field");
            match name {
                "id" => said.id = value.to_owned(),
                "event" => said.event = value.to_owned(),
                "data" => said.data = value.to_owned(),
                other => panic!("{other}"),
            }
        }
        Some(said)
    }

    async fn news(&mut self) -> (Happened, String) {
        let said = self.next().await.expect("still open");
        let news: News = serde_json::from_str(&said.data).expect("news");
        assert!(region().disk(1).contains(&news.region));
        (news.kind, news.id)
    }

    async fn says_nothing(&mut self) {
        let more = tokio::time::timeout(Duration::from_millis(200), self.block()).await;
        assert!(more.is_err(), "{more:?}");
    }
}

async fn post(browser: &TestServer) -> String {
    let draft = Draft {
        category: Category::LostPet,
        title: "Gray cat found".into(),
        text: "On our porch.".into(),
        cell: cell(),
        happened_at: None,
        media: Vec::new(),
    };
    let (status, post): (_, Post) = browser.post(api::POSTS, &draft).await;
    assert_eq!(status, StatusCode::CREATED);
    post.card.id
}

#[tokio::test]
async fn a_reader_hears_of_posts_requests_comments_and_closings_in_their_regions_and_of_nothing_else() {
    let world = World::new().await;
    let mut news = here(&world.server).await;
    let far = "regions=872681364ffffff".to_owned();
    let mut elsewhere = stream(&world.server, &far, None).await;
    let id = post(&world.rosa).await;
    assert_eq!(news.news().await, (Happened::Post, id.clone()));
    let draft = comment::Draft { text: "Is it yours?".into() };
    for thread in [&id, &world.request] {
        let (status, _): (_, comment::Comment) = world.rosa.post(&api::comments(thread), &draft).await;
        assert_eq!(status, StatusCode::CREATED);
        assert_eq!(news.news().await, (Happened::Comment, thread.clone()));
    }
    let (store, officer) = (world.server.store(), &world.cedar.ortega);
    let asked = common::cedar::draft_of_case("CF-26-7");
    let waiting = world.cedar.submitted(&world.server, asked, now()).await;
    news.says_nothing().await;
    assistance_requests::publish(store, &common::cedar::review(), &waiting, now()).await.expect("published");
    assert_eq!(news.news().await, (Happened::AssistanceRequest, waiting.clone()));
    assistance_requests::resolve(store, officer, &waiting, now()).await.expect("resolved");
    assert_eq!(news.news().await, (Happened::Closed, waiting));
    // What a resident does for themselves is nobody's news: shares, switches, refused writes.
    world.share().await;
    let (status, _): (_, ApiError) =
        world.rosa.post(&api::comments(&id), &comment::Draft { text: String::new() }).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    news.says_nothing().await;
    elsewhere.says_nothing().await;
}

#[tokio::test]
async fn what_a_reviewer_publishes_is_in_the_feeds_of_its_regions_at_once() {
    let house = House::new().await;
    let mut news = here(&house.server).await;
    let id = house.send(ask()).await;
    news.says_nothing().await;
    desk::decide(&house.rita, &id, approve()).await.expect("published");
    assert_eq!(news.news().await, (Happened::AssistanceRequest, id.clone()));
    let (_, page): (_, FeedPage) = house.server.get(&format!("{}?region={}", api::FEED, region())).await;
    assert!(page.items.iter().any(|item| matches!(item, FeedItem::AssistanceRequest(it) if it.id == id)));
    let shorter = neighbors_domain::assistance_request::Draft {
        text: "Only the alley behind the market matters by now.".into(),
        ..ask()
    };
    house.amend(&id, &shorter).await.expect("sent");
    news.says_nothing().await;
    desk::decide(&house.rita, &id, approve()).await.expect("published");
    assert_eq!(news.news().await, (Happened::Closed, id.clone()));
    let refused = house.send(common::cedar::draft_of_case("CF-26-09999")).await;
    desk::decide(&house.rita, &refused, desk::refuse()).await.expect("refused");
    news.says_nothing().await;
}

#[tokio::test]
async fn an_event_names_kind_id_and_region_and_nothing_of_the_author_the_text_or_the_time() {
    let world = World::new().await;
    let mut news = here(&world.server).await;
    let id = post(&world.rosa).await;
    let said = news.next().await.expect("news");
    let data: serde_json::Value = serde_json::from_str(&said.data).expect("JSON");
    assert_eq!(data, serde_json::json!({ "kind": "post", "id": id, "region": region() }));
    assert_eq!((said.id.len(), said.event.as_str()), (16, ""));
}

#[tokio::test]
async fn a_reader_who_comes_back_is_told_what_they_missed_or_to_ask_again() {
    let world = World::new().await;
    let mut news = here(&world.server).await;
    post(&world.rosa).await;
    let seen = news.next().await.expect("news").id;
    drop(news);
    let missed = post(&world.rosa).await;
    let query = format!("regions={}", region());
    let mut back = stream(&world.server, &query, Some(&seen)).await;
    assert_eq!(back.news().await, (Happened::Post, missed.clone()));
    let mut by_another_tab = stream(&world.server, &format!("{query}&after={seen}"), None).await;
    assert_eq!(by_another_tab.news().await, (Happened::Post, missed));
    let mut long_gone = stream(&world.server, &query, Some("0123456789abcdef")).await;
    assert_eq!(long_gone.next().await.expect("a word").event, "missed");
}

#[tokio::test]
async fn a_reader_whose_page_is_older_than_the_stream_is_told_what_happened_in_between() {
    let world = World::new().await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let id = post(&world.rosa).await;
    let query = format!("regions={}", region());
    let mut late = stream(&world.server, &format!("{query}&late=1"), None).await;
    while late.news().await != (Happened::Post, id.clone()) {} // perhaps the request before it
    late.says_nothing().await;
    stream(&world.server, &query, None).await.says_nothing().await;
    // Of the time before this server there is nothing to tell: ask again.
    let mut older = stream(&world.server, &format!("{query}&late=3600"), None).await;
    assert_eq!(older.next().await.expect("a word").event, "missed");
}

#[tokio::test]
async fn a_question_that_is_none_is_answered_in_words() {
    let server = TestServer::new().await;
    for query in ["", "regions=", "regions=here", "regions=872681364ffffff:9", "region=872681364ffffff"] {
        let (status, error): (_, ApiError) = server.get(&format!("{}?{query}", api::LIVE)).await;
        let ApiError::Invalid { field, .. } = error else { panic!("{error:?}") };
        assert_eq!((status.as_u16(), field.as_str()), (422, "regions"), "{query}");
    }
}

#[tokio::test]
async fn one_address_opens_only_so_many_streams_and_a_closed_one_makes_room() {
    let server = TestServer::new().await;
    let query = format!("regions={}", region());
    let mut streams = Vec::new();
    for _ in 0..AN_ADDRESS {
        streams.push(stream(&server, &query, None).await);
    }
    let path = format!("{}?{query}", api::LIVE);
    let (status, error): (_, ApiError) = server.get(&path).await;
    assert_eq!((status, error), (StatusCode::TOO_MANY_REQUESTS, ApiError::TooMany { seconds: 60 }));
    streams.pop();
    stream(&server, &query, None).await;
}

#[tokio::test]
async fn a_reader_who_does_not_keep_up_is_let_go() {
    let world = World::new().await;
    let mut news = here(&world.server).await;
    for n in 0..300 {
        let event = Event::new(Happened::Post, &n.to_string(), vec![region()]);
        world.server.store().live().tell(event);
    }
    // Nothing was kept for them: they are told to come back by the end of the stream.
    assert_eq!(news.next().await, None);
    assert_eq!(world.server.app.streams.count(), 0, "and their place is free");
}

#[tokio::test]
async fn when_the_server_stops_every_stream_ends() {
    let server = TestServer::new().await;
    let mut news = here(&server).await;
    server.store().live().end();
    assert_eq!(news.next().await, None);
    // One that comes a moment too late ends too.
    let mut late = here(&server).await;
    assert_eq!(late.next().await, None);
}

#[tokio::test]
async fn a_transaction_that_fails_is_no_news() {
    let server = TestServer::new().await;
    let cedar = Cedar::new(&server).await;
    let id = cedar.published(&server, ask(), now()).await;
    let mut news = here(&server).await;
    let store = server.store();
    let review = common::cedar::review();
    assert!(assistance_requests::publish(store, &review, &id, now()).await.is_err());
    news.says_nothing().await;
}

#[tokio::test]
async fn two_servers_on_one_database_hear_each_other() {
    let Ok(url) = std::env::var("TEST_DATABASE_URL") else { return };
    let schema = format!("test_{}", uuid::Uuid::new_v4().simple());
    sqlx::any::install_default_drivers();
    let admin = sqlx::AnyPool::connect(&url).await.expect("TEST_DATABASE_URL answers");
    sqlx::query(&format!("create schema {schema}")).execute(&admin).await.expect("a schema");
    let mark = if url.contains('?') { '&' } else { '?' };
    let url = format!("{url}{mark}options=-c%20search_path%3D{schema}");
    let one = TestServer::on(&url).await;
    let other = TestServer::on(&url).await;
    one.resident("ada@example.org").await;
    let ada = one.signed_in("ada@example.org").await;
    let (mut here_news, mut there_news) = (here(&one).await, here(&other).await);
    // The other server has the feed ready, and must not keep it.
    let place = KnownPlace { slug: "here".into(), name: "Here".into(), region: region() };
    places::add(one.store(), Operator::at_the_command_line(), &place).await.expect("a place");
    let feed = async || {
        let (_, page): (_, FeedPage) = other.get(&format!("{}?place=here", api::FEED)).await;
        page.items.len()
    };
    assert_eq!(feed().await, 0);
    let id = post(&ada).await;
    assert_eq!(here_news.news().await, (Happened::Post, id.clone()));
    assert_eq!(there_news.news().await, (Happened::Post, id));
    here_news.says_nothing().await;
    there_news.says_nothing().await;
    assert_eq!(feed().await, 1);
    // A flag on one server reaches the moderator on the other, and nobody else.
    let mona = moderator(&other, "mona").await;
    let mut hers = stream(&mona, "regions=queue", None).await;
    let queue = "data: {\"kind\":\"queue\"}";
    assert_eq!(hers.block().await.as_deref(), Some(queue));
    let posted = thread(&ada, "The light is out").await;
    assert_eq!(flag(&ada, &posted, Reason::Spam).await, Ok(()));
    assert_eq!(hers.block().await.as_deref(), Some(queue));
    for news in [&mut here_news, &mut there_news] {
        assert_eq!(news.news().await, (Happened::Post, posted.clone()));
        news.says_nothing().await;
    }
}

#[tokio::test]
async fn moderators_alone_hear_that_the_queue_changed_and_an_outsider_hears_nothing_of_a_flag() {
    let server = TestServer::new().await;
    let [ada, ben] = [resident(&server, "ada").await, resident(&server, "ben").await];
    let mona = moderator(&server, "mona").await;
    let id = thread(&ada, "The light is out").await;
    let query = format!("regions=queue,{}", region());
    let (mut hers, mut bens, mut nobodys) =
        (stream(&mona, &query, None).await, stream(&ben, &query, None).await, here(&server).await);
    let queue = "data: {\"kind\":\"queue\"}";
    assert_eq!(hers.block().await.as_deref(), Some(queue), "once at the start: nothing is kept for it");
    assert_eq!(flag(&ben, &id, Reason::Spam).await, Ok(()));
    assert_eq!(hers.block().await.as_deref(), Some(queue));
    assert_eq!(decide(&mona, &id, Decision::Keep).await, Ok(()));
    assert_eq!(hers.block().await.as_deref(), Some(queue));
    bens.says_nothing().await;
    nobodys.says_nothing().await;
    // A moderator hears what happens in the regions as everybody does.
    let id = thread(&ada, "The light is out again").await;
    assert_eq!(hers.news().await, (Happened::Post, id.clone()));
    assert_eq!(nobodys.news().await, (Happened::Post, id));
}

#[tokio::test]
async fn whoever_is_no_moderator_any_more_or_signed_out_hears_no_more_of_the_queue() {
    let server = TestServer::new().await;
    let (mona, milo, mira) = (
        moderator(&server, "mona").await,
        moderator(&server, "milo").await,
        moderator(&server, "mira").await,
    );
    let ada = resident(&server, "ada").await;
    let query = format!("regions=queue,{}", region());
    let queue = "data: {\"kind\":\"queue\"}";
    let mut streams = Vec::new();
    for browser in [&mona, &milo, &mira] {
        let mut stream = stream(browser, &query, None).await;
        assert_eq!(stream.block().await.as_deref(), Some(queue));
        streams.push(stream);
    }
    let operator = Operator::at_the_command_line();
    neighbors_server::store::moderators::remove(server.store(), operator, "mona@example.org")
        .await
        .expect("no moderator any more");
    let (status, _, _) = milo.raw("DELETE", api::SESSION, "", Body::empty()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let post = post(&ada).await;
    assert_eq!(flag(&resident(&server, "ben").await, &post, Reason::Spam).await, Ok(()));
    // Which of the two comes first is nobody's promise.
    let hers = [streams[2].block().await, streams[2].block().await];
    assert!(hers.iter().any(|block| block.as_deref() == Some(queue)), "{hers:?}");
    for stream in &mut streams[..2] {
        assert_eq!(stream.news().await, (Happened::Post, post.clone()), "as every reader");
        stream.says_nothing().await;
    }
}
