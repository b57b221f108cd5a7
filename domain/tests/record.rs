//! What is signed and proved: it comes back as it was, and nothing else passes for it.

use chrono::{DateTime, Utc};
use neighbors_domain::record::{
    Entry, Event, Leaf, ProofError, PublicKey, SignError, Signed, SigningKey, Statement,
};
use proptest::prelude::*;

fn at() -> DateTime<Utc> {
    "2026-10-21T18:30:00Z".parse().expect("a time")
}

fn comment(text: &str) -> Statement {
    let one = |word: &str| word.to_owned();
    Statement::Comment {
        agency: one("cedar"),
        officer: one("7"),
        thread: one("t"),
        text: one(text),
        at: at(),
    }
}

proptest! {
    #[test]
    fn what_was_signed_is_read_back_and_by_no_other_key(text in "\\PC{0,200}", seed: [u8; 32], other: [u8; 32]) {
        prop_assume!(seed != other);
        let (key, stranger) = (SigningKey::from_seed(seed), SigningKey::from_seed(other));
        let signed = key.sign(&comment(&text));
        prop_assert_eq!(signed.read(&key.public()), Ok(comment(&text)));
        prop_assert_eq!(signed.read(&stranger.public()), Err(SignError::WrongSignature));
        let again: PublicKey = serde_json::from_str(&serde_json::to_string(&key.public()).unwrap()).unwrap();
        prop_assert_eq!(again, key.public());
    }

    #[test]
    fn one_bit_less_or_more_and_nothing_holds(text in "\\PC{1,80}", seed: [u8; 32], place: prop::sample::Index, bit in 0_u8..8) {
        let key = SigningKey::from_seed(seed);
        let signed = key.sign(&comment(&text));
        let mut bytes = hex::decode(&signed.signature).unwrap();
        let n = place.index(bytes.len());
        bytes[n] ^= 1 << bit;
        let altered = Signed { signature: hex::encode(bytes), ..signed.clone() };
        prop_assert_eq!(altered.read(&key.public()), Err(SignError::WrongSignature));
        let longer = Signed { text: signed.text.clone() + " ", ..signed };
        prop_assert_eq!(longer.read(&key.public()), Err(SignError::WrongSignature));
    }

    #[test]
    fn nothing_that_arrives_brings_the_reader_down(text in "\\PC{0,60}", signature in "[0-9a-g]{0,140}", seed: [u8; 32]) {
        let key = SigningKey::from_seed(seed).public();
        let sent = Signed { text: text.clone(), signature };
        prop_assert!(sent.read(&key).is_err());
        let parsed = PublicKey::try_from(text.clone());
        prop_assert!(parsed.is_err() || text.len() == 64);
        let entry = Entry { n: 0, leaf: text.clone(), salt: text.clone(), body: Some(text) };
        prop_assert_eq!(entry.read(), Err(ProofError::Unreadable));
    }

    #[test]
    fn an_entry_reads_as_its_leaf_says_or_not_at_all(agency in "[a-z-]{1,30}", id in "[0-9a-f]{8}", salt in "[0-9a-f]{32}", other in "[0-9a-f]{32}") {
        prop_assume!(salt != other);
        let event = Event::Resolved { agency: agency.clone(), id };
        let body = serde_json::to_string(&event).unwrap();
        let leaf = serde_json::to_string(&Leaf::new(&event, &salt, &body, at())).unwrap();
        let entry = Entry { n: 3, leaf, salt, body: Some(body.clone()) };
        prop_assert_eq!(entry.read().map(|(_, event)| event), Ok(Some(event)));
        let erased = Entry { body: None, ..entry.clone() };
        prop_assert_eq!(erased.read().map(|(_, event)| event), Ok(None));
        let salted = Entry { salt: other, ..entry.clone() };
        prop_assert_eq!(salted.read(), Err(ProofError::OtherBody));
        let renamed = Entry { body: Some(body.replace("resolved", "voided")), ..entry };
        prop_assert_eq!(renamed.read(), Err(ProofError::OtherBody));
    }
}

/// A key that verifies signatures nobody made is none.
#[test]
fn points_of_small_order_are_no_keys() {
    for point in ["0100000000000000000000000000000000000000000000000000000000000000", &"00".repeat(32)] {
        assert_eq!(PublicKey::try_from(point.to_owned()), Err(SignError::NoKey));
    }
    assert_eq!(PublicKey::try_from("ab".to_owned()), Err(SignError::NoKey));
}

/// What a person compares by eye: known answers, so that it never changes unnoticed.
#[test]
fn keys_drawn_from_an_identity_stay_what_they_are() {
    let key = SigningKey::of_identity("AGE-SECRET-KEY-1QQQQ\n").public();
    assert_eq!(key, SigningKey::of_identity("AGE-SECRET-KEY-1QQQQ").public());
    assert_ne!(key, SigningKey::of_identity("AGE-SECRET-KEY-1QQQP").public());
    let fingerprint = key.fingerprint();
    assert_eq!(fingerprint.len(), 39, "{fingerprint}");
    assert!(fingerprint.split(' ').all(|group| group.len() == 4));
}
