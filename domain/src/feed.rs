//! The feed of a place: posts and assistance requests of a neighborhood of regions.

use serde::{Deserialize, Serialize};

use crate::assistance_request::Summary;
use crate::cells::Region7;
use crate::post::PostCard;

/// Items of one answer.
pub const PAGE: usize = 20;
/// Rings of regions around the place: about two miles.
pub const RINGS: u32 = 1;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum FeedItem {
    Post(PostCard),
    AssistanceRequest(Summary),
}

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
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::AssistanceRequest, Self::Safety, Self::Packages, Self::Pets, Self::Neighborly, Self::Agencies];

    pub fn key(self) -> &'static str {
        match self {
            Self::AssistanceRequest => "assistance_request",
            Self::Safety => "safety",
            Self::Packages => "packages",
            Self::Pets => "pets",
            Self::Neighborly => "neighborly",
            Self::Agencies => "agencies",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The categories of posts it shows; none for requests.
    pub fn categories(self) -> &'static [crate::post::Category] {
        use crate::post::Category::*;
        match self {
            Self::AssistanceRequest => &[],
            Self::Safety => &[Crime, Safety, SuspiciousActivity],
            Self::Packages => &[PackageTheft],
            Self::Pets => &[LostPet, FoundAnimal],
            Self::Neighborly => &[NeighborlyMoment, Environment],
            Self::Agencies => &[Announcement],
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeedPage {
    pub place: KnownPlace,
    /// Newest first.
    pub items: Vec<FeedItem>,
    /// Opaque; `None` at the end.
    pub next: Option<String>,
}

/// A neighborhood or city one can type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPlace {
    /// As in the address: `capitol-hill-denver`.
    pub slug: String,
    /// "Capitol Hill, Denver"
    pub name: String,
    pub region: Region7,
}
