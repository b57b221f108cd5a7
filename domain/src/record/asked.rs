//! Whether a browser may seal recordings to the key of a request: the whole chain has to hold, and to name this key.

use serde::{Deserialize, Serialize};

use super::chain::{Chain, Fault, Shown, entry, judge};
use super::event::Event;
use super::leaf::{Seen, read_checkpoint};
use super::past::{Past, continues};
use super::statement::Statement;
use crate::assistance_request::{AssistanceRequest, Draft};

/// A request as somebody read it who is about to share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub id: String,
    pub version: u32,
    /// The agency's address.
    pub agency: String,
    /// Name and title of who signed it.
    pub officer: (String, String),
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
            officer: (request.officer.name.clone(), request.officer.title.clone()),
            draft: request.draft.clone(),
            recipient: request.recipient.clone(),
        }
    }
}

/// The tree to be kept as seen. An officer whom the agency certified signed these very words and this very key, and the
/// record says that they were published.
pub fn may_seal(chain: &Chain, past: Option<&Past>, asked: &Asked) -> Result<Seen, Fault> {
    let newest = continues(chain, past)?;
    let shown = Shown {
        agency: asked.agency.clone(),
        officer: Some(asked.officer.clone()),
        words: Some([&*asked.draft.title, " ", &asked.draft.text].concat()),
        thread: None,
    };
    for tie in judge(chain, &shown) {
        tie.judged?;
    }
    let tree = read_checkpoint(&chain.checkpoint, &chain.key)?;
    let (_, published) = entry(chain.published.as_ref(), &tree)?;
    let Event::Published { agency, id, version, recipient, draft, signed, .. } = published else {
        return Err(Fault::Missing);
    };
    if (&agency, &id) != (&asked.agency, &asked.id) {
        return Err(Fault::OtherAgency);
    }
    if version != asked.version {
        return Err(Fault::OtherVersion);
    }
    let signed = signed.filter(|signed| chain.words.as_ref() == Some(signed)).ok_or(Fault::OtherWords)?;
    let by_the_officer = match signed.unchecked()? {
        Statement::AssistanceRequest { recipient, draft, .. } => {
            recipient == asked.recipient && *draft == asked.draft
        }
        _ => false,
    };
    match by_the_officer && recipient == asked.recipient && *draft == asked.draft {
        true => Ok(newest),
        false => Err(Fault::OtherWords),
    }
}
