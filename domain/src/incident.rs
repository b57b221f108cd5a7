//! What a city's public record says happened: shown beside posts, never as one of them.
//!
//! It has no author, no comments and no page of its own: nobody here can answer for it. Its place is a
//! cell like that of a post, since a doorstep on a map is somebody's doorstep.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::post::{Category, Place};

/// An incident in the feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentCard {
    /// The same wherever and whenever the same record is imported.
    pub id: String,
    pub category: Category,
    /// What the record calls it: "Theft of a bicycle".
    pub what: String,
    pub place: Place,
    /// Between these two it happened, as far as the record knows; cut down to 15 minutes, like all times here.
    #[serde(with = "crate::instant")]
    pub first_at: DateTime<Utc>,
    #[serde(default, with = "crate::instant::maybe")]
    pub last_at: Option<DateTime<Utc>>,
    /// When it became known: its place in the order of the feed.
    #[serde(with = "crate::instant")]
    pub reported_at: DateTime<Utc>,
    pub source: Source,
    /// In a demo the times lie this many weeks later than the record says, and the page says so. 0 elsewhere.
    pub moved_weeks: u32,
}

/// Whose record it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// "City and County of Denver, Denver Open Data Catalog"
    pub name: String,
    /// "CC BY 3.0"
    pub license: String,
    pub link: String,
}
