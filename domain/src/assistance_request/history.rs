//! An agency's past, as far as the limits ask for it: so that a form can judge a draft as it is typed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Draft;
use crate::agency::{AgencyKind, AgencyState};
use crate::cells::Cell9;
use crate::rules::Judged;

/// Every request of the agency that counts: published ones, void ones among them, and those that wait for review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub agency_kind: AgencyKind,
    pub agency_state: AgencyState,
    /// Names of the officers who are there and switched on: one of them leads each case.
    pub officers: Vec<String>,
    pub past: Vec<Past>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// [`crate::case_number::CaseNumber::key`]
    pub case_key: String,
    /// Left out where it is older than the limit per place looks back.
    pub cells: Vec<Cell9>,
    /// Of publication; of what waits, when it was sent.
    #[serde(with = "crate::instant")]
    pub at: DateTime<Utc>,
}

impl History {
    /// The same numbers the server counts when it takes a draft.
    pub fn judged(&self, draft: &Draft, now: DateTime<Utc>) -> Judged {
        let key = draft.case_number.key();
        let posts_for_case = self.past.iter().filter(|past| past.case_key == key).count();
        let mut posts_over: HashMap<Cell9, u32> = HashMap::new();
        for past in self.past.iter().filter(|past| past.at > now - Draft::PLACE_PERIOD) {
            for cell in past.cells.iter().filter(|cell| draft.area.cells.contains(cell)) {
                *posts_over.entry(*cell).or_default() += 1;
            }
        }
        Judged {
            agency_kind: self.agency_kind,
            agency_state: self.agency_state,
            posts_for_case: posts_for_case as u32,
            posts_over_busiest_cell: posts_over.into_values().max().unwrap_or_default(),
            lead_is_there: Some(self.officers.iter().any(|name| draft.lead.is(name))),
            review: None,
        }
    }
}
