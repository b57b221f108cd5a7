//! What was just written, for whoever wants to know at once: open streams, and answers kept ready.
//!
//! A store function that publishes hands its event to `Store::commit_and_tell`. On one machine that is all;
//! on PostgreSQL the event also travels inside the transaction (`NOTIFY`), and [`follow`] brings in those of
//! the other servers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use neighbors_domain::cells::Region7;
use neighbors_domain::live::Happened;
use rand::RngCore;
use serde::{Deserialize, Serialize};
use tokio::sync::{broadcast, watch};

mod postgres;
mod recent;

pub use postgres::follow;
use recent::Recent;

/// Events a slow stream may be behind; one that is slower ends, and asks again.
const BEHIND: usize = 256;
/// Places whose last change is known; beyond it all are taken for changed.
const PLACES: usize = 50_000;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Names this event on every server; of chance, so that it counts nothing.
    pub mark: String,
    pub kind: Happened,
    pub id: String,
    /// Where; empty: everywhere.
    pub regions: Vec<Region7>,
}

impl Event {
    pub fn new(kind: Happened, id: &str, regions: Vec<Region7>) -> Self {
        Self { mark: format!("{:016x}", rand::rng().next_u64()), kind, id: id.to_owned(), regions }
    }

    /// The first of the regions asked for that it concerns.
    pub fn concerns(&self, asked: &[Region7]) -> Option<Region7> {
        let here = |region: &&Region7| self.regions.is_empty() || self.regions.contains(region);
        asked.iter().find(here).copied()
    }
}

#[derive(Debug, Clone)]
pub enum Told {
    Event(Arc<Event>),
    /// Events of other servers may have been lost.
    Missed,
}

/// One for each store; cheap to clone.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    streams: broadcast::Sender<Told>,
    ending: watch::Sender<bool>,
    /// How often the moderators' queue changed; for their own streams alone.
    queue: watch::Sender<u64>,
    /// Who says it, among servers on one database.
    origin: String,
}

struct State {
    written: u64,
    /// Region or id, and how much had been written when it changed last.
    changed: HashMap<String, u64>,
    /// Everything changed then.
    all_changed: u64,
    recent: Recent,
}

impl Default for State {
    fn default() -> Self {
        Self { written: 0, changed: HashMap::new(), all_changed: 0, recent: Recent::new(Instant::now()) }
    }
}

impl Default for Live {
    fn default() -> Self {
        let origin = format!("{:016x}", rand::rng().next_u64());
        let (streams, _) = broadcast::channel(BEHIND);
        let (ending, _) = watch::channel(false);
        let (queue, _) = watch::channel(0);
        Self(Arc::new(Inner { state: Mutex::default(), streams, ending, queue, origin }))
    }
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Live")
    }
}

impl Live {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.state.lock().expect("nobody panics while telling")
    }

    /// After the commit: whoever reads now reads what was written.
    pub fn tell(&self, event: Event) {
        let event = Arc::new(event);
        let mut state = self.state();
        if event.regions.is_empty() {
            state.everything_changed();
        } else {
            let places = event.regions.iter().map(ToString::to_string).chain([event.id.clone()]);
            state.note(places);
        }
        state.recent.push(event.clone(), Instant::now());
        // Under the same lock, so that a stream that begins now gets it exactly once. No stream: no error.
        let _ = self.0.streams.send(Told::Event(event));
    }

    /// Somebody flagged, decided or appealed. It passes through nothing that a reader could count: no event, no memory.
    pub fn queue_changed(&self) {
        self.0.queue.send_modify(|times| *times += 1);
    }

    pub fn queue(&self) -> watch::Receiver<u64> {
        self.0.queue.subscribe()
    }

    /// Something public changed that no stream is told of.
    pub fn changed(&self, places: &[String]) {
        self.state().note(places.iter().cloned());
    }

    /// The connection that brings other servers' events broke: nobody knows what was lost.
    fn missed(&self) {
        let mut state = self.state();
        state.everything_changed();
        state.recent = Recent::new(Instant::now());
        let _ = self.0.streams.send(Told::Missed);
    }

    /// A number that grows with every change.
    pub fn written(&self) -> u64 {
        self.state().written
    }

    pub fn changed_since(&self, since: u64, places: &[String]) -> bool {
        let state = self.state();
        let later = |place: &String| state.changed.get(place).is_some_and(|at| *at > since);
        state.all_changed > since || places.iter().any(later)
    }

    /// From now on; and what was told after the event of this mark, or since so long ago. `None`: that is no longer known.
    pub fn listen(
        &self,
        after: Option<&str>,
        late: Option<Duration>,
        now: Instant,
    ) -> (broadcast::Receiver<Told>, Option<Vec<Arc<Event>>>) {
        let state = self.state();
        (self.0.streams.subscribe(), state.recent.told(after, late, now))
    }

    /// The server stops: every stream ends, so that nobody waits for them.
    pub fn end(&self) {
        self.0.ending.send_replace(true);
    }

    pub fn ending(&self) -> watch::Receiver<bool> {
        self.0.ending.subscribe()
    }
}

impl State {
    fn note(&mut self, places: impl Iterator<Item = String>) {
        self.written += 1;
        for place in places {
            self.changed.insert(place, self.written);
        }
        if self.changed.len() > PLACES {
            self.everything_changed();
        }
    }

    fn everything_changed(&mut self) {
        self.written += 1;
        self.all_changed = self.written;
        self.changed.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_without_regions_is_about_everywhere() {
        let live = Live::default();
        let since = live.written();
        live.tell(Event::new(Happened::Incidents, "denver", Vec::new()));
        assert!(live.changed_since(since, &["anywhere".into()]));
        let since = live.written();
        assert!(!live.changed_since(since, &["anywhere".into()]));
    }

    #[test]
    fn more_places_than_can_be_kept_are_all_taken_for_changed() {
        let live = Live::default();
        let since = live.written();
        let places: Vec<String> = (0..=PLACES).map(|n| n.to_string()).collect();
        live.changed(&places);
        assert!(live.changed_since(since, &["somewhere else".into()]));
    }
}
