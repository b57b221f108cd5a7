//! Who may decide what about an item, and what that does: nobody about their own, nobody alone about an officer's words,
//! nobody about an appeal against themself.

use serde::{Deserialize, Serialize};

use super::{ModerationError, Reason, Why};

/// What a moderator presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Decision {
    Hide {
        reason: Reason,
    },
    Keep,
    Restore {
        why: Why,
    },
    /// The appeal is answered: it stays hidden.
    Uphold,
}

/// How an item stands at that moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The moderator wrote it.
    pub own: bool,
    pub removed: bool,
    pub hidden: bool,
    /// Under the badge: part of an agency's public record here.
    pub by_officer: bool,
    /// Somebody flagged it since the last decision.
    pub flagged: bool,
    /// A moderator who would hide it and waits for another.
    pub proposed_by: Option<u32>,
    /// Who hid it: one moderator, or two.
    pub hidden_by: Vec<u32>,
    /// An appeal waits.
    pub appealed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Hide,
    /// Hidden only when another moderator agrees.
    Propose,
    /// The other one does.
    Agree,
    Keep,
    Restore,
    Uphold,
}

/// `moderator`: the number of who decides.
pub fn step(decision: Decision, moderator: u32, standing: &Standing) -> Result<Step, ModerationError> {
    let Standing { own, removed, hidden, by_officer, flagged, proposed_by, ref hidden_by, appealed } =
        *standing;
    if own {
        return Err(ModerationError::Own);
    }
    if removed {
        return Err(ModerationError::Decided);
    }
    let concerned = hidden_by.contains(&moderator);
    match decision {
        Decision::Hide { .. } if hidden => Err(ModerationError::Decided),
        Decision::Hide { .. } if !by_officer => Ok(Step::Hide),
        Decision::Hide { .. } => match proposed_by {
            None => Ok(Step::Propose),
            Some(by) if by == moderator => Err(ModerationError::SecondPerson),
            Some(_) => Ok(Step::Agree),
        },
        Decision::Keep if hidden || !(flagged || proposed_by.is_some()) => Err(ModerationError::Decided),
        Decision::Keep => Ok(Step::Keep),
        Decision::Restore { .. } | Decision::Uphold if !hidden => Err(ModerationError::Decided),
        Decision::Restore { .. } | Decision::Uphold if appealed && concerned => {
            Err(ModerationError::AnotherAnswers)
        }
        Decision::Restore { .. } => Ok(Step::Restore),
        Decision::Uphold if !appealed => Err(ModerationError::Decided),
        Decision::Uphold => Ok(Step::Uphold),
    }
}
