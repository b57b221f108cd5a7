//! Case numbers: no way of spelling one makes two of it.

mod common;

use common::ten_thousand;
use neighbors_domain::case_number::{CaseNumber, CaseNumberError};
use proptest::prelude::*;

/// What may stand between letters without meaning anything.
const BETWEEN: &[&str] =
    &["-", " ", "–", "—", "_", ".", "/", "#", "\u{a0}", "\u{200b}", "\u{2011}", "\u{301}", ""];

/// One plain letter or digit, in a way somebody might type it.
fn spelled(plain: char, way: u8) -> char {
    match way {
        0 => plain.to_ascii_lowercase(),
        1 => char::from_u32(u32::from(plain) + 0xfee0).expect("full-width"),
        2 => char::from_u32(u32::from(plain.to_ascii_lowercase()) + 0xfee0).expect("full-width"),
        _ => plain,
    }
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn every_spelling_of_a_case_is_that_case(
        plain in "[A-Z0-9]{1,12}",
        ways in prop::collection::vec((0..6_u8, prop::sample::select(BETWEEN)), 12),
    ) {
        let letters = plain.chars().zip(&ways);
        let trick: String = letters.map(|(c, (way, between))| format!("{between}{}", spelled(c, *way))).collect();
        prop_assert_eq!(CaseNumber(trick.clone()).key(), plain, "{}", trick);
        prop_assert_eq!(CaseNumber(trick).check(), Ok(()));
    }

    #[test]
    fn two_different_cases_stay_two(one in "[A-Z0-9]{1,12}", other in "[A-Z0-9]{1,12}") {
        prop_assert_eq!(CaseNumber(one.clone()).key() == CaseNumber(other.clone()).key(), one == other);
    }

    #[test]
    fn whatever_is_accepted_is_compared_by_plain_letters_and_digits(text in any::<String>()) {
        let number = CaseNumber(text);
        if number.check().is_ok() {
            let key = number.key();
            prop_assert!(!key.is_empty());
            prop_assert!(key.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()), "{}", key);
            // Comparing is settled: the key of the key is the key.
            prop_assert_eq!(CaseNumber(key.clone()).key(), key);
        }
    }
}

#[test]
fn letters_that_only_look_alike_are_refused_and_named() {
    for (text, found) in
        [("СF-26-04417", 'С'), ("CF-26-0441٧", '٧'), ("CF-26-0441𝟕", '𝟕'), ("CF-26-04417²", '²')]
    {
        assert_eq!(CaseNumber(text.into()).check(), Err(CaseNumberError::OtherLetters { found }), "{text}");
    }
}

#[test]
fn a_case_number_has_at_most_forty_characters() {
    assert_eq!(CaseNumber("7".repeat(40)).check(), Ok(()));
    assert_eq!(CaseNumber("7".repeat(41)).check(), Err(CaseNumberError::TooLong { chars: 41, max: 40 }));
}
