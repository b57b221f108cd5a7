//! Passkeys: a key in somebody's device that signs them in. What the browser and its device say to each other is the
//! WebAuthn standard's own JSON and travels here as text: nothing of ours reads it on the way.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::joining::LinkToken;
use crate::password::Password;

/// A phone, a laptop, two security keys and some room; more are a sign of a thief at work.
pub const MAX_PASSKEYS: usize = 10;
/// Of the name its owner gives a passkey, in characters.
pub const MAX_NAME_CHARS: usize = 60;
/// Between the question to a device and its answer.
pub const CHALLENGE_LIVES: TimeDelta = TimeDelta::minutes(5);
/// Somebody who has no password shows a passkey instead; it stands for the next change within this time, once.
pub const PROOF_LIVES: TimeDelta = TimeDelta::minutes(5);

/// What a device is asked: the options of `navigator.credentials`, as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    pub options: String,
}

/// What the device said, as JSON.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub credential: String,
}

/// It signs somebody in: it stays out of logs.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Answer")
    }
}

/// "I want to join with a passkey": asked by whoever opened the mailbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BeginJoining {
    pub token: LinkToken,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JoinWithPasskey {
    pub token: LinkToken,
    pub answer: Answer,
    pub name: String,
}

/// The present password, so that a thief of a session cannot add a key of their own. Empty where the account has none
/// and a passkey was just shown instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BeginAdding {
    pub password: Password,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddPasskey {
    pub answer: Answer,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RenamePasskey {
    pub name: String,
}

/// What its owner sees of a passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    pub id: String,
    pub name: String,
    pub since: DateTime<Utc>,
    /// To the day, as of a session.
    pub last_used: NaiveDate,
}

/// How an account signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaysIn {
    pub has_password: bool,
    /// Oldest first.
    pub passkeys: Vec<Passkey>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum PasskeyError {
    #[error("The passkey needs a name, so that you can tell it from others.")]
    NoName,
    #[error("The name has {chars} characters. The most is {max}.")]
    LongName { chars: usize, max: usize },
    #[error("The account has {max} passkeys already. Remove one first.")]
    TooMany { max: usize },
    #[error("This is the only way you sign in. Choose a password or add another passkey first.")]
    OnlyWayIn,
    #[error("The device’s answer did not fit, or came after more than {} minutes. Try again.", CHALLENGE_LIVES.num_minutes())]
    StrangeAnswer,
    #[error("Show one of your passkeys first: this account has no password.")]
    ProofNeeded,
    #[error("Passkeys need a server that is reached by a name. This one is reached by a number.")]
    NoDomain,
}

/// As kept: without what lies around it.
pub fn check_name(name: &str) -> Result<String, PasskeyError> {
    let name = name.trim();
    let chars = name.chars().count();
    match chars {
        0 => Err(PasskeyError::NoName),
        chars if chars > MAX_NAME_CHARS => Err(PasskeyError::LongName { chars, max: MAX_NAME_CHARS }),
        _ => Ok(name.chars().filter(|c| !c.is_control()).collect()),
    }
}

/// Nobody locks themselves out: one way in has to stay.
pub fn may_remove(ways: &WaysIn) -> Result<(), PasskeyError> {
    if ways.has_password || ways.passkeys.len() > 1 { Ok(()) } else { Err(PasskeyError::OnlyWayIn) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_as_a_person_would_write_it() {
        assert_eq!(check_name("  My phone "), Ok("My phone".into()));
        assert_eq!(check_name(" \n"), Err(PasskeyError::NoName));
        let long = "é".repeat(MAX_NAME_CHARS + 1);
        assert_eq!(check_name(&long), Err(PasskeyError::LongName { chars: 61, max: 60 }));
        assert!(check_name(&long[2..]).is_ok());
    }

    #[test]
    fn the_last_way_in_stays() {
        let key = |id: &str| Passkey {
            id: id.into(),
            name: "My phone".into(),
            since: DateTime::UNIX_EPOCH,
            last_used: NaiveDate::default(),
        };
        let ways = |has_password, keys: &[&str]| WaysIn {
            has_password,
            passkeys: keys.iter().copied().map(key).collect(),
        };
        assert_eq!(may_remove(&ways(false, &["a"])), Err(PasskeyError::OnlyWayIn));
        assert_eq!(may_remove(&ways(true, &["a"])), Ok(()));
        assert_eq!(may_remove(&ways(false, &["a", "b"])), Ok(()));
    }
}
