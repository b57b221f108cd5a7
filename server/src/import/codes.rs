//! The codes of a list: which are alike, and what one is called that has no name.

/// Longer names than this would not be read in a list.
pub const MAX_NAME: usize = 120;

/// "THEFT-FROM_AUTO" becomes "Theft from auto".
pub fn as_words(kind: &str) -> String {
    let shouted = !kind.chars().any(char::is_lowercase);
    let text = if shouted { kind.to_lowercase() } else { kind.to_owned() };
    let text = text.replace(['-', '_'], " ");
    let mut letters = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect::<Vec<_>>();
    letters.truncate(MAX_NAME);
    if let Some(first) = letters.first_mut() {
        *first = first.to_uppercase().next().unwrap_or(*first);
    }
    letters.into_iter().collect()
}

/// A star stands for any text, none too. Each star is tried from the left and never again: no pattern of a
/// file can make this slow.
pub fn fits(like: &str, text: &str) -> bool {
    let (like, text) = (like.to_lowercase(), text.to_lowercase());
    let Some((first, rest)) = like.split_once('*') else { return like == text };
    let Some(mut left) = text.strip_prefix(first) else { return false };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*').filter(|part| !part.is_empty()) {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_star_is_any_text_and_a_code_without_a_name_is_read_as_words() {
        for (like, text, expected) in [
            ("theft-*", "theft-bicycle", true),
            ("*-dv", "assault-dv", true),
            ("*-dv", "assault-dv-2", false),
            ("*DV*", "assault-dv-2", true),
            ("a*b*c", "a-b-c", true),
            ("a*b*c", "acb", false),
            ("ab*ba", "aba", false),
            ("*", "", true),
            ("", "x", false),
        ] {
            assert_eq!(fits(like, text), expected, "{like} {text}");
        }
        assert_eq!(as_words("THEFT-FROM_AUTO"), "Theft from auto");
        assert_eq!(as_words("Theft of a Bicycle"), "Theft of a Bicycle");
    }

    proptest! {
        #[test]
        fn a_pattern_fits_what_the_same_expression_does(like in "[a*é]{0,9}", cell in "[aé]{0,9}", kind: String) {
            let same = regex::Regex::new(&format!("^{}$", like.replace('*', ".*"))).unwrap();
            prop_assert_eq!(fits(&like, &cell), same.is_match(&cell));
            prop_assert!(as_words(&kind).chars().count() <= 3 * MAX_NAME);
        }
    }
}
