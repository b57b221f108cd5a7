//! The whole life of requests over random sequences of acts, on a real database: what must hold after every step, whatever
//! was tried. A failure prints the seed; `NEIGHBORS_SEED=… cargo test --test course` plays it again.

mod common;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use common::TestServer;
use common::cedar::{SLUG, draft, incident};
use common::desk::{House, NOTE, approve, decide, not_approved, outcome_of};
use common::now;
use common::seeds::seeds;
use common::world::{bare, long_ago, neighbor};
use neighbors_domain::addresses::{api, data};
use neighbors_domain::agency::AgencyProfile;
use neighbors_domain::api::ApiError;
use neighbors_domain::area::Area;
use neighbors_domain::assistance_request::{
    AssistanceRequest, Draft, Outcome, State, StatedOutcome, Submitted, Version, Work,
};
use neighbors_domain::case_number::CaseNumber;
use neighbors_domain::cells::Cell9;
use neighbors_domain::review::{Decision, Question, Queue, Sensitive, Verdict};
use neighbors_domain::share::{ShareDraft, ShareRefusal};
use neighbors_domain::window::Window;
use neighbors_server::auth::Operator;
use neighbors_server::store::agencies::{resume, suspend};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

const ROSA: &str = "rosa.of.the.alley@example.org";
const WORLDS: u64 = 6;
const STEPS: usize = 70;

/// What was read of a published request before: none of it may ever be otherwise.
struct Seen {
    versions: Vec<Version>,
    published_at: DateTime<Utc>,
    recipient: String,
    closed: Option<(State, DateTime<Utc>)>,
    outcome: Option<Outcome>,
}

struct Play {
    house: House,
    /// Lives in the incident's cell, since long ago.
    rosa: TestServer,
    chance: StdRng,
    now: DateTime<Utc>,
    /// Every id there ever was.
    ids: Vec<String>,
    seen: BTreeMap<String, Seen>,
    /// Words that a reviewer returned or refused, or that still wait.
    secret: BTreeMap<(String, u32), String>,
    words: u32,
    suspended: bool,
}

impl Play {
    async fn new(seed: u64) -> Self {
        let chance = StdRng::seed_from_u64(seed);
        let (ids, seen, secret) = Default::default();
        let house = House::new().await;
        let rosa = neighbor(&house.server, ROSA, incident(), long_ago()).await;
        Self { house, rosa, chance, now: now(), ids, seen, secret, words: 0, suspended: false }
    }

    fn one_of(&mut self) -> Option<String> {
        self.ids.choose(&mut self.chance).cloned()
    }

    /// A word that stands in one version of one request and nowhere else.
    fn word(&mut self) -> String {
        self.words += 1;
        format!("wyrm{:05}wood", self.words)
    }

    /// A few cases and two places that overlap: so that limits are met.
    fn draft(&mut self, word: &str) -> Draft {
        let case =
            *["CF-1", "cf 1", "CF-2", "CF-3", "CF-4", "CF-5", "CF-6"].choose(&mut self.chance).expect("some");
        let far: Vec<Cell9> = incident().disk(4);
        let at = *[incident(), far[far.len() - 1]].choose(&mut self.chance).expect("two");
        let window = Window { from: self.now - TimeDelta::hours(9), until: self.now - TimeDelta::hours(3) };
        let text = format!("We look for recordings of the alley, and of {word} as well.");
        Draft { case_number: CaseNumber(case.into()), area: Area::around(at), window, text, ..draft() }
    }

    async fn send(&mut self) {
        let word = self.word();
        let draft = self.draft(&word);
        let submission = self.house.cedar.submission(draft);
        let (status, answer): (_, serde_json::Value) =
            self.house.ortega.post(api::PORTAL_REQUESTS, &submission).await;
        if status == StatusCode::CREATED {
            let sent: Submitted = serde_json::from_value(answer).expect("where it went");
            self.secret.insert((sent.id.clone(), sent.version), word);
            self.ids.push(sent.id);
        }
    }

