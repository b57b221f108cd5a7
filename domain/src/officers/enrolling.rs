//! Becoming an officer: an invitation to a mailbox of the agency, and everything somebody states who takes it up.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Field, MAX_BADGE_NUMBER, MAX_NAME, OfficerError, Roles};
use crate::admission::is_official;
use crate::agency::AgencyRef;
use crate::joining::{LinkToken, check_email};
use crate::passkey::Answer;
use crate::password::Password;
use crate::record::PublicKey;

/// "Come and be an officer here", sent by the administrator to a mailbox of the agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    pub email: String,
    pub roles: Roles,
    pub administrator: bool,
}

impl Invite {
    pub fn check(&self, official_domain: &str) -> Result<(), OfficerError> {
        if check_email(&self.email).is_err() || !is_official(&self.email, official_domain) {
            return Err(OfficerError::NotOfficial { domain: official_domain.to_owned() });
        }
        Ok(())
    }
}

/// Asked by whoever opened the mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookAtInvitation {
    pub token: LinkToken,
}

/// What an invitation says to the one who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub email: String,
    pub agency: AgencyRef,
    pub roles: Roles,
    pub administrator: bool,
    pub until: DateTime<Utc>,
}

/// Everything somebody states to become an officer. The keys were made in their browser: the identity comes wrapped by a
/// passphrase that is never sent.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Enrol {
    pub token: LinkToken,
    pub name: String,
    pub title: String,
    pub badge_number: String,
    pub way_in: WayIn,
    /// age public key: "age1…".
    pub recipient: String,
    /// The age identity, sealed with the passphrase; base64.
    pub wrapped_identity: String,
    /// Signs what they write; drawn from the identity.
    pub signing_key: PublicKey,
}

/// How an officer will sign in.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "with", rename_all = "snake_case")]
pub enum WayIn {
    /// A password and an authenticator.
    Codes {
        password: Password,
        #[serde(flatten)]
        authenticator: Authenticator,
    },
    /// A device that asks for a finger, a face or a number of its own.
    Passkey { answer: Answer, name: String },
}

/// An authenticator that was just set up.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Authenticator {
    /// base32, as it stands in its QR code.
    pub totp_secret: String,
    /// What it shows now: proof that it was enrolled.
    pub code: String,
}

/// Another authenticator in place of the one before. The present password, so that a thief of a session cannot do it;
/// empty where the account has none and a passkey was just shown instead.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct NewAuthenticator {
    pub password: Password,
    #[serde(flatten)]
    pub authenticator: Authenticator,
}

/// Secrets stay out of logs.
impl std::fmt::Debug for NewAuthenticator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewAuthenticator")
    }
}

/// Secrets stay out of logs.
impl std::fmt::Debug for Enrol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrol")
    }
}

impl Enrol {
    /// What the words and keys themselves show to be wrong; the password has a rule of its own.
    pub fn check(&self) -> Result<(), Vec<OfficerError>> {
        let mut errors = Vec::new();
        for (text, field, max) in [
            (&self.name, Field::Name, MAX_NAME),
            (&self.title, Field::Title, MAX_NAME),
            (&self.badge_number, Field::BadgeNumber, MAX_BADGE_NUMBER),
        ] {
            let chars = text.trim().chars().count();
            if chars == 0 {
                errors.push(OfficerError::Missing { field });
            } else if chars > max || text.chars().any(unseen) {
                errors.push(OfficerError::TooLong { field, max });
            }
        }
        if !self.recipient.starts_with("age1")
            || self.wrapped_identity.len() > 4096
            || self.wrapped_identity.is_empty()
        {
            errors.push(OfficerError::StrangeKey);
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// Signs that are not seen, or turn what is: a name on a badge reads as it is written.
fn unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::super::Role;
    use super::*;
    use proptest::prelude::*;

    fn enrol() -> Enrol {
        Enrol {
            token: LinkToken("x".into()),
            name: "Det. Maya Ortega".into(),
            title: "Detective".into(),
            badge_number: "2217".into(),
            way_in: WayIn::Codes {
                password: Password("a long walk by the river".into()),
                authenticator: Authenticator { totp_secret: String::new(), code: String::new() },
            },
            recipient: "age1xyz".into(),
            wrapped_identity: "AAAA".into(),
            signing_key: crate::record::SigningKey::from_seed([1; 32]).public(),
        }
    }

    #[test]
    fn every_empty_line_of_the_badge_is_named() {
        assert_eq!(enrol().check(), Ok(()));
        let empty = Enrol { name: " ".into(), title: "x".repeat(81), badge_number: String::new(), ..enrol() };
        let fields: Vec<Field> = empty.check().unwrap_err().iter().map(OfficerError::field).collect();
        assert_eq!(fields, [Field::Name, Field::Title, Field::BadgeNumber]);
        for sign in ['\u{7}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}', '\u{ad}', '\u{e0041}'] {
            let unseen = Enrol { name: format!("Det.{sign} Ortega"), ..enrol() };
            assert_eq!(
                unseen.check(),
                Err(vec![OfficerError::TooLong { field: Field::Name, max: 80 }]),
                "{sign:?}"
            );
        }
        for name in ["Cmdr. Zoë Nuñez-O’Brien", "Sgt. 李小龙", "Officer Ḥasan al-ʿAlī"] {
            assert_eq!(Enrol { name: name.into(), ..enrol() }.check(), Ok(()), "{name}");
        }
        assert_eq!(format!("{:?}", enrol()), "Enrol");
    }

    #[test]
    fn an_invitation_goes_to_the_official_domain_and_nowhere_else() {
        let invite = |email: &str| Invite { email: email.into(), roles: Roles::all(), administrator: false };
        let domain = "cedarflats.example";
        assert_eq!(invite("p.raman@cedarflats.example").check(domain), Ok(()));
        for email in ["p.raman@evil.example", "p.raman", "", "a b@cedarflats.example"] {
            assert!(matches!(invite(email).check(domain), Err(OfficerError::NotOfficial { .. })), "{email}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

        #[test]
        fn roles_come_back_from_their_text(picked in prop::collection::vec(prop::sample::select(Role::ALL.to_vec()), 0..9)) {
            let roles = Roles::from(picked.clone());
            prop_assert_eq!(&Roles::from_text(&roles.text()), &roles);
            prop_assert!(Role::ALL.into_iter().all(|role| roles.has(role) == picked.contains(&role)));
        }

        #[test]
        fn no_text_is_a_role_that_is_none(text: String) {
            prop_assert!(Roles::from_text(&text).iter().all(|role| text.contains(role.key())));
        }
    }
}
