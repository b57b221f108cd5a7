//! Twin worlds: in one, one person wrote two rows of posts; in the other, two people did. Photos, deletions, news, the
//! live stream, the digest and leaving: byte for byte alike. (Photos of a leaver go at once: what two leavers of one
//! instant show is what one shows; that the instant itself joins them is said in docs/threats.md.)

mod common;
#[path = "../../media/tests/common/mod.rs"]
mod made;

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::{DateTime, TimeDelta, Utc};
use common::cedar::{cell, incident, region};
use common::moderation::{resident, say};
use common::post::mails;
use common::seeds::seeds;
use common::world::{long_ago, neighbor};
use common::{PASSWORD, TestServer, now};
use http_body_util::BodyExt;
use image::ImageFormat;
use neighbors_domain::addresses::{self, api};
use neighbors_domain::language::Language;
use neighbors_domain::leaving::Leave;
use neighbors_domain::media::{Attached, Received};
use neighbors_domain::notices::{AboutThreads, MailWishes};
use neighbors_domain::password::Password;
use neighbors_domain::post::{Category, Draft, Post};
use neighbors_server::ids::Ids;
use neighbors_server::{app, chores, store};
use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sqlx::Row;
use tower::ServiceExt;

/// Stories told; each is two servers.
const STORIES: u64 = 4;
const STEPS: usize = 24;
/// One person may write twenty posts at once.
const MOST_POSTS: usize = 16;

/// Draws the same moment for everything: what is left to differ is what the server makes of it.
struct AlwaysTheSame;

impl RngCore for AlwaysTheSame {
    fn next_u32(&mut self) -> u32 {
        0x5a5a_5a5a
    }

    fn next_u64(&mut self) -> u64 {
        0x5a5a_5a5a_5a5a_5a5a
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.fill(0x5a);
    }
}

struct World {
    server: TestServer,
    /// Who writes the first row of posts, and who the second.
    writers: [TestServer; 2],
    emails: Vec<&'static str>,
    cleo: TestServer,
    live: Body,
    /// Row and id.
    posts: Vec<(usize, String)>,
    photos: Vec<String>,
    deleted: usize,
}

impl World {
    async fn new(seed: u64, apart: bool) -> Self {
        let mut server = TestServer::new().await;
        resident(&server, "ada").await;
        resident(&server, "ben").await;
        resident(&server, "cleo").await;
        let kim = neighbor(&server, "kim@example.org", incident(), long_ago()).await;
        let wishes = MailWishes { digest: Some(Language::English) };
        let body = Body::from(serde_json::to_vec(&wishes).expect("JSON"));
        let (status, ..) = kim.raw("PUT", api::MY_MAIL, "application/json", body).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
        // Ids are chance: here the same chance in both worlds, or no answer could be compared.
        let mut ids = [9; 32];
        ids[..8].copy_from_slice(&seed.to_be_bytes());
        server.app.store = server.app.store.clone().with_ids(Ids::seeded(ids));
        server.router = app(server.app.clone());
        let second = if apart { "ben@example.org" } else { "ada@example.org" };
        let writers = [server.signed_in("ada@example.org").await, server.signed_in(second).await];
        let emails = if apart { vec!["ada@example.org", second] } else { vec![second] };
        let cleo = server.signed_in("cleo@example.org").await;
        let asked = Request::get(format!("{}?regions={}:1", api::LIVE, region()));
        let asked = asked.header(header::HOST, "localhost:8080").body(Body::empty()).expect("a request");
        let live = server.router.clone().oneshot(asked).await.expect("an answer").into_body();
        Self { server, writers, emails, cleo, live, posts: Vec::new(), photos: Vec::new(), deleted: 0 }
    }

