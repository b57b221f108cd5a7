//! How often one may try: sign-ins and mails, by the address they come from and by the email they name; and how much one
//! account may write.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{NotUntil, Quota, RateLimiter};
use neighbors_domain::account::{SIGN_INS_AN_ADDRESS, SIGN_INS_AN_EMAIL, Tries};
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::COMMENTS_A_WRITER;
use neighbors_domain::joining::MAILS_AN_EMAIL;
use neighbors_domain::moderation::ASKS_A_WRITER;
use neighbors_domain::officers::CODES_AN_ACCOUNT;
use neighbors_domain::post::{MEGABYTES_A_WRITER, POSTS_A_WRITER};
use sha2::{Digest, Sha256};

use crate::clock::Clock;

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, Pace, NoOpMiddleware<Duration>>;

/// Kept in memory: a restart forgives.
pub struct Limits {
    by_address: Keyed<IpAddr>,
    by_email: Keyed<[u8; 32]>,
    mails: Keyed<[u8; 32]>,
    posts: Keyed<[u8; 32]>,
    comments: Keyed<[u8; 32]>,
    /// In megabytes.
    media: Keyed<[u8; 32]>,
    codes: Keyed<[u8; 32]>,
    asks: Keyed<[u8; 32]>,
    pace: Pace,
}

impl Limits {
    pub fn new(clock: Clock) -> Self {
        let pace = Pace { clock, since: std::time::Instant::now() };
        Self {
            by_address: RateLimiter::dashmap_with_clock(quota(SIGN_INS_AN_ADDRESS), pace.clone()),
            by_email: RateLimiter::dashmap_with_clock(quota(SIGN_INS_AN_EMAIL), pace.clone()),
            mails: RateLimiter::dashmap_with_clock(quota(MAILS_AN_EMAIL), pace.clone()),
            posts: RateLimiter::dashmap_with_clock(quota(POSTS_A_WRITER), pace.clone()),
            comments: RateLimiter::dashmap_with_clock(quota(COMMENTS_A_WRITER), pace.clone()),
            media: RateLimiter::dashmap_with_clock(quota(MEGABYTES_A_WRITER), pace.clone()),
            codes: RateLimiter::dashmap_with_clock(quota(CODES_AN_ACCOUNT), pace.clone()),
            asks: RateLimiter::dashmap_with_clock(quota(ASKS_A_WRITER), pace.clone()),
            pace,
        }
    }

    /// Counts one try to sign in. Right passwords count too, so that the answer says nothing about them.
    pub fn sign_in(&self, from: IpAddr, email: &str) -> Result<(), ApiError> {
        self.check(&self.by_address, &network(from))?;
        // Hashed: a megabyte of "email" takes no more room, and no address lies in memory.
        self.check(&self.by_email, &Sha256::digest(email).into())
    }

    /// Counts one code tried by somebody who knew the password.
    pub fn code(&self, account: &str) -> Result<(), ApiError> {
        self.check(&self.codes, &Sha256::digest(account).into())
    }

    /// Counts one mail that somebody unknown asks us to send, whether or not the address has an account.
    pub fn mail(&self, from: IpAddr, email: &str) -> Result<(), ApiError> {
        self.check(&self.by_address, &network(from))?;
        self.check(&self.mails, &Sha256::digest(email).into())
    }

    /// Counts one question that somebody unknown asks us to keep: each is a row for some minutes.
    pub fn question(&self, from: IpAddr) -> Result<(), ApiError> {
        self.check(&self.by_address, &network(from))
    }

    /// Counts one post of this account.
    pub fn post(&self, account: &str) -> Result<(), ApiError> {
        self.check(&self.posts, &Sha256::digest(account).into())
    }

    /// Counts one comment of this account.
    pub fn comment(&self, account: &str) -> Result<(), ApiError> {
        self.check(&self.comments, &Sha256::digest(account).into())
    }

    /// Counts one question of this account about what was decided.
    pub fn asks(&self, account: &str) -> Result<(), ApiError> {
        self.check(&self.asks, &Sha256::digest(account).into())
    }

    /// Counts a file of this account, begun megabytes as whole ones.
    pub fn media(&self, account: &str, bytes: u64) -> Result<(), ApiError> {
        let megabytes = u32::try_from(bytes.div_ceil(1 << 20)).unwrap_or(u32::MAX).max(1);
        let key = Sha256::digest(account).into();
        match self.media.check_key_n(&key, NonZeroU32::new(megabytes).expect("not zero")) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(until)) => Err(self.too_many(&until)),
            Err(_) => {
                let max_bytes = u64::from(MEGABYTES_A_WRITER.at_once) << 20;
                Err(ApiError::TooLarge { max_bytes })
            }
        }
    }

    fn too_many(&self, until: &NotUntil<Duration>) -> ApiError {
        let wait = until.wait_time_from(self.pace.now());
        ApiError::TooMany { seconds: wait.as_millis().div_ceil(1000).max(1) as u64 }
    }

    fn check<K: Hash + Eq + Clone>(&self, limiter: &Keyed<K>, key: &K) -> Result<(), ApiError> {
        limiter.check_key(key).map_err(|until| self.too_many(&until))
    }

    /// Forgets whoever has all tries again.
    pub fn sweep(&self) {
        self.by_address.retain_recent();
        self.by_email.retain_recent();
        self.mails.retain_recent();
        self.posts.retain_recent();
        self.comments.retain_recent();
        self.media.retain_recent();
        self.codes.retain_recent();
        self.asks.retain_recent();
    }
}

fn quota(tries: Tries) -> Quota {
    Quota::with_period(Duration::from_secs(tries.one_more_each_seconds.into()))
        .expect("not zero")
        .allow_burst(NonZeroU32::new(tries.at_once).expect("not zero"))
}

/// One household holds a whole /64 of IPv6: its addresses are one.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) & !u128::from(u64::MAX)).into()),
        four => four,
    }
}

/// The server's clock where it is stopped; else one that no change of the system's time turns back.
#[derive(Clone)]
struct Pace {
    clock: Clock,
    since: std::time::Instant,
}

impl governor::clock::Clock for Pace {
    type Instant = Duration;

    fn now(&self) -> Duration {
        match self.clock.stopped() {
            Some(at) => Duration::from_millis(at.timestamp_millis().unsigned_abs()),
            None => self.since.elapsed(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_of_one_household_are_one() {
        let same = |one: &str, other: &str| {
            network(one.parse().expect("an address")) == network(other.parse().expect("an address"))
        };
        assert!(same("2001:db8:1:2::3", "2001:db8:1:2:ffff::4"));
        assert!(!same("2001:db8:1:2::3", "2001:db8:1:3::3"));
        assert!(!same("192.0.2.1", "192.0.2.2"));
        assert!(same("::ffff:192.0.2.1", "192.0.2.1"));
    }
}
