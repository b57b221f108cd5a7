//! The growth curve and the slider under it: where a day stands, what a step of the slider means, the line itself.

use chrono::{NaiveDate, TimeDelta};
use neighbors_domain::agency_map::{KNOWN_TOTALS, KnownTotal, days};

/// Of the drawing; above and below is room for the line's own width.
pub const WIDTH: f64 = 760.0;
pub const HEIGHT: f64 = 330.0;

/// A step is a week, and each ends on a Tuesday: August 27, 2019, of which the number was published, was one.
const WEEK: i32 = 7;
const TUESDAY: i32 = 5;

/// From the first agency to the last month of which anybody published a number. The last step is today: whoever joined
/// after that month stands there, or years in which nothing is known would take most of the width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Timeline {
    /// A Tuesday, in days since 1970.
    first: i32,
    /// The step that is today.
    pub last: usize,
}

impl Timeline {
    /// `since`: days since 1970, oldest first.
    pub fn of(since: &[i32]) -> Self {
        let published = KNOWN_TOTALS.iter().map(middle).max().unwrap_or_default();
        let oldest = since.first().copied().unwrap_or(published).min(published);
        let first = oldest - (oldest - TUESDAY).rem_euclid(WEEK);
        // Half a month on, the published month is over.
        Self { first, last: ((published + 16 - first) / WEEK) as usize + 1 }
    }

    /// The day of a step; `None` is today.
    pub fn day(&self, step: usize) -> Option<NaiveDate> {
        let days = TimeDelta::days(i64::from(self.first) + 7 * step as i64);
        (step < self.last).then(|| NaiveDate::default() + days)
    }

    /// The step of a day, or the last before it.
    pub fn step(&self, day: Option<NaiveDate>) -> usize {
        let Some(day) = day else { return self.last };
        ((days(day) - self.first).max(0) / WEEK).min(self.last as i32) as usize
    }

    /// One month on, for those who want no motion; after the last comes today.
    pub fn month_on(&self, step: usize) -> usize {
        let month_on = self.day(step).and_then(|day| day.checked_add_months(chrono::Months::new(1)));
        month_on.map_or(self.last, |day| self.step(Some(day)).max(step + 1)).min(self.last)
    }

    pub fn x(&self, days: i32) -> f64 {
        let weeks = f64::from(days.saturating_sub(self.first)) / f64::from(WEEK);
        (weeks / self.last as f64 * WIDTH).clamp(0.0, WIDTH)
    }

    pub fn x_of(&self, until: Option<NaiveDate>) -> f64 {
        until.map_or(WIDTH, |day| self.x(days(day)))
    }

    /// The line of how many had joined, from left to right. `since`: oldest first; `most`: the number at the top.
    pub fn line(&self, since: &[i32], most: usize) -> String {
        let mut line = format!("M0 {HEIGHT}");
        let mut add = |x: f64, count: usize| line.push_str(&format!("L{x:.1} {:.1}", y(count, most)));
        for (count, day) in since.iter().enumerate() {
            let last_of_day = since.get(count + 1) != Some(day);
            if last_of_day {
                add(self.x(*day), count + 1);
            }
        }
        add(WIDTH, since.len());
        line
    }
}

pub fn y(count: usize, most: usize) -> f64 {
    HEIGHT - count as f64 / most.max(1) as f64 * HEIGHT
}

/// The middle of the month of a known total, in days since 1970.
pub fn middle(known: &KnownTotal) -> i32 {
    NaiveDate::from_ymd_opt(known.year, known.month, 15).map(days).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    /// The first of the source, the day of the published figure, one of this server.
    fn since() -> Vec<i32> {
        ["2018-03-22", "2019-08-27", "2019-08-27", "2026-04-02"].map(|text| days(day(text))).to_vec()
    }

    #[test]
    fn the_day_of_the_published_figure_is_a_step() {
        let time = Timeline::of(&since());
        let step = time.step(Some(day("2019-08-27")));
        assert_eq!(time.day(step), Some(day("2019-08-27")));
        assert_eq!(time.day(0), Some(day("2018-03-20")));
        assert_eq!(time.step(Some(day("2019-08-28"))), step, "the week it lies in");
        assert_eq!(time.step(Some(day("2001-01-01"))), 0);
        assert_eq!((time.day(time.last), time.step(None)), (None, time.last));
        assert!(time.day(time.last - 1) >= Some(day("2021-06-20")), "{:?}", time.day(time.last - 1));
        assert_eq!(time.step(Some(day("2026-10-21"))), time.last);
    }

    #[test]
    fn months_are_walked_to_the_end_and_no_further() {
        let time = Timeline::of(&since());
        let (mut step, mut walked) = (0, 0);
        while step < time.last {
            let next = time.month_on(step);
            assert!(next > step && next - step <= 5, "{step} {next}");
            (step, walked) = (next, walked + 1);
        }
        assert_eq!(time.month_on(time.last), time.last);
        assert!((38..=52).contains(&walked), "{walked}");
    }

    #[test]
    fn the_line_begins_below_and_ends_at_the_number_of_today() {
        let time = Timeline::of(&since());
        let line = time.line(&since(), 4);
        let x = time.x(days(day("2019-08-27")));
        assert!(line.starts_with("M0 330L"), "{line}");
        assert!(line.contains(&format!("L{x:.1} 82.5")), "three of four: {line}");
        assert!(line.ends_with("L760.0 0.0L760.0 0.0"), "{line}");
        assert_eq!(time.line(&[], 0), "M0 330L760.0 330.0");
        let numbers = line.split(['M', 'L', ' ']).filter_map(|part| part.parse::<f64>().ok());
        assert!(numbers.clone().count() > 8 && numbers.into_iter().all(|it| (0.0..=WIDTH).contains(&it)));
    }

    #[test]
    fn nobody_yet_is_a_timeline_too() {
        let time = Timeline::of(&[]);
        assert!(time.last >= 1 && time.x_of(None) == WIDTH && time.x_of(time.day(0)) == 0.0);
    }
}
