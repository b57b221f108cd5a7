//! All agencies at once, for the map and its plots: column by column, in whole numbers, so that thousands stay small.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::agency::KnownDate;

/// Units of latitude and longitude in a degree: one is at most 11 m, and a mark on the map is wider.
pub const PER_DEGREE: f64 = 10_000.0;

/// Every agency; the n-th entry of each column is the n-th agency, in the order of their slugs.
/// What is chosen of them is chosen in the browser.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AgencyMap {
    pub slugs: Vec<String>,
    pub names: Vec<String>,
    /// Empty where it is not known, here and in the next.
    pub cities: Vec<String>,
    pub counties: Vec<String>,
    /// Two letters: `CO`.
    pub us_states: Vec<String>,
    /// Places in [`crate::agency::AgencyKind::ALL`].
    pub kinds: Vec<u8>,
    /// Places in [`crate::agency::AgencyState::ALL`].
    pub states: Vec<u8>,
    /// 1: fictional.
    pub demo: Vec<u8>,
    /// Days since 1970-01-01; of a date known to the month, its first day.
    pub since: Vec<i32>,
    /// 1: `since` is known to the month only.
    pub by_month: Vec<u8>,
    /// Latitude and longitude by turns, in units, of the station or city; [`NOWHERE`] twice where it is not known.
    pub places: Vec<i32>,
    /// Census number of the county of those that serve one (sheriffs): five digits as a number, `8031` for `08031`;
    /// 0 for all others.
    pub county_fips: Vec<u32>,
}

/// Stands for "not known": no latitude has so many units.
pub const NOWHERE: i32 = i32::MAX;

impl AgencyMap {
    pub fn len(&self) -> usize {
        self.slugs.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slugs.is_empty()
    }

    /// Degrees of latitude and longitude.
    pub fn place(&self, n: usize) -> Option<(f64, f64)> {
        let (latitude, longitude) = (*self.places.get(2 * n)?, *self.places.get(2 * n + 1)?);
        let degrees = |units: i32| f64::from(units) / PER_DEGREE;
        (latitude != NOWHERE).then(|| (degrees(latitude), degrees(longitude)))
    }

    pub fn since(&self, n: usize) -> Option<KnownDate> {
        let date = day(*self.since.get(n)?)?;
        Some(if self.by_month.get(n) == Some(&1) {
            KnownDate::Month { date }
        } else {
            KnownDate::Day { date }
        })
    }

    /// `08031`, as the outlines of counties are named.
    pub fn county(&self, n: usize) -> Option<String> {
        self.county_fips.get(n).filter(|number| **number > 0).map(|number| format!("{number:05}"))
    }
}

/// Days since 1970-01-01.
pub fn days(date: NaiveDate) -> i32 {
    date.signed_duration_since(NaiveDate::default()).num_days() as i32
}

fn day(days: i32) -> Option<NaiveDate> {
    NaiveDate::default().checked_add_signed(chrono::TimeDelta::days(days.into()))
}

/// How many had joined at the end of each month, from the month of the first to that of the last: the first day of
/// the month and the total, oldest first. `since`: days since 1970, in any order.
pub fn growth(since: &[i32]) -> Vec<(NaiveDate, u32)> {
    let mut months: Vec<NaiveDate> = since.iter().filter_map(|days| day(*days)?.with_day(1)).collect();
    months.sort_unstable();
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Vec::new() };
    let each = std::iter::successors(Some(*first), |month| month.checked_add_months(chrono::Months::new(1)));
    each.take_while(|month| month <= last)
        .map(|month| (month, months.partition_point(|joined| *joined <= month) as u32))
        .collect()
}

/// How many had joined on a day or before it.
pub fn joined_by(since: &[i32], day: NaiveDate) -> usize {
    let until = days(day);
    since.iter().filter(|since| **since <= until).count()
}

/// A number that was published without the names behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownTotal {
    pub year: i32,
    pub month: u32,
    pub agencies: u32,
    pub source: &'static str,
    pub link: &'static str,
}

/// After September 2020, where our names end, only totals are known.
pub const KNOWN_TOTALS: [KnownTotal; 1] = [KnownTotal {
    year: 2021,
    month: 6,
    agencies: 1_771,
    source: "Digital Trends",
    link: "https://digitaltrends.com/?p=2709189",
}];

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn growth_counts_each_month_empty_ones_too() {
        let since = ["2019-08-27", "2018-12-31", "2019-01-01", "2019-08-01"].map(|text| days(date(text)));
        let growth = growth(&since);
        assert_eq!(growth.len(), 9);
        assert_eq!((growth[0], growth[1]), ((date("2018-12-01"), 1), (date("2019-01-01"), 2)));
        assert_eq!((growth[7], growth[8]), ((date("2019-07-01"), 2), (date("2019-08-01"), 4)));
        assert_eq!(joined_by(&since, date("2019-08-26")), 3);
        assert!(super::growth(&[]).is_empty());
    }

    #[test]
    fn no_number_of_a_stranger_makes_it_panic() {
        let map = AgencyMap { since: vec![i32::MAX, 17_000], places: vec![1], ..AgencyMap::default() };
        assert_eq!((map.since(0), map.place(0), map.county(7)), (None, None, None));
        assert_eq!(map.since(1).map(KnownDate::iso).as_deref(), Some("2016-07-18"));
        assert_eq!(growth(&[i32::MAX, i32::MIN]), []);
    }
}
