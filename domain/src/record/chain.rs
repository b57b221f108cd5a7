//! What stands behind a badge: the record, the agency in it, its root key, its officer, and the words.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::CLOCKS_DIFFER;
use super::event::Event;
use super::leaf::{Leaf, Proof, ProofError, Seen};
use super::past::Note;
use super::shown::{Officer, Shown};
use super::statement::{PublicKey, SignError, Signed, Statement};
use crate::admission::Step;

/// Everything a reader's browser needs to judge a badge by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// The record's verifier key.
    pub key: String,
    /// The newest signed note.
    pub checkpoint: String,
    /// What the operator decided about the agency, oldest first.
    pub agency: Vec<Proof>,
    pub agency_key: Option<Proof>,
    /// Of an officer; `None` for the badge of an agency.
    pub certificate: Option<Proof>,
    pub ended: Option<Proof>,
    /// `None` where somebody speaks who signed nothing, or nothing is said.
    pub words: Option<Signed>,
    /// Of a request: its newest publication.
    pub published: Option<Proof>,
    /// Of a request: the publication of its first version.
    pub first_published: Option<Proof>,
}

impl Chain {
    pub fn note(&self) -> Note<'_> {
        Note { key: &self.key, checkpoint: &self.checkpoint }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    Record,
    Agency,
    AgencyKey,
    Officer,
    Words,
}

/// One link, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    pub link: Link,
    /// Which entry of the record says so, and since when.
    pub entry: Option<(u64, DateTime<Utc>)>,
    /// The key that holds from here on; of the record, its name.
    pub key: Option<String>,
    pub judged: Result<(), Fault>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    #[error("Nothing of this stands in the record.")]
    Missing,
    #[error(transparent)]
    Proof(ProofError),
    #[error(transparent)]
    Signature(SignError),
    #[error("This was proved of another agency.")]
    OtherAgency,
    #[error("This was proved of another officer.")]
    OtherOfficer,
    #[error("Other words were signed than are shown here.")]
    OtherWords,
    #[error("It was signed before the agency certified the officer.")]
    BeforeCertified,
    #[error("It was signed after the officer had left.")]
    AfterEnded,
    #[error("The request was amended since this page was loaded.")]
    OtherVersion,
    #[error("By the record, this request has run out.")]
    RanOut,
    #[error("Another time is shown than the record says.")]
    OtherTime,
    #[error("The record says that the officer left the agency.")]
    Left,
    #[error("The record does not say that the officer left.")]
    NotLeft,
    #[error("The agency does not take part now.")]
    NotActive,
    #[error("The agency did not take part when this was signed.")]
    NotActiveThen,
    #[error("A link before this one does not hold.")]
    Before,
}

impl From<ProofError> for Fault {
    fn from(error: ProofError) -> Self {
        Self::Proof(error)
    }
}

impl From<SignError> for Fault {
    fn from(error: SignError) -> Self {
        Self::Signature(error)
    }
}

/// Each link in its order; a badge holds when all of them do. Where a link breaks, those behind it cannot hold.
pub fn judge(chain: &Chain, shown: &Shown) -> Vec<Tie> {
    let mut ties = Vec::new();
    let record = chain.note().read();
    ties.push(Tie {
        link: Link::Record,
        entry: None,
        key: chain.key.split('+').next().map(str::to_owned),
        judged: record.as_ref().map(drop).map_err(|error| (*error).into()),
    });
    let Ok(tree) = record else {
        ties.extend(later(Link::Agency, shown));
        return ties;
    };
    let (step, agency) = active(chain, &tree, shown);
    ties.push(tie(Link::Agency, step, &tree, None, agency));
    let key = root_key(chain, &tree, shown);
    ties.push(tie(Link::AgencyKey, chain.agency_key.as_ref(), &tree, key.ok(), key.map(drop)));
    let (Some(officer), Ok(key)) = (&shown.officer, key) else {
        if shown.officer.is_some() {
            ties.extend(later(Link::Officer, shown));
        }
        return ties;
    };
    let certified = certificate(chain, &tree, &key, &shown.agency, officer);
    let theirs = certified.as_ref().ok().map(|certified| certified.key);
    ties.push(tie(
        Link::Officer,
        chain.certificate.as_ref(),
        &tree,
        theirs,
        certified.as_ref().map(drop).map_err(|fault| *fault),
    ));
    if let Some(said) = &shown.said {
        let judged = match &certified {
            Ok(by) => spoken(chain, by).and_then(|statement| said.is(&statement, chain, &tree)),
            Err(_) => Err(Fault::Before),
        };
        ties.push(Tie { link: Link::Words, entry: None, key: None, judged });
    }
    ties
}

