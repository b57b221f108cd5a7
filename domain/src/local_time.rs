//! From the clock on a wall to an instant: once a year an hour comes twice there, and once it is left out.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

/// What a time on a wall can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LocalTime {
    Once(DateTime<Utc>),
    /// The clock was put back over it.
    Twice(DateTime<Utc>, DateTime<Utc>),
    /// The clock was put forward over it: no clock ever showed it.
    Never,
}

impl LocalTime {
    pub fn pick(self, second: bool) -> Option<DateTime<Utc>> {
        match self {
            Self::Once(at) => Some(at),
            Self::Twice(first, _) if !second => Some(first),
            Self::Twice(_, second) => Some(second),
            Self::Never => None,
        }
    }
}

/// `offset_at`: how many seconds the clocks of a zone are ahead of UTC at an instant. Right for every zone that
/// changes its clocks at most once in any two days.
pub fn instants(local: NaiveDateTime, offset_at: impl Fn(DateTime<Utc>) -> i64) -> LocalTime {
    let as_utc = local.and_utc();
    let day = TimeDelta::days(1);
    let mut found: Vec<DateTime<Utc>> = [as_utc - day, as_utc + day]
        .into_iter()
        .map(&offset_at)
        .map(|offset| (as_utc - TimeDelta::seconds(offset), offset))
        .filter(|(at, offset)| offset_at(*at) == *offset)
        .map(|(at, _)| at)
        .collect();
    found.sort_unstable();
    found.dedup();
    match found[..] {
        [] => LocalTime::Never,
        [at] => LocalTime::Once(at),
        [first, second, ..] => LocalTime::Twice(first, second),
    }
}
