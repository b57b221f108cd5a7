//! What a page says before its program has arrived: its head, its plain words, its first data.

mod common;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::StatusCode;
use common::cedar::{Cedar, SLUG, cell, draft as ask, region};
use common::{Answer, TestServer, now};
use neighbors_domain::addresses::pages;
use neighbors_domain::feed::{FeedPage, FirstFeed, KnownPlace};
use neighbors_domain::post::{Category, Draft};
use neighbors_domain::record::Spoken;
use neighbors_server::auth::{Operator, Writer};
use neighbors_server::store;
use regex::Regex;

const SHELL: &[u8] = b"<!doctype html><html lang=\"en\"><head><!--head--></head><body><div id=\"shell\">\
    <div id=\"shell-plain\"><!--plain--></div><noscript><p>needs JavaScript</p></noscript></div></body></html>";

async fn server() -> TestServer {
    let server = TestServer::new().await.with_assets(&[
        ("feed.html", SHELL),
        ("index.html", SHELL),
        ("portal.html", SHELL),
    ]);
    let place = KnownPlace {
        slug: "capitol-hill-denver".into(),
        name: "Capitol Hill, Denver".into(),
        region: region(),
    };
    store::places::add(server.store(), Operator::at_the_command_line(), &place).await.expect("a place");
    server
}

async fn post(server: &TestServer, title: &str, text: &str) -> String {
    let email = format!("{}@example.org", uuid::Uuid::new_v4());
    let writer = Writer::Resident(server.resident(&email).await);
    let draft = Draft {
        category: Category::LostPet,
        title: title.into(),
        text: text.into(),
        cell: cell(),
        happened_at: None,
        media: Vec::new(),
    };
    let draft = draft.check(now(), false).expect("within the rules");
    let secrets = &server.app.secrets;
    store::posts::publish(server.store(), secrets, &writer, &Spoken::by_a_resident(draft), now())
        .await
        .expect("a post")
}

async fn open(server: &TestServer, path: &str, language: &str) -> Answer {
    server.call("GET", path, &[("accept-language", language)], Body::empty()).await
}

/// The text of a `<meta>`, as a browser reads it.
fn meta(page: &str, name: &str) -> Option<String> {
    let pattern = format!("<meta (?:name|property)=\"{name}\" content=\"([^\"]*)\">");
    Some(unescaped(&Regex::new(&pattern).expect("a pattern").captures(page)?[1]))
}

fn title(page: &str) -> String {
    assert_eq!(page.matches("<title>").count(), 1, "one title");
    let (_, rest) = page.split_once("<title>").expect("a title");
    unescaped(rest.split_once("</title>").expect("its end").0)
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&")
}

fn plain(page: &str) -> &str {
    let (_, rest) = page.split_once("<div id=\"shell-plain\">").expect("room for plain words");
    rest.split_once("</div>").expect("its end").0
}

fn first(page: &str) -> Option<FirstFeed> {
    let (_, rest) = page.split_once("<script type=\"application/json\" id=\"first-feed\">")?;
    Some(serde_json::from_str(rest.split_once("</script>").expect("its end").0).expect("JSON"))
}

#[tokio::test]
async fn a_link_to_a_post_shows_its_title_and_first_words() {
    let server = server().await;
    let id = post(&server, "Gray cat found", &"A calm gray cat sits on our porch. ".repeat(20)).await;
    let page = open(&server, &pages::post(&id), "en").await;
    let page = page.text();
    assert_eq!(title(page), "Gray cat found · Neighbors");
    let address = format!("http://localhost:8080/posts/{id}");
    for (name, content) in [
        ("og:title", "Gray cat found"),
        ("og:type", "article"),
        ("og:site_name", "Neighbors"),
        ("og:locale", "en_US"),
        ("og:url", &*address),
        ("og:image", "http://localhost:8080/card.png"),
        ("twitter:card", "summary_large_image"),
    ] {
        assert_eq!(meta(page, name).as_deref(), Some(content), "{name}");
    }
    let said = meta(page, "description").expect("a description");
    assert!(said.starts_with("Lost pet. A calm gray cat") && said.ends_with('…'), "{said}");
    assert!(said.chars().count() <= 160, "{said}");
    assert_eq!(meta(page, "og:description"), Some(said));
    assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{address}\">")));
    assert!(plain(page).contains("<h1>Gray cat found</h1>") && plain(page).contains("A calm gray cat"));
    assert_eq!(meta(page, "robots"), None);
}

