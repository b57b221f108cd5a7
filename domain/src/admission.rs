//! What an agency states before it becomes active here, and what happened to it since.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::agency::TipLine;
use crate::share::MAX_KEPT_DAYS;

/// Of each thing an agency states, in characters.
pub const MAX_STATED: usize = 300;

/// Mailboxes anybody can have: an invitation sent there would prove nothing. The most used ones; the operator's two
/// checks see to the rest.
const PUBLIC_MAIL: [&str; 10] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "yahoo.com",
    "icloud.com",
    "aol.com",
    "proton.me",
    "gmx.com",
];
/// Federal and immigration agencies are not admitted: their domains, and every name below them.
const FEDERAL: [&str; 9] = [
    "dhs.gov",
    "ice.gov",
    "cbp.gov",
    "uscis.gov",
    "usdoj.gov",
    "justice.gov",
    "fbi.gov",
    "secretservice.gov",
    "mil",
];

/// What an agency says of itself; stays its own to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub contact: String,
    /// A way to help that asks for no name; at least one of the two.
    pub tip_line: TipLine,
    /// Received from vendors. "None" is a stated value.
    pub gifts: String,
    /// Days it keeps what is shared with it.
    pub retention_days: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum AdmissionError {
    #[error(
        "The official domain is the part of its email addresses after the @, such as police.example.org."
    )]
    StrangeDomain,
    #[error("Anyone can have an address at {domain}. Officers are invited to the agency’s own domain.")]
    PublicMail { domain: String },
    #[error("Federal and immigration agencies are not admitted, and {domain} is a domain of one.")]
    Federal { domain: String },
    #[error("State how the agency is reached: an email address or a phone number.")]
    NoContact,
    #[error("State a tip line: a phone number or a web address where people can help without giving a name.")]
    NoTipLine,
    #[error("The tip line on the web begins with https://.")]
    StrangeTipWeb,
    #[error("State the gifts and incentives received from vendors. “None” is an answer.")]
    NoGifts,
    #[error("Recordings can be kept for 1 to {max_days} days, not {days}.")]
    KeptDays { days: u32, max_days: u32 },
    #[error("This has {chars} characters. The most is {max}.")]
    TooLong { field: Stated, chars: usize, max: usize },
}

/// The field an error belongs beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stated {
    Domain,
    Contact,
    TipPhone,
    TipWeb,
    Gifts,
    KeptDays,
}

impl Stated {
    /// As an error on the wire names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Contact => "contact",
            Self::TipPhone => "tip_phone",
            Self::TipWeb => "tip_web",
            Self::Gifts => "gifts",
            Self::KeptDays => "kept_days",
        }
    }
}

impl AdmissionError {
    pub fn field(&self) -> Stated {
        match self {
            Self::StrangeDomain | Self::PublicMail { .. } | Self::Federal { .. } => Stated::Domain,
            Self::NoContact => Stated::Contact,
            Self::NoTipLine => Stated::TipPhone,
            Self::StrangeTipWeb => Stated::TipWeb,
            Self::NoGifts => Stated::Gifts,
            Self::KeptDays { .. } => Stated::KeptDays,
            Self::TooLong { field, .. } => *field,
        }
    }
}

impl Statement {
    /// All the reasons at once, so that a form can show them together.
    pub fn check(&self) -> Result<(), Vec<AdmissionError>> {
        let mut errors = Vec::new();
        let stated = |text: &Option<String>| text.as_deref().map_or(0, |text| text.trim().chars().count());
        if self.contact.trim().is_empty() {
            errors.push(AdmissionError::NoContact);
        }
        if stated(&self.tip_line.phone) == 0 && stated(&self.tip_line.web) == 0 {
            errors.push(AdmissionError::NoTipLine);
        }
        // The page makes a link of it: nothing but a plain web address.
        if self
            .tip_line
            .web
            .as_deref()
            .is_some_and(|web| !web.starts_with("https://") || web.contains(char::is_whitespace))
        {
            errors.push(AdmissionError::StrangeTipWeb);
        }
        if self.gifts.trim().is_empty() {
            errors.push(AdmissionError::NoGifts);
        }
        if self.retention_days == 0 || self.retention_days > MAX_KEPT_DAYS {
            errors.push(AdmissionError::KeptDays { days: self.retention_days, max_days: MAX_KEPT_DAYS });
        }
        let lengths = [
            (Stated::Contact, self.contact.chars().count()),
            (Stated::TipPhone, stated(&self.tip_line.phone)),
            (Stated::TipWeb, stated(&self.tip_line.web)),
            (Stated::Gifts, self.gifts.chars().count()),
        ];
        errors.extend(
            lengths
                .into_iter()
                .filter(|(_, chars)| *chars > MAX_STATED)
                .map(|(field, chars)| AdmissionError::TooLong { field, chars, max: MAX_STATED }),
        );
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// Where its officers have their mailboxes.
pub fn check_domain(domain: &str) -> Result<(), AdmissionError> {
    let label = |label: &str| {
        let plain =
            label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        plain && !label.is_empty() && label.len() < 64 && !label.starts_with('-') && !label.ends_with('-')
    };
    if domain.len() > 200 || !domain.contains('.') || !domain.split('.').all(label) {
        return Err(AdmissionError::StrangeDomain);
    }
    let below = |parent: &&str| {
        domain == *parent || domain.strip_suffix(*parent).is_some_and(|name| name.ends_with('.'))
    };
    if PUBLIC_MAIL.iter().any(below) {
        return Err(AdmissionError::PublicMail { domain: domain.to_owned() });
    }
    if FEDERAL.iter().any(below) {
        return Err(AdmissionError::Federal { domain: domain.to_owned() });
    }
    Ok(())
}

/// Is this mailbox one of the agency's own? A name below the domain is another domain.
pub fn is_official(email: &str, domain: &str) -> bool {
    email
        .trim()
        .rsplit_once('@')
        .is_some_and(|(name, at)| !name.is_empty() && at.eq_ignore_ascii_case(domain))
}

/// What the operator decided about an agency; every one of them is kept and public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Admitted,
    Suspended,
    Resumed,
    Left,
}

impl Step {
    pub const ALL: [Self; 4] = [Self::Admitted, Self::Suspended, Self::Resumed, Self::Left];

