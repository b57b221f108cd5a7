//! What an agency did, month by month, and how long review took. Figures of one agency, never of two beside each other.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::assistance_request::Outcome;

/// Something that is counted, at the moment it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    Published,
    Refused,
    /// By an officer, with the badge.
    Comment,
    Post,
    Stated(Outcome),
    /// A version was published, returned or refused, so many seconds after it was sent.
    Reviewed {
        seconds: i64,
    },
}

/// One month, by the calendar of UTC: the same for every reader, and in every file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// Its first day.
    pub month: NaiveDate,
    pub published: u32,
    pub refused: u32,
    pub comments: u32,
    pub posts: u32,
    /// Outcomes stated: used, not used, case closed.
    pub outcomes: [u32; 3],
    pub review: Option<ReviewTimes>,
    /// The last thing counted in it.
    #[serde(default, with = "crate::instant::maybe")]
    pub last_at: Option<DateTime<Utc>>,
}

/// Seconds from sending to the decision, of all versions decided in a month. Each number is one that happened (nearest
/// rank), so that nothing is made up between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewTimes {
    pub decisions: u32,
    pub shortest: i64,
    /// A quarter were decided in this time or less.
    pub quarter: i64,
    pub median: i64,
    pub three_quarters: i64,
    pub longest: i64,
}

impl ReviewTimes {
    /// `None` where nothing was decided.
    pub fn of(mut seconds: Vec<i64>) -> Option<Self> {
        seconds.sort_unstable();
        let n = seconds.len();
        // The smallest number that at least so many quarters of all are no larger than.
        let rank = |quarters: usize| seconds[(n * quarters).div_ceil(4).max(1) - 1];
        (n > 0).then(|| Self {
            decisions: n as u32,
            shortest: seconds[0],
            quarter: rank(1),
            median: rank(2),
            three_quarters: rank(3),
            longest: seconds[n - 1],
        })
    }
}

/// Every month from the first to the last in which something happened, empty ones too; oldest first.
pub fn months(counted: impl IntoIterator<Item = (DateTime<Utc>, Counted)>) -> Vec<Month> {
    let mut months: BTreeMap<NaiveDate, (Month, Vec<i64>)> = BTreeMap::new();
    for (at, what) in counted {
        let first = first_day(at);
        let (month, times) = months.entry(first).or_insert_with(|| (empty(first), Vec::new()));
        month.last_at = month.last_at.max(Some(at));
        match what {
            Counted::Published => month.published += 1,
            Counted::Refused => month.refused += 1,
            Counted::Comment => month.comments += 1,
            Counted::Post => month.posts += 1,
            Counted::Stated(outcome) => {
                let place = Outcome::ALL.iter().position(|one| *one == outcome).unwrap_or_default();
                month.outcomes[place] += 1;
            }
            Counted::Reviewed { seconds } => times.push(seconds.max(0)),
        }
    }
    let (Some((&first, _)), Some((&last, _))) = (months.first_key_value(), months.last_key_value()) else {
        return Vec::new();
    };
    std::iter::successors(Some(first), |month| month.checked_add_months(Months::new(1)))
        .take_while(|month| *month <= last)
        .map(|at| {
            let (month, times) = months.remove(&at).unwrap_or_else(|| (empty(at), Vec::new()));
            Month { review: ReviewTimes::of(times), ..month }
        })
        .collect()
}

fn first_day(at: DateTime<Utc>) -> NaiveDate {
    let day = at.date_naive();
    day.with_day(1).unwrap_or(day)
}

fn empty(month: NaiveDate) -> Month {
    let [published, refused, comments, posts] = [0; 4];
    Month { month, published, refused, comments, posts, outcomes: [0; 3], review: None, last_at: None }
}

/// What an incident is called before it is described: "Burglary" of "Burglary of a bakery".
pub fn kind_of_incident(incident_type: &str) -> &str {
    let end =
        [" of ", " with ", " from ", " in ", " at "].iter().filter_map(|word| incident_type.find(word)).min();
    &incident_type[..end.unwrap_or(incident_type.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_is_called_by_what_comes_before_its_description() {
        let kinds = [
            "Burglary of a bakery",
            "Hit and run with an injured cyclist",
            "Arson",
            "Theft of mail from an apartment",
        ];
        assert_eq!(kinds.map(kind_of_incident), ["Burglary", "Hit and run", "Arson", "Theft"]);
    }

    #[test]
    fn every_time_that_is_told_happened() {
        let times = ReviewTimes::of(vec![40, 10, 20, 30]).expect("four");
        assert_eq!((times.shortest, times.quarter, times.median), (10, 10, 20));
        assert_eq!((times.three_quarters, times.longest, times.decisions), (30, 40, 4));
        assert_eq!(ReviewTimes::of(Vec::new()), None);
        let one = ReviewTimes::of(vec![7]).expect("one");
        assert_eq!((one.shortest, one.median, one.longest), (7, 7, 7));
    }
}
