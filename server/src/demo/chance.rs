//! Everything a demo draws, from its seed: the same seed gives the same world.

use std::str::FromStr;

use age::secrecy::SecretString;
use age::x25519;
use bech32::{ToBase32, Variant};
use neighbors_domain::officers::TOTP_SECRET_BYTES;
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;
use sha2::{Digest, Sha256};
use totp_rs::Secret;

/// No letter that looks like another, so that a person can copy it from paper.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Whoever knows the seed knows every password and key of the demo: it protects nobody.
#[derive(Clone, Copy)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 32 bytes for one purpose; another purpose says nothing about them.
    pub fn bytes(self, purpose: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.0.to_be_bytes());
        hash.update(purpose);
        hash.finalize().into()
    }

    /// "qk7d-m2xh-…": 20 bits a group.
    fn words(self, purpose: &str, groups: usize) -> String {
        let mut chance = ChaCha20Rng::from_seed(self.bytes(purpose));
        let mut group = || -> String {
            (0..4).map(|_| LETTERS[chance.next_u32() as usize % LETTERS.len()] as char).collect()
        };
        (0..groups).map(|_| group()).collect::<Vec<_>>().join("-")
    }

    pub fn password(self, email: &str) -> String {
        self.words(&format!("password of {email}"), 4)
    }

    /// 140 bits: strong enough by itself, so that unlocking need not be slow.
    pub fn passphrase(self, email: &str) -> SecretString {
        self.words(&format!("passphrase of {email}"), 7).into()
    }

    /// Of an authenticator: 20 bytes in base32.
    pub fn totp_secret(self, email: &str) -> String {
        Secret::from(&self.bytes(&format!("codes of {email}"))[..TOTP_SECRET_BYTES]).to_base32()
    }

    pub fn key(self, purpose: &str) -> x25519::Identity {
        let bytes = self.bytes(&format!("key of {purpose}")).to_base32();
        let text = bech32::encode("age-secret-key-", bytes, Variant::Bech32).expect("a valid prefix");
        x25519::Identity::from_str(&text.to_uppercase()).expect("any 32 bytes are a key")
    }
}

#[cfg(test)]
mod tests {
    use age::secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_and_another_purpose_something_else() {
        let (seven, again, eight) = (Chance::new(7), Chance::new(7), Chance::new(8));
        assert_eq!(seven.password("a"), again.password("a"));
        assert_ne!(seven.password("a"), seven.password("b"));
        assert_ne!(seven.password("a"), eight.password("a"));
        let key = |chance: Chance| chance.key("x").to_public().to_string();
        assert_eq!(key(seven), key(again));
        assert_ne!(key(seven), key(eight));
    }

    #[test]
    fn a_passphrase_has_28_letters_in_groups_of_four() {
        let passphrase = Chance::new(1).passphrase("a");
        let groups: Vec<usize> = passphrase.expose_secret().split('-').map(str::len).collect();
        assert_eq!(groups, [4; 7]);
    }
}
