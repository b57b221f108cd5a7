//! Instants on the wire: `2026-10-21T18:30:00Z`, as chrono writes them, read by the few lines below.
//!
//! chrono's own reader knows a dozen forms and brings its whole formatter; in the feed's program, which every visitor
//! loads, that is more than everything else it does with time. For fields: `#[serde(with = "crate::instant")]`.

use std::fmt;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::de::{Error, Visitor};
use serde::{Deserializer, Serialize, Serializer};

pub fn serialize<S: Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
    at.serialize(to)
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
    struct Instant;

    impl Visitor<'_> for Instant {
        type Value = DateTime<Utc>;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("an instant such as 2026-10-21T18:30:00Z")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            read(text).ok_or_else(|| E::custom("not an instant such as 2026-10-21T18:30:00Z"))
        }
    }

    from.deserialize_str(Instant)
}

/// Years 0000 to 9999, seconds with up to nine decimals, `Z` or an offset in hours and minutes.
pub fn read(text: &str) -> Option<DateTime<Utc>> {
    let bytes = text.as_bytes();
    let number = |from: usize, len: usize| -> Option<u32> {
        bytes
            .get(from..from + len)?
            .iter()
            .try_fold(0, |n, digit| digit.is_ascii_digit().then(|| n * 10 + u32::from(digit - b'0')))
    };
    let is = |at: usize, mark: u8| bytes.get(at) == Some(&mark);
    if !(is(4, b'-') && is(7, b'-') && is(10, b'T') && is(13, b':') && is(16, b':')) {
        return None;
    }
    let (mut nanos, mut rest) = (0, 19);
    if is(rest, b'.') {
        let digits = bytes[rest + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=9).contains(&digits) {
            return None;
        }
        nanos = number(rest + 1, digits)? * 10_u32.pow(9 - digits as u32);
        rest += 1 + digits;
    }
    let ahead = match bytes.get(rest)? {
        b'Z' if bytes.len() == rest + 1 => 0,
        sign @ (b'+' | b'-') if bytes.len() == rest + 6 && is(rest + 3, b':') => {
            let (hours, minutes) = (number(rest + 1, 2)?, number(rest + 4, 2)?);
            let minutes = (hours < 24 && minutes < 60).then_some(i64::from(hours * 60 + minutes))?;
            if *sign == b'+' { minutes } else { -minutes }
        }
        _ => return None,
    };
    let day = NaiveDate::from_ymd_opt(number(0, 4)? as i32, number(5, 2)?, number(8, 2)?)?;
    let at = day.and_hms_nano_opt(number(11, 2)?, number(14, 2)?, number(17, 2)?, nanos)?;
    at.and_utc().checked_sub_signed(TimeDelta::minutes(ahead))
}

/// The same for a field that may be missing or `null`; beside `#[serde(default)]`.
pub mod maybe {
    use super::*;

    pub fn serialize<S: Serializer>(at: &Option<DateTime<Utc>>, to: S) -> Result<S::Ok, S::Error> {
        at.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
        struct Maybe;

        impl<'de> Visitor<'de> for Maybe {
            type Value = Option<DateTime<Utc>>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an instant or null")
            }

            fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
                super::deserialize(from).map(Some)
            }
        }

        from.deserialize_option(Maybe)
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn what_chrono_writes_is_read_back(seconds in -62_167_219_200_i64..=253_402_300_799, nanos in 0..1_000_000_000_u32) {
            let at = DateTime::<Utc>::from_timestamp(seconds, nanos).expect("an instant");
            let text = serde_json::to_string(&at).expect("JSON");
            prop_assert_eq!(read(text.trim_matches('"')), Some(at));
        }

        #[test]
        fn what_is_read_is_what_chrono_reads(text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,10})?(Z|[+-][0-2][0-9]:[0-5][0-9]|)") {
            let theirs = DateTime::parse_from_rfc3339(&text).ok().map(|at| at.to_utc());
            if let Some(ours) = read(&text) {
                prop_assert_eq!(Some(ours), theirs);
            }
        }

        #[test]
        fn no_text_makes_it_stumble(text in ".*") {
            let _ = read(&text);
        }
    }
}
