//! Public-safety agencies: what kind, in what state, and what the public sees of them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::admission::Happened;
use crate::assistance_request::Summary;
use crate::figures::Month;
use crate::post::{Category, PostCard};
use crate::review::Question;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    Police,
    Sheriff,
    Fire,
    EmergencyManagement,
    LocalGovernment,
    /// Listed only, like every kind below it.
    DistrictAttorney,
    Constable,
    Other,
}

impl AgencyKind {
    pub const ALL: [Self; 8] = [
        Self::Police,
        Self::Sheriff,
        Self::Fire,
        Self::EmergencyManagement,
        Self::LocalGovernment,
        Self::DistrictAttorney,
        Self::Constable,
        Self::Other,
    ];

    /// Federal and immigration agencies have no kind here at all: they are not admitted.
    pub fn may_ask(self) -> bool {
        !matches!(self, Self::DistrictAttorney | Self::Constable | Self::Other)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Police => "Police",
            Self::Sheriff => "Sheriff",
            Self::Fire => "Fire",
            Self::EmergencyManagement => "Emergency management",
            Self::LocalGovernment => "Local government",
            Self::DistrictAttorney => "District attorney",
            Self::Constable => "Constable",
            Self::Other => "Other",
        }
    }

    /// As on the wire and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Police => "police",
            Self::Sheriff => "sheriff",
            Self::Fire => "fire",
            Self::EmergencyManagement => "emergency_management",
            Self::LocalGovernment => "local_government",
            Self::DistrictAttorney => "district_attorney",
            Self::Constable => "constable",
            Self::Other => "other",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyState {
    /// A public fact with a source; the agency does not use this server.
    Listed,
    Active,
    Suspended,
    Left,
}

impl AgencyState {
    pub const ALL: [Self; 4] = [Self::Listed, Self::Active, Self::Suspended, Self::Left];

    pub fn name(self) -> &'static str {
        match self {
            Self::Listed => "Listed",
            Self::Active => "Active",
            Self::Suspended => "Suspended",
            Self::Left => "Left",
        }
    }

    /// As on the wire and in the address.
    pub fn key(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Left => "left",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// A date as exactly as the source knows it: `2019-08-27`, or only `2020-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "precision", rename_all = "snake_case")]
pub enum KnownDate {
    Day {
        date: NaiveDate,
    },
    /// Any day of this month; `date` is its first.
    Month {
        date: NaiveDate,
    },
}

impl KnownDate {
    pub fn first_day(self) -> NaiveDate {
        match self {
            Self::Day { date } | Self::Month { date } => date,
        }
    }

    /// As it stands in open data: `2019-08-27` or `2020-03`.
    pub fn iso(self) -> String {
        match self {
            Self::Day { date } => date.format("%Y-%m-%d").to_string(),
            Self::Month { date } => date.format("%Y-%m").to_string(),
        }
    }

    /// Back from [`Self::iso`], exactly: `2019-8-27` is nothing.
    pub fn from_iso(text: &str) -> Option<Self> {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let known = match text.len() {
            10 => Self::Day { date: day(text)? },
            7 => Self::Month { date: day(&format!("{text}-01"))? },
            _ => return None,
        };
        (known.iso() == text).then_some(known)
    }
}

/// Enough of an agency to name it and link to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyRef {
    pub slug: String,
    pub name: String,
    /// Fictional: marked "demo" wherever it is named.
    pub demo: bool,
}

/// One line of the list of agencies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgencyCard {
    #[serde(flatten)]
    pub agency: AgencyRef,
    pub kind: AgencyKind,
    pub state: AgencyState,
    pub city: Option<String>,
    pub county: Option<String>,
    /// Two letters: "CO".
    pub us_state: String,
    /// Since when it takes part here, or took part in the programme it is listed for.
    pub since: KnownDate,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgencyList {
    pub agencies: Vec<AgencyCard>,
    /// How many match, not only on this page.
    pub total: usize,
    /// Opaque; `None` on the last page.
    pub next: Option<String>,
}

/// Where a public fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// "took part in Ring's programme since …; does not use this server" is said of listed ones.
    pub programme: Option<String>,
    pub credit: String,
    pub license: String,
    pub link: Option<String>,
    /// What was mended in the source's own data, and why.
    pub correction: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TipLine {
    pub phone: Option<String>,
    pub web: Option<String>,
}

/// `/agencies/:slug`: who it is, and everything it ever asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgencyProfile {
    #[serde(flatten)]
    pub card: AgencyCard,
    pub active_since: Option<DateTime<Utc>>,
    pub suspended_since: Option<DateTime<Utc>>,
    pub left_since: Option<DateTime<Utc>>,
    /// What the operator decided about it, oldest first; nothing is ever taken out.
    #[serde(default)]
    pub decided: Vec<Happened>,
    pub contact: Option<String>,
    pub tip_line: TipLine,
    /// "None" is a stated value; `None` means nothing was stated.
    pub gifts: Option<String>,
    /// Days it keeps shared recordings; only for agencies that were active.
    pub retention_days: Option<u32>,
    pub jurisdiction: Option<String>,
    pub source: Option<Source>,
    /// A count, never names.
    pub officers_active: u32,
    pub posts: u32,
    /// The same by category, in the order of [`Category::ALL`]; those without a post are left out.
    pub posts_by_category: Vec<PostsOf>,
    /// The last [`Self::LATEST_POSTS`] posts of its officers, newest first.
    pub latest_posts: Vec<PostCard>,
    pub comments: u32,
    pub refused: u32,
    /// The same by reason, most frequent first. Never a text.
    pub refusals: Vec<RefusedFor>,
    /// Its figures by month, oldest first.
    pub months: Vec<Month>,
    /// Every request it ever published here, newest first.
    pub assistance_requests: Vec<Summary>,
}

impl AgencyProfile {
    pub const LATEST_POSTS: usize = 5;
}

/// How many posts of one category the officers of an agency wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostsOf {
    pub category: Category,
    pub posts: u32,
}

/// How many requests of an agency a reviewer refused for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedFor {
    pub reason: Question,
    pub times: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_known_to_the_day_or_to_the_month_and_nothing_looser_counts() {
        for text in ["2019-08-27", "2020-03", "2020-02-29"] {
            assert_eq!(KnownDate::from_iso(text).map(KnownDate::iso).as_deref(), Some(text));
        }
        for text in
            ["2019-02-29", "2019-8-27", "2020-13", "2020", "", "2019-08-27T", "+019-08-27", "２０２０-03"]
        {
            assert_eq!(KnownDate::from_iso(text), None, "{text}");
        }
    }

    #[test]
    fn a_district_attorney_may_never_ask() {
        let may: Vec<_> =
            AgencyKind::ALL.into_iter().filter(|kind| kind.may_ask()).map(AgencyKind::key).collect();
        assert_eq!(may, ["police", "sheriff", "fire", "emergency_management", "local_government"]);
    }
}
