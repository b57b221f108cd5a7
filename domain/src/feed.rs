//! The feed of a place: posts, assistance requests and public-record incidents of a neighborhood of regions.

use serde::{Deserialize, Serialize};

use crate::assistance_request::Summary;
use crate::cells::Region7;
use crate::incident::IncidentCard;
use crate::post::PostCard;

mod activity;
mod kind;
mod question;

pub use activity::{Activity, CellActivity};
pub use kind::Kind;
pub use question::{Near, Question, Since, Unknown, Within};

/// Items of one answer.
pub const PAGE: usize = 20;
/// Rings of regions around the place, unless more are asked for: about two miles.
pub const RINGS: u32 = 1;

/// On the wire `{"post": {…}}`: an object of one field costs the browser the least code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedItem {
    Post(PostCard),
    AssistanceRequest(Summary),
    Incident(IncidentCard),
}

impl FeedItem {
    pub fn id(&self) -> &str {
        match self {
            Self::Post(card) => &card.id,
            Self::AssistanceRequest(summary) => &summary.id,
            Self::Incident(card) => &card.id,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeedPage {
    /// What was asked for. Asked by a region: the known place in it; else the region itself with an empty
    /// slug, and the name of the nearest known place, empty where none is near.
    pub place: KnownPlace,
    /// Newest first.
    pub items: Vec<FeedItem>,
    /// Opaque; `None` at the end.
    pub next: Option<String>,
}

/// `GET /api/portal/feed`: the feed of an agency's jurisdiction, to the letter what everybody else reads there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JurisdictionFeed {
    /// Newest first.
    pub items: Vec<FeedItem>,
    /// As in [`FeedPage`].
    pub next: Option<String>,
}

/// A neighborhood, city or street one can type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPlace {
    /// As in the address: `capitol-hill-denver`.
    pub slug: String,
    /// "Capitol Hill, Denver"
    pub name: String,
    pub region: Region7,
}

/// What travels inside the feed's page, so that it shows without asking for anything more. Public, like the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FirstFeed {
    /// The address whose answer `page` is. A page that asks something else does not use it.
    pub question: String,
    pub site: crate::account::Site,
    pub page: FeedPage,
}

/// The id of the element that holds it as JSON.
pub const FIRST_FEED: &str = "first-feed";
