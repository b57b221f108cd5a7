//! Twin worlds: two servers that knew the same until in one of them residents did what no officer may learn of: moved in,
//! looked, declined, opted out, began a share and left it, wrote a draft's photo, flagged. Then the same things happen in
//! both, in the open. Every address there is answers every role of an officer with the same bytes.

mod common;

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{SLUG, region};
use common::moderation::{resident, say, thread};
use common::seeds::seeds;
use common::world::{World, bare, far_away, inside, long_ago, neighbor, officer, rosa};
use common::{TestServer, now};
use neighbors_domain::account::{ConfirmHome, Switches};
use neighbors_domain::addresses::api;
use neighbors_domain::announcement;
use neighbors_domain::media::{Announced, MediaKind};
use neighbors_domain::moderation::{Flag, Reason};
use neighbors_domain::officers::{Role, Roles};
use neighbors_domain::post::{Category, Post};
use neighbors_domain::share::{Receipt, ShareDraft, Uploaded};
use neighbors_server::app;
use neighbors_server::ids::Ids;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use regex::Regex;

const STORIES: u64 = 3;
const SECRETS: usize = 30;

/// Who looks, and with which browser.
struct Eyes(Vec<(String, TestServer)>);

impl Eyes {
    /// Of the agency, one officer for each role, one with none, its administrator; and one of another agency.
    async fn of(world: &World) -> Self {
        let mut eyes = Vec::new();
        let roles = Role::ALL.map(|role| (role.key(), vec![role], false));
        let others = [("none", Vec::new(), false), ("administrator", Vec::new(), true)];
        for (name, roles, administrator) in roles.into_iter().chain(others) {
            let email = format!("{name}@cedarflats.example");
            let (officer, browser) = officer(&world.server, &world.cedar.agency, &email, "1").await;
            sqlx::query("update officer set roles = $2, admin_since = $3 where id = $1")
                .bind(officer.id)
                .bind(Roles::from(roles).text())
                .bind(administrator.then_some(1_i64))
                .execute(&**world.server.store())
                .await
                .expect("another role");
            eyes.push((name.to_owned(), browser));
        }
        eyes.push(("lead".into(), world.server.seen_by(&world.ortega)));
        eyes.push(("another agency".into(), world.server.seen_by(&world.stranger)));
        Self(eyes)
    }
}