fn later(from: Link, shown: &Shown) -> Vec<Tie> {
    let all = [Link::Agency, Link::AgencyKey, Link::Officer, Link::Words];
    let there = |link: &Link| match link {
        Link::Officer => shown.officer.is_some(),
        Link::Words => shown.said.is_some(),
        _ => true,
    };
    all.into_iter()
        .skip_while(|link| *link != from)
        .filter(there)
        .map(|link| Tie { link, entry: None, key: None, judged: Err(Fault::Before) })
        .collect()
}

fn tie(
    link: Link,
    proof: Option<&Proof>,
    tree: &Seen,
    key: Option<PublicKey>,
    judged: Result<(), Fault>,
) -> Tie {
    let entry = proof.and_then(|proof| Some((proof.entry.n, proof.read(tree).ok()?.0.at)));
    Tie { link, entry, key: key.map(|key| key.fingerprint()), judged }
}

pub(super) fn entry(proof: Option<&Proof>, tree: &Seen) -> Result<(Leaf, Event), Fault> {
    let (leaf, event) = proof.ok_or(Fault::Missing)?.read(tree)?;
    Ok((leaf, event.ok_or(Fault::Missing)?))
}

/// Words are judged by what held when they were signed, anything else by what holds now; and which step says so.
fn active<'a>(chain: &'a Chain, tree: &Seen, shown: &Shown) -> (Option<&'a Proof>, Result<(), Fault>) {
    let newest = chain.agency.last();
    let steps: Result<Vec<_>, Fault> = chain.agency.iter().map(|proof| step(proof, tree, shown)).collect();
    let in_order = chain.agency.is_sorted_by(|one, next| one.entry.n < next.entry.n);
    let mut steps = match steps {
        Ok(steps) if !steps.is_empty() && in_order => steps,
        Ok(_) => return (newest, Err(Fault::Missing)),
        Err(fault) => return (newest, Err(fault)),
    };
    // Clocks differ, the server's and the operator's too: what stands later in the record came no earlier.
    let later: Vec<(u64, DateTime<Utc>)> =
        [&chain.agency_key, &chain.certificate, &chain.first_published, &chain.published]
            .into_iter()
            .flatten()
            .filter_map(|proof| Some((proof.entry.n, proof.read(tree).ok()?.0.at)))
            .collect();
    for (step, proof) in steps.iter_mut().zip(&chain.agency) {
        let after = later.iter().filter(|(n, _)| *n > proof.entry.n).map(|(_, at)| *at);
        step.0 = after.fold(step.0, DateTime::min);
    }
    for n in 1..steps.len() {
        steps[n].0 = steps[n].0.max(steps[n - 1].0);
    }
    let called = newest.and_then(|proof| match proof.read(tree).ok()?.1? {
        Event::Agency { name, .. } => Some(name),
        _ => None,
    });
    if shown.name.is_some() && shown.name != called {
        return (newest, Err(Fault::OtherAgency));
    }
    let took_part = |n: usize| matches!(steps[n].1, Step::Admitted | Step::Resumed);
    let signed = shown.said.as_ref().and_then(|_| chain.words.as_ref()?.unchecked().ok());
    let Some(signed) = signed.map(|statement| statement.at()) else {
        let now = took_part(steps.len() - 1);
        return (newest, if now { Ok(()) } else { Err(Fault::NotActive) });
    };
    let held_then = |n: &usize| {
        let until = steps.get(n + 1).map(|(at, _)| *at);
        steps[*n].0 <= signed + CLOCKS_DIFFER && until.is_none_or(|until| signed <= until + CLOCKS_DIFFER)
    };
    match (0..steps.len()).filter(held_then).rfind(|n| took_part(*n)) {
        Some(n) => (chain.agency.get(n), Ok(())),
        None => (newest, Err(Fault::NotActiveThen)),
    }
}

