//! The jurisdiction of an agency as its officers see it, and what they announce in it.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{Cedar, ORTEGA, SLUG, cell, region};
use common::moderation::{resident, say, thread};
use common::{Answer, TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::agency::AgencyProfile;
use neighbors_domain::announcement::{Draft, Jurisdiction};
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::{FeedItem, FeedPage, JurisdictionFeed};
use neighbors_domain::post::{Author, Category, Post};
use neighbors_server::auth::Operator;
use neighbors_server::store::agencies::suspend;

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// Of the jurisdiction: the one of the incident, and the two beside it.
fn three() -> Vec<Region7> {
    let mut three: Vec<Region7> = region().disk(1).into_iter().take(3).collect();
    three.sort_unstable();
    three
}

fn draft() -> Draft {
    Draft {
        category: Category::Announcement,
        title: "Broadway closed on Sunday".into(),
        text: "From 6 to 11 AM, for the run. Buses stop one block east.".into(),
        regions: three(),
        media: Vec::new(),
    }
}

/// An agency that serves seven regions, and one of its officers.
async fn desk() -> (TestServer, TestServer) {
    let server = TestServer::new().await;
    Cedar::new(&server).await;
    let ortega = server.signed_in(ORTEGA).await;
    (server, ortega)
}

async fn announced(browser: &TestServer, draft: &Draft) -> Post {
    let (status, post) = browser.post(api::PORTAL_ANNOUNCEMENTS, draft).await;
    assert_eq!(status, StatusCode::CREATED);
    post
}

async fn feed(browser: &TestServer, query: &str) -> JurisdictionFeed {
    let (status, feed) = browser.get(&format!("{}{query}", api::PORTAL_FEED)).await;
    assert_eq!(status, StatusCode::OK);
    feed
}

async fn public(server: &TestServer, region: Region7) -> Vec<FeedItem> {
    let (status, page): (_, FeedPage) = server.get(&format!("{}?region={region}", api::FEED)).await;
    assert_eq!(status, StatusCode::OK);
    page.items
}

#[tokio::test]
async fn an_announcement_stands_once_in_every_feed_of_its_regions_and_on_the_profile_with_the_badge() {
    let (server, ortega) = desk().await;
    let odd = now() + TimeDelta::minutes(7);
    server.app.clock.set(odd);
    let post = announced(&ortega, &draft()).await;
    let Author::Officer { badge } = &post.card.author else { panic!("no badge") };
    assert_eq!((badge.name.as_str(), badge.agency.slug.as_str()), ("Det. Maya Ortega", SLUG));
    assert_eq!((badge.ended_at, post.card.at, post.card.place.cell), (None, odd, None));
    assert_eq!(post.regions, three());
    for region in three() {
        assert_eq!(public(&server, region).await, [FeedItem::Post(post.card.clone())]);
    }
    assert_eq!(feed(&ortega, "").await.items, [FeedItem::Post(post.card.clone())]);
    let far: Region7 = "872830828ffffff".parse().expect("a region");
    assert_eq!(public(&server, far).await, []);
    let (_, profile): (_, AgencyProfile) = server.get(&api::agency(SLUG)).await;
    assert_eq!(profile.latest_posts, std::slice::from_ref(&post.card));
    let (_, read): (_, Post) = server.get(&api::post(&post.card.id)).await;
    assert_eq!(read, post);
    assert_eq!(read.read_by_agencies.iter().map(|agency| &*agency.slug).collect::<Vec<_>>(), [SLUG]);
}

#[tokio::test]
async fn whoever_announces_takes_it_back_and_no_colleague_does() {
    let (server, ortega) = desk().await;
    let raman = server.signed_in(common::cedar::RAMAN).await;
    let id = announced(&ortega, &draft()).await.card.id;
    let remove =
        async |browser: &TestServer| browser.raw("DELETE", &api::post(&id), "", Body::empty()).await.0;
    assert_eq!(remove(&raman).await, StatusCode::NOT_FOUND);
    assert_eq!(remove(&ortega).await, StatusCode::NO_CONTENT);
    for region in three() {
        // From the very next answer on, in each of its regions.
        let [FeedItem::Post(card)] = &public(&server, region).await[..] else { panic!("one entry") };
        assert_eq!((&card.title, &card.text), (&None, &None));
    }
    let (_, profile): (_, AgencyProfile) = server.get(&api::agency(SLUG)).await;
    assert_eq!((profile.posts, profile.latest_posts), (0, Vec::new()));
}

#[tokio::test]
async fn the_profile_counts_what_officers_wrote_and_shows_the_last_five() {
    let (server, ortega) = desk().await;
    thread(&resident(&server, "ada").await, "The light is out").await;
    let mut written = Vec::new();
    for n in 0..6 {
        server.app.clock.set(now() + TimeDelta::minutes(n));
        let category = if n == 0 { Category::Safety } else { Category::Announcement };
        written.push(announced(&ortega, &Draft { category, ..draft() }).await.card.id);
    }
    let gone = ortega.raw("DELETE", &api::post(&written[3]), "", Body::empty()).await.0;
    assert_eq!(gone, StatusCode::NO_CONTENT);
    let (_, profile): (_, AgencyProfile) = server.get(&api::agency(SLUG)).await;
    let counts: Vec<_> = profile.posts_by_category.iter().map(|of| (of.category, of.posts)).collect();
    assert_eq!(counts, [(Category::Safety, 1), (Category::Announcement, 4)]);
    assert_eq!(profile.posts, 5);
    let latest: Vec<_> = profile.latest_posts.iter().map(|card| &card.id).collect();
    assert_eq!(latest, [5, 4, 2, 1, 0].map(|n| &written[n]), "newest first, without the one that is gone");
}

#[tokio::test]
async fn what_breaks_a_rule_is_refused_beside_its_field_and_nothing_is_written() {
    let (server, ortega) = desk().await;
    let far: Region7 = "872830828ffffff".parse().expect("a region");
    for (field, draft) in [
        ("title", Draft { title: "Hm".into(), ..draft() }),
        ("text", Draft { text: "x".repeat(2_001), ..draft() }),
        ("text", Draft { text: "Look out for a black male.".into(), ..draft() }),
        ("category", Draft { category: Category::SuspiciousActivity, ..draft() }),
        ("regions", Draft { regions: Vec::new(), ..draft() }),
        ("regions", Draft { regions: vec![far], ..draft() }),
    ] {
        let (status, error): (_, ApiError) = ortega.post(api::PORTAL_ANNOUNCEMENTS, &draft).await;
        let ApiError::Invalid { field: told, .. } = error else { panic!("{error:?}") };
        assert_eq!((status.as_u16(), told.as_str()), (422, field));
    }
    suspend(server.store(), Operator::at_the_command_line(), SLUG, now()).await.expect("suspended");
    let (status, _): (_, ApiError) = ortega.post(api::PORTAL_ANNOUNCEMENTS, &draft()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(feed(&ortega, "").await.items, []);
}

#[tokio::test]
async fn sent_again_it_is_one_and_with_other_words_or_regions_it_is_told() {
    let (_server, ortega) = desk().await;
    let send = async |draft: &Draft| ortega.once(api::PORTAL_ANNOUNCEMENTS, KEY, draft).await;
    let read = |answer: Answer| serde_json::from_slice::<Post>(&answer.body).expect("a post").card.id;
    let first = read(send(&draft()).await);
    assert_eq!(read(send(&draft()).await), first);
    for other in
        [Draft { text: "From 7 on.".into(), ..draft() }, Draft { regions: three()[1..].to_vec(), ..draft() }]
    {
        let answer = send(&other).await;
        assert_eq!(
            (answer.status, answer.error()),
            (StatusCode::CONFLICT, ApiError::SentBefore { id: first.clone() })
        );
    }
    assert_eq!(feed(&ortega, "").await.items.len(), 1);
}

#[tokio::test]
async fn an_officer_writes_no_post_of_a_neighbor() {
    let (_server, ortega) = desk().await;
    let draft = neighbors_domain::post::Draft {
        category: Category::Safety,
        title: "The light is out".into(),
        text: "It has been since August.".into(),
        cell: cell(),
        happened_at: None,
        media: Vec::new(),
    };
    let (status, error): (_, ApiError) = ortega.post(api::POSTS, &draft).await;
    assert_eq!((status, error), (StatusCode::FORBIDDEN, ApiError::Forbidden));
}

#[tokio::test]
async fn the_feed_of_the_portal_is_the_public_feed_of_the_jurisdiction_to_the_letter() {
    let (server, ortega) = desk().await;
    let ada = resident(&server, "ada").await;
    for n in 0..23 {
        server.app.clock.set(now() + TimeDelta::minutes(n));
        let id = thread(&ada, &format!("Light {n} is out")).await;
        if n % 7 == 0 {
            say(&ada, &id, "It is back.").await;
        }
    }
    announced(&ortega, &draft()).await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = feed(&ortega, &after).await;
        seen.extend(page.items);
        match page.next {
            Some(next) => after = format!("?after={next}"),
            None => break,
        }
    }
    let (_, first): (_, FeedPage) = server.get(&format!("{}?region={}", api::FEED, region())).await;
    assert_eq!((seen.len(), &seen[..20]), (24, &first.items[..]));
    let only = feed(&ortega, "?kind=agencies").await.items;
    assert!(matches!(&only[..], [FeedItem::Post(card)] if card.category == Category::Announcement));
    let (status, _): (_, ApiError) = ortega.get(&format!("{}?kind=rumors", api::PORTAL_FEED)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_jurisdiction_of_thousands_of_regions_is_read_newest_first_and_each_entry_once() {
    let (server, ortega) = desk().await;
    // Some 2,600 regions, of which the announcement stands in three that are far apart.
    let all = region().disk(29);
    for region in &all {
        sqlx::query(
            "insert into agency_region (agency_id, region) select id, $2 from agency where slug = $1 on conflict do nothing",
        )
        .bind(SLUG)
        .bind(region.to_string())
        .execute(&**server.store())
        .await
        .expect("a region");
    }
    let apart = vec![all[0], all[1_300], all[2_600]];
    let ada = resident(&server, "ada").await;
    thread(&ada, "The light is out").await;
    server.app.clock.set(now() + TimeDelta::minutes(1));
    announced(&ortega, &Draft { regions: apart, ..draft() }).await;
    let items = feed(&ortega, "").await.items;
    let titles: Vec<_> = items
        .iter()
        .map(|item| match item {
            FeedItem::Post(card) => card.title.as_deref().unwrap_or_default(),
            _ => panic!("posts only"),
        })
        .collect();
    assert_eq!(titles, ["Broadway closed on Sunday", "The light is out"]);
}

#[tokio::test]
async fn an_officer_reads_where_the_agency_serves_by_name() {
    let (server, ortega) = desk().await;
    sqlx::query("insert into place (slug, name, sought, region, rank) values ('ch', 'Capitol Hill, Denver', 'ch', $1, 0)")
        .bind(region().to_string())
        .execute(&**server.store())
        .await
        .expect("a place");
    let (_, jurisdiction): (_, Jurisdiction) = ortega.get(api::PORTAL_JURISDICTION).await;
    assert_eq!(jurisdiction.regions.len(), 7);
    assert_eq!(jurisdiction.regions[0].name.as_deref(), Some("Capitol Hill, Denver"));
    assert!(jurisdiction.regions[1..].iter().all(|region| region.name.is_none()));
}
