//! The clocks of a city: a time as a list writes it becomes an instant, or it is said why it is none.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::problem::Wrong;

/// The first format that fits counts. One with an offset says the instant by itself, one without an hour is the
/// beginning of its day. An hour that the clocks went through twice is its first.
pub fn instant(text: &str, formats: &[String], zone: Tz) -> Result<DateTime<Utc>, Wrong> {
    if let Some(at) = formats.iter().find_map(|format| DateTime::parse_from_str(text, format).ok()) {
        return Ok(at.with_timezone(&Utc));
    }
    let local = formats.iter().find_map(|format| {
        NaiveDateTime::parse_from_str(text, format).ok().or_else(|| {
            let day = NaiveDate::parse_from_str(text, format).ok();
            day.filter(|_| !names_an_hour(format)).map(|day| day.and_time(NaiveTime::MIN))
        })
    });
    let local = local.ok_or_else(|| Wrong::NotATime { formats: formats.to_vec() })?;
    let at = zone.from_local_datetime(&local).earliest();
    at.map(|at| at.with_timezone(&Utc)).ok_or_else(|| Wrong::LeftOut { zone: zone.name().to_owned() })
}

fn names_an_hour(format: &str) -> bool {
    ["%H", "%I", "%T", "%R", "%k", "%l", "%r"].iter().any(|part| format.contains(part))
}

/// How many whole weeks lie between the last time of a list and `now`, on the clocks of the zone.
pub fn weeks_until(last: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> u32 {
    let local = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
    let weeks = (local(now) - local(last)).num_seconds().div_euclid(TimeDelta::weeks(1).num_seconds());
    u32::try_from(weeks).unwrap_or(0)
}

/// So many weeks later by the clocks of the zone: the hour and the day of the week stay true. An hour that the
/// clocks leave out becomes the one after.
pub fn moved(at: DateTime<Utc>, weeks: u32, zone: Tz) -> DateTime<Utc> {
    let local = at.with_timezone(&zone).naive_local() + TimeDelta::weeks(i64::from(weeks));
    let found = zone.from_local_datetime(&local).earliest();
    let found = found.or_else(|| zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest());
    found.map_or(at + TimeDelta::weeks(i64::from(weeks)), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use chrono::Timelike;
    use chrono_tz::America::Denver;
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, format: &str) -> Result<String, Wrong> {
        instant(text, &[format.to_owned()], Denver).map(|at| at.format("%FT%TZ").to_string())
    }

    #[test]
    fn cities_write_their_times_in_many_ways() {
        for (text, format, said) in [
            ("2016-06-15 23:31:00", "%Y-%m-%d %H:%M:%S", "2016-06-16T05:31:00Z"),
            ("06/15/2016 11:31:00 PM", "%m/%d/%Y %I:%M:%S %p", "2016-06-16T05:31:00Z"),
            ("15.06.2016", "%d.%m.%Y", "2016-06-15T06:00:00Z"),
            ("2016-06-15T23:31:00.000", "%Y-%m-%dT%H:%M:%S%.f", "2016-06-16T05:31:00Z"),
            ("2016-06-15T23:31:00+0200", "%Y-%m-%dT%H:%M:%S%z", "2016-06-15T21:31:00Z"),
            // Twice on this night: the first.
            ("2018-11-04 01:30:00", "%Y-%m-%d %H:%M:%S", "2018-11-04T07:30:00Z"),
        ] {
            assert_eq!(read(text, format).as_deref(), Ok(said), "{text}");
        }
    }

    #[test]
    fn a_time_that_never_was_is_none() {
        let usual = "%Y-%m-%d %H:%M:%S";
        for text in
            ["2018-02-30 10:00:00", "2018-06-31 10:00:00", "2018-01-01 24:00:00", "2018-01-01", "", "x"]
        {
            assert!(matches!(read(text, usual), Err(Wrong::NotATime { .. })), "{text}");
        }
        // 2018-03-11: two o'clock became three.
        let left_out = Wrong::LeftOut { zone: "America/Denver".into() };
        assert_eq!(read("2018-03-11 02:30:00", usual), Err(left_out));
    }

    proptest! {
        #[test]
        fn what_is_written_in_a_format_is_read_as_it_was(seconds in 0_i64..2_000_000_000) {
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            let local = at.with_timezone(&Denver);
            for format in ["%Y-%m-%d %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S%z"] {
                let read = instant(&local.format(format).to_string(), &[format.to_owned()], Denver).unwrap();
                // Only inside the hour that comes twice may it be the other one.
                let twice = read + TimeDelta::hours(1) == at && Denver.from_local_datetime(&local.naive_local()).latest() == Some(local);
                prop_assert!(read == at || twice, "{} {}", format, at);
            }
        }

        #[test]
        fn no_text_and_no_format_breaks_it(text in any::<String>(), format in "[%a-zA-Z0-9 :.-]{0,12}") {
            let sound = !chrono::format::StrftimeItems::new(&format).any(|item| matches!(item, chrono::format::Item::Error));
            if sound {
                let _ = instant(&text, &[format], Denver);
            }
        }

        #[test]
        fn what_is_moved_keeps_its_weekday_and_hour(seconds in 1_400_000_000_i64..1_560_000_000, weeks in 0_u32..1_000) {
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            let (before, after) = (at.with_timezone(&Denver), moved(at, weeks, Denver).with_timezone(&Denver));
            prop_assert_eq!(before.date_naive() + TimeDelta::weeks(weeks.into()), after.date_naive());
            let left_out = after.hour() == before.hour() + 1 && before.hour() == 2;
            prop_assert!(before.time() == after.time() || left_out);
        }
    }
}
