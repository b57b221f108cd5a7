//! Whether a browser may seal recordings to the key of a request: the whole chain has to hold, and to name this key.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::CLOCKS_DIFFER;
use super::chain::{Chain, Fault, active_now, judge};
use super::leaf::Seen;
use super::past::Past;
use super::shown::{Officer, Said, Shown};
use crate::assistance_request::{AssistanceRequest, Draft};

/// A request as somebody read it who is about to share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub id: String,
    pub version: u32,
    /// The agency's address.
    pub agency: String,
    /// What it is called where somebody agrees to share with it.
    pub agency_name: String,
    /// Who signed it.
    pub officer: Officer,
    /// Its first version.
    pub published_at: DateTime<Utc>,
    pub draft: Draft,
    /// The age public key that shares are to be sealed to.
    pub recipient: String,
}

impl From<&AssistanceRequest> for Asked {
    fn from(request: &AssistanceRequest) -> Self {
        Self {
            id: request.id.clone(),
            version: request.version,
            agency: request.agency.slug.clone(),
            agency_name: request.agency.name.clone(),
            officer: Officer::from(&request.officer),
            published_at: request.life.published_at,
            draft: request.draft.clone(),
            recipient: request.recipient.clone(),
        }
    }
}

/// The tree to be kept as seen. An officer whom the agency certified signed these very words and this very key, the
/// record says that they were published, not too long ago, and the agency takes part now.
pub fn may_seal(
    chain: &Chain,
    past: Option<&Past>,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Seen, Fault> {
    let newest = chain.note().continues(past)?;
    let shown = Shown {
        agency: asked.agency.clone(),
        name: Some(asked.agency_name.clone()),
        officer: Some(asked.officer.clone()),
        said: Some(Said::AssistanceRequest(Box::new(asked.clone()))),
    };
    for tie in judge(chain, &shown) {
        tie.judged?;
    }
    active_now(chain, &chain.note().read()?, &asked.agency)?;
    match now > asked.published_at + Draft::OPEN_FOR + CLOCKS_DIFFER {
        true => Err(Fault::RanOut),
        false => Ok(newest),
    }
}
