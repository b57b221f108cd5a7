//! What a browser saw of the record before: one that was exchanged or rewritten since is noticed.

use serde::{Deserialize, Serialize};

use super::chain::Chain;
use super::leaf::{ProofError, Seen, read_checkpoint};

/// Key and tree as they were kept, and the way between that tree and the one of a chain, whichever is the larger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    pub key: String,
    pub tree: Seen,
    /// As in [`super::Growth`].
    pub path: Vec<String>,
}

/// The larger of both trees, to be kept, if the chain's is signed and either only grew into the other. A chain may be
/// older than what was kept: two pages may ask at once.
pub fn continues(chain: &Chain, past: Option<&Past>) -> Result<Seen, ProofError> {
    let tree = read_checkpoint(&chain.checkpoint, &chain.key)?;
    let Some(past) = past else { return Ok(tree) };
    if past.key != chain.key {
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

impl Chain {
    /// How many entries the chain's tree says it has; who wants to know whether that is true reads the checkpoint.
    pub fn size(&self) -> Option<u64> {
        self.checkpoint.lines().nth(1)?.parse().ok()
    }
}
