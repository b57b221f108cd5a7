//! What the feed's page and the map's program say to each other: events on the map's element, JSON inside.
//!
//! Two programs share no memory, so whole pictures are sent rather than changes; the map sees what differs.

use neighbors_domain::area::Area;
use neighbors_domain::cells::{Cell8, Region7};
use serde::{Deserialize, Serialize};

/// From the page, on the element that is, or is to be, a map.
pub const TELL: &str = "map-tell";
/// On the document, when the program listens.
pub const READY: &str = "map-ready";
/// On the document: the program cannot work here.
pub const FAILED: &str = "map-failed";
/// To the document: somebody wants it tried again.
pub const AGAIN: &str = "map-again";
/// On the map: a cell was pressed; its name is the detail.
pub const CELL: &str = "map-cell";
/// On the map: the hand or the focus came to a cell, or, with no detail, left it.
pub const OVER: &str = "map-over";
/// On the map: somebody asked for the region in the detail.
pub const PLACE: &str = "map-place";
/// On the map: the browser did not tell the position.
pub const LOST: &str = "map-lost";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tell {
    /// Show this.
    Scene(Scene),
    /// Show the area of a request, as a picture.
    Area(Area),
    /// Fill this cell: the entry it belongs to is looked at.
    Marked(Option<Cell8>),
    /// Ask the browser where it is, and answer with the region alone.
    Locate,
    /// The element leaves the page.
    Gone,
}

/// What lies around a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    /// The map's spoken name.
    pub label: String,
    pub region: Region7,
    /// How far the list reaches.
    pub rings: u32,
    pub marks: Vec<SceneMark>,
    /// Where the counts of all that happened in reach are asked for.
    pub activity: String,
}

/// A cell of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SceneMark {
    pub cell: Cell8,
    pub kind: MarkKind,
    /// How many entries.
    pub text: String,
    /// Its spoken name.
    pub label: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    Post,
    AssistanceRequest,
    /// From the public record: nobody here wrote it.
    Record,
}
