//! Passwords: argon2id, slow on purpose, in a few threads at a time.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use rand::RngCore;
use tokio::sync::Semaphore;

/// How much work one guess costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// OWASP's recommendation: 19 MiB, two passes, one lane.
    Full,
    /// For tests, where a hundred accounts must not take a minute.
    Quick,
}

impl Cost {
    fn argon2(self) -> Argon2<'static> {
        let params = match self {
            Self::Full => Params::new(19 * 1024, 2, 1, None),
            Self::Quick => Params::new(Params::MIN_M_COST, 1, 1, None),
        };
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params.expect("within argon2's limits"))
    }
}

/// With a salt of its own for every account: the same password gives two hashes.
pub fn hash(password: &str, cost: Cost) -> String {
    let mut salt = [0; 16];
    rand::rng().fill_bytes(&mut salt);
    hash_with_salt(password, salt, cost)
}

/// For a demo world that is made again from its seed; anyone else takes [`hash`].
pub fn hash_with_salt(password: &str, salt: [u8; 16], cost: Cost) -> String {
    let salt = SaltString::encode_b64(&salt).expect("16 bytes are a salt");
    cost.argon2().hash_password(password.as_bytes(), &salt).expect("memory for one hash").to_string()
}

/// Each comparison holds 19 MiB and a core: as many at once as there are cores.
static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)));

/// Compared with when there is no such account, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody's password", Cost::Full));

/// [`hash`] at its full cost, when it is this one's turn.
pub async fn hash_in_turn(password: String) -> String {
    let _turn = TURNS.acquire().await.expect("never closed");
    let hashed = tokio::task::spawn_blocking(move || hash(&password, Cost::Full));
    hashed.await.expect("hashing does not panic")
}

/// Does the password fit? Without a hash it never does, after the same work.
pub async fn fits(password: String, hash: Option<String>) -> bool {
    let _turn = TURNS.acquire().await.expect("never closed");
    let compared = tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let same = PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        known && same
    });
    compared.await.unwrap_or(false)
}

/// Makes [`NOBODY`] before the first sign-in, which would else take twice as long.
pub fn warm_up() {
    LazyLock::force(&NOBODY);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_same_password_fits() {
        let kept = hash("correct horse", Cost::Quick);
        assert!(fits("correct horse".into(), Some(kept.clone())).await);
        assert!(!fits("Correct horse".into(), Some(kept)).await);
        assert!(!fits("nobody's password".into(), None).await);
        assert!(!fits("".into(), Some("not a hash".into())).await);
    }

    #[test]
    fn the_full_cost_is_what_owasp_recommends() {
        assert!(hash("x", Cost::Full).starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }
}
