//! What a browser saw of the record before: one that was exchanged or rewritten since is noticed.

use serde::{Deserialize, Serialize};

use super::leaf::{ProofError, Seen, read_checkpoint};

/// A signed tree as a server tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note<'a> {
    /// The record's verifier key.
    pub key: &'a str,
    pub checkpoint: &'a str,
}

/// Key and tree as they were kept, and the way between that tree and the one of a note, whichever is the larger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    pub key: String,
    pub tree: Seen,
    /// As in [`super::Growth`].
    pub path: Vec<String>,
}

impl Note<'_> {
    /// The tree it speaks of, if it is signed.
    pub fn read(&self) -> Result<Seen, ProofError> {
        read_checkpoint(self.checkpoint, self.key)
    }

    /// The larger of both trees, to be kept, if this one is signed and either only grew into the other. A note may be
    /// older than what was kept: two pages may ask at once.
    pub fn continues(&self, past: Option<&Past>) -> Result<Seen, ProofError> {
        let tree = self.read()?;
        let Some(past) = past else { return Ok(tree) };
        if past.key != self.key {
            return Err(ProofError::Rewritten);
        }
        if tree.size >= past.tree.size {
            tree.grew_from(&past.tree, &past.path)?;
            Ok(tree)
        } else {
            past.tree.grew_from(&tree, &past.path)?;
            Ok(past.tree.clone())
        }
    }

    /// How many entries its tree says it has; who wants to know whether that is true reads the checkpoint.
    pub fn size(&self) -> Option<u64> {
        self.checkpoint.lines().nth(1)?.parse().ok()
    }
}
