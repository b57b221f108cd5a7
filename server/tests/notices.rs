//! What is new where one wrote, and the digest by mail: nothing of it joins a person's threads, and nobody is asked for anything.

mod common;

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use common::cedar::region;
use common::export::exported;
use common::moderation::thread as posted;
use common::post::mails;
use common::world::{World, far_away, inside, long_ago, neighbor};
use common::{TestServer, now, send};
use neighbors_domain::account::Switches;
use neighbors_domain::addresses::api;
use neighbors_domain::announcement;
use neighbors_domain::comment;
use neighbors_domain::language::Language;
use neighbors_domain::notices::{
    AboutThreads, DIGEST_POSTS, MAX_THREADS, MailWishes, MyThreads, ThreadKind, ThreadNews,
};
use neighbors_domain::post::Category;
use neighbors_server::chores;

async fn said(browser: &TestServer, thread: &str) {
    let draft = comment::Draft { text: "Same here.".into() };
    assert_eq!(send(browser, "POST", &api::comments(thread), &draft).await.0, StatusCode::CREATED);
}

async fn news(browser: &TestServer, threads: &[&str]) -> Vec<ThreadNews> {
    let threads = threads.iter().map(|id| (*id).to_owned()).collect();
    let (status, news) = browser.post(api::THREAD_NEWS, &AboutThreads { threads }).await;
    assert_eq!(status, StatusCode::OK);
    news
}

