//! The words a resident agrees to. Built here once, so that screen, seal and tests have the same ones.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::spoken::count;

/// What is disclosed besides the recordings: the resident's own statement.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub name: String,
    pub email: String,
    pub home_address: String,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum IdentityError {
    #[error("Your name is missing. The agency will see it.")]
    NoName,
    #[error("This does not look like an email address. It needs a name, an @ and a domain.")]
    NoEmail,
    #[error("Your home address is missing. The agency will see it.")]
    NoHomeAddress,
    #[error("This has {chars} characters. The most is {max}.")]
    TooLong { field: Field, chars: usize, max: usize },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Name,
    Email,
    HomeAddress,
}

impl IdentityError {
    /// The field its sentence stands beside.
    pub fn field(&self) -> Field {
        match self {
            Self::NoName => Field::Name,
            Self::NoEmail => Field::Email,
            Self::NoHomeAddress => Field::HomeAddress,
            Self::TooLong { field, .. } => *field,
        }
    }
}

impl Identity {
    pub const MAX_CHARS: usize = 200;

    pub fn check(&self) -> Result<(), Vec<IdentityError>> {
        let mut errors = Vec::new();
        if self.name.trim().is_empty() {
            errors.push(IdentityError::NoName);
        }
        let at = self.email.trim().split_once('@');
        if !at.is_some_and(|(user, domain)| {
            !user.is_empty() && domain.contains('.') && !domain.contains(char::is_whitespace)
        }) {
            errors.push(IdentityError::NoEmail);
        }
        if self.home_address.trim().is_empty() {
            errors.push(IdentityError::NoHomeAddress);
        }
        let fields = [
            (Field::Name, &self.name),
            (Field::Email, &self.email),
            (Field::HomeAddress, &self.home_address),
        ];
        for (field, text) in fields {
            let chars = text.chars().count();
            if chars > Self::MAX_CHARS {
                errors.push(IdentityError::TooLong { field, chars, max: Self::MAX_CHARS });
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// Everything the consent screen says, in order. No consent screen of the product is shorter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// "{Agency} will receive these {N} recordings, along with your name (…), …"
    pub disclosed: String,
    /// How long it is kept, what withdrawal can and cannot do, court orders, the anonymous route, the version.
    pub terms: Vec<String>,
}

impl Consent {
    /// `kept_until` as the screen shows it: "Sun, Dec 20, 2026".
    pub fn new(
        agency: &str,
        recordings: usize,
        identity: &Identity,
        retention_days: u32,
        kept_until: &str,
        version: u32,
    ) -> Self {
        let these = if recordings == 1 { "this" } else { "these" };
        let recordings = count(recordings, "recording", "recordings");
        let Identity { name, email, home_address } = identity;
        Self {
            disclosed: format!(
                "{agency} will receive {these} {recordings}, along with your name ({name}), email address ({email}) and home address ({home_address})."
            ),
            terms: vec![
                format!("Only {agency} can open it. Nobody who holds this server’s disks can."),
                format!(
                    "It is kept for {retention_days} days, until {kept_until}. Then the key is deleted and nothing can be opened any more."
                ),
                "Withdraw at any time. Before anyone opens it, everything is deleted.".to_owned(),
                "After that, access closes and the agency must delete its copies or state its legal reason. A copy already downloaded cannot be called back.".to_owned(),
                "This is your free choice. A warrant or court order is something separate.".to_owned(),
                "You can use the tip line instead. It asks for no name, and we don’t record that you used it.".to_owned(),
                format!("You agree to version {version} of the request. Any change to your choice clears the ticks."),
            ],
        }
    }

    /// The whole text as it is sealed into the manifest.
    pub fn text(&self) -> String {
        std::iter::once(self.disclosed.as_str())
            .chain(self.terms.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// SHA-256 of [`Self::text`], in hex.
    pub fn sha256(&self) -> String {
        Sha256::digest(self.text()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