    /// One thing somebody does; the same choices in both worlds. Answers with what they were told.
    async fn step(&mut self, chance: &mut ChaCha8Rng) -> String {
        let (what, row, photo, chosen): (u32, usize, bool, usize) = (
            chance.random_range(0..8),
            chance.random_range(0..2),
            chance.random_bool(0.5),
            chance.random_range(0..usize::MAX),
        );
        let one = (!self.posts.is_empty()).then(|| self.posts[chosen % self.posts.len()].clone());
        match (what, one) {
            (0..=2, _) | (_, None) if self.posts.len() < MOST_POSTS => self.write(row, photo, chosen).await,
            (3, Some((row, id))) => {
                self.deleted += 1;
                let (status, _, body) =
                    self.writers[row].raw("DELETE", &api::post(&id), "", Body::empty()).await;
                format!("{status} {}", text(&body))
            }
            (4 | 5, Some((_, id))) => self.comments(&self.cleo, &id).await,
            (_, Some((row, id))) => self.comments(&self.writers[row], &id).await,
            (_, None) => String::new(),
        }
    }

    async fn write(&mut self, row: usize, photo: bool, chosen: usize) -> String {
        let writer = &self.writers[row];
        let mut media = Vec::new();
        if photo {
            let bytes = Body::from(made::photo(ImageFormat::Jpeg));
            let (status, _, body) = writer.raw("POST", api::MEDIA, "image/jpeg", bytes).await;
            assert_eq!(status, StatusCode::CREATED, "{}", text(&body));
            let received: Received = serde_json::from_slice(&body).expect("an answer");
            self.photos.push(received.id.clone());
            media.push(Attached { id: received.id, alt: "The light.".into() });
        }
        let draft = Draft {
            category: Category::Safety,
            title: format!("The light is out, {}", chosen % 100),
            text: "It has been since August.".into(),
            cell: cell(),
            happened_at: None,
            media,
        };
        let body = Body::from(serde_json::to_vec(&draft).expect("JSON"));
        let (status, _, body) = writer.raw("POST", api::POSTS, "application/json", body).await;
        assert_eq!(status, StatusCode::CREATED, "{}", text(&body));
        let post: Post = serde_json::from_slice(&body).expect("a post");
        self.posts.push((row, post.card.id));
        text(&body)
    }

    /// To a post that may be gone by now: then what they are told is told in both worlds.
    async fn comments(&self, browser: &TestServer, id: &str) -> String {
        let (_, post): (_, Post) = self.server.get(&api::post(id)).await;
        if post.card.text.is_none() {
            return "gone".into();
        }
        serde_json::to_string(&say(browser, id, "So it is.").await).expect("JSON")
    }

    /// Everything anybody can ask for, and what the live stream said since.
    async fn answers(&mut self) -> Vec<String> {
        let here = format!("region={}", region());
        let mut paths = vec![format!("{}?{here}", api::FEED), format!("{}?{here}", api::ACTIVITY)];
        for (_, id) in &self.posts {
            paths.extend([api::post(id), api::comments(id)]);
        }
        paths.extend(self.photos.iter().map(|id| addresses::media(id)));
        let mut answers = Vec::new();
        for path in paths {
            let (status, mut headers, body) = self.server.raw("GET", &path, "", Body::empty()).await;
            headers.remove("date");
            answers.push(format!("{path}: {status} {headers:?} {}", hex::encode(&body)));
        }
        let about = AboutThreads { threads: self.posts.iter().map(|(_, id)| id.clone()).collect() };
        let body = Body::from(serde_json::to_vec(&about).expect("JSON"));
        let (status, _, body) = self.server.raw("POST", api::THREAD_NEWS, "application/json", body).await;
        assert_eq!(status, StatusCode::OK);
        answers.push(text(&body));
        answers.push(self.heard().await);
        answers
    }

    /// Without the names of events: they are chance of their own.
    async fn heard(&mut self) -> String {
        let mut said = Vec::new();
        while let Ok(Some(frame)) = tokio::time::timeout(Duration::from_millis(2), self.live.frame()).await {
            said.extend(frame.expect("a frame").into_data().expect("data"));
        }
        let said = text(&said);
        said.lines().filter(|line| !line.starts_with("id: ")).collect::<Vec<_>>().join("\n")
    }

    fn at(&self, at: DateTime<Utc>) {
        self.server.app.clock.set(at);
    }

