//! Joining, coming back after a lost password, and what an account can change about itself: the words on the wire.
//!
//! Nothing here is answered differently because an email address has an account or has none.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::Checked;
use crate::account::Tries;
use crate::password::{Password, PasswordError};

/// A link in a mail works this long, once.
pub const LINK_LIVES: TimeDelta = TimeDelta::hours(24);
/// Between choosing a new password by mail and its taking effect: time for whoever is signed in to say no.
pub const RECOVERY_WAITS: TimeDelta = TimeDelta::hours(24);
/// Mails to one address, so that nobody's mailbox is filled by strangers.
pub const MAILS_AN_EMAIL: Tries = Tries { at_once: 3, one_more_each_seconds: 600 };
/// Of an address, in characters: what mail itself allows.
pub const MAX_EMAIL_CHARS: usize = 254;

/// All that joining asks for. The password comes with the confirmed link, so that nobody can prepare an account in
/// somebody else's name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Join {
    pub email: String,
    /// "I am 18 or older." Stated, not proved: a date of birth would be one more thing to lose.
    pub adult: bool,
}

impl Join {
    pub fn check(self) -> Result<Checked<Self>, Vec<AccountError>> {
        let email = check_email(&self.email).err();
        let errors: Vec<_> =
            email.into_iter().chain((!self.adult).then_some(AccountError::NotAdult)).collect();
        if errors.is_empty() { Ok(Checked::new(self)) } else { Err(errors) }
    }
}

/// What stands in a link, behind the `#`: browsers do not send that part, so no log on the way has it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinkToken(pub String);

impl std::fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkToken")
    }
}

/// The link of a mail, and the password chosen on the page it leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChoosePassword {
    pub token: LinkToken,
    pub password: Password,
}

/// "I forgot my password."
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recover {
    pub email: String,
}

impl Recover {
    pub fn check(self) -> Result<Checked<Self>, Vec<AccountError>> {
        check_email(&self.email).map_err(|error| vec![error])?;
        Ok(Checked::new(self))
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recovering {
    pub takes_effect_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangePassword {
    pub old: Password,
    pub new: Password,
}

/// Both mailboxes have to say yes: the new one, so that it is the person's; the old one, so that a thief of a session
/// cannot take the account away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeEmail {
    pub email: String,
    pub password: Password,
}

impl ChangeEmail {
    pub fn check(self) -> Result<Checked<Self>, Vec<AccountError>> {
        check_email(&self.email).map_err(|error| vec![error])?;
        Ok(Checked::new(self))
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfirmEmail {
    pub token: LinkToken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailConfirmed {
    /// `false` while the other mailbox has not answered.
    pub changed: bool,
}

/// One browser in which the account is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    pub id: String,
    pub since: DateTime<Utc>,
    /// To the day: enough to see a stranger, too little to follow somebody's days.
    pub last_used: NaiveDate,
    pub browser: Browser,
    pub system: System,
    pub this: bool,
}

/// As coarse as a person would say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Browser {
    Firefox,
    Chrome,
    Edge,
    Safari,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum System {
    Android,
    Apple,
    Mac,
    Windows,
    Linux,
    Other,
}

impl Browser {
    pub const ALL: [Self; 5] = [Self::Firefox, Self::Chrome, Self::Edge, Self::Safari, Self::Other];
}

impl System {
    pub const ALL: [Self; 6] =
        [Self::Android, Self::Apple, Self::Mac, Self::Windows, Self::Linux, Self::Other];
}

/// What of an account cannot be as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum AccountError {
    #[error("The email address is missing.")]
    NoEmail,
    #[error(
        "This does not look like an email address. It needs a name, an @ and a domain such as example.org."
    )]
    StrangeEmail,
    #[error("Neighbors is for adults. Tick this if you are 18 or older.")]
    NotAdult,
    #[error("{error}")]
    Password { error: PasswordError },
    #[error("This is not the password of this account. Capital letters count.")]
    OldPassword,
    #[error("This is not the email address of this account.")]
    OtherEmail,
    #[error("This link has been used, or is older than {} hours. Ask for a new one.", LINK_LIVES.num_hours())]
    DeadLink,
}

/// The field of a form an error belongs beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Email,
    Adult,
    Password,
    OldPassword,
    /// The whole form: nothing typed into it can mend this.
    Form,
}

impl AccountError {
    pub fn field(&self) -> Field {
        match self {
            Self::NoEmail | Self::StrangeEmail | Self::OtherEmail => Field::Email,
            Self::NotAdult => Field::Adult,
            Self::Password { .. } => Field::Password,
            Self::OldPassword => Field::OldPassword,
            Self::DeadLink => Field::Form,
        }
    }
}

impl From<PasswordError> for AccountError {
    fn from(error: PasswordError) -> Self {
        Self::Password { error }
    }
}

/// Only what cannot be one is refused: whether it is one, the mail that arrives will tell.
pub fn check_email(email: &str) -> Result<(), AccountError> {
    let email = email.trim();
    if email.is_empty() {
        return Err(AccountError::NoEmail);
    }
    let strange = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\"\\".contains(c);
    let fits = email.rsplit_once('@').is_some_and(|(name, domain)| {
        let labels = domain.split('.').all(|label| !label.is_empty());
        !name.is_empty() && !name.contains('@') && domain.contains('.') && labels
    });
    if fits && !email.contains(strange) && email.chars().count() <= MAX_EMAIL_CHARS {
        Ok(())
    } else {
        Err(AccountError::StrangeEmail)
    }
}
