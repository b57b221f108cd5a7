//! How much happened where, for the calm layer of the map: counts of what the feed shows anyway.

use serde::{Deserialize, Serialize};

use crate::cells::Cell8;
use crate::post::Category;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Activity {
    /// The name of the place it was asked around; empty where none is known.
    pub place: String,
    /// In the order of their names; a cell where nothing happened is left out.
    pub cells: Vec<CellActivity>,
    /// The neighborhoods of these cells, where they are known.
    pub names: Vec<(Cell8, String)>,
}

impl Activity {
    pub fn name(&self, cell: Cell8) -> Option<&str> {
        self.names.iter().find(|(named, _)| *named == cell).map(|(_, name)| name.as_str())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellActivity {
    pub cell: Cell8,
    /// Posts and incidents of the public record together, in the order of [`Category::ALL`], zeros left out.
    pub counts: Vec<(Category, u32)>,
    /// Requests for assistance by the cell of their incident: they ask for something, they are not one
    /// more thing that happened.
    pub assistance_requests: u32,
}

impl CellActivity {
    pub fn total(&self) -> u32 {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}
