//! One recording, and whether its time lies inside a window.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::spoken::length;
use crate::window::Window;

/// When it was recorded, and how we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub source: TimeSource,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeSource {
    /// Written into the file by the camera.
    File,
    /// The file's date on this device: the end of the recording as far as anyone knows.
    LastChanged,
}

/// How far a recording sticks out of the window.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum OutsideWindow {
    #[error("It lies outside the window: it ends {} before the window begins.", length(*seconds))]
    Before { seconds: i64 },
    #[error("It lies outside the window: it begins {} after the window ends.", length(*seconds))]
    After { seconds: i64 },
    #[error("The first {} lie outside the window.", length(*seconds))]
    StartsTooEarly { seconds: i64 },
    #[error("The last {} lie outside the window.", length(*seconds))]
    EndsTooLate { seconds: i64 },
    #[error("The first {} and the last {} lie outside the window.", length(*first), length(*last))]
    Both { first: i64, last: i64 },
}

impl Taken {
    /// Inside means wholly inside; the ends count as inside.
    pub fn fits(self, window: Window) -> Result<(), OutsideWindow> {
        let first = (window.from - self.from).max(TimeDelta::zero()).num_seconds();
        let last = (self.until - window.until).max(TimeDelta::zero()).num_seconds();
        if self.until < window.from {
            return Err(OutsideWindow::Before { seconds: (window.from - self.until).num_seconds() });
        }
        if self.from > window.until {
            return Err(OutsideWindow::After { seconds: (self.from - window.until).num_seconds() });
        }
        match (self.from < window.from, self.until > window.until) {
            (false, false) => Ok(()),
            (true, false) => Err(OutsideWindow::StartsTooEarly { seconds: first }),
            (false, true) => Err(OutsideWindow::EndsTooLate { seconds: last }),
            (true, true) => Err(OutsideWindow::Both { first, last }),
        }
    }
}
