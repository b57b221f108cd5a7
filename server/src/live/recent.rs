//! What was told lately: for streams that come back, and for those that begin later than their page.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Event;

/// Events a stream that comes back can still be told.
const REMEMBERED: usize = 256;
/// What a question for a stream may need on its way, and the part of a second that it leaves out.
const ON_ITS_WAY: Duration = Duration::from_secs(4);

pub struct Recent {
    /// When each was told, and what.
    events: VecDeque<(Instant, Arc<Event>)>,
    /// All that was told since then is here.
    complete_since: Instant,
}

impl Recent {
    pub fn new(now: Instant) -> Self {
        Self { events: VecDeque::new(), complete_since: now }
    }

    pub fn push(&mut self, event: Arc<Event>, now: Instant) {
        if self.events.len() == REMEMBERED
            && let Some((at, _)) = self.events.pop_front()
        {
            self.complete_since = at;
        }
        self.events.push_back((now, event));
    }

    /// What was told after the event of this mark, or since so long ago, whichever reaches further back. `None`: that is
    /// no longer known.
    pub fn told(&self, after: Option<&str>, late: Option<Duration>, now: Instant) -> Option<Vec<Arc<Event>>> {
        let after = after.map(|mark| self.until(mark));
        let late = late.map(|late| self.before(now.checked_sub(late)?));
        let first = match (after, late) {
            (Some(after), Some(late)) => after?.min(late?),
            (one, other) => one.or(other).unwrap_or(Some(self.events.len()))?,
        };
        Some(self.events.iter().skip(first).map(|(_, event)| event.clone()).collect())
    }

    /// How many there are up to the event of this mark.
    fn until(&self, mark: &str) -> Option<usize> {
        self.events.iter().position(|(_, event)| event.mark == mark).map(|at| at + 1)
    }

    /// How many there are from before that. A little more is told than was asked for, and missed by nobody.
    fn before(&self, from: Instant) -> Option<usize> {
        let told = from.checked_sub(ON_ITS_WAY).unwrap_or(from);
        (self.complete_since < from).then(|| self.events.partition_point(|(at, _)| *at < told))
    }
}

#[cfg(test)]
mod tests {
    use neighbors_domain::live::Happened;

    use super::*;

    fn event(id: &str) -> Arc<Event> {
        let region = "872681364ffffff".parse().expect("a region");
        Arc::new(Event::new(Happened::Post, id, vec![region]))
    }

    #[test]
    fn a_stream_that_comes_back_is_told_what_it_missed_or_that_nobody_knows() {
        let now = Instant::now();
        let mut recent = Recent::new(now);
        let (first, second) = (event("1"), event("2"));
        recent.push(first.clone(), now);
        recent.push(second.clone(), now);
        let missed = |recent: &Recent, mark: &str| recent.told(Some(mark), None, now).map(|told| told.len());
        let known = [&*first.mark, &*second.mark, "another"].map(|mark| missed(&recent, mark));
        assert_eq!(known, [Some(1), Some(0), None]);
        for n in 0..REMEMBERED {
            recent.push(event(&n.to_string()), now);
        }
        assert_eq!(missed(&recent, &second.mark), None);
    }

    #[test]
    fn a_stream_that_begins_late_is_told_what_happened_meanwhile() {
        let began = Instant::now();
        let at = |seconds| began + Duration::from_secs(seconds);
        let mut recent = Recent::new(began);
        let missed = |recent: &Recent, after: Option<&str>, late: u64| {
            let told = recent.told(after, Some(Duration::from_secs(late)), at(70))?;
            Some(told.iter().map(|event| event.id.clone()).collect::<Vec<_>>())
        };
        let first = event("1");
        recent.push(first.clone(), at(60));
        recent.push(event("2"), at(70));
        assert_eq!(missed(&recent, None, 5), Some(vec!["2".into()]));
        // It was a moment on its way.
        assert_eq!(missed(&recent, None, 6), Some(vec!["1".into(), "2".into()]));
        assert_eq!(missed(&recent, None, 10), Some(vec!["1".into(), "2".into()]));
        // Before this server was there.
        assert_eq!(missed(&recent, None, 71), None);
        // Whichever reaches further back.
        assert_eq!(missed(&recent, Some(&first.mark), 0), Some(vec!["2".into()]));
        assert_eq!(missed(&recent, Some(&first.mark), 10), Some(vec!["1".into(), "2".into()]));
        for n in 3..=REMEMBERED + 1 {
            recent.push(event(&n.to_string()), at(70));
        }
        assert_eq!(missed(&recent, None, 9).map(|ids| ids.len()), Some(REMEMBERED));
        assert_eq!(missed(&recent, None, 10), None);
    }
}
