//! Words, times, dates and numbers as a person reads them. The last three by the browser's own `Intl`: it knows every zone
//! and both languages already.

mod language;
#[cfg(test)]
mod tests;

use std::cell::RefCell;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use js_sys::{Array, Function, Intl, JSON, Object, Reflect};
use neighbors_domain::agency::KnownDate;
use neighbors_domain::assistance_request::{Draft, End, Form};
use neighbors_domain::spoken;
use wasm_bindgen::{JsCast, JsValue};

pub use language::{around, fill, in_spanish, language, locale, say, tr};
pub(crate) use language::{english, plural, t, view_of};

const DAY: &str = r#"{"weekday":"short","month":"short","day":"numeric","year":"numeric"}"#;
const DATE: &str = r#"{"month":"short","day":"numeric","year":"numeric"}"#;
const SHORT_DAY: &str = r#"{"month":"short","day":"numeric"}"#;
const MONTH: &str = r#"{"month":"long","year":"numeric"}"#;
const SHORT_MONTH: &str = r#"{"month":"short"}"#;
const CLOCK: &str = r#"{"hour":"numeric","minute":"2-digit"}"#;
/// The hour goes first in both, so that what follows it is the zone.
const ZONE: &str = r#"{"hour":"2-digit","hourCycle":"h23","timeZoneName":"short"}"#;
const ZONE_IN_FULL: &str = r#"{"hour":"2-digit","hourCycle":"h23","timeZoneName":"long"}"#;
const OFFSET: &str = r#"{"hour":"2-digit","hourCycle":"h23","timeZoneName":"longOffset"}"#;
const MOMENT: &str = r#"{"weekday":"short","month":"short","day":"numeric","hour":"numeric","minute":"2-digit","timeZoneName":"short"}"#;
const MOMENT_OF_A_YEAR: &str = r#"{"weekday":"short","month":"short","day":"numeric","year":"numeric","hour":"numeric","minute":"2-digit","timeZoneName":"short"}"#;

/// "Mon, Sep 14, 2026"
pub fn day(at: DateTime<Utc>) -> String {
    format(DAY, "", at)
}

/// "Tue, Aug 27, 2019", of a day that is one in every zone.
pub fn weekday(date: NaiveDate) -> String {
    format(DAY, "UTC", midnight(date))
}

/// "Sep 14, 2026"
pub fn date(at: DateTime<Utc>) -> String {
    format(DATE, "", at)
}

/// "Sep 14", where the year is not in doubt.
pub fn short_day(at: DateTime<Utc>) -> String {
    format(SHORT_DAY, "", at)
}

/// "Sep", under a column of a plot.
pub fn short_month(month: NaiveDate) -> String {
    format(SHORT_MONTH, "UTC", midnight(month))
}

/// "1:30 AM"
pub fn clock(at: DateTime<Utc>) -> String {
    format(CLOCK, "", at)
}

/// "9:15 PM": minutes after midnight, of no day and no zone.
pub fn time_of_day(minutes: i64) -> String {
    format(CLOCK, "UTC", DateTime::from_timestamp(minutes * 60, 0).unwrap_or_default())
}

/// "Wed, Oct 21, 1:15 AM MDT", in the reader's zone; with its year where it is no longer the one anybody thinks of.
pub fn moment(at: DateTime<Utc>) -> String {
    let options = if (Utc::now() - at).num_days() > 300 { MOMENT_OF_A_YEAR } else { MOMENT };
    format(options, "", at)
}

/// The same in a zone of its own: the window of a request is spoken where it happened.
pub fn moment_in(zone: &str, at: DateTime<Utc>) -> String {
    format(MOMENT, zone, at)
}

/// "Mon, Sep 14, 2026" in a zone of its own.
pub fn day_in(zone: &str, at: DateTime<Utc>) -> String {
    format(DAY, zone, at)
}

/// "8:30 PM" in a zone of its own.
pub fn clock_in(zone: &str, at: DateTime<Utc>) -> String {
    format(CLOCK, zone, at)
}

/// "MDT" and "Mountain Daylight Time": what a zone is called at that moment.
pub fn zone_names(zone: &str, at: DateTime<Utc>) -> (String, String) {
    let name = |options| zone_of(&format(options, zone, at)).to_owned();
    (name(ZONE), name(ZONE_IN_FULL))
}

/// How many seconds the clocks of a zone are ahead of UTC.
pub fn offset(zone: &str, at: DateTime<Utc>) -> i64 {
    offset_of(&format(OFFSET, zone, at))
}