/// Everything written under `/api`, `/data`, `/ground`, `/media` and `/record` in the house: a new address is looked at by itself.
fn addresses() -> Vec<String> {
    let source = include_str!("../../domain/src/addresses.rs");
    let consts =
        Regex::new(r#"const \w+: &str = "(/(?:api|data|ground|media|record)[^"]*)";"#).expect("a pattern");
    let mut found: Vec<String> = consts.captures_iter(source).map(|it| it[1].to_owned()).collect();
    // A stream without an end; `live.rs` and `traces_apart.rs` listen to it.
    found.retain(|address| address != api::LIVE);
    assert!(found.len() > 90, "{found:?}");
    found
}

/// One of two servers.
struct Twin {
    server: TestServer,
    /// What is public or shared here, for the addresses that name something.
    ids: Vec<String>,
}

impl Twin {
    fn browser(&self, of: &TestServer) -> TestServer {
        self.server.seen_by(of)
    }

    /// From here on ids are chance again, the same in both.
    fn ids_begin_anew(&mut self, seed: u64) {
        let mut ids = [5; 32];
        ids[..8].copy_from_slice(&seed.to_be_bytes());
        self.server.app.store = self.server.app.store.clone().with_ids(Ids::seeded(ids));
        self.server.router = app(self.server.app.clone());
    }

    fn paths(&self) -> Vec<String> {
        let here = format!("region={}", region());
        let mut paths = vec![
            format!("{}?{here}&within=2", api::FEED),
            format!("{}?{here}", api::ACTIVITY),
            format!("{}?kind=agencies", api::PORTAL_FEED),
            format!("{}?kind=assistance_request", api::PORTAL_FEED),
        ];
        for address in addresses() {
            let address = address
                .replace("{slug}", SLUG)
                .replace("{region}", &region().to_string())
                .replace("{us_state}", "CO");
            let files = ["csv", "json", "atom"].map(|ending| format!("assistance-requests.{ending}"));
            let of_file = |path: String| match path.contains("{file}") {
                true => files.iter().map(|file| path.replace("{file}", file)).collect(),
                false => vec![path],
            };
            let of_n = |path: String| match path.contains("{n}") {
                true => (0..3).map(|n: u32| path.replace("{n}", &n.to_string())).collect(),
                false => vec![path],
            };
            let of_id = |path: String| match path.contains("{id}") {
                true => self.ids.iter().map(|id| path.replace("{id}", id)).collect(),
                false => vec![path],
            };
            let all = of_id(address).into_iter().flat_map(of_n).flat_map(of_file);
            paths.extend(all);
        }
        paths
    }

    /// Status, headers but the hour, and bytes, of every address for every pair of eyes. What opens a share opens it in both.
    async fn answers(&self, eyes: &Eyes) -> BTreeMap<String, (u16, String, Vec<u8>)> {
        let mut answers = BTreeMap::new();
        for (who, eye) in &eyes.0 {
            let browser = self.browser(eye);
            for path in self.paths() {
                let (status, mut headers, body) = browser.raw("GET", &path, "", Body::empty()).await;
                headers.remove("date");
                assert!(!status.is_server_error(), "{who} {path}: {status}");
                answers.insert(format!("{who} {path}"), (status.as_u16(), format!("{headers:?}"), body));
            }
        }
        answers
    }
}

/// Short of sharing, whatever a neighbor does. Was it taken?
async fn secretly(twin: &Twin, world: &World, who: &TestServer, chance: &mut ChaCha8Rng) -> bool {
    let cell = if chance.random_bool(0.5) { inside() } else { far_away() };
    let browser = twin.browser(who);
    let get = async |path: &str| browser.raw("GET", path, "", Body::empty()).await.0.is_success();
    let post = async |path: &str, body: serde_json::Value| {
        browser.raw("POST", path, "application/json", Body::from(body.to_string())).await.0.is_success()
    };
    match chance.random_range(0..9) {
        0 => get(&api::assistance_request(&world.request)).await,
        1 => {
            let opt_out = chance.random_bool(0.5);
            let switches = Switches { opt_out, hide_requests: !opt_out, do_not_notify: opt_out };
            let (status, _): (_, serde_json::Value) = browser.put(api::SWITCHES, &switches).await;
            status.is_success()
        }
        2 => post(api::CONFIRM_HOME, json(&ConfirmHome { cell })).await,
        3 => post(&api::share_with(&world.request), json(&bare(cell))).await,
        4 => {
            let sealed = world.seal(b"begun and left").await;
            let kind = "application/octet-stream";
            browser.raw("POST", api::UPLOADS, kind, Body::from(sealed)).await.0.is_success()
        }
        5 => {
            let announced = Announced { kind: MediaKind::Photo, bytes: 4_096 };
            post(api::ARRIVING, json(&announced)).await
        }
        6 => {
            let email = format!("new-{}@example.org", chance.random_range(0..u32::MAX));
            neighbor(&twin.server, &email, cell, long_ago()).await;
            true
        }
        7 => {
            let flag = Flag { item: twin.ids[1].clone(), reason: Reason::ALL[0] };
            post(api::FLAGS, json(&flag)).await
        }
        _ => get(api::MY_MODERATION).await,
    }
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("JSON")
}

/// What happens in the open, the same in both worlds: a post, an answer, an announcement, a share of the same bytes.
async fn openly(twin: &mut Twin, world: &World, ada: &TestServer, sealed: &[Vec<u8>; 2]) {
    let (ada, rosa, ortega) = (twin.browser(ada), twin.browser(&world.rosa), twin.browser(&world.ortega));
    let post = thread(&ada, "The light is back").await;
    say(&ortega, &post, "Thank you.").await;
    let draft = announcement::Draft {
        category: Category::Announcement,
        title: "Broadway closed on Sunday".into(),
        text: "From 6 to 11 AM.".into(),
        regions: vec![region()],
        media: Vec::new(),
    };
    let (status, announced): (_, Post) = ortega.post(api::PORTAL_ANNOUNCEMENTS, &draft).await;
    assert_eq!(status, StatusCode::CREATED);
    let mut uploads = Vec::new();
    for sealed in sealed {
        let (status, uploaded): (_, Uploaded) = common::world::upload(&rosa, sealed.clone()).await;
        assert_eq!(status, StatusCode::CREATED);
        uploads.push(uploaded.id);
    }
    let draft = ShareDraft {
        idempotency_key: "the same in both worlds".into(),
        manifest: uploads[0].clone(),
        recordings: vec![uploads[1].clone()],
        ..bare(inside())
    };
    let (status, receipt): (_, Receipt) = world.commit(&rosa, &draft).await;
    assert_eq!(status, StatusCode::CREATED);
    twin.ids.extend([post, announced.card.id, receipt.id]);
}

#[tokio::test]
async fn no_role_of_an_officer_is_answered_differently_by_what_residents_do_unseen() {
    let mut taken = 0;
    let mut stories = 0;
    for seed in seeds(STORIES, 1) {
        stories += 1;
        let world = World::new().await;
        let eyes = Eyes::of(&world).await;
        let ada = resident(&world.server, "ada").await;
        let noor = neighbor(&world.server, "noor@example.org", inside(), long_ago()).await;
        let post = thread(&ada, "The light is out").await;
        let receipt = world.share().await;
        let ids = vec![world.request.clone(), post, receipt.id, "nothing".into()];
        let manifest = serde_json::to_vec(&world.manifest(&rosa(), &[b"once more"])).expect("JSON");
        let sealed = [world.seal(&manifest).await, world.seal(b"once more").await];

        let mut twins = Vec::new();
        for _ in 0..2 {
            twins.push(Twin { server: world.server.twin().await, ids: ids.clone() });
        }
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        for _ in 0..SECRETS {
            // Not Rosa, who shares openly later: nothing may stop her.
            let who = if chance.random_bool(0.5) { &noor } else { &ada };
            taken += usize::from(secretly(&twins[1], &world, who, &mut chance).await);
        }
        for twin in &mut twins {
            twin.ids_begin_anew(seed);
        }
        let mut before = 0;
        for open in [false, true] {
            for twin in &mut twins {
                if open {
                    twin.server.app.clock.set(now() + TimeDelta::minutes(10));
                    openly(twin, &world, &ada, &sealed).await;
                }
            }
            let [one, other] = &twins[..] else { unreachable!("two") };
            let (one, other) = (one.answers(&eyes).await, other.answers(&eyes).await);
            for (path, answer) in &one {
                let told = |(status, headers, body): &(u16, String, Vec<u8>)| {
                    format!("{status} {headers} {}", String::from_utf8_lossy(body))
                };
                assert!(
                    answer == &other[path],
                    "story {seed}: {path}\n{}\n{}",
                    told(answer),
                    told(&other[path])
                );
            }
            assert_eq!(one.len(), other.len());
            // What is open does change what they see, or nothing here could fail.
            let seen: usize = one.values().map(|(_, _, body)| body.len()).sum();
            assert!(seen > before, "{before} {seen}");
            before = seen;
        }
    }
    // Most of it was done, and not only refused.
    assert!(taken > stories * SECRETS / 2, "{taken}");
}
