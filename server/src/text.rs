//! Text as it is compared: without case, accents and punctuation; and as it stands in an address.

use neighbors_domain::folded;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// "Nuñez – St. John’s" becomes "nunez st johns": what two ways of typing one name share.
pub fn folded(text: &str) -> String {
    folded::fold(text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)))
}

/// What a search column holds: every word has a space before it, so that `% hil%` finds beginnings of words.
pub fn sought<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    folded::sought(parts, folded)
}

/// Patterns for `like`, one per word that was typed; at most eight, the rest says little.
/// Folding leaves no `%` and no `_`, so nothing needs escaping.
pub fn patterns(typed: &str) -> Vec<String> {
    folded::words(&folded(typed)).map(|word| format!("% {word}%")).collect()
}

/// For addresses: "Sheriff’s Office, Peña" becomes "sheriffs-office-pena". Letters outside a to z are left out.
pub fn slug(text: &str) -> String {
    let plain: String = folded(text).chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
    plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ways_of_typing_one_name_are_the_same() {
        for typed in ["Sheriff’s Office, Peña", "SHERIFF'S  OFFICE – pena", " sheriffs office pen\u{303}a "]
        {
            assert_eq!(folded(typed), "sheriffs office pena", "{typed}");
        }
    }

    #[test]
    fn nothing_typed_can_be_a_pattern_of_its_own() {
        assert_eq!(patterns("%_% a%b"), ["% a%", "% b%"]);
        assert!(patterns(" %% __ ").is_empty());
    }

    #[test]
    fn a_slug_is_letters_digits_and_single_dashes() {
        assert_eq!(slug(" Gateway - Green Valley Ranch, Denver "), "gateway-green-valley-ranch-denver");
        assert_eq!(slug("東京 PD"), "pd");
    }
}
