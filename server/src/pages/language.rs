//! Which language a reader's browser asks for, and what a page says in it before its program has arrived.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use chrono::{DateTime, Datelike, Timelike, Utc};
use neighbors_domain::agency::KnownDate;
use neighbors_domain::language::Language::{self, English, Spanish};
use neighbors_domain::window::Window;

use crate::words;

/// The one of the two that weighs most; between equals the one named first; else English.
pub fn asked(headers: &HeaderMap) -> Language {
    let listed = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = (English, 0.0);
    for entry in listed.split(',') {
        let mut parts = entry.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
        let language = match tag.split('-').next() {
            Some("en") => English,
            Some("es") => Spanish,
            _ => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok());
        if let Some(weight) = weight.filter(|weight| *weight > best.1) {
            best = (language, weight);
        }
    }
    best.0
}

/// For `og:locale`: the one of the country all of this is about.
pub fn locale(language: Language) -> &'static str {
    match language {
        English => "en_US",
        Spanish => "es_US",
    }
}

/// What a language says of a word, a date and a window.
pub trait Said: Copy {
    fn say(self, english: &'static str) -> &'static str;
    /// "Sep 14, 2026" · "14 sept 2026"
    fn date(self, at: impl Datelike) -> String;
    /// As exactly as it is known: "Aug 27, 2019", "Mar 2020".
    fn known(self, date: KnownDate) -> String;
    /// Both ends, in the zone it is spoken in: "Sep 13, 2026, 8:30 PM to Sep 14, 2026, 12:30 AM (America/Denver)".
    fn window(self, window: Window, zone: &str) -> String;
}

impl Said for Language {
    fn say(self, english: &'static str) -> &'static str {
        words::say(self, english)
    }

    fn date(self, at: impl Datelike) -> String {
        let month = month(self, at.month());
        match self {
            English => format!("{month} {}, {}", at.day(), at.year()),
            Spanish => format!("{} {month} {}", at.day(), at.year()),
        }
    }

    fn known(self, date: KnownDate) -> String {
        match date {
            KnownDate::Day { date } => self.date(date),
            KnownDate::Month { date } => format!("{} {}", month(self, date.month()), date.year()),
        }
    }

    fn window(self, window: Window, zone: &str) -> String {
        let (from, until) = (moment(self, window.from, zone), moment(self, window.until, zone));
        let zone = if known_zone(zone).is_some() { zone } else { "UTC" };
        let said = self.say("{from} to {until}").replace("{from}", &from).replace("{until}", &until);
        format!("{said} ({zone})")
    }
}

fn moment(language: Language, at: DateTime<Utc>, zone: &str) -> String {
    let there = at.with_timezone(&known_zone(zone).unwrap_or(chrono_tz::UTC));
    let (afternoon, hour) = there.hour12();
    let half = if afternoon { "PM" } else { "AM" };
    match language {
        English => format!("{}, {hour}:{:02} {half}", language.date(there), there.minute()),
        Spanish => format!("{}, {}:{:02}", language.date(there), there.hour(), there.minute()),
    }
}

fn month(language: Language, month: u32) -> &'static str {
    const ENGLISH: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const SPANISH: [&str; 12] =
        ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"];
    let names = match language {
        English => ENGLISH,
        Spanish => SPANISH,
    };
    names[month as usize - 1]
}

fn known_zone(zone: &str) -> Option<chrono_tz::Tz> {
    zone.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_that_weighs_most_and_english_where_neither_is_named() {
        let language = |listed: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, listed.parse().expect("a header"));
            asked(&headers)
        };
        for listed in ["es", "es-US,en;q=0.5", "de, en;q=0.3, ES-mx;q=0.4", "es,en"] {
            assert_eq!(language(listed), Spanish, "{listed}");
        }
        for listed in ["", "de", "en,es", "es;q=0", "es;q=x", "*", "est"] {
            assert_eq!(language(listed), English, "{listed}");
        }
    }

    #[test]
    fn a_window_is_said_in_the_zone_it_happened_in() {
        let window = Window {
            from: "2026-09-14T02:30:00Z".parse().expect("a time"),
            until: "2026-09-14T06:30:00Z".parse().expect("a time"),
        };
        let denver = "America/Denver";
        assert_eq!(
            English.window(window, denver),
            "Sep 13, 2026, 8:30 PM to Sep 14, 2026, 12:30 AM (America/Denver)"
        );
        assert_eq!(
            Spanish.window(window, denver),
            "13 sept 2026, 20:30 a 14 sept 2026, 0:30 (America/Denver)"
        );
        assert!(English.window(window, "nowhere").ends_with("(UTC)"));
    }
}
