//! Review: what a trained person is asked about each request for assistance before it is published.
//!
//! A rule can count cells and minutes; whether a text frightens, or names a victim, only a person can say.

mod queue;
mod training;

use serde::{Deserialize, Serialize};

pub use queue::{Case, FirstLook, Queue, QueueAge, Waiting};
pub use training::{Done, Module, Training, TrainingError};

/// The checklist: every question is one that no program can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    OneIncident,
    Unlawful,
    ByWhatTheyDid,
    VictimUnnamed,
    AreaFits,
    WindowFits,
    NoPressure,
    AnonymousRoute,
}

impl Question {
    pub const ALL: [Self; 8] = [
        Self::OneIncident,
        Self::Unlawful,
        Self::ByWhatTheyDid,
        Self::VictimUnnamed,
        Self::AreaFits,
        Self::WindowFits,
        Self::NoPressure,
        Self::AnonymousRoute,
    ];

    pub fn asks(self) -> &'static str {
        match self {
            Self::OneIncident => "Is it about one specific crime or emergency?",
            Self::Unlawful => "Is the activity it asks about unlawful?",
            Self::ByWhatTheyDid => "Is everybody described by what they did?",
            Self::VictimUnnamed => "Is every victim unnamed?",
            Self::AreaFits => "Does the area fit the incident?",
            Self::WindowFits => "Does the window fit what is known?",
            Self::NoPressure => "Is it free of threat and pressure?",
            Self::AnonymousRoute => "Is the anonymous route there, and does it work?",
        }
    }

    pub fn hint(self) -> &'static str {
        match self {
            Self::OneIncident => "Not a general appeal, not an announcement.",
            Self::Unlawful => "Never a protest, worship, or a meeting.",
            Self::ByWhatTheyDid => "Nobody by race alone.",
            Self::VictimUnnamed => "Missing or abducted people excepted.",
            Self::AreaFits => "No wider than the places it speaks of.",
            Self::WindowFits => "No longer than what the text makes matter.",
            Self::NoPressure => "Nobody must feel that they have to act.",
            Self::AnonymousRoute => "Call or open it.",
        }
    }

    /// Why a request goes back or is refused, when this question was not answered with yes.
    pub fn reason(self) -> &'static str {
        match self {
            Self::OneIncident => "Not about one specific crime or emergency",
            Self::Unlawful => "About lawful activity",
            Self::ByWhatTheyDid => "Describes somebody by race alone",
            Self::VictimUnnamed => "Identifies a victim",
            Self::AreaFits => "Area too wide for the incident",
            Self::WindowFits => "Window too long for the incident",
            Self::NoPressure => "Threat or pressure",
            Self::AnonymousRoute => "No working way to help without a name",
        }
    }

    /// As on the wire, in the database and in open data.
    pub fn key(self) -> &'static str {
        match self {
            Self::OneIncident => "one_incident",
            Self::Unlawful => "unlawful",
            Self::ByWhatTheyDid => "by_what_they_did",
            Self::VictimUnnamed => "victim_unnamed",
            Self::AreaFits => "area_fits",
            Self::WindowFits => "window_fits",
            Self::NoPressure => "no_pressure",
            Self::AnonymousRoute => "anonymous_route",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.key() == key)
    }
}

/// Why something came back: by a question, or by what was found when it was approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Reason {
    Asked(Question),
    /// The lead investigator is no active officer of the agency any more.
    LeadGone,
    /// Fewer than two officers who are still there could open what would be shared.
    TooFewKeys,
}

impl Reason {
    /// In words, for the agency.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Asked(question) => question.reason(),
            Self::LeadGone => "Its lead investigator is not an active officer of the agency any more",
            Self::TooFewKeys => "Fewer than two officers who are still there could open what is shared",
        }
    }

    /// How the agency mends it, where the reason itself says so.
    pub fn hint(self) -> Option<&'static str> {
        match self {
            Self::Asked(_) => None,
            Self::LeadGone => Some("Name another one and send it again."),
            Self::TooFewKeys => {
                Some("Send it again: its key is wrapped anew, for the officers who are there.")
            }
        }
    }

    /// As on the wire, in the database and in open data.
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked(question) => question.key(),
            Self::LeadGone => "lead_gone",
            Self::TooFewKeys => "too_few_keys",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "lead_gone" => Some(Self::LeadGone),
            "too_few_keys" => Some(Self::TooFewKeys),
            key => Question::from_key(key).map(Self::Asked),
        }
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.key().to_owned()
    }
}

