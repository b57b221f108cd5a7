//! The course of a request's life: what can follow what. Nothing here can be taken back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Draft;

/// When what happened; everything else about its life follows from these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    pub submitted_at: DateTime<Utc>,
    pub returned_at: Option<DateTime<Utc>>,
    pub refused_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
    pub resolved_at: Option<DateTime<Utc>>,
    pub voided_at: Option<DateTime<Utc>>,
    pub outcome_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// For a reviewer, or for a second one.
    Waiting,
    Returned,
    Refused,
    Open,
    Resolved,
    Expired,
    Void,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Return,
    Refuse,
    Publish,
    /// Changes no time: the request goes on, with other words.
    Amend,
    Resolve,
    Void,
    StateOutcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourseError {
    #[error("It does not wait for a decision any more.")]
    NotWaiting,
    #[error("It is not open any more, so it cannot be resolved.")]
    NotOpenToResolve,
    #[error("It is not open any more, so it cannot be amended.")]
    NotOpenToAmend,
    #[error("Only what was published can be void.")]
    NotPublished,
    #[error("It is void already.")]
    VoidAlready,
    #[error("It has closed: state its outcome first.")]
    OutcomeFirst,
    #[error("An outcome is stated once, after the request has closed.")]
    NoOutcomeNow,
}

impl Course {
    pub fn submitted(at: DateTime<Utc>) -> Self {
        Self {
            submitted_at: at,
            returned_at: None,
            refused_at: None,
            published_at: None,
            resolved_at: None,
            voided_at: None,
            outcome_at: None,
        }
    }

    /// Until when it is open, if nothing closes it before.
    pub fn open_until(&self) -> Option<DateTime<Utc>> {
        self.published_at.map(|at| at + Draft::OPEN_FOR)
    }

    pub fn stage(&self, now: DateTime<Utc>) -> Stage {
        if self.voided_at.is_some() {
            Stage::Void
        } else if self.resolved_at.is_some() {
            Stage::Resolved
        } else if self.open_until().is_some_and(|until| until <= now) {
            Stage::Expired
        } else if self.published_at.is_some() {
            Stage::Open
        } else if self.refused_at.is_some() {
            Stage::Refused
        } else if self.returned_at.is_some() {
            Stage::Returned
        } else {
            Stage::Waiting
        }
    }

    /// The earliest of what ended it.
    pub fn closed_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let expired = self.open_until().filter(|until| *until <= now);
        [self.resolved_at, self.voided_at, expired].into_iter().flatten().min()
    }

    /// The course after `act`, or why it cannot be done now.
    pub fn after(mut self, act: Act, now: DateTime<Utc>) -> Result<Self, CourseError> {
        let stage = self.stage(now);
        let needs = |wanted: Stage, otherwise| if stage == wanted { Ok(()) } else { Err(otherwise) };
        match act {
            Act::Return => {
                needs(Stage::Waiting, CourseError::NotWaiting)?;
                self.returned_at = Some(now);
            }
            Act::Refuse => {
                needs(Stage::Waiting, CourseError::NotWaiting)?;
                self.refused_at = Some(now);
            }
            Act::Publish => {
                needs(Stage::Waiting, CourseError::NotWaiting)?;
                self.published_at = Some(now);
            }
            Act::Amend => needs(Stage::Open, CourseError::NotOpenToAmend)?,
            Act::Resolve => {
                needs(Stage::Open, CourseError::NotOpenToResolve)?;
                self.resolved_at = Some(now);
            }
            Act::Void => match stage {
                Stage::Void => return Err(CourseError::VoidAlready),
                // Else nobody would ever read what came of it.
                Stage::Resolved | Stage::Expired if self.outcome_at.is_none() => {
                    return Err(CourseError::OutcomeFirst);
                }
                Stage::Open | Stage::Resolved | Stage::Expired => self.voided_at = Some(now),
                Stage::Waiting | Stage::Returned | Stage::Refused => return Err(CourseError::NotPublished),
            },
            Act::StateOutcome => {
                let closed = matches!(stage, Stage::Resolved | Stage::Expired);
                if !closed || self.outcome_at.is_some() {
                    return Err(CourseError::NoOutcomeNow);
                }
                self.outcome_at = Some(now);
            }
        }
        Ok(self)
    }
}
