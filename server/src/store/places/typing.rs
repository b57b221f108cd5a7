//! How far what was typed is from a name: one wrong, missing, extra or swapped letter is forgiven in a word
//! of four or more, two in one of eight or more.

use std::collections::BTreeSet;

use crate::text::folded;

/// Nobody types more words than this to find a place.
const WORDS: usize = 8;
/// Nor a longer one: what is longer is no word.
const LETTERS: usize = 40;

/// What was typed, as it is compared.
pub struct Typed(Vec<String>);

impl Typed {
    pub fn new(typed: &str) -> Self {
        let folded = folded(typed);
        let words = folded.split(' ').filter(|word| !word.is_empty()).take(WORDS);
        Self(words.map(|word| word.chars().take(LETTERS).collect()).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// By which names that could be meant are looked up.
    pub fn grams(&self) -> BTreeSet<String> {
        self.0.iter().flat_map(|word| grams_of(word)).collect()
    }

    /// Letters that are wrong in all; `None` where a word is too far from every word of the name.
    /// Each typed word may be the beginning of one: it may not be finished yet.
    pub fn errors(&self, name: &str) -> Option<usize> {
        let name = folded(name);
        let nearest = |typed: &String| name.split(' ').filter_map(|word| errors(typed, word)).min();
        self.0.iter().map(nearest).sum()
    }

    /// Does the name begin with the first word?
    pub fn begins(&self, name: &str) -> bool {
        let name = folded(name);
        let begins = |typed: &String| name.split(' ').next().and_then(|word| errors(typed, word)).is_some();
        self.0.first().is_some_and(begins)
    }
}

/// Between a word that may not be finished, and a word of a name.
fn errors(typed: &str, word: &str) -> Option<usize> {
    if word.starts_with(typed) {
        return Some(0);
    }
    let typed_letters = typed.chars().count();
    let forgiven = match typed_letters {
        0..4 => return None,
        4..8 => 1,
        _ => 2,
    };
    let letters: Vec<char> = word.chars().collect();
    let lengths = typed_letters - forgiven..=(typed_letters + forgiven).min(letters.len());
    let beginnings = lengths.map(|length| letters[..length].iter().collect::<String>());
    beginnings
        .map(|beginning| strsim::osa_distance(typed, &beginning))
        .min()
        .filter(|errors| *errors <= forgiven)
}

/// Every three letters of the words of a name, each word with room before and behind it: so that the first
/// letter counts more than one in the middle, and a short word with one error still shares something.
pub fn grams(name: &str) -> BTreeSet<String> {
    folded(name).split(' ').flat_map(grams_of).collect()
}

fn grams_of(word: &str) -> Vec<String> {
    let letters: Vec<char> = "  ".chars().chain(word.chars()).chain([' ']).collect();
    if word.is_empty() {
        return Vec::new();
    }
    letters.windows(3).map(|three| three.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(typed: &str, name: &str) -> Option<usize> {
        Typed::new(typed).errors(name)
    }

    #[test]
    fn one_letter_is_forgiven_in_four_and_two_in_eight() {
        for (typed, errors) in [
            ("Bloomfield", Some(0)),
            ("bloom new j", Some(0)),
            ("Blomfield", Some(1)),
            ("Bloomfeild", Some(1)),
            ("Blumfield", Some(2)),
            ("Vloonfieldd", None),
            ("Bloomfield, New Jersy", Some(1)),
            ("blom", Some(1)),
            ("blm", None),
            ("field", None),
            ("new", Some(0)),
            ("nwe", None),
        ] {
            assert_eq!(found(typed, "Bloomfield, New Jersey"), errors, "{typed}");
        }
        assert_eq!(found("NUÑEZ", "Nunez Park"), Some(0));
    }

    /// One letter put wrong in one of four ways.
    fn mistyped(word: &str, at: usize, way: u8) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let at = at % letters.len();
        match way % 4 {
            0 => letters[at] = 'x',
            1 => drop(letters.remove(at)),
            2 => letters.insert(at, 'x'),
            _ if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => {}
        }
        letters.into_iter().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        /// Found, and looked up at all: they share some three letters.
        #[test]
        fn a_word_of_five_or_more_with_one_error_is_found(word in "[a-w]{5,12}", at: usize, way: u8) {
            let typed = mistyped(&word, at, way);
            prop_assert!(found(&typed, &word).is_some_and(|errors| errors <= 1), "{typed}");
            prop_assert!(!Typed::new(&typed).grams().is_disjoint(&grams(&word)), "{typed}");
        }

        #[test]
        fn the_beginning_of_a_word_has_no_error(word in "[a-z]{1,12}", letters in 1_usize..12) {
            let typed: String = word.chars().take(letters).collect();
            prop_assert_eq!(found(&typed, &word), Some(0));
        }

        #[test]
        fn nothing_typed_breaks_it(typed in any::<String>(), name in any::<String>()) {
            let typed = Typed::new(&typed);
            typed.errors(&name);
            typed.begins(&name);
            prop_assert!(typed.grams().iter().all(|gram| gram.chars().count() == 3));
        }
    }
}
