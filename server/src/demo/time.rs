//! Times of a demo: days before it is made, hours on the clocks of Denver.

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::America::Denver;
use neighbors_domain::window::Window;
use serde::Deserialize;

pub const ZONE: &str = "America/Denver";

/// What is told so recently lies at least this far back, so that it has happened.
const JUST_NOW: TimeDelta = TimeDelta::minutes(30);

/// When something of a story happened.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
pub enum When {
    Ago { minutes_ago: i64 },
    Day { days_ago: u64, at: NaiveTime },
}

impl When {
    /// Today's `at` may not have come yet: then it was yesterday's.
    pub fn before(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Ago { minutes_ago } => now - TimeDelta::minutes(minutes_ago),
            Self::Day { days_ago, at } => {
                let day = now.with_timezone(&Denver).date_naive() - Days::new(days_ago);
                let then = instant(day.and_time(at));
                if then + JUST_NOW > now { instant((day - Days::new(1)).and_time(at)) } else { then }
            }
        }
    }
}

/// A window of the clocks of Denver, moved by whole weeks to the last one that ended before `before`:
/// the hour and the day of the week stay true.
pub fn moved(from: NaiveDateTime, until: NaiveDateTime, before: DateTime<Utc>) -> Window {
    let local = before.with_timezone(&Denver).naive_local();
    let shift = TimeDelta::weeks((local - until).num_days().div_euclid(7));
    Window { from: instant(from + shift), until: instant(until + shift) }
}

/// An hour that the clocks go through twice is its first; one they leave out is the hour after.
fn instant(local: NaiveDateTime) -> DateTime<Utc> {
    let found = Denver.from_local_datetime(&local);
    let found =
        found.earliest().or_else(|| Denver.from_local_datetime(&(local + TimeDelta::hours(1))).earliest());
    found.map_or_else(|| local.and_utc(), |time| time.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_window_keeps_its_weekday_and_hour_across_daylight_saving() {
        let local = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let now = "2026-12-01T12:00:00Z".parse().unwrap();
        let window = moved(local("2019-05-08T23:30:00"), local("2019-05-09T05:00:00"), now);
        let said = window.from.with_timezone(&Denver).format("%a %F %H:%M").to_string();
        assert_eq!(said, "Wed 2026-11-25 23:30");
        assert_eq!(window.length(), TimeDelta::minutes(330));
    }

    #[test]
    fn this_evening_is_yesterday_as_long_as_it_is_morning() {
        let now = "2026-10-21T15:00:00Z".parse().unwrap();
        let at = NaiveTime::from_hms_opt(18, 0, 0).unwrap();
        let then = When::Day { days_ago: 0, at }.before(now);
        assert_eq!(then.to_rfc3339(), "2026-10-21T00:00:00+00:00");
    }
}
