//! What a text says about people: described by race alone it is refused; what gives somebody's address away is
//! pointed out.
//!
//! Lists of words decide, in English and Spanish, so that the browser can say it as one types and anyone can read
//! why. They are meant to miss rather than to accuse: moderators read what lists cannot.

mod private;
mod race;

pub use private::{PrivateDetail, PrivateKind, private_details};
pub use race::by_race_alone;

/// A part of a text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: usize,
    pub until: usize,
}

impl Span {
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.from..self.until).unwrap_or_default()
    }

    /// The text without it, and without the gap it leaves.
    pub fn taken_out(&self, text: &str) -> String {
        let before = text.get(..self.from).unwrap_or(text);
        let after = text.get(self.until..).unwrap_or_default();
        let open = before.is_empty() || before.ends_with(char::is_whitespace);
        let after = if open { after.trim_start_matches(' ') } else { after };
        format!("{before}{after}")
    }
}

/// A word as it stands, where it stands, and as it is compared: small letters, no accents.
struct Word<'a> {
    text: &'a str,
    plain: String,
    span: Span,
    /// A sentence ended between the word before and this one.
    begins: bool,
}

/// Letters and digits that hang together; an apostrophe belongs to the word, so that "man's" is not "man".
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let (mut from, mut begins) = (None, true);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || (from.is_some() && matches!(c, '\'' | '’'));
        match (from, inside) {
            (None, true) => from = Some(at),
            (Some(start), false) => {
                let word = text[start..at].trim_end_matches(['\'', '’']);
                let span = Span { from: start, until: start + word.len() };
                words.push(Word {
                    text: word,
                    plain: plain(word),
                    span,
                    begins: std::mem::take(&mut begins),
                });
                from = None;
            }
            _ => {}
        }
        begins |= !inside && matches!(c, '.' | '!' | '?' | ';' | '\n');
    }
    words
}

fn plain(word: &str) -> String {
    let letter = |c| match c {
        'á' | 'à' | 'ä' => 'a',
        'é' | 'è' | 'ë' => 'e',
        'í' | 'ì' | 'ï' => 'i',
        'ó' | 'ò' | 'ö' => 'o',
        'ú' | 'ù' | 'ü' => 'u',
        'ñ' => 'n',
        '’' => '\'',
        c => c,
    };
    word.chars().flat_map(char::to_lowercase).map(letter).collect()
}