async fn wants(browser: &TestServer, digest: Option<Language>) {
    assert_eq!(send(browser, "PUT", api::MY_MAIL, &MailWishes { digest }).await.0, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn whoever_knows_a_thread_hears_how_many_answers_it_has_signed_in_or_not() {
    let world = World::new().await;
    let post = posted(&world.rosa, "The light is out").await;
    let ben = neighbor(&world.server, "ben@example.org", inside(), long_ago()).await;
    said(&ben, &post).await;
    said(&ben, &world.request).await;
    said(&world.rosa, &world.request).await;
    let asked = [world.request.as_str(), "nothing", post.as_str()];
    let visitor = news(&world.server, &asked).await;
    let [request, thread] = visitor.as_slice() else { panic!("{visitor:?}") };
    assert_eq!((request.kind, request.comments), (ThreadKind::AssistanceRequest, 2));
    assert_eq!((thread.kind, thread.comments), (ThreadKind::Post, 1));
    assert_eq!(thread.title.as_deref(), Some("The light is out"));
    // The same to the byte, whoever asks.
    assert_eq!(news(&world.rosa, &asked).await, visitor);
    let (_, taken_back) = send(&world.rosa, "DELETE", &api::post(&post), &()).await;
    assert!(taken_back.is_empty());
    assert_eq!(news(&world.server, &[&post]).await[0].title, None);
    // More than fit are not looked at.
    let many = vec!["nothing"; MAX_THREADS].into_iter().chain([post.as_str()]).collect::<Vec<_>>();
    assert_eq!(news(&world.server, &many).await, []);
}

#[tokio::test]
async fn a_new_browser_finds_the_threads_again_and_the_database_could_not() {
    let world = World::new().await;
    let cleo = neighbor(&world.server, "cleo@example.org", inside(), long_ago()).await;
    let (own, other) = (posted(&world.rosa, "The light is out").await, posted(&cleo, "Office hours").await);
    let ben = neighbor(&world.server, "ben@example.org", inside(), long_ago()).await;
    world.server.app.clock.set(now() + TimeDelta::minutes(1));
    said(&world.rosa, &world.request).await;
    said(&ben, &other).await;
    let threads =
        |browser: TestServer| async move { browser.get::<MyThreads>(api::MY_THREADS).await.1.threads };
    assert_eq!(threads(world.server.signed_in("rosa@example.org").await).await, [world.request.clone(), own]);
    assert_eq!(threads(ben).await, [other]);
    // Nothing was written by asking: no table knows more than before.
    let tables: i64 = sqlx::query_scalar("select count(*) from thread_author where author_tag in (select author_tag from thread_author group by author_tag having count(*) > 1)")
        .fetch_one(&**world.server.store())
        .await
        .expect("a count");
    assert_eq!(tables, 0, "no tag stands in two threads");
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

#[tokio::test]
async fn one_digest_a_day_reaches_those_of_the_region_who_want_it_and_is_the_same_for_all() {
    let world = World::new().await;
    let server = &world.server;
    let ben = neighbor(server, "ben@example.org", inside(), long_ago()).await;
    let kim = neighbor(server, "kim@example.org", inside(), long_ago()).await;
    let far = neighbor(server, "far@example.org", far_away(), long_ago()).await;
    let quiet = neighbor(server, "quiet@example.org", inside(), long_ago()).await;
    neighbor(server, "never@example.org", inside(), long_ago()).await;
    for (browser, language) in [
        (&world.rosa, Language::English),
        (&ben, Language::English),
        (&kim, Language::Spanish),
        (&far, Language::English),
        (&quiet, Language::English),
    ] {
        wants(browser, Some(language)).await;
    }
    let switches = Switches { do_not_notify: true, ..Switches::default() };
    assert_eq!(send(&quiet, "PUT", api::SWITCHES, &switches).await.0, StatusCode::OK);
    posted(&world.rosa, "The light is out").await;
    let gone = posted(&ben, "Never mind").await;
    send(&ben, "DELETE", &api::post(&gone), &()).await;

    chores::once(&server.app).await.expect("done");
    assert!(mails(server).is_empty(), "not before its hour");
    server.app.clock.set(at("2026-10-22T14:01:00Z"));
    for _ in 0..2 {
        chores::once(&server.app).await.expect("done");
    }
    let digests = mails(server);
    let mut readers: Vec<&str> = digests.iter().map(|mail| mail.to.as_str()).collect();
    readers.sort_unstable();
    assert_eq!(readers, ["ben@example.org", "kim@example.org", "rosa@example.org"]);
    let of = |who: &str| digests.iter().find(|mail| mail.to == who).expect("a mail").text.clone();
    assert_eq!(of("ben@example.org"), of("rosa@example.org"), "one mail for a region");
    assert!(of("rosa@example.org").contains("What neighbors posted"));
    assert!(of("kim@example.org").contains("Lo que los vecinos publicaron"));
    for who in readers {
        let text = of(who);
        assert!(text.contains("The light is out") && !text.contains("Never mind"), "{text}");
        // The open request around all of them is not in it.
        assert!(!text.contains("assistance-requests"), "{text}");
    }
    // Nothing new, nothing sent; and nobody who no longer wants it.
    server.app.clock.set(at("2026-10-23T14:01:00Z"));
    chores::once(&server.app).await.expect("done");
    posted(&world.rosa, "The light is back").await;
    wants(&ben, None).await;
    server.app.clock.set(at("2026-10-24T21:00:00Z"));
    chores::once(&server.app).await.expect("done");
    assert_eq!(mails(server).len(), 3, "too late at night");
    posted(&world.rosa, "Found a key").await;
    server.app.clock.set(at("2026-10-25T14:30:00Z"));
    chores::once(&server.app).await.expect("done");
    assert_eq!(mails(server).len(), 5);
    let (export, _) = exported(&kim).await;
    assert_eq!(export.mail.digest, Some(Language::Spanish));
}

#[tokio::test]
async fn an_announcement_to_many_regions_stands_in_a_digest_once() {
    let world = World::new().await;
    wants(&world.rosa, Some(Language::English)).await;
    let draft = announcement::Draft {
        category: Category::Announcement,
        title: "Broadway is closed".into(),
        text: "From six to eleven, for the run.".into(),
        regions: region().disk(1),
        media: Vec::new(),
    };
    let announced = world.ortega.once(api::PORTAL_ANNOUNCEMENTS, "a-key-of-this-test", &draft).await;
    assert_eq!(announced.status, StatusCode::CREATED, "{}", announced.text());
    world.server.app.clock.set(at("2026-10-22T14:01:00Z"));
    chores::once(&world.server.app).await.expect("done");
    let all = mails(&world.server);
    let [mail] = all.as_slice() else { panic!("{} mails", all.len()) };
    assert_eq!(mail.text.matches("/posts/").count(), 1);
}

#[tokio::test]
async fn a_digest_has_an_end_and_nothing_in_a_title_becomes_a_head() {
    let world = World::new().await;
    wants(&world.rosa, Some(Language::English)).await;
    for n in 0..DIGEST_POSTS + 3 {
        // As often as one account may post.
        world.server.app.clock.set(now() + TimeDelta::minutes(5 * n as i64));
        posted(&world.rosa, &format!("Something of note {n} \u{2028}Bcc: everyone@example.org")).await;
    }
    world.server.app.clock.set(at("2026-10-22T14:00:00Z"));
    chores::once(&world.server.app).await.expect("done");
    let all = mails(&world.server);
    let [mail] = all.as_slice() else { panic!("{} mails", all.len()) };
    assert_eq!(mail.text.matches("/posts/").count(), DIGEST_POSTS);
    let file = std::fs::read_dir(world.server.app.settings.data.join("mail")).expect("the folder").next();
    let whole = std::fs::read_to_string(file.expect("a mail").expect("an entry").path()).expect("text");
    let (head, _) = whole.split_once("\r\n\r\n").expect("a head");
    assert!(!head.contains("everyone@example.org"));
}

#[test]
fn no_mail_asks_for_footage() {
    let letters = include_str!("../src/mail/letters.rs").to_lowercase();
    let said = letters.split("use chrono").nth(1).expect("the letters");
    for word in [
        "footage",
        "record",
        "camera",
        "video",
        "clip",
        "evidence",
        "share with",
        "help the",
        "tap here",
        "grabaci",
        "cámara",
        "compart",
        "prueba",
        "ayude",
        "colabor",
    ] {
        // What a comment says is no mail.
        let mails = said.lines().filter(|line| !line.trim_start().starts_with("//"));
        assert!(mails.into_iter().all(|line| !line.contains(word)), "{word}");
    }
}
