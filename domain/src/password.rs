//! What a password has to be: long, and not one that everybody tries first.

use serde::{Deserialize, Serialize};

/// With argon2id behind it, twelve characters that are not a common phrase outlast a stolen database.
pub const MIN_CHARS: usize = 12;
/// Long enough for any sentence; more would only make the server work.
pub const MAX_CHARS: usize = 200;

/// Typed by a person or chosen by their program. Never shown, never logged.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(pub String);

/// Secrets stay out of logs.
impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum PasswordError {
    #[error("The password has {chars} characters. It needs at least {min}; three or four words do well.")]
    TooShort { chars: usize, min: usize },
    #[error("The password has {chars} characters. The most is {max}.")]
    TooLong { chars: usize, max: usize },
    #[error(
        "This is one of the passwords that are tried first. Three or four words that do not belong together do better."
    )]
    Common,
    #[error("This is your email address over again. Choose something that does not stand beside it.")]
    IsEmail,
}

impl Password {
    /// `common` knows the passwords everybody tries, in lower case; a browser that has no list says `|_| false`, and
    /// the server, which has, decides.
    pub fn check(&self, email: &str, common: impl Fn(&str) -> bool) -> Result<(), PasswordError> {
        let chars = self.0.chars().count();
        if chars < MIN_CHARS {
            return Err(PasswordError::TooShort { chars, min: MIN_CHARS });
        }
        if chars > MAX_CHARS {
            return Err(PasswordError::TooLong { chars, max: MAX_CHARS });
        }
        let typed = self.0.trim().to_lowercase();
        let email = email.trim().to_lowercase();
        let name = email.split('@').next().unwrap_or_default();
        let bare = core(&typed);
        if !email.is_empty() && (typed == email || (!core(name).is_empty() && core(name) == bare)) {
            return Err(PasswordError::IsEmail);
        }
        // "password2026!!" is "password" to a guesser, and "dragondragon" is "dragon".
        if bare.is_empty() || common(&typed) || common(bare) || common(&plain(bare)) || common(once(bare)) {
            return Err(PasswordError::Common);
        }
        if once(&typed).chars().count() < MIN_CHARS / 2 && once(&typed) != typed {
            return Err(PasswordError::Common);
        }
        Ok(())
    }
}

/// Without the digits and marks around it.
fn core(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphabetic())
}

/// Letters that digits and marks are put for.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .collect()
}

/// The piece that the text repeats, or the text.
fn once(text: &str) -> &str {
    let ends = text.char_indices().map(|(at, _)| at).skip(1);
    ends.filter(|end| text.len().is_multiple_of(*end))
        .find(|end| text.as_bytes().chunks(*end).all(|piece| piece == &text.as_bytes()[..*end]))
        .map_or(text, |end| &text[..end])
}
