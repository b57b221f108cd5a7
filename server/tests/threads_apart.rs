//! Two threads cannot be joined by anything the API answers. Twin worlds: in one the same people write in both threads,
//! in the other the second thread has people of its own. Edits, deletions, flags, hiding, appeals: byte for byte alike.

mod common;

use axum::body::Body;
use chrono::TimeDelta;
use common::moderation::{moderator, resident};
use common::seeds::seeds;
use common::{TestServer, now};
use neighbors_domain::addresses::{api, data};
use neighbors_domain::comment::{Comment, Draft};
use neighbors_domain::moderation::{Appeal, Decision, Flag, Mine, Reason, Why};
use neighbors_server::app;
use neighbors_server::ids::Ids;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

/// Stories told; each is two servers.
const STORIES: u64 = 24;
const STEPS: usize = 30;
/// Fewer hidden items of one person than pause them: a pause says something to the one who is paused, and shows as silence.
const MOST_HIDDEN: usize = 2;

struct World {
    server: TestServer,
    /// Who writes in the first thread, and who in the second.
    writers: [Vec<TestServer>; 2],
    moderators: [TestServer; 2],
    threads: [String; 2],
    /// Thread, writer, id.
    comments: Vec<(usize, usize, String)>,
    hidden: usize,
}

impl World {
    async fn new(seed: u64, apart: bool) -> Self {
        let mut server = TestServer::new().await;
        // Ids are chance: here the same chance in both worlds, or no answer could be compared.
        let mut ids = [7; 32];
        ids[..8].copy_from_slice(&seed.to_be_bytes());
        let mut people = Vec::new();
        for name in ["ada", "ben", "cleo", "dora", "emil", "fay"] {
            people.push(resident(&server, name).await);
        }
        let moderators = [moderator(&server, "mona").await, moderator(&server, "milo").await];
        let store = server.app.store.clone().with_ids(Ids::seeded(ids));
        server.app.store = store;
        server.router = app(server.app.clone());
        let seen = |browser: &TestServer| {
            let mut again = server.signed_out();
            again.cookie.clone_from(&browser.cookie);
            again
        };
        let people: Vec<TestServer> = people.iter().map(seen).collect();
        let moderators = moderators.each_ref().map(seen);
        let (first, second) = people.split_at(3);
        let again = |some: &[TestServer]| some.iter().map(seen).collect::<Vec<_>>();
        let writers = [again(first), again(if apart { second } else { first })];
        let threads = [
            common::moderation::thread(&writers[0][0], "The light is out").await,
            common::moderation::thread(&writers[1][0], "The drain is blocked").await,
        ];
        Self { server, writers, moderators, threads, comments: Vec::new(), hidden: 0 }
    }

    /// One thing somebody does; the same choices in both worlds. Answers with what they were told.
    async fn step(&mut self, chance: &mut ChaCha8Rng) -> String {
        let (what, thread, who) =
            (chance.random_range(0..10), chance.random_range(0..2), chance.random_range(0..3));
        let chosen = chance.random_range(0..usize::MAX);
        let writer = &self.writers[thread][who];
        let comment =
            (!self.comments.is_empty()).then(|| self.comments[chosen % self.comments.len()].clone());
        let (path, method, body) = match (what, comment) {
            (0..=3, _) | (_, None) => {
                let draft = Draft { text: format!("Word {}.", chosen % 100) };
                let (_, _, bytes) =
                    send(writer, "POST", &api::comments(&self.threads[thread]), json(&draft)).await;
                let comment: Comment = serde_json::from_slice(&bytes).expect("a comment");
                self.comments.push((thread, who, comment.id));
                return text(bytes);
            }
            (4, Some((_, _, id))) => {
                (api::one_comment(&id), "PUT", json(&Draft { text: "Other words.".into() }))
            }
            (5, Some((_, _, id))) => (api::one_comment(&id), "DELETE", Vec::new()),
            (6, Some((_, _, id))) => (api::comment_undo(&id), "POST", Vec::new()),
            (7, Some((thread, who, id))) => {
                // By somebody of the other thread, who flags in both worlds as the same outsider would.
                let flag = Flag { item: id, reason: Reason::ALL[chosen % Reason::ALL.len()] };
                let other = &self.writers[thread][(who + 1) % 3];
                return text(send(other, "POST", api::FLAGS, json(&flag)).await.2);
            }
            (8, Some((_, _, id))) => {
                let hide = chosen % 3 == 0 && self.hidden < MOST_HIDDEN;
                self.hidden += usize::from(hide);
                let decision = match chosen % 3 {
                    0 if hide => Decision::Hide { reason: Reason::Spam },
                    1 => Decision::Restore { why: Why::Context },
                    _ => Decision::Keep,
                };
                let path = api::moderation_item(&id);
                return text(send(&self.moderators[chosen % 2], "POST", &path, json(&decision)).await.2);
            }
            (_, Some((thread, who, _))) => return self.appeal(thread, who).await,
        };
        // Only by its author: whoever else tries is told nothing.
        let author = self.comments.iter().find(|(_, _, id)| path.contains(id.as_str())).expect("known");
        text(send(&self.writers[author.0][author.1], method, &path, body).await.2)
    }