impl TryFrom<String> for Reason {
    type Error = &'static str;

    fn try_from(key: String) -> Result<Self, Self::Error> {
        Self::from_key(&key).ok_or("no reason")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Yes,
    No,
    Unsure,
}

impl Answer {
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unsure];

    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::No => "No",
            Self::Unsure => "Unsure",
        }
    }
}

/// What makes a second reviewer necessary: there one person's slip would weigh most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitive {
    School,
    PlaceOfWorship,
    Hospital,
    Assembly,
    Minor,
}

impl Sensitive {
    pub const ALL: [Self; 5] =
        [Self::School, Self::PlaceOfWorship, Self::Hospital, Self::Assembly, Self::Minor];

    pub fn name(self) -> &'static str {
        match self {
            Self::School => "A school lies in the area",
            Self::PlaceOfWorship => "A place of worship lies in the area",
            Self::Hospital => "A hospital or clinic lies in the area",
            Self::Assembly => "People assembled there in the window",
            Self::Minor => "A minor is involved",
        }
    }
}

/// What a reviewer decides, after [`Decision::check`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Verdict {
    /// Published at once, with the reviewer's number; with something sensitive in it, after another reviewer.
    Approve,
    /// The agency can mend it and send it again.
    Return { reason: Question, note: String },
    /// Counted in public with the reason, without the text. The note is for the agency.
    Refuse { reason: Question, note: String },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// In the order of [`Question::ALL`]; `None` where a question was left open.
    pub answers: Vec<Option<Answer>>,
    pub sensitive: Vec<Sensitive>,
    pub verdict: Verdict,
    /// [`Case::fingerprint`] of what the reviewer read: exactly these bytes are decided about.
    pub fingerprint: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum ReviewError {
    #[error("{error}")]
    NotTrained { error: TrainingError },
    #[error("You are kept from requests of this agency. Another reviewer decides.")]
    OwnAgency,
    #[error("{answered} of {of} questions are answered. Answer every one of them.")]
    Unfinished { answered: usize, of: usize },
    #[error("A request is approved when every question is answered with yes. Return it, or refuse it.")]
    NotAllYes,
    #[error("The reason is a question that was answered with yes. Choose one that was not.")]
    ReasonIsFine,
    #[error("The note has {chars} characters. It needs {min} to {max}: say what to change, or why not.")]
    Note { chars: usize, min: usize, max: usize },
    #[error("You approved it already. It needs another reviewer.")]
    SecondIsFirst,
    #[error("Somebody decided it meanwhile.")]
    Decided,
    #[error("This is not the text that waits for review any more. Read it again.")]
    Changed,
}

impl Decision {
    pub const NOTE_CHARS: std::ops::RangeInclusive<usize> = 20..=1_000;

    /// Whether it says all it has to.
    pub fn check(&self) -> Result<(), ReviewError> {
        let of = Question::ALL.len();
        let answered = self.answers.iter().flatten().count();
        if self.answers.len() != of || answered != of {
            return Err(ReviewError::Unfinished { answered: answered.min(of), of });
        }
        match &self.verdict {
            Verdict::Approve if self.yes() < of => Err(ReviewError::NotAllYes),
            Verdict::Approve => Ok(()),
            Verdict::Return { reason, note } | Verdict::Refuse { reason, note } => {
                if self.answer(*reason) == Some(Answer::Yes) {
                    return Err(ReviewError::ReasonIsFine);
                }
                let (chars, fits) = (note.trim().chars().count(), Self::NOTE_CHARS);
                if !fits.contains(&chars) {
                    return Err(ReviewError::Note { chars, min: *fits.start(), max: *fits.end() });
                }
                Ok(())
            }
        }
    }

    pub fn answer(&self, question: Question) -> Option<Answer> {
        let n = Question::ALL.iter().position(|one| *one == question)?;
        self.answers.get(n).copied().flatten()
    }

    /// How many questions were answered with yes.
    pub fn yes(&self) -> usize {
        self.answers.iter().filter(|answer| **answer == Some(Answer::Yes)).count()
    }
}
