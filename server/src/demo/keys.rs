//! Keys as an officer's browser makes and wraps them; only their seed is the demo's.

use age::scrypt;
use age::secrecy::{ExposeSecret, SecretString};
use age::x25519::{Identity, Recipient};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use neighbors_domain::record::SigningKey;

use crate::store::assistance_requests::{Keys, RECOVERY, WrappedKey};

/// A passphrase of 140 bits needs no stretching: 2^10 keeps unlocking quick on a phone.
const WORK_FACTOR: u8 = 10;

/// An officer's identity, sealed with the passphrase; base64.
pub fn lock(identity: &Identity, passphrase: &SecretString) -> String {
    let mut lock = scrypt::Recipient::new(passphrase.clone());
    lock.set_work_factor(WORK_FACTOR);
    seal(&lock, identity)
}

/// What an officer signs with: drawn from their identity, as in their browser.
pub fn signing(identity: &Identity) -> SigningKey {
    SigningKey::of_identity(identity.to_string().expose_secret())
}

/// The key of one request, wrapped for those who may open what is shared, and for recovery. Sealing
/// draws fresh bytes each time, so these differ from demo to demo; what they open to does not.
pub fn of_request(identity: &Identity, holders: &[(String, Recipient)], recovery: &Recipient) -> Keys {
    let wrap =
        |holder: &str, to: &Recipient| WrappedKey { holder: holder.to_owned(), wrapped: seal(to, identity) };
    let mut wrapped: Vec<_> = holders.iter().map(|(officer, to)| wrap(officer, to)).collect();
    wrapped.push(wrap(RECOVERY, recovery));
    Keys { recipient: identity.to_public().to_string(), wrapped }
}

fn seal(to: &impl age::Recipient, identity: &Identity) -> String {
    seal_text(to, identity.to_string().expose_secret())
}

/// base64 of an age file.
pub fn seal_text(to: &impl age::Recipient, text: &str) -> String {
    STANDARD.encode(age::encrypt(to, text.as_bytes()).expect("sealing in memory cannot fail"))
}