/// -21,600 out of "18 GMT-06:00".
fn offset_of(said: &str) -> i64 {
    let said = said.split("GMT").nth(1).unwrap_or_default().trim();
    let sign = if said.starts_with(['-', '\u{2212}']) { -1 } else { 1 };
    let mut parts =
        said.trim_start_matches(['+', '-', '\u{2212}']).split(':').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0_i64);
    sign * (next() * 3600 + next() * 60 + next())
}

/// A draft as one would have typed it.
pub fn form_of(draft: &Draft) -> Form {
    Form::of(draft, |at, zone| {
        let local = |at: DateTime<Utc>| (at + TimeDelta::seconds(offset(zone, at))).naive_utc();
        // An hour before, the same clock showed the same time: it was put back in between.
        let second = local(at) == local(at - TimeDelta::hours(1));
        End { local: local(at).format("%Y-%m-%dT%H:%M").to_string(), second }
    })
}

/// The zone of this device: "America/Denver".
pub fn own_zone() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string()).unwrap_or_default()
}

/// "MDT" out of "18 MDT", and out of the "18 h MDT" of Spanish.
fn zone_of(said: &str) -> &str {
    let rest = said.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    rest.split_once(char::is_whitespace).filter(|(mark, _)| *mark == "h").map_or(rest, |(_, zone)| zone)
}

/// By the clock of this device.
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Under a day as a span, "25 min ago"; after that in full.
pub fn ago(at: DateTime<Utc>) -> String {
    let minutes = (Utc::now() - at).num_minutes();
    match minutes {
        0 => t!("just now").to_owned(),
        1..60 => t!("{n} min ago", n = minutes.to_string()),
        60..1440 => t!("{n} h ago", n = (minutes / 60).to_string()),
        _ => moment(at),
    }
}

/// "Aug 27, 2019", or "March 2020" where the source knows only the month.
pub fn known(date: KnownDate) -> String {
    match date {
        KnownDate::Day { date } => format(DATE, "UTC", midnight(date)),
        KnownDate::Month { date } => format(MONTH, "UTC", midnight(date)),
    }
}

/// "Aug 27, 2019"
pub fn calendar_day(date: NaiveDate) -> String {
    format(DATE, "UTC", midnight(date))
}

fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::MIN).and_utc()
}

/// For the `datetime` of a `<time>`.
pub fn iso(at: DateTime<Utc>) -> String {
    js_sys::Date::new(&milliseconds(at)).to_iso_string().into()
}

/// "4 h 30 min", "3 days".
pub fn length(seconds: i64) -> String {
    say(spoken::length(seconds))
}

/// "1,501"
pub fn number(n: usize) -> String {
    // Tests on this machine have no `Intl`.
    if cfg!(not(target_arch = "wasm32")) {
        return n.to_string();
    }
    js_sys::Number::from(n as f64).to_locale_string(locale()).into()
}

fn milliseconds(at: DateTime<Utc>) -> JsValue {
    JsValue::from_f64(at.timestamp_millis() as f64)
}

thread_local! {
    /// Making a format costs a hundred times what using it costs; there are only a handful.
    static FORMATS: RefCell<Vec<(&'static str, String, Function)>> = const { RefCell::new(Vec::new()) };
}

/// An empty `zone` is the reader's own.
fn format(options: &'static str, zone: &str, at: DateTime<Utc>) -> String {
    let format = FORMATS.with_borrow_mut(|formats| {
        let known = formats.iter().find(|(o, z, _)| *o == options && z == zone);
        if let Some((_, _, format)) = known {
            return format.clone();
        }
        let format = new_format(options, zone);
        formats.push((options, zone.to_owned(), format.clone()));
        format
    });
    let text = format.call1(&JsValue::UNDEFINED, &milliseconds(at));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn new_format(options: &str, zone: &str) -> Function {
    let options: Object = JSON::parse(options).map(JsCast::unchecked_into).unwrap_or_default();
    // A zone this browser does not know would throw; the reader's own, named in the text, is still right.
    let known = zone.is_empty() || Reflect::set(&options, &"timeZone".into(), &zone.into()).is_err();
    let languages = Array::of1(&locale().into());
    if !known && Reflect::construct(&date_time_format(), &Array::of2(&languages, &options)).is_err() {
        let _ = Reflect::delete_property(&options, &"timeZone".into());
    }
    Intl::DateTimeFormat::new(&languages, &options).format()
}

fn date_time_format() -> Function {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap_or_default();
    Reflect::get(&intl, &"DateTimeFormat".into()).map(JsCast::unchecked_into).unwrap_or_default()
}
