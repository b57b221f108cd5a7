//! A leaf, its body and its place in the tree, and the checkpoint that says how large the tree is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use signed_note::{Note, StandardVerifier, VerifierList};
use tlog_tiles::{Checkpoint, Hash, check_record, check_tree, record_hash};

use super::event::Event;

/// Drawn for each leaf: without it nobody can guess a body from its hash. 32 hex digits.
pub type Salt = String;

/// The text that is hashed into the tree, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    pub at: DateTime<Utc>,
    /// As [`Event::name`].
    pub event: String,
    /// SHA-256 of salt and body, in hex.
    pub body: String,
}

impl Leaf {
    pub fn new(event: &Event, salt: &str, body: &str, at: DateTime<Utc>) -> Self {
        Self { at, event: event.name().to_owned(), body: Self::hash(salt, body) }
    }

    /// Of any body, with its salt; hex.
    pub fn hash(salt: &str, body: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(salt);
        hash.update("\n");
        hash.update(body);
        hex::encode(hash.finalize())
    }
}

/// One entry of the record, as anybody reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Counted from 0.
    pub n: u64,
    /// Exactly the bytes that were hashed into the tree: JSON of [`Leaf`].
    pub leaf: String,
    pub salt: Salt,
    /// JSON of [`Event`]; `None` where a court had it erased.
    pub body: Option<String>,
}

impl Entry {
    /// The leaf, and the body if it is there, compared with each other.
    pub fn read(&self) -> Result<(Leaf, Option<Event>), ProofError> {
        let leaf: Leaf = serde_json::from_str(&self.leaf).map_err(|_| ProofError::Unreadable)?;
        let Some(body) = &self.body else { return Ok((leaf, None)) };
        if Leaf::hash(&self.salt, body) != leaf.body {
            return Err(ProofError::OtherBody);
        }
        let event: Event = serde_json::from_str(body).map_err(|_| ProofError::Unreadable)?;
        if event.name() != leaf.event { Err(ProofError::OtherBody) } else { Ok((leaf, Some(event))) }
    }
}

/// An entry and the way from it to the root of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub entry: Entry,
    /// Hashes from the leaf upward, in base64.
    pub path: Vec<String>,
}

impl Proof {
    /// What the entry says, if it stands in the tree of this checkpoint.
    pub fn read(&self, tree: &Seen) -> Result<(Leaf, Option<Event>), ProofError> {
        let path = hashes(&self.path)?;
        let hash = record_hash(self.entry.leaf.as_bytes());
        if self.entry.n >= tree.size {
            return Err(ProofError::NotInTree);
        }
        check_record(&path, tree.size, tree.root()?, self.entry.n, hash)
            .map_err(|_| ProofError::NotInTree)?;
        self.entry.read()
    }
}

/// An entry with its proof in the newest tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvedEntry {
    /// The record's verifier key.
    pub key: String,
    pub checkpoint: String,
    pub proof: Proof,
}

/// The way from a smaller tree to a larger one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Growth {
    /// Hashes in base64; none where it is the same tree.
    pub path: Vec<String>,
}

/// Size and root of a tree somebody signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub size: u64,
    /// Base64.
    pub root: String,
}

impl Seen {
    /// Whether this tree only had something added since `before`. `path`: the consistency proof, base64.
    pub fn grew_from(&self, before: &Seen, path: &[String]) -> Result<(), ProofError> {
        if before.size == 0 || before == self {
            return Ok(());
        }
        if before.size >= self.size {
            return Err(ProofError::Rewritten);
        }
        check_tree(&hashes(path)?, self.size, self.root()?, before.size, before.root()?)
            .map_err(|_| ProofError::Rewritten)
    }

    fn root(&self) -> Result<Hash, ProofError> {
        Hash::parse_hash(&self.root).map_err(|_| ProofError::Unreadable)
    }
}

fn hashes(path: &[String]) -> Result<Vec<Hash>, ProofError> {
    path.iter()
        .map(|hash| Hash::parse_hash(hash))
        .collect::<Result<_, _>>()
        .map_err(|_| ProofError::Unreadable)
}

/// The tree a signed note speaks of, if it is signed with this key (a "verifier key" of C2SP: `name+id+base64`).
pub fn read_checkpoint(note: &str, key: &str) -> Result<Seen, ProofError> {
    let verifier = StandardVerifier::new(key).map_err(|_| ProofError::Unreadable)?;
    let note = Note::from_bytes(note.as_bytes()).map_err(|_| ProofError::Unreadable)?;
    note.verify(&VerifierList::new(vec![Box::new(verifier)])).map_err(|_| ProofError::NotSigned)?;
    let tree = Checkpoint::from_bytes(note.text()).map_err(|_| ProofError::Unreadable)?;
    let name = key.split('+').next().unwrap_or_default();
    if tree.origin() != name {
        return Err(ProofError::NotSigned);
    }
    Ok(Seen { size: tree.size(), root: tree.hash().to_string() })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofError {
    #[error("The proof cannot be read.")]
    Unreadable,
    #[error("The checkpoint is not signed with the record's key.")]
    NotSigned,
    #[error("The entry does not stand in the record.")]
    NotInTree,
    #[error("The entry holds other words than the record says.")]
    OtherBody,
    #[error("The record was rewritten since this browser last saw it.")]
    Rewritten,
}
