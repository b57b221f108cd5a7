//! Where: the patch of ground an assistance request covers, decided by counting cells.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::cells::{Cell9, Region7};

/// Connected cells around one incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Where it happened.
    pub incident: Cell9,
    /// All cells of the area, the incident's among them.
    pub cells: Vec<Cell9>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum AreaError {
    #[error("The area has no cells. Paint at least the cell of the incident.")]
    Empty,
    #[error("The area has {cells} cells. The most is {max}: remove {}.", cells - max)]
    TooMany { cells: usize, max: usize },
    #[error("The same cell is named twice.")]
    Repeated,
    #[error("The cell of the incident is not part of the area. Add it.")]
    WithoutIncident,
    #[error("{cells} of the cells are more than {max_steps} cells away from the incident. Remove them.")]
    TooFar { cells: usize, max_steps: u32 },
    #[error("The area falls into {parts} parts. Join them or remove all but one.")]
    Apart { parts: usize },
}

impl Area {
    /// Ten cells are never more than half a square mile in the US: a wider net is a trawl.
    pub const MAX_CELLS: usize = 10;
    /// Two cells away is within half a mile of the incident's own cell.
    pub const MAX_STEPS: u32 = 2;

    /// What the form starts with: the incident's cell and its neighbours, since
    /// half of all incidents lie within 50 m of their cell's border.
    pub fn around(incident: Cell9) -> Self {
        Self { incident, cells: incident.disk(1) }
    }

    pub fn check(&self) -> Result<(), AreaError> {
        let cells: BTreeSet<Cell9> = self.cells.iter().copied().collect();
        if cells.is_empty() {
            return Err(AreaError::Empty);
        }
        if cells.len() != self.cells.len() {
            return Err(AreaError::Repeated);
        }
        if cells.len() > Self::MAX_CELLS {
            return Err(AreaError::TooMany { cells: cells.len(), max: Self::MAX_CELLS });
        }
        if !cells.contains(&self.incident) {
            return Err(AreaError::WithoutIncident);
        }
        let near = self.incident.disk(Self::MAX_STEPS);
        let far = cells.iter().filter(|cell| !near.contains(cell)).count();
        if far > 0 {
            return Err(AreaError::TooFar { cells: far, max_steps: Self::MAX_STEPS });
        }
        match parts(cells) {
            1 => Ok(()),
            parts => Err(AreaError::Apart { parts }),
        }
    }

    /// The one question that decides who may share.
    pub fn contains(&self, home: Cell9) -> bool {
        self.cells.contains(&home)
    }

    /// How far the farthest cell is from the incident, in cells.
    pub fn reach(&self) -> Option<u32> {
        self.cells.iter().map(|cell| self.incident.steps_to(*cell, 9)).max().flatten()
    }

    /// For show only: cells decide, never square miles.
    pub fn square_miles(&self) -> f64 {
        const SQUARE_MILES_PER_KM2: f64 = 0.386_102;
        self.cells.iter().map(|cell| cell.index().area_km2() * SQUARE_MILES_PER_KM2).sum()
    }

    /// The regions whose feeds carry the request.
    pub fn regions(&self) -> BTreeSet<Region7> {
        self.cells.iter().map(|cell| cell.region()).collect()
    }
}

/// How many pieces the cells fall into.
fn parts(mut left: BTreeSet<Cell9>) -> usize {
    let mut parts = 0;
    while let Some(first) = left.pop_first() {
        parts += 1;
        let mut edge = vec![first];
        while let Some(cell) = edge.pop() {
            for neighbor in cell.disk(1) {
                if left.remove(&neighbor) {
                    edge.push(neighbor);
                }
            }
        }
    }
    parts
}