fn step(proof: &Proof, tree: &Seen, shown: &Shown) -> Result<(DateTime<Utc>, Step), Fault> {
    match entry(Some(proof), tree)? {
        (_, Event::Agency { agency, .. }) if agency != shown.agency => Err(Fault::OtherAgency),
        (leaf, Event::Agency { step, .. }) => Ok((leaf.at, step)),
        _ => Err(Fault::Missing),
    }
}

/// Whether the agency takes part now.
pub(super) fn active_now(chain: &Chain, tree: &Seen, agency: &str) -> Result<(), Fault> {
    active(chain, tree, &Shown { agency: agency.to_owned(), ..Shown::default() }).1
}

fn root_key(chain: &Chain, tree: &Seen, shown: &Shown) -> Result<PublicKey, Fault> {
    match entry(chain.agency_key.as_ref(), tree)?.1 {
        Event::AgencyKey { agency, .. } if agency != shown.agency => Err(Fault::OtherAgency),
        Event::AgencyKey { key, .. } => Ok(key),
        _ => Err(Fault::Missing),
    }
}

struct Certified {
    agency: String,
    officer: String,
    key: PublicKey,
    /// When the record took the certificate in: nobody can date it back.
    at: DateTime<Utc>,
    ended: Option<DateTime<Utc>>,
}

fn certificate(
    chain: &Chain,
    tree: &Seen,
    root: &PublicKey,
    of_agency: &str,
    shown: &Officer,
) -> Result<Certified, Fault> {
    let (leaf, Event::OfficerCertified { certificate }) = entry(chain.certificate.as_ref(), tree)? else {
        return Err(Fault::Missing);
    };
    let Statement::Officer { agency, officer, name, title, key, .. } = certificate.read(root)? else {
        return Err(Fault::Missing);
    };
    if agency != of_agency {
        return Err(Fault::OtherAgency);
    }
    if (&name, &title) != (&shown.name, &shown.title) {
        return Err(Fault::OtherOfficer);
    }
    let ended = match &chain.ended {
        None => None,
        Some(ended) => match entry(Some(ended), tree)? {
            (leaf, Event::OfficerEnded { officer: of, .. }) if of == officer => Some(leaf.at),
            _ => return Err(Fault::OtherOfficer),
        },
    };
    match (ended, shown.ended_at) {
        (None, None) => {}
        (Some(_), None) => return Err(Fault::Left),
        (None, Some(_)) => return Err(Fault::NotLeft),
        (Some(recorded), Some(shown)) if !same_time(recorded, shown) => return Err(Fault::OtherTime),
        (Some(_), Some(_)) => {}
    }
    match same_time(leaf.at, shown.certified_at) {
        true => Ok(Certified { agency, officer, key, at: leaf.at, ended }),
        false => Err(Fault::OtherTime),
    }
}

/// Databases and pages keep milliseconds.
pub(super) fn same_time(one: DateTime<Utc>, other: DateTime<Utc>) -> bool {
    one.timestamp_millis() == other.timestamp_millis()
}

/// What was signed, by whom the record knew when it was signed.
fn spoken(chain: &Chain, by: &Certified) -> Result<Statement, Fault> {
    let statement = chain.words.as_ref().ok_or(Fault::Missing)?.read(&by.key)?;
    if statement.who() != (by.agency.as_str(), by.officer.as_str()) {
        return Err(Fault::OtherOfficer);
    }
    if statement.at() + CLOCKS_DIFFER < by.at {
        return Err(Fault::BeforeCertified);
    }
    match by.ended {
        Some(ended) if statement.at() > ended + CLOCKS_DIFFER => Err(Fault::AfterEnded),
        _ => Ok(statement),
    }
}
