//! The words a resident agrees to. Built here once, so that screen, seal and tests have the same ones.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::language::Language;
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
    /// The one it was read and agreed to in; the seal is over these words, not over a translation of them.
    #[serde(default)]
    pub language: Language,
    /// "{Agency} will receive these {N} recordings, along with your name (…), …"
    pub disclosed: String,
    /// How long it is kept, what withdrawal can and cannot do, court orders, the anonymous route, the version.
    pub terms: Vec<String>,
}

/// A part of [`Consent::disclosed`], and how it stands out on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Plain(&'static str),
    Strong(String),
    /// What the resident stated.
    Value(String),
}

impl Part {
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Strong(text) | Self::Value(text) => text,
        }
    }
}

/// The sentence of [`Consent::disclosed`], cut where the eye should rest: joined, the parts are that sentence.
pub fn disclosed(language: Language, agency: &str, recordings: usize, identity: &Identity) -> Vec<Part> {
    use Part::{Plain, Strong, Value};
    let one = recordings == 1;
    // Between agency, recordings, and each kind of value before and after its brackets.
    let (receives, these, along, names) = match language {
        Language::English => (
            if one { " will receive this " } else { " will receive these " },
            count(recordings, "recording", "recordings"),
            ", along with your ",
            ["name", "), ", "email address", ") and ", "home address"],
        ),
        Language::Spanish => (
            if one { " recibirá esta " } else { " recibirá estas " },
            count(recordings, "grabación", "grabaciones"),
            ", junto con su ",
            ["nombre", "), su ", "dirección de correo electrónico", ") y su ", "domicilio"],
        ),
    };
    let [name, then_email, email, then_home, home] = names;
    vec![
        Strong(agency.to_owned()),
        Plain(receives),
        Strong(these),
        Plain(along),
        Strong(name.to_owned()),
        Plain(" ("),
        Value(identity.name.clone()),
        Plain(then_email),
        Strong(email.to_owned()),
        Plain(" ("),
        Value(identity.email.clone()),
        Plain(then_home),
        Strong(home.to_owned()),
        Plain(" ("),
        Value(identity.home_address.clone()),
        Plain(")."),
    ]
}

impl Consent {
    /// `kept_until` as the screen shows it: "Sun, Dec 20, 2026".
    pub fn new(
        language: Language,
        agency: &str,
        recordings: usize,
        identity: &Identity,
        retention_days: u32,
        kept_until: &str,
        version: u32,
    ) -> Self {
        let disclosed = disclosed(language, agency, recordings, identity).iter().map(Part::text).collect();
        let terms = match language {
            Language::English => [
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
            Language::Spanish => [
                format!("Solo {agency} puede abrirlo. Nadie que tenga los discos de este servidor puede."),
                format!(
                    "Se guarda {retention_days} días, hasta el {kept_until}. Después se borra la clave y ya nada puede abrirse."
                ),
                "Puede retirarlo en cualquier momento. Si nadie lo ha abierto, se borra todo.".to_owned(),
                "Si ya se abrió, se cierra el acceso y la agencia debe borrar sus copias o declarar su motivo legal. Una copia ya descargada no puede recuperarse.".to_owned(),
                "Esta es su libre decisión. Una orden judicial es algo aparte.".to_owned(),
                "También puede usar la línea de avisos. No pide nombre y no registramos que la usó.".to_owned(),
                format!("Acepta la versión {version} de la solicitud. Cualquier cambio borra las marcas."),
            ],
        };
        Self { language, disclosed, terms: terms.into() }
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