    async fn leave(&self) {
        for email in &self.emails {
            let browser = self.server.signed_in(email).await;
            let leave = Leave { email: (*email).into(), password: Password(PASSWORD.into()) };
            let body = Body::from(serde_json::to_vec(&leave).expect("JSON"));
            let (status, ..) = browser.raw("POST", api::MY_DELETION, "application/json", body).await;
            assert_eq!(status, StatusCode::NO_CONTENT);
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// What is to be removed, and when.
async fn due(world: &World) -> Vec<(String, i64)> {
    let rows = sqlx::query("select item_id, due_at from removal order by due_at, item_id");
    let rows = rows.fetch_all(&**world.server.store()).await.expect("rows");
    rows.iter().map(|row| (row.get("item_id"), row.get("due_at"))).collect()
}

async fn alike(worlds: &mut [World; 2], when: &str) {
    let [one, other] = worlds;
    let (one, other) = (one.answers().await, other.answers().await);
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other, "{when}");
    }
    assert_eq!(one.len(), other.len());
}

#[tokio::test]
async fn whether_one_person_wrote_two_posts_shows_in_nothing_that_happens_to_them() {
    let (mut photos, mut deleted, mut removed, mut digests, mut heard) = (0, 0, 0, 0, 0);
    for seed in seeds(STORIES, 1) {
        let mut worlds = [World::new(seed, false).await, World::new(seed, true).await];
        let mut chance = [ChaCha8Rng::seed_from_u64(seed), ChaCha8Rng::seed_from_u64(seed)];
        for step in 0..STEPS {
            for world in &worlds {
                world.at(now() + TimeDelta::seconds(400 * step as i64));
            }
            let [one, other] = &mut worlds;
            let told = [one.step(&mut chance[0]).await, other.step(&mut chance[1]).await];
            assert_eq!(told[0], told[1], "story {seed}, step {step}");
            if step % 6 == 5 {
                heard += one.posts.len();
                alike(&mut worlds, &format!("story {seed}, step {step}")).await;
            }
        }
        // The digest of the next morning.
        for world in &worlds {
            world.at("2026-10-22T14:01:00Z".parse().expect("a time"));
            chores::once(&world.server.app).await.expect("done");
        }
        let mail = |world: &World| mails(&world.server).into_iter().map(|mail| mail.text).collect::<Vec<_>>();
        assert_eq!(mail(&worlds[0]), mail(&worlds[1]), "story {seed}");
        digests += mail(&worlds[0]).len();

        // Whoever wrote goes; photos at once, words one by one.
        let left = now() + TimeDelta::days(1);
        for world in &worlds {
            world.at(left);
            world.leave().await;
        }
        alike(&mut worlds, &format!("story {seed}, left")).await;
        let begun = left + TimeDelta::minutes(2);
        for world in &worlds {
            world.at(begun);
            let (store, secrets) = (world.server.store(), &world.server.app.secrets);
            store::leaving::schedule(store, secrets, &mut AlwaysTheSame, begun).await.expect("scheduled");
        }
        // All of them at one moment, one after the other.
        let due = [due(&worlds[0]).await, due(&worlds[1]).await];
        assert_eq!(due[0], due[1], "story {seed}");
        assert!(due[0].iter().all(|(_, at)| *at == due[0][0].1));
        for n in 0..due[0].len() {
            for world in &worlds {
                let at = DateTime::from_timestamp_millis(due[0][0].1).expect("a time");
                world.at(at);
                let mut chance = AlwaysTheSame;
                let next = store::leaving::remove_next(world.server.store(), &mut chance, at).await;
                assert!(next.expect("removed"), "story {seed}, piece {n}");
            }
            if n % 4 == 0 || n + 1 == due[0].len() {
                alike(&mut worlds, &format!("story {seed}, piece {n}")).await;
            }
        }
        removed += due[0].len();
        photos += worlds[0].photos.len();
        deleted += worlds[0].deleted;
    }
    // The stories say something about each of these.
    assert!(
        photos > 6 && deleted > 6 && removed > 20 && digests > 2 && heard > 16,
        "{photos} photos, {deleted} deletions, {removed} removals, {digests} digests, {heard} posts"
    );
}
