//! What time it is, as an argument: real, or stopped for a test.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};

#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    Real,
    Stopped(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    pub fn real() -> Self {
        Self(Source::Real)
    }

    pub fn stopped_at(now: DateTime<Utc>) -> Self {
        Self(Source::Stopped(Arc::new(Mutex::new(now))))
    }

    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::Real => Utc::now(),
            Source::Stopped(now) => *now.lock().expect("nobody panics while setting a clock"),
        }
    }

    /// Where a stopped clock stands; `None` for the real one.
    pub fn stopped(&self) -> Option<DateTime<Utc>> {
        match &self.0 {
            Source::Real => None,
            Source::Stopped(_) => Some(self.now()),
        }
    }

    /// Moves a stopped clock; `false` if it is the real one.
    pub fn set(&self, to: DateTime<Utc>) -> bool {
        match &self.0 {
            Source::Real => false,
            Source::Stopped(now) => {
                *now.lock().expect("nobody panics while setting a clock") = to;
                true
            }
        }
    }
}
