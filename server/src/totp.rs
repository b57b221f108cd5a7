//! One-time codes: whether six digits are what an authenticator shows about now (RFC 6238, half a minute each).

use chrono::{DateTime, Utc};
use neighbors_domain::officers::TOTP_SECRET_BYTES;
use totp_rs::{Builder, Secret, Totp};

pub struct Codes(Totp);

impl Codes {
    /// From base32 as it stands in a QR code; `None` for what is none, or too short to be safe.
    pub fn new(secret: &str) -> Option<Self> {
        let secret = Secret::try_from_base32(secret.trim()).ok()?;
        let long_enough = secret.as_bytes().len() >= TOTP_SECRET_BYTES;
        long_enough.then(|| Builder::new().with_secret(secret).build().ok().map(Self))?
    }

    /// Which half minute since 1970 the code belongs to: this one, the one before or the one after.
    pub fn step(&self, code: &str, now: DateTime<Utc>) -> Option<u64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        self.0.check(&digits, u64::try_from(now.timestamp()).ok()?)
    }

    /// What an authenticator shows at that time.
    pub fn at(&self, time: DateTime<Utc>) -> String {
        self.0.generate(u64::try_from(time.timestamp()).unwrap_or_default()).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    /// Of the standard's own test vectors: "12345678901234567890".
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_codes_are_those_of_the_standard() {
        let codes = Codes::new(SECRET).expect("a secret");
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            let now = DateTime::from_timestamp(seconds, 0).expect("a time");
            assert_eq!(codes.at(now), code);
            assert_eq!(codes.step(code, now), Some(seconds as u64 / 30));
            assert_eq!(codes.step(&format!("{} {}", &code[..3], &code[3..]), now), Some(seconds as u64 / 30));
            assert_eq!(
                codes.step(code, now + TimeDelta::seconds(30)),
                Some(seconds as u64 / 30),
                "a slow thumb"
            );
            assert_eq!(codes.step(code, now + TimeDelta::seconds(90)), None);
        }
    }

    #[test]
    fn what_is_no_secret_or_no_code_is_none() {
        for text in ["", "AAAA", "GEZDGNBVGY3TQOJQ", "1", "ÄÖÜ"] {
            assert!(Codes::new(text).is_none(), "{text}");
        }
        let codes = Codes::new(SECRET).expect("a secret");
        let now = DateTime::from_timestamp(59, 0).expect("a time");
        for code in ["", "28708", "2870822", "abcdef", "２８７０８２", "-87082"] {
            assert_eq!(codes.step(code, now), None, "{code}");
        }
    }
}