    /// Of the first decision about what this person wrote in this thread.
    async fn appeal(&self, thread: usize, who: usize) -> String {
        let browser = &self.writers[thread][who];
        let (_, mine): (_, Mine) = browser.get(api::MY_MODERATION).await;
        let Some(notice) = mine.notices.iter().find(|notice| notice.place.thread == self.threads[thread])
        else {
            return String::new();
        };
        let appeal = Appeal { text: "It was a quote.".into() };
        text(send(browser, "POST", &api::appeal(&notice.id), json(&appeal)).await.2)
    }

    /// Everything a visitor, an outsider and the moderators can ask for about the two threads.
    async fn answers(&self) -> Vec<String> {
        let region = common::cedar::cell().region();
        let mut paths = vec![
            format!("{}?region={region}", api::FEED),
            api::MODERATION_LOG.to_owned(),
            data::MODERATION_LOG_CSV.to_owned(),
        ];
        for thread in &self.threads {
            paths.extend([api::post(thread), api::comments(thread)]);
        }
        let mut answers = Vec::new();
        for path in paths {
            answers.push(format!("{path}: {}", text(send(&self.server, "GET", &path, Vec::new()).await.2)));
        }
        for moderator in &self.moderators {
            answers.push(text(send(moderator, "GET", api::MODERATION, Vec::new()).await.2));
        }
        answers
    }
}

fn json(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("JSON")
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("text")
}

async fn send(
    browser: &TestServer,
    method: &str,
    path: &str,
    body: Vec<u8>,
) -> (axum::http::StatusCode, axum::http::HeaderMap, Vec<u8>) {
    let answer = browser.raw(method, path, "application/json", Body::from(body)).await;
    assert!(!answer.0.is_server_error(), "{method} {path}");
    answer
}

#[tokio::test]
async fn whether_the_same_people_write_in_two_threads_shows_in_no_answer() {
    let (mut hidden, mut stories) = (0, 0);
    for seed in seeds(STORIES, 1) {
        stories += 1;
        let (mut same, mut apart) = (World::new(seed, false).await, World::new(seed, true).await);
        let mut chance = [ChaCha8Rng::seed_from_u64(seed), ChaCha8Rng::seed_from_u64(seed)];
        for step in 0..STEPS {
            let at = now() + TimeDelta::seconds(40 * step as i64);
            for world in [&same, &apart] {
                world.server.app.clock.set(at);
            }
            let told = [same.step(&mut chance[0]).await, apart.step(&mut chance[1]).await];
            assert_eq!(told[0], told[1], "story {seed}, step {step}");
        }
        let (one, other) = (same.answers().await, apart.answers().await);
        assert_eq!(one, other, "story {seed}");
        hidden += same.hidden;
    }
    assert!(hidden >= stories / 2, "the stories hide too little to say anything: {hidden}");
}
