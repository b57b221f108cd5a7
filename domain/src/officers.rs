//! Officers of an agency: what each may do, how they are invited, what they state about themselves, when they are switched off.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::account::Tries;
use crate::admission::is_official;
use crate::agency::AgencyRef;
use crate::joining::{LinkToken, check_email};
use crate::passkey::Answer;
use crate::password::{Password, PasswordError};
use crate::record::{PublicKey, SignError, Signed};

/// An invitation works this long, once.
pub const INVITATION_LIVES: TimeDelta = TimeDelta::hours(72);
/// Whoever does not come for so many days is switched off: an account nobody uses is one nobody misses when it is stolen.
pub const IDLE_DAYS: i64 = 60;
/// The administrator is reminded to look through the list after so many days.
pub const CONFIRM_DAYS: i64 = 30;
/// Codes tried by whoever knows the password: a guesser gets about 150 a day, out of a million.
pub const CODES_AN_ACCOUNT: Tries = Tries { at_once: 10, one_more_each_seconds: 600 };
/// Of name and title, in characters.
pub const MAX_NAME: usize = 80;
pub const MAX_BADGE_NUMBER: usize = 20;
/// Of the secret of an authenticator: what RFC 4226 recommends.
pub const TOTP_SECRET_BYTES: usize = 20;

/// What an officer may do. Reading what is public, anyone may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Post and comment with the badge.
    Post,
    /// Draft and submit requests for assistance.
    Request,
    /// Open what residents share.
    Receive,
    /// Look after the requests of colleagues: close them, take over the lead.
    Supervise,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Post, Self::Request, Self::Receive, Self::Supervise];

    pub fn name(self) -> &'static str {
        match self {
            Self::Post => "Post and comment",
            Self::Request => "Ask for assistance",
            Self::Receive => "Open what is shared",
            Self::Supervise => "Supervise requests",
        }
    }

    /// As on the wire and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Request => "request",
            Self::Receive => "receive",
            Self::Supervise => "supervise",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// Which of them somebody has, each once, in the order of [`Role::ALL`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Role>")]
pub struct Roles(Vec<Role>);

impl Roles {
    pub fn all() -> Self {
        Self(Role::ALL.to_vec())
    }

    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    pub fn iter(&self) -> impl Iterator<Item = Role> {
        self.0.iter().copied()
    }

    /// "post,receive", as in the database.
    pub fn text(&self) -> String {
        self.0.iter().map(|role| role.key()).collect::<Vec<_>>().join(",")
    }

    /// Back from [`Self::text`]; what is no role is left out.
    pub fn from_text(text: &str) -> Self {
        text.split(',').filter_map(Role::from_key).collect::<Vec<_>>().into()
    }
}

impl From<Vec<Role>> for Roles {
    fn from(roles: Vec<Role>) -> Self {
        Self(Role::ALL.into_iter().filter(|role| roles.contains(role)).collect())
    }
}

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

/// An officer in the portal: who, for whom, and what they may do there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalSelf {
    pub name: String,
    /// What they sign in with.
    pub email: String,
    pub title: String,
    pub badge_number: String,
    pub agency: AgencyRef,
    pub roles: Roles,
    /// May invite, change and end officers of the agency.
    pub administrator: bool,
    /// Until that ends, nothing can be posted or asked in its name.
    pub suspended: bool,
}

/// One officer, as the agency's administrator sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerLine {
    pub id: String,
    pub name: String,
    pub title: String,
    pub badge_number: String,
    pub email: String,
    pub roles: Roles,
    pub administrator: bool,
    pub since: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Nobody came for [`IDLE_DAYS`]; the administrator may switch them on again.
    pub off_since: Option<DateTime<Utc>>,
}

/// One that was sent and not used yet. Its link is known to the mailbox alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub id: String,
    pub email: String,
    pub roles: Roles,
    pub administrator: bool,
    pub until: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerList {
    pub official_domain: String,
    /// Those who are there first, then those who left.
    pub officers: Vec<OfficerLine>,
    pub invited: Vec<Invited>,
    /// When somebody last said that the list is right.
    pub confirmed_at: Option<DateTime<Utc>>,
}

/// The keys of an agency, as its administrator sees them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgencyKeys {
    /// The agency's address: certificates name it.
    pub agency: String,
    /// The administrator's own id.
    pub me: String,
    /// The root key's public half; `None` until somebody made it.
    pub key: Option<PublicKey>,
    /// age public key of the recovery sheet.
    pub recovery: Option<String>,
    /// The root key, sealed to this administrator; base64. `None`: another one has to hand it on.
    pub wrapped: Option<String>,
    /// Those who are there; first whom nobody certified yet.
    pub officers: Vec<CertifiableOfficer>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CertifiableOfficer {
    pub id: String,
    pub name: String,
    pub title: String,
    pub key: PublicKey,
    /// age public key.
    pub recipient: String,
    pub certified_at: Option<DateTime<Utc>>,
    pub administrator: bool,
    /// Whether the root key is sealed to them.
    pub holds_root: bool,
}

/// Root key and recovery key, made in an administrator's browser, with their own certificate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MakeKeys {
    pub key: PublicKey,
    /// age public key: the other half is on paper.
    pub recovery: String,
    /// The root key, sealed to the administrator; base64.
    pub wrapped: String,
    pub certificate: Signed,
}

impl MakeKeys {
    pub fn check(&self) -> Result<(), OfficerError> {
        let sound = self.recovery.starts_with("age1") && sound(&self.wrapped);
        if sound { Ok(()) } else { Err(OfficerError::StrangeKey) }
    }
}

/// A wrapped key is some 400 bytes.
fn sound(wrapped: &str) -> bool {
    (1..=4096).contains(&wrapped.len())
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Certify {
    pub certificate: Signed,
    /// For another administrator: the root key, sealed to theirs; base64.
    pub wrapped: Option<String>,
}

impl Certify {
    pub fn check(&self) -> Result<(), OfficerError> {
        if self.wrapped.as_deref().is_none_or(sound) { Ok(()) } else { Err(OfficerError::StrangeKey) }
    }
}

/// What the administrator changes about an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeOfficer {
    pub roles: Roles,
    pub administrator: bool,
    /// `true` switches on again whom idle days switched off.
    pub on: bool,
}

#[cfg(test)]
mod tests {
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
