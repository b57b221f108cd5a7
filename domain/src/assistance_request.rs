//! Asking the neighbors around one incident, about one span of time, for recordings.

mod amendment;
mod course;
mod difference;
mod form;
mod history;
mod version;
mod work;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::agency::{AgencyRef, TipLine};
use crate::area::Area;
use crate::case_number::CaseNumber;
use crate::checked::Checked;
use crate::comment::Comment;
use crate::post::OfficerBadge;
use crate::rules::{Judged, Refusal, RuleLine, rule_lines};
use crate::window::Window;

pub use amendment::AmendmentError;
pub use course::{Act, Course, CourseError, Stage};
pub use difference::{Difference, Piece, Written, words};
pub use form::{End, Form};
pub use history::{History, Past};
pub use version::Version;
pub use work::{
    HandedOn, HeldKey, Holder, Holders, KeptForm, KeysToHandOn, NewLead, RECOVERY, Sent, Standing,
    StatedOutcome, Submission, Submitted, Waiting, Work, WrappedKey,
};

/// Who answers for the case: a name, never a desk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadInvestigator {
    pub name: String,
    pub title: String,
    /// An address or a phone number of the agency.
    pub contact: String,
}

impl LeadInvestigator {
    /// Whether this officer is meant: named as in the agency's own list, whatever the case of letters and the spaces.
    pub fn is(&self, officer: &str) -> bool {
        let plain = |name: &str| {
            name.split_whitespace().map(|word| word.to_lowercase()).collect::<Vec<_>>().join(" ")
        };
        !self.name.trim().is_empty() && plain(&self.name) == plain(officer)
    }
}

/// What the agency declares and the reviewer checks; no program can.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declarations {
    pub not_about_lawful_activity: bool,
    /// Missing and abducted people excepted.
    pub no_victim_identified: bool,
    pub nobody_described_by_race_alone: bool,
    pub no_threat_and_no_announcement: bool,
}

impl Declarations {
    pub const ALL: Self = Self {
        not_about_lawful_activity: true,
        no_victim_identified: true,
        nobody_described_by_race_alone: true,
        no_threat_and_no_announcement: true,
    };
}

/// What an officer writes. Everything in it becomes public, exactly so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub case_number: CaseNumber,
    /// A specific crime or emergency: "Burglary of a detached garage".
    pub incident_type: String,
    pub title: String,
    pub text: String,
    pub lead: LeadInvestigator,
    pub area: Area,
    pub window: Window,
    /// IANA name of the zone the window is spoken in: "America/Denver".
    pub zone: String,
    /// The way to help without a name.
    pub tip_line: TipLine,
    pub declarations: Declarations,
}

impl Draft {
    pub const TEXT_CHARS: std::ops::RangeInclusive<usize> = 20..=2_000;
    pub const TITLE_CHARS: std::ops::RangeInclusive<usize> = 8..=120;
    /// Posts for one case of one agency: one to ask, one to ask again.
    pub const MAX_PER_CASE: u32 = 2;
    /// Posts of one agency over one cell in [`Self::PLACE_PERIOD`]: no street under standing watch.
    pub const MAX_PER_CELL: u32 = 4;
    pub const PLACE_PERIOD: TimeDelta = TimeDelta::days(30);
    /// Then it expires by itself.
    pub const OPEN_FOR: TimeDelta = TimeDelta::days(30);
    /// After closing; then the profile says "outcome overdue".
    pub const OUTCOME_DUE: TimeDelta = TimeDelta::days(30);

    /// All the reasons at once, so that a form can show them together.
    pub fn check(self, now: DateTime<Utc>, judged: &Judged) -> Result<Checked<Self>, Vec<Refusal>> {
        let refusals: Vec<Refusal> =
            self.rules(now, judged).into_iter().filter_map(|line| line.refusal).collect();
        if refusals.is_empty() { Ok(Checked::new(self)) } else { Err(refusals) }
    }

