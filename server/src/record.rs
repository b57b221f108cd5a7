//! The record's own key, and what it signs: checkpoints, as C2SP's signed notes write them.

use std::sync::Arc;

use neighbors_domain::record::SigningKey;
use signed_note::{Note, StandardSigner, new_ed25519_verifier_key};
use tlog_tiles::{Checkpoint, Hash};

/// Signs checkpoints. A data folder has one; its public half is what readers pin.
#[derive(Clone)]
pub struct RecordKey {
    signer: Arc<StandardSigner>,
    verifier: String,
}

impl RecordKey {
    /// The record's name comes from its key, so that no two records share one.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        use base64::Engine;
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        let public = SigningKey::from_seed(seed).public().to_string();
        let name = format!("neighbors-record-{}", &public[..16]);
        let verifier = new_ed25519_verifier_key(&name, &key.verifying_key());
        let id = verifier.split('+').nth(1).expect("a verifier key has an id");
        let secret = [&[ED25519], seed.as_slice()].concat();
        let secret = base64::engine::general_purpose::STANDARD.encode(secret);
        let signer = StandardSigner::new(&format!("PRIVATE+KEY+{name}+{id}+{secret}"));
        Self { signer: Arc::new(signer.expect("a key in the form of C2SP")), verifier }
    }

    pub fn random() -> Self {
        Self::from_seed(rand::random())
    }

    /// `name+id+base64`: the "verifier key" of C2SP.
    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    /// The signed note of a tree.
    pub fn checkpoint(&self, size: u64, root: Hash) -> String {
        let name = self.verifier.split('+').next().expect("a verifier key has a name");
        let tree = Checkpoint::new(name, size, root, "").expect("a name and no extension");
        let mut note = Note::new(&tree.to_bytes(), &[]).expect("a checkpoint is a note");
        note.add_sigs(&[&*self.signer]).expect("Ed25519 signs anything");
        String::from_utf8(note.to_bytes()).expect("a note is text")
    }
}

/// How C2SP marks an Ed25519 key.
const ED25519: u8 = 1;

impl std::fmt::Debug for RecordKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.verifier)
    }
}