    async fn amend(&mut self) {
        let Some(id) = self.one_of() else { return };
        let (status, shown): (_, serde_json::Value) =
            self.house.server.get(&api::assistance_request(&id)).await;
        if status != StatusCode::OK {
            return;
        }
        let shown: AssistanceRequest = serde_json::from_value(shown).expect("a request");
        let word = self.word();
        let mut draft = shown.draft;
        draft.text = format!("By now we look for {word} alone, in the alley.");
        if self.chance.random_bool(0.5) {
            let keep = draft.area.incident;
            draft.area.cells.retain(|cell| *cell == keep);
        }
        // Sometimes for more than people were asked: never taken.
        let wider = self.chance.random_bool(0.2);
        if wider {
            draft.window.until += TimeDelta::minutes(1);
        }
        let (status, answer): (_, serde_json::Value) =
            self.house.ortega.post(&api::portal_amendments(&id), &draft).await;
        if status == StatusCode::CREATED {
            assert!(!wider, "an amendment asked for more");
            let sent: Submitted = serde_json::from_value(answer).expect("where it went");
            self.secret.insert((sent.id.clone(), sent.version), word);
        }
    }

    async fn review(&mut self) {
        let (_, queue): (_, Queue) = self.house.rita.get(api::REVIEW).await;
        let Some(waiting) = queue.waiting.choose(&mut self.chance).cloned() else { return };
        let reviewer = if self.chance.random_bool(0.5) { &self.house.rita } else { &self.house.sam };
        let verdict = self.chance.random_range(0..10);
        let decision = match verdict {
            0 => not_approved(Verdict::Return { reason: Question::WindowFits, note: NOTE.into() }),
            1 => not_approved(Verdict::Refuse { reason: Question::WindowFits, note: NOTE.into() }),
            2 => Decision { sensitive: vec![Sensitive::School], ..approve() },
            // Read too early: the words are others by now.
            3 => {
                let unread = outcome_of(reviewer, "POST", &api::review_case(&waiting.id), &approve()).await;
                assert!(unread.is_err(), "decided about words nobody read");
                return;
            }
            _ => approve(),
        };
        let published = matches!(decision.verdict, Verdict::Approve);
        let key = (waiting.id.clone(), waiting.version);
        if decide(reviewer, &waiting.id, decision).await.is_ok() && published {
            let versions = self.versions(&waiting.id).await;
            if versions.iter().any(|version| version.version == waiting.version) {
                self.secret.remove(&key);
            }
        }
    }

    async fn close(&mut self) {
        let Some(id) = self.one_of() else { return };
        let outcome = *Outcome::ALL.choose(&mut self.chance).expect("three");
        let _ = match self.chance.random_range(0..5) {
            0 | 1 => outcome_of(&self.house.ortega, "POST", &api::portal_resolve(&id), &()).await,
            2 => outcome_of(&self.house.ortega, "POST", &api::portal_void(&id), &()).await,
            _ => {
                let stated = StatedOutcome { outcome };
                outcome_of(&self.house.ortega, "PUT", &api::portal_outcome(&id), &stated).await
            }
        };
    }

    async fn suspend_or_resume(&mut self) {
        let (store, operator) = (self.house.server.store(), Operator::at_the_command_line());
        if self.suspended {
            resume(store, operator, SLUG, self.now).await.expect("resumed");
        } else {
            suspend(store, operator, SLUG, self.now).await.expect("suspended");
        }
        self.suspended = !self.suspended;
    }

    /// Hours as a rule, now and then past the end of a request. Whoever is signed in stays so.
    async fn wait(&mut self) {
        let hours = if self.chance.random_bool(0.1) { 24 * 16 } else { self.chance.random_range(1..40) };
        self.now += TimeDelta::hours(hours);
        self.house.server.app.clock.set(self.now);
        self.house.sign_in_again().await;
        self.rosa = self.house.server.signed_in(ROSA).await;
    }

