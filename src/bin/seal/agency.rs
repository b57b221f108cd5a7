//! An agency's own keys: made once, handed on among administrators, typed back in from the recovery sheet.

use age::secrecy::ExposeSecret;
use age::x25519;
use neighbors_domain::record::{PublicKey, SigningKey};
use web::seal::messages::{AgencyKeys, Recovered, SealError};

use super::{open, read_identity, seal};

/// Root key and recovery key of an agency, the first sealed to `recipient`.
pub fn new_keys(recipient: &str) -> Result<AgencyKeys, SealError> {
    let mut seed = [0; 32];
    getrandom::getrandom(&mut seed).map_err(|_| SealError::NoWorker)?;
    let recovery = x25519::Identity::generate();
    Ok(AgencyKeys {
        root: SigningKey::from_seed(seed).public(),
        wrapped: sealed_seed(seed, recipient)?,
        root_seed: hex::encode(seed),
        recovery: recovery.to_public().to_string(),
        recovery_identity: recovery.to_string().expose_secret().to_owned(),
    })
}

/// Of an agency's root key, which is sealed to this identity.
pub fn root_seed(identity: &str, wrapped: &[u8]) -> Result<[u8; 32], SealError> {
    let mut text = Vec::new();
    open(&read_identity(identity)?, wrapped, &mut text)?;
    seed(&text).ok_or(SealError::Damaged)
}

pub fn sealed_seed(seed: [u8; 32], recipient: &str) -> Result<Vec<u8>, SealError> {
    let mut sealed = Vec::new();
    seal(recipient, hex::encode(seed).as_bytes(), &mut sealed)?;
    Ok(sealed)
}

/// From the sheet, however it was typed: it is the agency's only if it makes the key that is in the record.
pub fn recover(typed: &str, root: PublicKey, recipient: &str, text: String) -> Result<Recovered, SealError> {
    let letters: String = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    let seed = seed(letters.as_bytes()).ok_or(SealError::NotTheSheet)?;
    let key = SigningKey::from_seed(seed);
    if key.public() != root {
        return Err(SealError::NotTheSheet);
    }
    Ok(Recovered { wrapped: sealed_seed(seed, recipient)?, certificate: key.sign_text(text) })
}

/// The recovery key as it stands on the sheet, whatever became of its spaces and capitals.
pub fn read_sheet(typed: &str, recipient: &str) -> Result<String, SealError> {
    let plain: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    let identity: x25519::Identity =
        plain.to_uppercase().parse().map_err(|_| SealError::NotTheRecoveryKey)?;
    match identity.to_public().to_string() == recipient {
        true => Ok(identity.to_string().expose_secret().to_owned()),
        false => Err(SealError::NotTheRecoveryKey),
    }
}

fn seed(digits: &[u8]) -> Option<[u8; 32]> {
    let mut seed = [0; 32];
    hex::decode_to_slice(digits, &mut seed).ok().map(|()| seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recovery_key_is_read_as_it_was_typed_and_no_other_passes_for_it() {
        let [one, other] = [(); 2].map(|()| x25519::Identity::generate());
        let recipient = one.to_public().to_string();
        let secret = one.to_string().expose_secret().to_owned();
        let letters: Vec<char> = secret.to_lowercase().chars().collect();
        let typed =
            letters.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("\n ");
        assert_eq!(read_sheet(&typed, &recipient), Ok(secret.clone()));
        for wrong in [other.to_string().expose_secret(), "", &secret[..secret.len() - 1], "AGE-SECRET-KEY-1"]
        {
            assert_eq!(read_sheet(wrong, &recipient), Err(SealError::NotTheRecoveryKey), "{wrong}");
        }
    }

    #[test]
    fn the_sheet_makes_the_same_key_again_and_another_sheet_does_not() {
        let [old, new] = [(); 2].map(|()| x25519::Identity::generate());
        let made = new_keys(&old.to_public().to_string()).unwrap();
        let recipient = new.to_public().to_string();
        let typed = made.root_seed.to_uppercase();
        let typed = [&typed[..8], " ", &typed[8..40], "-\n", &typed[40..], " "].concat();

        let recovered = recover(&typed, made.root, &recipient, "words".into()).unwrap();
        let opened = root_seed(new.to_string().expose_secret(), &recovered.wrapped).unwrap();
        assert_eq!(hex::encode(opened), made.root_seed);
        assert_eq!(recovered.certificate, SigningKey::from_seed(opened).sign_text("words".into()));

        let other = new_keys(&recipient).unwrap().root_seed;
        let not_hex = made.root_seed.replacen(char::is_numeric, "g", 1);
        for wrong in [other.as_str(), "", &made.root_seed[1..], &not_hex, &[&made.root_seed, "00"].concat()] {
            let said = recover(wrong, made.root, &recipient, "words".into());
            assert!(matches!(said, Err(SealError::NotTheSheet)), "{wrong}");
        }
    }
}
