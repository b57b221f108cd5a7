//! To whom an officer's browser may seal a key: whom the agency itself certified, and its own recovery sheet.

use serde::{Deserialize, Serialize};

use super::chain::{Fault, entry};
use super::event::Event;
use super::leaf::{Proof, Seen};
use super::past::{Note, Past};
use super::statement::{PublicKey, Statement};
use crate::assistance_request::{Holder, RECOVERY};

/// What the record says of an agency's keys.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Roster {
    /// The record's verifier key.
    pub key: String,
    /// The newest signed note.
    pub checkpoint: String,
    pub agency_key: Option<Proof>,
    /// Of the officers who are there.
    pub certificates: Vec<Proof>,
}

impl Roster {
    pub fn note(&self) -> Note<'_> {
        Note { key: &self.key, checkpoint: &self.checkpoint }
    }
}

/// The tree to be kept as seen, if each holder's age key is one that the agency put its root key to. `agency`: its
/// address. `me`: who asks; somebody whom this root key certified, so that no other agency's passes for it.
pub fn may_hold(
    roster: &Roster,
    past: Option<&Past>,
    agency: &str,
    me: &PublicKey,
    holders: &[Holder],
) -> Result<Seen, Fault> {
    let newest = roster.note().continues(past)?;
    let tree = roster.note().read()?;
    let (root, recovery) = match entry(roster.agency_key.as_ref(), &tree)?.1 {
        Event::AgencyKey { agency: of, .. } if of != agency => return Err(Fault::OtherAgency),
        Event::AgencyKey { key, recovery, .. } => (key, recovery),
        _ => return Err(Fault::Missing),
    };
    let mut certified = Vec::new();
    for proof in &roster.certificates {
        let Event::OfficerCertified { certificate } = entry(Some(proof), &tree)?.1 else {
            return Err(Fault::Missing);
        };
        match certificate.read(&root)? {
            Statement::Officer { agency: of, officer, key, recipient, .. } if of == agency => {
                certified.push((officer, key, recipient));
            }
            _ => return Err(Fault::OtherAgency),
        }
    }
    if !certified.iter().any(|(_, key, _)| key == me) {
        return Err(Fault::OtherOfficer);
    }
    let known = |holder: &Holder| match holder.holder.as_str() {
        RECOVERY => holder.recipient == recovery,
        id => certified.iter().any(|(officer, _, recipient)| officer == id && *recipient == holder.recipient),
    };
    if holders.iter().all(known) { Ok(newest) } else { Err(Fault::OtherOfficer) }
}