    /// Every rule as a line of pass or fail; [`Self::check`] is nothing but these.
    pub fn rules(&self, now: DateTime<Utc>, judged: &Judged) -> Vec<RuleLine> {
        rule_lines(self, now, judged)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Open,
    /// Open, but its agency is suspended: nobody can share.
    Frozen,
    Resolved,
    Expired,
    /// Published in error (a wrong case number); stays in the history.
    Void,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Frozen => "Frozen",
            Self::Resolved => "Resolved",
            Self::Expired => "Expired",
            Self::Void => "Void",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Used,
    NotUsed,
    CaseClosed,
}

impl Outcome {
    pub const ALL: [Self; 3] = [Self::Used, Self::NotUsed, Self::CaseClosed];

    pub fn name(self) -> &'static str {
        match self {
            Self::Used => "Used",
            Self::NotUsed => "Not used",
            Self::CaseClosed => "Case closed",
        }
    }
}

/// When the request was published and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    #[serde(with = "crate::instant")]
    pub published_at: DateTime<Utc>,
    /// Until when it is open, if nothing closes it before.
    #[serde(with = "crate::instant")]
    pub open_until: DateTime<Utc>,
    #[serde(default, with = "crate::instant::maybe")]
    pub closed_at: Option<DateTime<Utc>>,
    pub state: State,
    pub outcome: Option<Outcome>,
    /// Closed longer than [`Draft::OUTCOME_DUE`] without an outcome.
    pub outcome_overdue: bool,
    /// Only after closing, and only as a band.
    pub shares: Option<ShareBand>,
}

/// The only share count there is, so that nobody learns who declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareBand {
    FewerThanFive,
    FiveToNine,
    TenOrMore,
}

impl ShareBand {
    pub fn of(shares: u64) -> Self {
        match shares {
            0..5 => Self::FewerThanFive,
            5..10 => Self::FiveToNine,
            _ => Self::TenOrMore,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::FewerThanFive => "fewer than 5",
            Self::FiveToNine => "5 to 9",
            Self::TenOrMore => "10 or more",
        }
    }
}

/// One line of an agency's history, and the card in the feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "FlatSummary")]
pub struct Summary {
    pub id: String,
    pub version: u32,
    pub agency: AgencyRef,
    pub title: String,
    pub case_number: CaseNumber,
    pub incident_type: String,
    pub area: Area,
    pub window: Window,
    pub zone: String,
    #[serde(flatten)]
    pub life: Life,
}

/// [`Summary`] as it is read: flat, field by field, since a flattened part would be kept as loose values first, which
/// costs the feed's program more than all of its requests.
#[derive(Deserialize)]
struct FlatSummary {
    id: String,
    version: u32,
    agency: AgencyRef,
    title: String,
    case_number: CaseNumber,
    incident_type: String,
    area: Area,
    window: Window,
    zone: String,
    #[serde(with = "crate::instant")]
    published_at: DateTime<Utc>,
    #[serde(with = "crate::instant")]
    open_until: DateTime<Utc>,
    #[serde(default, with = "crate::instant::maybe")]
    closed_at: Option<DateTime<Utc>>,
    state: State,
    outcome: Option<Outcome>,
    outcome_overdue: bool,
    shares: Option<ShareBand>,
}

impl From<FlatSummary> for Summary {
    fn from(flat: FlatSummary) -> Self {
        let FlatSummary {
            id, version, agency, title, case_number, incident_type, area, window, zone, ..
        } = flat;
        let FlatSummary {
            published_at, open_until, closed_at, state, outcome, outcome_overdue, shares, ..
        } = flat;
        let life = Life { published_at, open_until, closed_at, state, outcome, outcome_overdue, shares };
        Self { id, version, agency, title, case_number, incident_type, area, window, zone, life }
    }
}

/// `/assistance-requests/:id`: everything, and what it was judged against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AssistanceRequest {
    pub id: String,
    pub version: u32,
    pub agency: AgencyRef,
    /// The officer who submitted it.
    pub officer: OfficerBadge,
    pub draft: Draft,
    pub judged: Judged,
    #[serde(flatten)]
    pub life: Life,
    /// Days the agency keeps what is shared.
    pub retention_days: u32,
    /// The age public key that shares are sealed to: "age1…".
    pub recipient: String,
    pub comments: Vec<Comment>,
}
