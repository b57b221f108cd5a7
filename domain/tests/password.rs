//! Passwords and addresses: what is refused, in which words, and that nothing typed brings the rules down.

mod common;

use common::ten_thousand;
use neighbors_domain::joining::{AccountError, Field, Join, check_email};
use neighbors_domain::password::{MAX_CHARS, MIN_CHARS, Password, PasswordError};
use proptest::prelude::*;

const COMMON: [&str; 4] = ["password", "dragon", "iloveyou", "correcthorse"];

fn check(password: &str) -> Result<(), PasswordError> {
    Password(password.into()).check("rosa.delgado@example.org", |word| COMMON.contains(&word))
}

#[test]
fn a_common_password_stays_common_with_digits_marks_capitals_and_repetition() {
    for common in [
        "passwordpassword",
        "Password2026!!",
        "!!!p4ssw0rd1234",
        "dragondragondragon",
        "ILoveYou12345",
        "123456789012",
        "2026-11-22 01:02",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "correcthorse",
        "  CorrectHorse  ",
    ] {
        assert_eq!(check(common), Err(PasswordError::Common), "{common}");
    }
}

#[test]
fn an_address_is_no_password() {
    for same in ["rosa.delgado@example.org", "Rosa.Delgado1987", "rosa.delgado!!"] {
        assert_eq!(check(same), Err(PasswordError::IsEmail), "{same}");
    }
}

#[test]
fn a_few_words_a_sentence_and_what_a_program_makes_up_are_fine() {
    for fine in [
        "a long walk by the river",
        "dragon under the porch",
        "qT7#mm2pLx9!",
        "contraseña de mi abuela",
        "长城上的十二个石头台阶呀",
    ] {
        assert_eq!(check(fine), Ok(()), "{fine}");
    }
}

#[test]
fn what_is_too_short_says_how_long_it_is() {
    assert_eq!(check("short"), Err(PasswordError::TooShort { chars: 5, min: MIN_CHARS }));
    let long = "river walk ".repeat(20);
    assert_eq!(check(&long), Err(PasswordError::TooLong { chars: 220, max: MAX_CHARS }));
}

#[test]
fn each_field_gets_its_own_sentence_and_all_of_them_at_once() {
    let errors = Join { email: "rosa".into(), adult: false }.check().expect_err("refused");
    let fields: Vec<Field> = errors.iter().map(AccountError::field).collect();
    assert_eq!(fields, [Field::Email, Field::Adult]);
}

#[test]
fn an_address_needs_a_name_an_at_and_a_domain() {
    for fine in ["rosa@example.org", " rosa+mail@sub.example.org ", "ñandú@correo.example", "o'neil@x.co"] {
        assert_eq!(check_email(fine), Ok(()), "{fine}");
    }
    let long = format!("{}@example.org", "r".repeat(250));
    for strange in [
        "rosa",
        "rosa@",
        "@example.org",
        "rosa@example",
        "a@b@c.de",
        "r@x..y",
        "r@.x",
        "r@x.",
        "a b@c.de",
        "a@b.c\r\nBcc: x@y.z",
        "<a@b.c>",
        "a,b@c.de",
        &long,
    ] {
        assert_eq!(check_email(strange), Err(AccountError::StrangeEmail), "{strange:?}");
    }
    assert_eq!(check_email("  "), Err(AccountError::NoEmail));
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn nothing_typed_brings_the_rules_down_and_what_passes_is_long_enough(password in any::<String>(), email in any::<String>()) {
        let kept = Password(password.clone()).check(&email, |_| false);
        let chars = password.chars().count();
        if kept.is_ok() {
            prop_assert!((MIN_CHARS..=MAX_CHARS).contains(&chars));
        }
        if let Ok(()) = check_email(&email) {
            // Nothing that could begin a second line or a second address of a mail.
            prop_assert!(!email.trim().contains(['\r', '\n', ',', '<', '>', ' ']));
        }
    }

    #[test]
    fn repeating_digits_around_a_common_password_never_helps(before in "[0-9!#. ]{0,8}", after in "[0-9!#. ]{4,8}", which in 0..COMMON.len()) {
        let typed = [before.as_str(), COMMON[which], after.as_str()].concat();
        prop_assert_ne!(check(&typed), Ok(()));
    }
}
