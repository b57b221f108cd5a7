//! What somebody asks the feed, the same in the address of the page, in the call, and on both ends.

use chrono::{DateTime, TimeDelta, Utc};

use super::Kind;
use crate::cells::Region7;

/// Where from. A region is where a click on the map or the device's position lies: the browser says the
/// region of about 5 km², never the point.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Near {
    /// The server's own place.
    #[default]
    Site,
    /// The slug of a known place.
    Place(String),
    Region(Region7),
}

/// Rings of regions around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Within {
    #[default]
    One,
    Two,
    Three,
}

impl Within {
    pub const ALL: [Self; 3] = [Self::One, Self::Two, Self::Three];

    pub fn rings(self) -> u32 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }

    /// How far that is: the radius of a circle as large as all the regions together, to the half mile. Regions
    /// differ a little, so the words around it may say "about".
    pub fn miles(self) -> &'static str {
        match self {
            Self::One => "2",
            Self::Two => "3½",
            Self::Three => "5",
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Two => "2",
            Self::Three => "3",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|within| within.key() == key)
    }
}

/// Not older than this. A month is 30 days, a year 365: elapsed time, so that no calendar is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    Day,
    Week,
    Month,
    Year,
}

impl Since {
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    pub fn key(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|since| since.key() == key)
    }

    pub fn start(self, now: DateTime<Utc>) -> DateTime<Utc> {
        let days = match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Year => 365,
        };
        now - TimeDelta::days(days)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    pub near: Near,
    /// Nothing: all.
    pub kind: Option<Kind>,
    pub within: Within,
    /// Nothing: all time.
    pub since: Option<Since>,
    /// The cursor of the page before.
    pub after: Option<String>,
}

/// A part of a question that says something nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    Region,
    Kind,
    Within,
    Since,
}

impl Unknown {
    /// The name of the part, as in the address.
    pub fn field(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Kind => "kind",
            Self::Within => "within",
            Self::Since => "since",
        }
    }
}

impl Question {
    /// Out of the parts of an address, asked for by name. Always a question: what is not known is left
    /// out of it and told beside it, so that a page can show something where a call is refused.
    /// Where a place and a region stand together, the place counts.
    pub fn read(part: impl Fn(&str) -> Option<String>) -> (Self, Vec<Unknown>) {
        let mut unknown = Vec::new();
        let part = |name: &str| part(name).filter(|text| !text.is_empty());
        let mut told = |problem: Unknown| -> Option<String> {
            let text = part(problem.field());
            if text.is_some() {
                unknown.push(problem);
            }
            text
        };
        // Told as unknown first, taken back once understood.
        let region = told(Unknown::Region);
        let kind = told(Unknown::Kind);
        let within = told(Unknown::Within);
        let since = told(Unknown::Since);
        let region = region.and_then(|text| text.parse().ok());
        let kind = kind.and_then(|key| Kind::from_key(&key));
        let within = within.and_then(|key| Within::from_key(&key));
        let since = since.and_then(|key| Since::from_key(&key));
        unknown.retain(|problem| match problem {
            Unknown::Region => region.is_none(),
            Unknown::Kind => kind.is_none(),
            Unknown::Within => within.is_none(),
            Unknown::Since => since.is_none(),
        });
        let near = match (part("place"), region) {
            (Some(slug), _) => Near::Place(slug),
            (None, Some(region)) => Near::Region(region),
            (None, None) => Near::Site,
        };
        let question = Self { near, kind, within: within.unwrap_or_default(), since, after: part("after") };
        (question, unknown)
    }

    /// For an address: names and values, what is usual left out, so that one question has one address.
    pub fn parts(&self) -> Vec<(&'static str, String)> {
        let near = match &self.near {
            Near::Site => None,
            Near::Place(slug) => Some(("place", slug.clone())),
            Near::Region(region) => Some(("region", region.to_string())),
        };
        let within = Some(self.within).filter(|within| *within != Within::default());
        let parts = [
            near,
            self.kind.map(|kind| ("kind", kind.key().to_owned())),
            within.map(|within| ("within", within.key().to_owned())),
            self.since.map(|since| ("since", since.key().to_owned())),
            self.after.clone().map(|after| ("after", after)),
        ];
        parts.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parts: &[(&str, &str)]) -> (Question, Vec<Unknown>) {
        Question::read(|name| {
            parts.iter().find(|(part, _)| *part == name).map(|(_, text)| (*text).to_owned())
        })
    }

    #[test]
    fn every_question_comes_back_from_its_address() {
        let region: Region7 = "872681364ffffff".parse().unwrap();
        let kinds = Kind::ALL.into_iter().map(Some).chain([None]);
        for kind in kinds {
            for within in Within::ALL {
                for since in Since::ALL.into_iter().map(Some).chain([None]) {
                    for near in [Near::Site, Near::Place("denver".into()), Near::Region(region)] {
                        let asked = Question { near, kind, within, since, after: Some("x".into()) };
                        let parts = asked.parts();
                        let parts: Vec<_> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
                        assert_eq!(read(&parts), (asked, vec![]));
                    }
                }
            }
        }
        assert_eq!(Question::default().parts(), []);
    }

    #[test]
    fn the_miles_are_those_of_the_regions_wherever_in_the_country_one_lives() {
        const SQUARE_MILE: f64 = 2.589_988; // km²
        // Denver, Seattle, Miami, Bangor, El Paso, Honolulu, Anchorage.
        let places = [
            (39.74, -104.98),
            (47.61, -122.33),
            (25.76, -80.19),
            (44.80, -68.77),
            (31.76, -106.49),
            (21.31, -157.86),
            (61.22, -149.90),
        ];
        for (lat, lng) in places {
            let here = Region7::at(h3o::LatLng::new(lat, lng).unwrap());
            for within in Within::ALL {
                let area: f64 = here.disk(within.rings()).iter().map(|it| it.index().area_km2()).sum();
                let radius = (area / SQUARE_MILE / std::f64::consts::PI).sqrt();
                let said: f64 = within.miles().replace('½', ".5").parse().unwrap();
                assert!((radius - said).abs() <= 0.5, "{lat} {lng}: {radius} miles, said {said}");
            }
        }
    }

    #[test]
    fn what_nobody_knows_is_left_out_and_told() {
        let parts =
            [("kind", "rumors"), ("within", "4"), ("since", "ever"), ("region", "here"), ("place", "")];
        let told = vec![Unknown::Region, Unknown::Kind, Unknown::Within, Unknown::Since];
        assert_eq!(read(&parts), (Question::default(), told));
    }
}
