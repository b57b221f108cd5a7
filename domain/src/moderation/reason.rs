//! Why something may be flagged or hidden, and why it comes back: closed lists, so that the public log can be counted.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    ByRace,
    PrivateDetails,
    Harassment,
    Threat,
    LawfulActivity,
    Graphic,
    Spam,
}

impl Reason {
    pub const ALL: [Self; 7] = [
        Self::ByRace,
        Self::PrivateDetails,
        Self::Harassment,
        Self::Threat,
        Self::LawfulActivity,
        Self::Graphic,
        Self::Spam,
    ];

    /// As on the wire, in the database and in open data.
    pub fn key(self) -> &'static str {
        match self {
            Self::ByRace => "by_race",
            Self::PrivateDetails => "private_details",
            Self::Harassment => "harassment",
            Self::Threat => "threat",
            Self::LawfulActivity => "lawful_activity",
            Self::Graphic => "graphic",
            Self::Spam => "spam",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::ByRace => "Describes somebody by race alone",
            Self::PrivateDetails => "Shows a name, address, plate or phone number",
            Self::Harassment => "Insults or harasses somebody",
            Self::Threat => "Threatens, or calls for violence",
            Self::LawfulActivity => "Accuses somebody of nothing but being there",
            Self::Graphic => "Shows violence or nudity",
            Self::Spam => "Advertising, or nothing to do with the neighborhood",
        }
    }
}

/// Why something hidden is shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    NotTheRule,
    Context,
    Mistake,
}

impl Why {
    pub const ALL: [Self; 3] = [Self::NotTheRule, Self::Context, Self::Mistake];

    pub fn key(self) -> &'static str {
        match self {
            Self::NotTheRule => "not_the_rule",
            Self::Context => "context",
            Self::Mistake => "mistake",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.key() == key)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::NotTheRule => "It does not break that rule",
            Self::Context => "Read together with the thread it is all right",
            Self::Mistake => "It was hidden by mistake",
        }
    }
}
