//! The chips above the feed: coarser than categories, and one of each item's kind is enough to find it.

use serde::{Deserialize, Serialize};

use crate::post::Category;

/// What the chips above the feed choose. `None`: all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    AssistanceRequest,
    Safety,
    Packages,
    Pets,
    Neighborly,
    Agencies,
    /// Incidents of a city's public record, of every category. They stand under [`Kind::of`] their
    /// category too.
    PublicRecord,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::AssistanceRequest,
        Self::Safety,
        Self::Packages,
        Self::Pets,
        Self::Neighborly,
        Self::Agencies,
        Self::PublicRecord,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::AssistanceRequest => "assistance_request",
            Self::Safety => "safety",
            Self::Packages => "packages",
            Self::Pets => "pets",
            Self::Neighborly => "neighborly",
            Self::Agencies => "agencies",
            Self::PublicRecord => "public_record",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The kind a post or incident of this category stands under.
    pub fn of(category: Category) -> Self {
        use Category::*;
        match category {
            Crime | Safety | SuspiciousActivity => Self::Safety,
            PackageTheft => Self::Packages,
            LostPet | FoundAnimal => Self::Pets,
            NeighborlyMoment | Environment => Self::Neighborly,
            Announcement => Self::Agencies,
        }
    }

    /// The categories it shows; none for requests, and for the public record, which asks not for a category.
    pub fn categories(self) -> &'static [Category] {
        use Category::*;
        match self {
            Self::AssistanceRequest | Self::PublicRecord => &[],
            Self::Safety => &[Crime, Safety, SuspiciousActivity],
            Self::Packages => &[PackageTheft],
            Self::Pets => &[LostPet, FoundAnimal],
            Self::Neighborly => &[NeighborlyMoment, Environment],
            Self::Agencies => &[Announcement],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_stands_under_the_one_kind_that_shows_it() {
        for category in Category::ALL {
            let showing: Vec<_> =
                Kind::ALL.into_iter().filter(|kind| kind.categories().contains(&category)).collect();
            assert_eq!(showing, [Kind::of(category)]);
        }
    }
}
