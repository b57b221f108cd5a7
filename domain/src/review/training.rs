//! The training of a reviewer: six modules over at least six weeks, each signed by whoever assessed it.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Module {
    Rules,
    LawfulActivity,
    Descriptions,
    Victims,
    AreaAndWindow,
    /// Ten reviews beside somebody who is a reviewer already.
    Supervised,
}

impl Module {
    pub const ALL: [Self; 6] = [
        Self::Rules,
        Self::LawfulActivity,
        Self::Descriptions,
        Self::Victims,
        Self::AreaAndWindow,
        Self::Supervised,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Rules => "The rules and why they are there",
            Self::LawfulActivity => "Lawful activity: protest, worship, assembly",
            Self::Descriptions => "Describing people by what they did",
            Self::Victims => "Victims, minors and missing people",
            Self::AreaAndWindow => "Area and window",
            Self::Supervised => "Ten supervised reviews",
        }
    }

    /// As on the command line and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::LawfulActivity => "lawful-activity",
            Self::Descriptions => "descriptions",
            Self::Victims => "victims",
            Self::AreaAndWindow => "area-and-window",
            Self::Supervised => "supervised",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|module| module.key() == key)
    }
}

/// One module, passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub module: Module,
    pub on: NaiveDate,
    pub assessor: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    pub done: Vec<Done>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "lacks", rename_all = "snake_case")]
pub enum TrainingError {
    #[error("The training record lacks a module: {}. The queue opens when it is complete.", module.name())]
    Module { module: Module },
    #[error("The training record covers {days} days. It takes at least {min_days}.")]
    Time { days: i64, min_days: i64 },
}

impl Training {
    /// Hurried training is none: what was learned in the first week is met again in the sixth.
    pub const MIN: TimeDelta = TimeDelta::weeks(6);

    /// `today` keeps a module that is only planned from counting.
    pub fn check(&self, today: NaiveDate) -> Result<(), TrainingError> {
        let passed = |done: &&Done| done.on <= today && !done.assessor.trim().is_empty();
        let lacking = |module: &Module| !self.done.iter().filter(passed).any(|done| done.module == *module);
        if let Some(module) = Module::ALL.into_iter().find(lacking) {
            return Err(TrainingError::Module { module });
        }
        let days: Vec<NaiveDate> = self.done.iter().filter(passed).map(|done| done.on).collect();
        let covered = match (days.iter().min(), days.iter().max()) {
            (Some(first), Some(last)) => *last - *first,
            _ => TimeDelta::zero(),
        };
        if covered < Self::MIN {
            let (days, min_days) = (covered.num_days(), Self::MIN.num_days());
            return Err(TrainingError::Time { days, min_days });
        }
        Ok(())
    }
}
