//! The public record: an append-only log anybody can check. What stands in it, what is signed, and how both are judged.
//!
//! A leaf of the log holds the hash of its body with a salt, so that a court can have the words of a body erased and
//! the tree stays whole. Checkpoints are signed notes, proofs those of RFC 6962, as tlog-tiles (C2SP) writes them.

mod asked;
mod chain;
mod event;
mod leaf;
mod past;
mod roster;
mod shown;
mod statement;

pub use asked::{Asked, may_seal};
pub use chain::{Chain, Fault, Link, Tie, judge};
pub use event::Event;
pub use leaf::{Entry, Growth, Leaf, Proof, ProofError, ProvedEntry, Salt, Seen, read_checkpoint};
pub use past::{Note, Past};
pub use roster::{Roster, may_hold};
pub use shown::{Officer, Said, Shown};
pub use statement::{PublicKey, SignError, Signed, SigningKey, Spoken, Statement};

use chrono::TimeDelta;

/// What an officer signed may say it was signed this far from the server's clock: devices' clocks are a little off.
pub const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(10);
