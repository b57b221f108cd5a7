//! The keys that lie outside the database: without them a stolen database says less.

use std::path::Path;
use std::str::FromStr;

use age::x25519;
use hmac::{Hmac, Mac};
use neighbors_domain::cells::Cell9;
use rand::RngCore;
use sha2::Sha256;

use crate::record::RecordKey;

/// `DIR/secrets/`: never in a backup, never printed.
pub struct Secrets {
    pepper: [u8; 32],
    /// Authors are sealed to this; opened only for moderation and leaving.
    author_key: x25519::Identity,
    /// Seed of the key that signs the record's checkpoints.
    record_key: [u8; 32],
}

impl Secrets {
    /// From given bytes, so that a demo world can be made again from its seed.
    pub fn new(pepper: [u8; 32], author_key: x25519::Identity, record_key: [u8; 32]) -> Self {
        Self { pepper, author_key, record_key }
    }

    pub fn random() -> Self {
        let (mut pepper, mut record_key) = ([0; 32], [0; 32]);
        rand::rng().fill_bytes(&mut pepper);
        rand::rng().fill_bytes(&mut record_key);
        Self::new(pepper, x25519::Identity::generate(), record_key)
    }

    /// Reads `pepper` and `record-key` (64 hex digits each) and `author-key` (an age identity) of a folder.
    pub fn read(folder: &Path) -> Result<Self, SecretsError> {
        let read = |name: &str| {
            std::fs::read_to_string(folder.join(name))
                .map_err(|cause| SecretsError::Missing { name: name.into(), cause })
        };
        let broken = |name: &str| SecretsError::Broken { name: name.into() };
        let bytes = |name: &str| {
            let mut bytes = [0; 32];
            hex::decode_to_slice(read(name)?.trim(), &mut bytes).map_err(|_| broken(name))?;
            Ok(bytes)
        };
        let pepper = bytes("pepper")?;
        let author_key =
            x25519::Identity::from_str(read("author-key")?.trim()).map_err(|_| broken("author-key"))?;
        Ok(Self::new(pepper, author_key, bytes("record-key")?))
    }

    /// Writes them into a new folder that only the owner can read; never over existing ones.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        use age::secrecy::ExposeSecret;
        use std::io::Write;
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let key = self.author_key.to_string();
        for (name, text) in [
            ("pepper", hex::encode(self.pepper)),
            ("author-key", key.expose_secret().to_owned()),
            ("record-key", hex::encode(self.record_key)),
        ] {
            let mut file = std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(folder.join(name))?;
            writeln!(file, "{text}")?;
            file.sync_all()?;
        }
        Ok(())
    }

    /// What signs the record's checkpoints.
    pub fn record_key(&self) -> RecordKey {
        RecordKey::from_seed(self.record_key)
    }

    /// Says yes or no to a cell; hex.
    pub fn home_tag(&self, account: &str, home: Cell9) -> String {
        self.tag("home-v1", &[account, &home.to_string()])
    }

    /// The same person in two threads has two tags; hex.
    pub fn author_tag(&self, thread: &str, account: &str) -> String {
        self.tag("author-v1", &[thread, account])
    }

    /// Whose shares these are; hex.
    pub fn sharer_tag(&self, account: &str) -> String {
        self.tag("sharer-v1", &[account])
    }

    /// What a device calls this account: the id itself never leaves.
    pub fn passkey_handle(&self, account: &str) -> crate::passkeys::Handle {
        let tag = hex::decode(self.tag("passkey-v1", &[account])).expect("hex");
        tag.try_into().expect("as long as a SHA-256")
    }

    /// Whose photos these are until a post carries them; hex.
    pub fn media_tag(&self, account: &str) -> String {
        self.tag("media-v1", &[account])
    }

    /// The id a post gets for the key its browser chose: the same for the same draft of the same account, chance to
    /// everybody else.
    pub fn post_id(&self, account: &str, key: &str) -> String {
        self.id("post-v1", &[account, key])
    }

    /// The same for a request for assistance.
    pub fn assistance_request_id(&self, account: &str, key: &str) -> String {
        self.id("assistance-request-v1", &[account, key])
    }

    /// The same for a comment of a thread.
    pub fn comment_id(&self, thread: &str, account: &str, key: &str) -> String {
        self.id("comment-v1", &[thread, account, key])
    }

    fn id(&self, what: &str, parts: &[&str]) -> String {
        let tag = self.tag(what, parts);
        let mut bytes = [0; 16];
        hex::decode_to_slice(&tag[..32], &mut bytes).expect("hex");
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// Whose flag of an item this is, and of no other; hex.
    pub fn flagger_tag(&self, item: &str, account: &str) -> String {
        self.tag("flag-v1", &[item, account])
    }

    /// The account id, readable only with the author key; base64 of an age file.
    pub fn seal_author(&self, account: &str) -> String {
        self.seal(account)
    }

    /// Small texts that a thief of the database must not read; base64 of an age file.
    pub fn seal(&self, text: &str) -> String {
        use base64::Engine;
        let sealed = age::encrypt(&self.author_key.to_public(), text.as_bytes())
            .expect("sealing in memory cannot fail");
        base64::engine::general_purpose::STANDARD.encode(sealed)
    }

    /// What [`Self::seal`] sealed; `None` for anything else.
    pub fn open(&self, sealed: &str) -> Option<String> {
        use base64::Engine;
        let sealed = base64::engine::general_purpose::STANDARD.decode(sealed).ok()?;
        String::from_utf8(age::decrypt(&self.author_key, &sealed).ok()?).ok()
    }

    /// Lengths go in too, so that no two lists of parts give the same bytes.
    fn tag(&self, purpose: &str, parts: &[&str]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.pepper).expect("any length of key will do");
        for part in std::iter::once(&purpose).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        hex::encode(mac.finalize().into_bytes())
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    #[error(
        "the secret `{name}` is missing ({cause}). Without it no home can be compared: bring the folder `secrets` back from where you keep it, it is never in a backup"
    )]
    Missing { name: String, cause: std::io::Error },
    #[error("the secret `{name}` is damaged: bring the folder `secrets` back from where you keep it")]
    Broken { name: String },
}