    async fn versions(&self, id: &str) -> Vec<Version> {
        let (status, versions): (_, serde_json::Value) = self.house.server.get(&api::versions(id)).await;
        if status == StatusCode::NOT_FOUND {
            Vec::new()
        } else {
            serde_json::from_value(versions).expect("versions")
        }
    }

    async fn step(&mut self) {
        match self.chance.random_range(0..20) {
            0..4 => self.send().await,
            4..8 => self.amend().await,
            8..15 => self.review().await,
            15..17 => self.close().await,
            // Seldom suspended, and not for long.
            17 if self.suspended || self.chance.random_bool(0.3) => self.suspend_or_resume().await,
            _ => self.wait().await,
        }
    }

    async fn check(&mut self) {
        for id in self.ids.clone() {
            self.check_one(&id).await;
        }
        self.check_limits().await;
        self.check_secrets().await;
    }

    /// Nothing is published without review; what was published is never edited, deleted, or open again.
    async fn check_one(&mut self, id: &str) {
        let versions = self.versions(id).await;
        let (status, shown): (_, serde_json::Value) =
            self.house.server.get(&api::assistance_request(id)).await;
        assert_eq!(versions.is_empty(), status == StatusCode::NOT_FOUND, "page and versions agree");
        let Some(newest) = versions.first() else {
            assert!(!self.seen.contains_key(id), "a published request is gone");
            return;
        };
        let shown: AssistanceRequest = serde_json::from_value(shown).expect("a request");
        let review = shown.judged.review.as_ref().expect("published without a reviewer");
        assert_eq!((review.questions_answered, review.questions), (8, 8));
        assert_eq!(newest.second_reviewer, review.second, "the reviewers of the newest version");
        assert!(versions.iter().all(|version| version.second_reviewer != Some(version.reviewer)));
        assert_eq!((shown.version, &shown.draft), (newest.version, &newest.draft));
        let rules = shown.draft.rules(shown.life.published_at, &shown.judged);
        assert!(rules.iter().all(|line| line.refusal.is_none()), "published against a rule: {rules:?}");
        // Each version asks nobody for more than the one before.
        for pair in versions.windows(2) {
            assert_eq!(pair[1].draft.refuses_amendment(&pair[0].draft), []);
            assert!(pair[1].version < pair[0].version && pair[1].published_at <= pair[0].published_at);
        }
        // Nobody can share with what is not open, or with the words of an older version.
        let open = shown.life.state == State::Open;
        assert!(!open || !self.suspended, "open while its agency is suspended");
        assert_eq!(shown.life.closed_at.is_some(), !matches!(shown.life.state, State::Open | State::Frozen));
        self.check_sharing(&shown).await;
        if let Some(before) = self.seen.get(id) {
            let since = versions.len() - before.versions.len();
            assert_eq!(versions[since..], before.versions[..], "an old version changed");
            assert_eq!((before.published_at, &before.recipient), (shown.life.published_at, &shown.recipient));
            if let Some((state, closed_at)) = before.closed {
                assert_eq!(since, 0, "amended after its end");
                let void = shown.life.state == State::Void;
                assert!(shown.life.state == state || void, "{state:?} became {:?}", shown.life.state);
                assert_eq!(shown.life.closed_at, Some(closed_at));
            }
            assert!(before.outcome.is_none() || before.outcome == shown.life.outcome);
        }
        if shown.life.outcome.is_some() {
            assert!(shown.life.closed_at.is_some(), "an outcome before the end");
        }
        let closed = shown.life.closed_at.map(|at| (shown.life.state, at));
        let life = &shown.life;
        let seen = Seen {
            published_at: life.published_at,
            recipient: shown.recipient.clone(),
            closed,
            outcome: life.outcome,
            versions,
        };
        self.seen.insert(id.to_owned(), seen);
    }