#[tokio::test]
async fn a_request_and_an_agency_say_who_asks_for_what_about_when() {
    let server = server().await;
    let cedar = Cedar::new(&server).await;
    let id = cedar.published(&server, ask(), now()).await;
    let page = open(&server, &pages::assistance_request(&id), "en").await;
    let said = meta(page.text(), "description").expect("a description");
    for part in ["Cedar Flats Police Department", "Burglary of a detached garage", "Oct 20, 2026, 8:30 PM"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(plain(page.text()).contains("We are looking for recordings of the alleys."));
    let help = open(&server, &pages::help(&id), "en").await;
    assert_eq!(meta(help.text(), "og:url"), meta(page.text(), "og:url"), "one thing has one address");

    let agency = open(&server, &pages::agency(SLUG), "en").await;
    assert_eq!(title(agency.text()), "Cedar Flats Police Department · Neighbors");
    let said = meta(agency.text(), "description").expect("a description");
    assert!(said.starts_with("Police · Cedar Flats, CO. Takes part since "), "{said}");
    assert!(plain(agency.text()).contains(&format!("href=\"/assistance-requests/{id}\"")));
}

#[tokio::test]
async fn a_page_speaks_the_language_the_browser_asks_for() {
    let server = server().await;
    let spanish = open(&server, "/?place=capitol-hill-denver", "es-US,en;q=0.7").await;
    assert!(spanish.text().contains("<html lang=\"es\">"));
    assert_eq!(title(spanish.text()), "Qué pasó cerca de Capitol Hill, Denver · Neighbors");
    assert_eq!(meta(spanish.text(), "og:locale").as_deref(), Some("es_US"));
    let english = open(&server, "/?place=capitol-hill-denver", "en").await;
    assert!(english.text().contains("<html lang=\"en\">"));
    assert_eq!(title(english.text()), "What happened near Capitol Hill, Denver · Neighbors");
    for answer in [spanish, english] {
        assert_eq!(answer.header("vary"), "accept-encoding, accept-language");
    }
}

#[tokio::test]
async fn a_hostile_title_stays_a_title() {
    let server = server().await;
    let hostile = "</title></noscript></script><script>alert(1)</script>\"><img src=x onerror='a'>";
    let text = format!("{hostile} <!--plain--> <!--head--> </body> ]]> \u{202e} & &amp;");
    let id = post(&server, hostile, &text).await;
    for path in [pages::post(&id), "/?place=capitol-hill-denver".into()] {
        let page = open(&server, &path, "en").await;
        let page = page.text();
        assert!(!page.contains("<script>") && !page.contains("<img"), "{page}");
        for (element, times) in [("</title>", 1), ("</noscript>", 1), ("</body>", 1), ("</html>", 1)] {
            assert_eq!(page.matches(element).count(), times, "{element} of {path}");
        }
        assert_eq!(page.matches("</script>").count(), usize::from(path.starts_with("/?")), "{path}");
    }
    let page = open(&server, &pages::post(&id), "en").await;
    assert_eq!(meta(page.text(), "og:title").as_deref(), Some(hostile), "and is read as it was written");
    let feed = open(&server, "/?place=capitol-hill-denver", "en").await;
    let feed = first(feed.text()).expect("the first feed");
    assert_eq!(serde_json::to_value(&feed.page.items[0]).expect("JSON")["post"]["title"], hostile);
}

#[tokio::test]
async fn what_its_author_removed_is_nowhere_in_the_page() {
    let server = server().await;
    let id = post(&server, "Very particular title", "Very particular text").await;
    sqlx::query("update post set removed_at = 1 where id = $1")
        .bind(&id)
        .execute(&**server.store())
        .await
        .expect("removed");
    for path in [pages::post(&id), "/?place=capitol-hill-denver".into()] {
        let page = open(&server, &path, "en").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text().contains("Very particular"), "{path}");
    }
    let page = open(&server, &pages::post(&id), "en").await;
    assert_eq!(title(page.text()), "Removed by its author · Neighbors");
}

#[tokio::test]
async fn what_waits_for_review_and_what_was_never_there_look_the_same() {
    let server = server().await;
    let cedar = Cedar::new(&server).await;
    let waiting = cedar.submitted(&server, ask(), now()).await;
    let [waiting, never] = [waiting.as_str(), "never"].map(pages::assistance_request);
    let (waiting, never) = (open(&server, &waiting, "en").await, open(&server, &never, "en").await);
    assert_eq!((waiting.status, waiting.text()), (StatusCode::NOT_FOUND, never.text()));
    assert_eq!(meta(never.text(), "robots").as_deref(), Some("noindex"));
    assert_eq!(meta(never.text(), "og:url"), None);
}

