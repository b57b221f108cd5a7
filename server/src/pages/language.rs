//! English or Spanish, as the reader's browser asks for it; what a page says before its program has arrived.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use chrono::{DateTime, Datelike, Timelike, Utc};
use neighbors_domain::agency::{AgencyKind, KnownDate};
use neighbors_domain::assistance_request::State;
use neighbors_domain::post::Category;
use neighbors_domain::window::Window;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    Spanish,
}

use Language::{English, Spanish};

impl Language {
    /// The one of the two that weighs most; between equals the one named first; else English.
    pub fn asked(headers: &HeaderMap) -> Self {
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

    /// For `lang="…"`.
    pub fn tag(self) -> &'static str {
        self.say("en", "es")
    }

    /// For `og:locale`: the one of the country all of this is about.
    pub fn locale(self) -> &'static str {
        self.say("en_US", "es_US")
    }

    pub fn say<'a>(self, english: &'a str, spanish: &'a str) -> &'a str {
        match self {
            English => english,
            Spanish => spanish,
        }
    }

    pub fn category(self, category: Category) -> &'static str {
        match (self, category) {
            (English, category) => category.name(),
            (Spanish, Category::Crime) => "Delito",
            (Spanish, Category::Safety) => "Seguridad",
            (Spanish, Category::SuspiciousActivity) => "Actividad sospechosa",
            (Spanish, Category::LostPet) => "Mascota perdida",
            (Spanish, Category::FoundAnimal) => "Animal encontrado",
            (Spanish, Category::NeighborlyMoment) => "Gesto vecinal",
            (Spanish, Category::Environment) => "Medio ambiente",
            (Spanish, Category::PackageTheft) => "Robo de paquetes",
            (Spanish, Category::Announcement) => "Anuncio",
        }
    }

    pub fn kind(self, kind: AgencyKind) -> &'static str {
        match (self, kind) {
            (English, kind) => kind.name(),
            (Spanish, AgencyKind::Police) => "Policía",
            (Spanish, AgencyKind::Sheriff) => "Alguacil",
            (Spanish, AgencyKind::Fire) => "Bomberos",
            (Spanish, AgencyKind::EmergencyManagement) => "Gestión de emergencias",
            (Spanish, AgencyKind::LocalGovernment) => "Gobierno local",
            (Spanish, AgencyKind::DistrictAttorney) => "Fiscalía del distrito",
            (Spanish, AgencyKind::Constable) => "Condestable",
            (Spanish, AgencyKind::Other) => "Otra",
        }
    }

    pub fn state(self, state: State) -> &'static str {
        match (self, state) {
            (English, state) => state.name(),
            (Spanish, State::Open) => "Abierta",
            (Spanish, State::Frozen) => "En pausa",
            (Spanish, State::Resolved) => "Resuelta",
            (Spanish, State::Expired) => "Vencida",
            (Spanish, State::Void) => "Anulada",
        }
    }

    /// "Sep 14, 2026" · "14 sept 2026"
    pub fn date(self, at: impl Datelike) -> String {
        let month = self.month(at.month());
        match self {
            English => format!("{month} {}, {}", at.day(), at.year()),
            Spanish => format!("{} {month} {}", at.day(), at.year()),
        }
    }

    /// As exactly as it is known: "Aug 27, 2019", "Mar 2020".
    pub fn known(self, date: KnownDate) -> String {
        match date {
            KnownDate::Day { date } => self.date(date),
            KnownDate::Month { date } => format!("{} {}", self.month(date.month()), date.year()),
        }
    }

    /// Both ends, in the zone it is spoken in: "Sep 13, 2026, 8:30 PM to Sep 14, 2026, 12:30 AM (America/Denver)".
    pub fn window(self, window: Window, zone: &str) -> String {
        let (from, until) = (self.moment(window.from, zone), self.moment(window.until, zone));
        let to = self.say("to", "a");
        let zone = if known_zone(zone).is_some() { zone } else { "UTC" };
        format!("{from} {to} {until} ({zone})")
    }

    fn moment(self, at: DateTime<Utc>, zone: &str) -> String {
        let there = at.with_timezone(&known_zone(zone).unwrap_or(chrono_tz::UTC));
        let (afternoon, hour) = there.hour12();
        let half = if afternoon { "PM" } else { "AM" };
        match self {
            English => format!("{}, {hour}:{:02} {half}", self.date(there), there.minute()),
            Spanish => format!("{}, {}:{:02}", self.date(there), there.hour(), there.minute()),
        }
    }

    fn month(self, month: u32) -> &'static str {
        const ENGLISH: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        const SPANISH: [&str; 12] =
            ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"];
        let names = match self {
            English => ENGLISH,
            Spanish => SPANISH,
        };
        names[month as usize - 1]
    }
}

fn known_zone(zone: &str) -> Option<chrono_tz::Tz> {
    zone.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_that_weighs_most_and_english_where_neither_is_named() {
        let asked = |listed: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, listed.parse().expect("a header"));
            Language::asked(&headers)
        };
        for listed in ["es", "es-US,en;q=0.5", "de, en;q=0.3, ES-mx;q=0.4", "es,en"] {
            assert_eq!(asked(listed), Spanish, "{listed}");
        }
        for listed in ["", "de", "en,es", "es;q=0", "es;q=x", "*", "est"] {
            assert_eq!(asked(listed), English, "{listed}");
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
