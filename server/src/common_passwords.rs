//! The passwords that everybody tries first. The list is large: it stays on the server.

use std::collections::HashSet;
use std::sync::LazyLock;

/// From `data/common-passwords.txt`, lower case, one a line.
static LIST: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../data/common-passwords.txt").lines().collect());

pub fn contains(word: &str) -> bool {
    LIST.contains(word)
}

#[cfg(test)]
mod tests {
    use neighbors_domain::password::{Password, PasswordError};

    #[test]
    fn what_breakers_try_first_is_refused_and_four_words_are_not() {
        let check = |text: &str| Password(text.into()).check("", super::contains);
        for common in ["qwertyuiop12", "1q2w3e4r5t6y", "iloveyou2026!", "Manchester1!", "baseballbaseball"] {
            assert_eq!(check(common), Err(PasswordError::Common), "{common}");
        }
        assert_eq!(check("gravel lantern opposite tin"), Ok(()));
        assert!(super::LIST.len() > 10_000);
    }
}