    pub fn name(self) -> &'static str {
        match self {
            Self::Admitted => "Admitted",
            Self::Suspended => "Suspended",
            Self::Resumed => "Active again",
            Self::Left => "Left",
        }
    }

    /// As on the wire and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Admitted => "admitted",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Left => "left",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.key() == key)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    pub what: Step,
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn statement() -> Statement {
        Statement {
            contact: "records@cedarflats.example".into(),
            tip_line: TipLine { phone: Some("303-555-0142".into()), web: None },
            gifts: "None".into(),
            retention_days: 60,
        }
    }

    #[test]
    fn everything_that_is_missing_is_said_at_once() {
        assert_eq!(statement().check(), Ok(()));
        let nothing = Statement {
            contact: " ".into(),
            tip_line: TipLine { phone: None, web: Some("http://tips.example".into()) },
            gifts: String::new(),
            retention_days: 181,
        };
        let fields: Vec<Stated> = nothing.check().unwrap_err().iter().map(AdmissionError::field).collect();
        assert_eq!(fields, [Stated::Contact, Stated::TipWeb, Stated::Gifts, Stated::KeptDays]);
        let silent = Statement { tip_line: TipLine::default(), ..statement() };
        assert_eq!(silent.check(), Err(vec![AdmissionError::NoTipLine]));
        let long = Statement { gifts: "x".repeat(301), ..statement() };
        let too_long = AdmissionError::TooLong { field: Stated::Gifts, chars: 301, max: 300 };
        assert_eq!(long.check(), Err(vec![too_long]));
    }

    #[test]
    fn a_mailbox_anybody_can_have_and_a_federal_one_are_no_official_domain() {
        for domain in [
            "cedarflats.example",
            "police.ci.denver.co.us",
            "xn--pea-8ma.example",
            "notgmail.com",
            "smil.example",
        ] {
            assert_eq!(check_domain(domain), Ok(()), "{domain}");
        }
        for domain in ["gmail.com", "mail.yahoo.com"] {
            assert!(matches!(check_domain(domain), Err(AdmissionError::PublicMail { .. })), "{domain}");
        }
        for domain in ["ice.dhs.gov", "fbi.gov", "army.mil"] {
            assert!(matches!(check_domain(domain), Err(AdmissionError::Federal { .. })), "{domain}");
        }
        for domain in [
            "",
            "localhost",
            "a@b.example",
            "Police.example",
            "a..example",
            ".example",
            "-a.example",
            "a b.example",
        ] {
            assert_eq!(check_domain(domain), Err(AdmissionError::StrangeDomain), "{domain}");
        }
    }

    #[test]
    fn only_the_domain_itself_is_official() {
        assert!(is_official("m.ortega@CedarFlats.example ", "cedarflats.example"));
        for email in [
            "m@evil.cedarflats.example",
            "m@cedarflats.example.org",
            "@cedarflats.example",
            "cedarflats.example",
            "a@b@x.example",
        ] {
            assert!(!is_official(email, "cedarflats.example"), "{email}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

        #[test]
        fn no_text_of_a_stranger_makes_a_rule_panic(text: String, days: u32, email: String) {
            let words = Statement { contact: text.clone(), gifts: text.clone(), retention_days: days, tip_line: TipLine { phone: None, web: Some(text.clone()) } };
            let _ = words.check();
            if check_domain(&text).is_ok() {
                let email = format!("a@{text}");
                prop_assert!(is_official(&email, &text));
            }
            let _ = is_official(&email, &text);
        }
    }
}
