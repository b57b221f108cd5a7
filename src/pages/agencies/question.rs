//! What the agencies are asked for: words, a state, a type, a status, a day, an order. All of it stands in the address.

use chrono::NaiveDate;
use leptos_router::params::ParamsMap;
use neighbors_domain::addresses::pages;

use crate::api::with;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Newest,
    Name,
    State,
}

impl Sort {
    pub fn key(self) -> &'static str {
        match self {
            // What is meant without it needs no words in the address.
            Self::Newest => "",
            Self::Name => "name",
            Self::State => "state",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Question {
    pub typed: String,
    pub us_state: String,
    pub kind: String,
    /// "listed" or "active".
    pub status: String,
    /// Whoever joined later is left out.
    pub until: Option<NaiveDate>,
    pub sort: Sort,
}

impl Question {
    pub fn from_address(query: &ParamsMap) -> Self {
        Self::from_parts(|name| query.get(name).unwrap_or_default())
    }

    fn from_parts(part: impl Fn(&str) -> String) -> Self {
        Self {
            typed: part("q"),
            us_state: part("us_state"),
            kind: part("kind"),
            status: part("state"),
            until: day(&part("until")),
            sort: match part("sort").as_str() {
                "name" => Sort::Name,
                "state" => Sort::State,
                _ => Sort::Newest,
            },
        }
    }

    /// The address of the page that shows this.
    pub fn page(&self) -> String {
        self.address(pages::AGENCIES, self.sort.key())
    }

    /// The address of a file of the same agencies; a file has an order of its own.
    pub fn file(&self, of_all: &str) -> String {
        self.address(of_all, "")
    }

    fn address(&self, path: &str, sort: &str) -> String {
        let until = self.until.map(|day| day.to_string()).unwrap_or_default();
        let parts = [
            ("q", self.typed.as_str()),
            ("us_state", &self.us_state),
            ("kind", &self.kind),
            ("state", &self.status),
            ("until", &until),
            ("sort", sort),
        ];
        with(path, &parts)
    }

    /// All of them, on whatever day.
    pub fn is_of_all(&self) -> bool {
        [&self.typed, &self.us_state, &self.kind, &self.status].iter().all(|part| part.trim().is_empty())
    }
}

/// As the server reads it: `2019-8-27` is no day.
fn day(text: &str) -> Option<NaiveDate> {
    text.parse::<NaiveDate>().ok().filter(|day| day.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(parts: &[(&'static str, &str)]) -> Question {
        let part = |name: &str| parts.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        Question::from_parts(|name| part(name).unwrap_or_default().to_owned())
    }

    #[test]
    fn an_address_says_all_that_is_asked_for() {
        let question = asked(&[("q", "santa"), ("until", "2019-08-27"), ("sort", "state")]);
        assert_eq!(question.until, NaiveDate::from_ymd_opt(2019, 8, 27));
        assert_eq!((question.typed.as_str(), question.sort), ("santa", Sort::State));
        assert!(!question.is_of_all());
        assert!(asked(&[("until", "2019-08-27"), ("q", " ")]).is_of_all());
    }

    #[test]
    fn what_is_no_day_and_no_order_asks_for_nothing() {
        for day in ["2019-8-27", "2019-02-30", "yesterday", ""] {
            assert_eq!(asked(&[("until", day), ("sort", "loud")]), Question::default(), "{day}");
        }
    }
}
