//! The agency's own number for a case, as typed and as compared.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CaseNumberError {
    #[error("Every request needs the case number it is about.")]
    Missing,
    #[error("This case number has {chars} characters. The most is {max}.")]
    TooLong { chars: usize, max: usize },
    #[error("“{found}” cannot stand in a case number. Use the letters A to Z and digits.")]
    OtherLetters { found: char },
}

/// As the agency writes it: "CF-26-04417".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseNumber(pub String);

impl CaseNumber {
    pub const MAX_CHARS: usize = 40;

    pub fn check(&self) -> Result<(), CaseNumberError> {
        let chars = self.0.trim().chars().count();
        let key = self.key();
        if key.is_empty() {
            return Err(CaseNumberError::Missing);
        }
        // A Cyrillic “С” looks like a Latin one and would buy a third post.
        if let Some(found) = key.chars().find(|c| !c.is_ascii()) {
            return Err(CaseNumberError::OtherLetters { found });
        }
        if chars > Self::MAX_CHARS {
            return Err(CaseNumberError::TooLong { chars, max: Self::MAX_CHARS });
        }
        Ok(())
    }

    /// What two spellings of one case share: letters and digits, in one case, full-width ones as
    /// plain ones. Other letters that look alike are refused by [`Self::check`], so that no
    /// spelling buys a third post.
    pub fn key(&self) -> String {
        self.0
            .chars()
            .filter_map(|c| match c {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
                c => Some(c),
            })
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .collect()
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_tricks_are_one_case() {
        let spellings =
            ["CF-26-04417", "cf 26 04417", " CF26–04417", "ＣＦ－２６－０４４１７", "cf.26_04417\u{200b}"];
        for spelling in spellings {
            assert_eq!(CaseNumber(spelling.into()).key(), "CF2604417", "{spelling}");
        }
    }

    #[test]
    fn a_case_number_of_dashes_is_none() {
        assert_eq!(CaseNumber(" -- ".into()).check(), Err(CaseNumberError::Missing));
    }
}
