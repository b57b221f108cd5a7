//! The keys that lie outside the database: without them a stolen database says less.

use std::path::Path;
use std::str::FromStr;

use age::x25519;
use hmac::{Hmac, Mac};
use neighbors_domain::cells::Cell9;
use rand::RngCore;
use sha2::Sha256;

/// `DIR/secrets/`: never in a backup, never printed.
pub struct Secrets {
    pepper: [u8; 32],
    /// Authors are sealed to this; opened only for moderation and leaving.
    author_key: x25519::Identity,
}

impl Secrets {
    /// From given bytes, so that a demo world can be made again from its seed.
    pub fn new(pepper: [u8; 32], author_key: x25519::Identity) -> Self {
        Self { pepper, author_key }
    }

    pub fn random() -> Self {
        let mut pepper = [0; 32];
        rand::rng().fill_bytes(&mut pepper);
        Self::new(pepper, x25519::Identity::generate())
    }

    /// Reads `pepper` (64 hex digits) and `author-key` (an age identity) of a folder.
    pub fn read(folder: &Path) -> Result<Self, SecretsError> {
        let read = |name: &str| {
            std::fs::read_to_string(folder.join(name))
                .map_err(|cause| SecretsError::Missing { name: name.into(), cause })
        };
        let broken = |name: &str| SecretsError::Broken { name: name.into() };
        let mut pepper = [0; 32];
        hex::decode_to_slice(read("pepper")?.trim(), &mut pepper).map_err(|_| broken("pepper"))?;
        let author_key =
            x25519::Identity::from_str(read("author-key")?.trim()).map_err(|_| broken("author-key"))?;
        Ok(Self::new(pepper, author_key))
    }

    /// Writes them into a new folder that only the owner can read; never over existing ones.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        use age::secrecy::ExposeSecret;
        use std::io::Write;
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let key = self.author_key.to_string();
        for (name, text) in
            [("pepper", hex::encode(self.pepper)), ("author-key", key.expose_secret().to_owned())]
        {
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

    /// Whose photos these are until a post carries them; hex.
    pub fn media_tag(&self, account: &str) -> String {
        self.tag("media-v1", &[account])
    }

    /// The account id, readable only with the author key; base64 of an age file.
    pub fn seal_author(&self, account: &str) -> String {
        use base64::Engine;
        let sealed = age::encrypt(&self.author_key.to_public(), account.as_bytes())
            .expect("sealing in memory cannot fail");
        base64::engine::general_purpose::STANDARD.encode(sealed)
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
