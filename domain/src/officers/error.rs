//! Why something an officer or their administrator sent was not taken, and beside which field that is said.

use serde::{Deserialize, Serialize};

use super::INVITATION_LIVES;
use crate::password::PasswordError;
use crate::record::SignError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Email,
    Name,
    Title,
    BadgeNumber,
    Password,
    Code,
    /// The whole form: nothing typed into it can mend this.
    Form,
}

impl Field {
    /// As an error on the wire names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::Title => "title",
            Self::BadgeNumber => "badge_number",
            Self::Password => "password",
            Self::Code => "code",
            Self::Form => "form",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum OfficerError {
    #[error("Officers are invited at @{domain} only.")]
    NotOfficial { domain: String },
    #[error("This address is an officer of your agency already.")]
    OfficerAlready,
    #[error("This invitation was used, was taken back, or is older than {} hours. Ask your administrator for a new one.", INVITATION_LIVES.num_hours())]
    DeadInvitation,
    #[error(
        "This address has an account here already. Ask for an invitation to another address of your agency."
    )]
    AddressTaken,
    #[error("This is needed: it stands on the badge.")]
    Missing { field: Field },
    #[error("This has more than {max} characters, or signs that cannot be shown.")]
    TooLong { field: Field, max: usize },
    #[error("{error}")]
    Password { error: PasswordError },
    #[error("This code does not fit. Type the six digits the authenticator shows now; each code works once.")]
    WrongCode,
    #[error("The key made in this browser did not arrive whole. Reload the page and begin again.")]
    StrangeKey,
    #[error("An agency keeps at least one administrator: name another one first.")]
    LastAdministrator,
    #[error("This officer is no longer with the agency.")]
    Ended,
    #[error("Set up an authenticator first: officers who sign in with a password type its codes, too.")]
    CodesFirst,
    #[error("Your agency has its keys already.")]
    KeysMade,
    #[error("No other administrator holds the root key. Hand it on first, under Keys.")]
    LastHolder,
    #[error("This officer does not open what is shared any more. Load the page again.")]
    ReceivesNothing,
    #[error("{error}")]
    Signed { error: SignError },
    #[error(
        "Your agency is suspended: until that ends, nothing can be posted or asked in its name. What you wrote is still here."
    )]
    Suspended,
}

impl OfficerError {
    pub fn field(&self) -> Field {
        match self {
            Self::NotOfficial { .. } | Self::OfficerAlready => Field::Email,
            Self::Missing { field } | Self::TooLong { field, .. } => *field,
            Self::Password { .. } => Field::Password,
            Self::WrongCode => Field::Code,
            Self::DeadInvitation
            | Self::AddressTaken
            | Self::StrangeKey
            | Self::LastAdministrator
            | Self::Ended
            | Self::CodesFirst
            | Self::KeysMade
            | Self::LastHolder
            | Self::ReceivesNothing
            | Self::Signed { .. }
            | Self::Suspended => Field::Form,
        }
    }
}