#[tokio::test]
async fn every_page_has_a_title_of_its_own_and_what_is_about_oneself_is_left_out_by_engines() {
    let server = server().await;
    let private = [
        pages::SHARES,
        pages::SHARE,
        pages::COMPOSE,
        pages::SIGN_IN,
        pages::CONFIRM,
        pages::RECOVER,
        pages::CONFIRM_EMAIL,
        pages::SETTINGS,
        pages::HOME,
        pages::NOTICES,
        pages::MY_MODERATION,
        pages::MODERATION,
        pages::PORTAL,
        pages::PORTAL_SIGN_IN,
        pages::PORTAL_SHARE,
        pages::PORTAL_REQUESTS,
        pages::PORTAL_DRAFT,
        pages::PORTAL_AMEND,
        pages::PORTAL_JOIN,
        pages::PORTAL_OFFICERS,
        pages::PORTAL_AGENCY,
        pages::PORTAL_KEYS,
        pages::PORTAL_ACCOUNT,
        pages::PORTAL_FEED,
        pages::PORTAL_POST,
        pages::PORTAL_REQUEST,
        pages::PORTAL_ANNOUNCE,
        pages::REVIEW,
        pages::REVIEW_CASE,
    ];
    let (mut titles, mut descriptions) = (BTreeSet::new(), BTreeSet::new());
    for page in pages::ALL.into_iter().chain(pages::PORTAL_ALL) {
        let answer = open(&server, &page.replace(":id", "1").replace(":slug", "x"), "en").await;
        let found = answer.status == StatusCode::OK;
        if found {
            assert!(titles.insert(title(answer.text())), "{page} has the title of another");
            assert!(descriptions.insert(meta(answer.text(), "description")), "{page} says what another says");
        }
        assert!(title(answer.text()).ends_with(" · Neighbors"), "{page}");
        assert!(meta(answer.text(), "description").is_some_and(|said| said.len() > 20), "{page}");
        let left_out = meta(answer.text(), "robots").is_some();
        assert_eq!(left_out, !found || private.contains(&page), "{page}");
    }
}

#[tokio::test]
async fn the_first_feed_is_the_answer_the_program_would_have_got() {
    let server = server().await;
    post(&server, "Gray cat found", "On our porch.").await;
    for (query, question) in [
        ("", "/api/feed"),
        ("?place=capitol-hill-denver", "/api/feed?place=capitol-hill-denver"),
        ("?kind=pets&place=capitol-hill-denver&utm=x", "/api/feed?place=capitol-hill-denver&kind=pets"),
        ("?since=ever&within=2&place=capitol-hill-denver", "/api/feed?place=capitol-hill-denver&within=2"),
        ("?kind=rumors&after=x&place=capitol-hill-denver", "/api/feed?place=capitol-hill-denver"),
    ] {
        let page = open(&server, &format!("/{query}"), "en").await;
        let first = first(page.text()).expect("the first feed");
        assert_eq!(first.question, question, "{query}");
        let (_, asked): (_, FeedPage) = server.get(question).await;
        assert_eq!(first.page, asked, "{query}");
        assert!(!first.site.demo);
    }
    let nowhere = open(&server, "/?place=atlantis", "en").await;
    assert_eq!((nowhere.status, first(nowhere.text())), (StatusCode::OK, None));
}

#[tokio::test]
async fn nothing_of_who_asks_is_in_a_page() {
    let server = server().await;
    server.resident("rosa@example.org").await;
    let rosa = server.signed_in("rosa@example.org").await;
    for path in ["/", "/settings", "/shares", "/agencies"] {
        let (_, headers, hers) = rosa.raw("GET", path, "text/plain", Body::empty()).await;
        let (_, _, anybodys) = server.raw("GET", path, "text/plain", Body::empty()).await;
        assert_eq!(hers, anybodys, "{path}");
        assert!(headers.get("set-cookie").is_none());
    }
}

#[tokio::test]
async fn a_page_shows_what_was_written_a_moment_ago() {
    let server = server().await;
    let feed = async || {
        let page = open(&server, "/?place=capitol-hill-denver", "en").await;
        let (_, asked): (_, FeedPage) = server.get("/api/feed?place=capitol-hill-denver").await;
        let sent = first(page.text()).expect("the first feed").page;
        assert_eq!(sent, asked);
        sent.items.len()
    };
    assert_eq!(feed().await, 0);
    post(&server, "Gray cat found", "On our porch.").await;
    assert_eq!(feed().await, 1);
    post(&server, "Brown dog lost", "Near the park.").await;
    assert_eq!(feed().await, 2);
}

#[test]
fn the_picture_of_a_link_is_a_png_of_the_size_that_is_said() {
    let png = include_bytes!("../../public/card.png");
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    assert_eq!((number(16), number(20)), (1200, 630));
    assert!(png.len() < 60_000, "it is fetched by machines that are in a hurry");
}