    /// By somebody who has not sent a recording yet: what is answered first is whether one may share at all.
    async fn check_sharing(&self, shown: &AssistanceRequest) {
        let refused = async |version| {
            let draft = ShareDraft { version, ..bare(incident()) };
            let (_, error): (_, ApiError) = self.rosa.post(&api::share_with(&shown.id), &draft).await;
            match error {
                ApiError::ShareRefused { refusal } => refusal,
                other => panic!("{other:?}"),
            }
        };
        if shown.life.state != State::Open {
            assert_eq!(refused(shown.version).await, ShareRefusal::NotOpen { state: shown.life.state });
            return;
        }
        if shown.draft.area.contains(incident()) {
            // Only the files are missing; with other words than today's nothing is taken, whatever is sent.
            assert_eq!(refused(shown.version).await, ShareRefusal::UploadMissing);
            let changed = ShareRefusal::NewVersion { version: shown.version };
            assert_eq!(refused(shown.version - 1).await, changed);
        }
    }

    /// At most two posts a case and four over one cell in any 30 days, by what everybody reads.
    async fn check_limits(&self) {
        let mut cases: BTreeMap<String, u32> = BTreeMap::new();
        let mut over: BTreeMap<Cell9, Vec<DateTime<Utc>>> = BTreeMap::new();
        for seen in self.seen.values() {
            let first = &seen.versions.last().expect("published").draft;
            *cases.entry(first.case_number.key()).or_default() += 1;
            for cell in &first.area.cells {
                over.entry(*cell).or_default().push(seen.published_at);
            }
        }
        assert!(cases.values().all(|posts| *posts <= Draft::MAX_PER_CASE), "{cases:?}");
        for mut times in over.into_values() {
            times.sort_unstable();
            for five in times.windows(Draft::MAX_PER_CELL as usize + 1) {
                assert!(
                    five[five.len() - 1] - five[0] >= Draft::PLACE_PERIOD,
                    "five over one cell in 30 days"
                );
            }
        }
        let (_, profile): (_, AgencyProfile) = self.house.server.get(&api::agency(SLUG)).await;
        assert_eq!(
            profile.assistance_requests.len(),
            self.seen.len(),
            "the profile shows every request for ever"
        );
    }

    /// No word of what waits, was returned or refused is anywhere in public.
    async fn check_secrets(&self) {
        let mut paths =
            vec![api::agency(SLUG), data::figures(SLUG, "csv"), data::assistance_requests(SLUG, "json")];
        paths.push(format!("{}?region={}", api::FEED, incident().region()));
        for id in self.seen.keys() {
            paths.extend([api::assistance_request(id), api::versions(id), data::versions(id, "csv")]);
        }
        for path in paths {
            let (_, _, bytes) = self.house.server.raw("GET", &path, "", axum::body::Body::empty()).await;
            let said = String::from_utf8(bytes).expect("text");
            for word in self.secret.values() {
                assert!(!said.contains(word.as_str()), "{path} tells {word}");
            }
        }
    }
}

#[tokio::test]
async fn whatever_is_tried_in_whatever_order_the_rules_of_a_requests_life_hold() {
    let (mut published, mut amended, mut closed) = (0, 0, 0);
    for seed in seeds(0, WORLDS) {
        let mut play = Play::new(seed).await;
        for _ in 0..STEPS {
            play.step().await;
            play.check().await;
        }
        published += play.seen.len();
        amended += play.seen.values().filter(|seen| seen.versions.len() > 1).count();
        closed += play.seen.values().filter(|seen| seen.closed.is_some()).count();
        let (_, work): (_, Work) = play.house.ortega.get(api::PORTAL_REQUESTS).await;
        assert_eq!(work.published.len(), play.seen.len());
    }
    println!("{published} published, {amended} amended, {closed} closed");
    // Else the random life was no life.
    assert!(published > 0 && closed > 0, "{published} published, {amended} amended, {closed} closed");
}
