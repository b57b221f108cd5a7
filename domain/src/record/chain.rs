//! What stands behind a badge: the record, the agency in it, its root key, its officer, and the words.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::event::Event;
use super::leaf::{Leaf, Proof, ProofError, Seen, read_checkpoint};
use super::statement::{PublicKey, SignError, Signed, Statement};
use crate::admission::Step;

/// Everything a reader's browser needs to judge a badge by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// The record's verifier key.
    pub key: String,
    /// The newest signed note.
    pub checkpoint: String,
    /// What the operator decided last about the agency.
    pub agency: Option<Proof>,
    pub agency_key: Option<Proof>,
    /// Of an officer; `None` for the badge of an agency.
    pub certificate: Option<Proof>,
    pub ended: Option<Proof>,
    /// `None` where somebody speaks who signed nothing, or nothing is said.
    pub words: Option<Signed>,
    /// Of a request: its newest publication.
    pub published: Option<Proof>,
}

/// What the page shows, and so what the chain has to bear out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The agency's address.
    pub agency: String,
    /// Name and title.
    pub officer: Option<(String, String)>,
    /// Everything written around the badge: the words are looked for in it.
    pub words: Option<String>,
    /// The post or request a comment stands under.
    pub thread: Option<String>,
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
    #[error("The agency does not take part now.")]
    NotActive,
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
    let record = read_checkpoint(&chain.checkpoint, &chain.key);
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
    let agency = active(chain, &tree, shown);
    ties.push(tie(Link::Agency, chain.agency.as_ref(), &tree, None, agency));
    let key = root_key(chain, &tree, shown);
    ties.push(tie(Link::AgencyKey, chain.agency_key.as_ref(), &tree, key.ok(), key.map(drop)));
    let (Some(officer), Ok(key)) = (&shown.officer, key) else {
        if shown.officer.is_some() {
            ties.extend(later(Link::Officer, shown));
        }
        return ties;
    };
    let certified = certificate(chain, &tree, &key, shown, officer);
    let theirs = certified.as_ref().ok().map(|certified| certified.key);
    ties.push(tie(
        Link::Officer,
        chain.certificate.as_ref(),
        &tree,
        theirs,
        certified.as_ref().map(drop).map_err(|fault| *fault),
    ));
    if shown.words.is_some() {
        let judged = match &certified {
            Ok(certified) => spoken(chain, &tree, certified, shown),
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
        Link::Words => shown.words.is_some(),
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

fn active(chain: &Chain, tree: &Seen, shown: &Shown) -> Result<(), Fault> {
    match entry(chain.agency.as_ref(), tree)?.1 {
        Event::Agency { agency, .. } if agency != shown.agency => Err(Fault::OtherAgency),
        Event::Agency { step: Step::Admitted | Step::Resumed, .. } => Ok(()),
        Event::Agency { .. } => Err(Fault::NotActive),
        _ => Err(Fault::Missing),
    }
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
}

fn certificate(
    chain: &Chain,
    tree: &Seen,
    root: &PublicKey,
    shown: &Shown,
    (its_name, its_title): &(String, String),
) -> Result<Certified, Fault> {
    let (leaf, Event::OfficerCertified { certificate }) = entry(chain.certificate.as_ref(), tree)? else {
        return Err(Fault::Missing);
    };
    let Statement::Officer { agency, officer, name, title, key, .. } = certificate.read(root)? else {
        return Err(Fault::Missing);
    };
    if agency != shown.agency {
        return Err(Fault::OtherAgency);
    }
    if (&name, &title) != (its_name, its_title) {
        return Err(Fault::OtherOfficer);
    }
    Ok(Certified { agency, officer, key, at: leaf.at })
}

/// What was signed is judged by what the record said when it was signed.
fn spoken(chain: &Chain, tree: &Seen, by: &Certified, shown: &Shown) -> Result<(), Fault> {
    let statement = chain.words.as_ref().ok_or(Fault::Missing)?.read(&by.key)?;
    if statement.who() != (by.agency.as_str(), by.officer.as_str()) {
        return Err(Fault::OtherOfficer);
    }
    if statement.at() + super::CLOCKS_DIFFER < by.at {
        return Err(Fault::BeforeCertified);
    }
    if let Some(ended) = &chain.ended {
        let (leaf, event) = entry(Some(ended), tree)?;
        let of_theirs = matches!(&event, Event::OfficerEnded { officer, .. } if *officer == by.officer);
        if of_theirs && statement.at() > leaf.at + super::CLOCKS_DIFFER {
            return Err(Fault::AfterEnded);
        }
    }
    let said: Vec<&str> = match &statement {
        Statement::Comment { text, .. } => vec![text],
        Statement::Post { title, text, .. } => vec![title, text],
        Statement::AssistanceRequest { draft, .. } => vec![&draft.title, &draft.text],
        Statement::Officer { .. } => return Err(Fault::OtherWords),
    };
    if matches!(&statement, Statement::Comment { thread, .. } if Some(thread) != shown.thread.as_ref()) {
        return Err(Fault::OtherWords);
    }
    let shown = plain(shown.words.as_deref().unwrap_or_default());
    if said.iter().all(|said| shown.contains(&plain(said))) { Ok(()) } else { Err(Fault::OtherWords) }
}

/// Without what a page does to white space.
fn plain(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}
