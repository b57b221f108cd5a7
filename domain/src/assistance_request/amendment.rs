//! A new version of a published request: it may narrow or correct, never ask for more.

use serde::{Deserialize, Serialize};

use super::{Difference, Draft};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum AmendmentError {
    #[error("An amendment keeps the case number. Another case is another request.")]
    AnotherCase,
    #[error("An amendment keeps the cell of the incident. Another place is another request.")]
    AnotherPlace,
    #[error("An amendment may not widen the area: {cells} of its cells are new. Remove them.")]
    WiderArea { cells: usize },
    #[error("An amendment may not widen the window. Keep both ends inside the published one.")]
    WiderWindow,
    #[error("Nothing is changed.")]
    NothingChanged,
}

impl Draft {
    /// Everything an amendment of `self` by `new` would do that it may not. People agreed to share with the
    /// published words: nobody may be asked for more under the same request.
    pub fn refuses_amendment(&self, new: &Self) -> Vec<AmendmentError> {
        let mut errors = Vec::new();
        if new.case_number.key() != self.case_number.key() {
            errors.push(AmendmentError::AnotherCase);
        }
        if new.area.incident != self.area.incident {
            errors.push(AmendmentError::AnotherPlace);
        }
        let cells = new.area.cells.iter().filter(|cell| !self.area.cells.contains(cell)).count();
        if cells > 0 {
            errors.push(AmendmentError::WiderArea { cells });
        }
        if new.window.from < self.window.from || new.window.until > self.window.until {
            errors.push(AmendmentError::WiderWindow);
        }
        // Cells in another order are the same area: nobody would find what is new.
        if Difference::between(self, new).is_empty() && new.declarations == self.declarations {
            errors.push(AmendmentError::NothingChanged);
        }
        errors
    }
}
