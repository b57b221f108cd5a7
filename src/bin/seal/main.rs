//! The sealing worker: opens and seals `age` files beside the page, slice by slice. The only place that knows `age`.

mod agency;
mod blobs;

use std::io::{self, BufRead, BufReader, Read, Write};

use age::secrecy::ExposeSecret;
use age::{DecryptError, Decryptor, Encryptor, Identity, scrypt, x25519};
use neighbors_domain::assistance_request::Holder;
use neighbors_domain::record::{Fault, Past, Seen, SigningKey, may_hold, may_seal};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use web::seal::messages::{Answer, Ask, NewKey, OfficerKey, Opened, SealError, Sealed, Work, Yield};
use web::worker::{self, say};

use self::blobs::{BlobReader, BlobWriter};

/// Read at a time: large enough for speed, small enough that a recording of two GiB never sits in memory.
const SLICE: usize = 1 << 20;
/// A passphrase may cost at most 2^18 (about a second, 256 MiB): a hostile file cannot freeze the page for hours.
const MAX_WORK: u8 = 18;
/// Of the passphrases made here.
const WORK: u8 = 10;

fn main() {
    worker::hear(|Ask { id, work }| {
        let result = answer(work, |done| say(&Answer::Progress { id, done }));
        say(&Answer::Done { id, result });
    });
    say(&Answer::Ready);
}

fn answer(work: Work, progress: impl Fn(u64)) -> Result<Yield, SealError> {
    match work {
        Work::Seal { recipient, plain } => {
            let mut sealed = BlobWriter::default();
            let plain_sha256 = seal(&recipient, BlobReader::new(plain, progress)?, &mut sealed)?;
            Ok(Yield::Sealed(Sealed { blob: sealed.finish()?, plain_sha256 }))
        }
        Work::Unlock { wrapped, passphrase } => {
            let mut identity = scrypt::Identity::new(passphrase.into());
            identity.set_max_work_factor(MAX_WORK);
            key(&identity, &wrapped).map(Yield::Identity)
        }
        Work::NewOfficerKey => new_officer_key().map(Yield::OfficerKey),
        Work::OpenKey { identity, wrapped } => key(&read_identity(&identity)?, &wrapped).map(Yield::Identity),
        Work::Open { identity, sealed } => {
            let mut plain = BlobWriter::default();
            let sealed = BufReader::with_capacity(SLICE, BlobReader::new(sealed, progress)?);
            let sha256 = open(&read_identity(&identity)?, sealed, &mut plain)?;
            Ok(Yield::Opened(Opened { blob: plain.finish()?, sha256 }))
        }
        Work::NewKey { recipients } => new_key(&recipients).map(Yield::Key),
        Work::Sign { identity, text } => {
            Ok(Yield::Signed(SigningKey::of_identity(&identity).sign_text(text)))
        }
        Work::NewAgencyKeys { recipient } => agency::new_keys(&recipient).map(Yield::AgencyKeys),
        Work::SignAsAgency { identity, wrapped, text } => {
            Ok(Yield::Signed(SigningKey::from_seed(agency::root_seed(&identity, &wrapped)?).sign_text(text)))
        }
        Work::HandOn { identity, wrapped, recipient } => {
            agency::sealed_seed(agency::root_seed(&identity, &wrapped)?, &recipient).map(Yield::Wrapped)
        }
        Work::Judge { chain, past, asked, now } => judge(&chain, &past, &asked, &now).map(Yield::Judged),
        Work::MayHold { roster, past, agency, identity, holders } => {
            let identity = read_identity(&identity)?;
            let me = SigningKey::of_identity(identity.to_string().expose_secret()).public();
            let (roster, past): (_, Option<Past>) = (read(&roster)?, read(&past)?);
            let holders: Vec<Holder> = read(&holders)?;
            Ok(Yield::Judged(may_hold(&roster, past.as_ref(), &agency, &me, &holders)))
        }
        Work::Rewrap { identity, wrapped, recipient, to } => {
            rewrap(&read_identity(&identity)?, &wrapped, &recipient, &to).map(Yield::Rewrapped)
        }
        Work::ReadSheet { typed, recipient } => agency::read_sheet(&typed, &recipient).map(Yield::Identity),
        Work::Recover { typed, root, recipient, text } => {
            agency::recover(&typed, root, &recipient, text).map(Yield::Recovered)
        }
    }
}

fn judge(chain: &str, past: &str, asked: &str, now: &str) -> Result<Result<Seen, Fault>, SealError> {
    let past: Option<Past> = read(past)?;
    Ok(may_seal(&read(chain)?, past.as_ref(), &read(asked)?, read(now)?))
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, SealError> {
    serde_json::from_str(json).map_err(|_| SealError::Damaged)
}

/// Each wrapping is an ordinary `age` file that one holder opens.
fn new_key(recipients: &[String]) -> Result<NewKey, SealError> {
    let identity = x25519::Identity::generate();
    let wrapped = wrap(&identity, recipients)?;
    Ok(NewKey { recipient: identity.to_public().to_string(), wrapped })
}

/// Nothing is handed on that is not the key of this request: who gets it could open nothing with it.
fn rewrap(
    own: &x25519::Identity,
    wrapped: &[u8],
    recipient: &str,
    to: &[String],
) -> Result<Vec<Vec<u8>>, SealError> {
    let identity = read_identity(&key(own, wrapped)?)?;
    match identity.to_public().to_string() == recipient {
        true => wrap(&identity, to),
        false => Err(SealError::Damaged),
    }
}

fn wrap(identity: &x25519::Identity, recipients: &[String]) -> Result<Vec<Vec<u8>>, SealError> {
    let text = identity.to_string();
    let wrap = |recipient: &String| {
        let mut wrapped = Vec::new();
        seal(recipient, text.expose_secret().as_bytes(), &mut wrapped).map(|_| wrapped)
    };
    recipients.iter().map(wrap).collect()
}

/// 140 bits in seven groups, without letters that look like others: strong by itself, so that wrapping need not be slow.
fn passphrase() -> Result<String, SealError> {
    let mut chance = [0; 28];
    getrandom::getrandom(&mut chance).map_err(|_| SealError::NoWorker)?;
    let letter = |byte: &u8| b"abcdefghijkmnpqrstuvwxyz23456789"[usize::from(byte % 32)] as char;
    let groups = chance.chunks(4).map(|group| group.iter().map(letter).collect::<String>());
    Ok(groups.collect::<Vec<_>>().join("-"))
}

fn new_officer_key() -> Result<OfficerKey, SealError> {
    let (identity, passphrase) = (x25519::Identity::generate(), passphrase()?);
    let mut lock = scrypt::Recipient::new(passphrase.clone().into());
    lock.set_work_factor(WORK);
    let wrapped = age::encrypt(&lock, identity.to_string().expose_secret().as_bytes())
        .map_err(|_| SealError::BadKey)?;
    let signing_key = SigningKey::of_identity(identity.to_string().expose_secret()).public();
    Ok(OfficerKey { recipient: identity.to_public().to_string(), wrapped, passphrase, signing_key })
}

/// SHA-256 of what was read, in hex.
fn seal(recipient: &str, plain: impl Read, sealed: impl Write) -> Result<String, SealError> {
    let recipient: x25519::Recipient = recipient.parse().map_err(|_| SealError::BadKey)?;
    let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .map_err(|_| SealError::BadKey)?;
    let mut sealed = encryptor.wrap_output(sealed).map_err(|_| SealError::Unreadable)?;
    let hash = copy(plain, &mut sealed).map_err(|_| SealError::Unreadable)?;
    sealed.finish().map_err(|_| SealError::Unreadable)?;
    Ok(hash)
}

fn open(identity: &dyn Identity, sealed: impl BufRead, plain: impl Write) -> Result<String, SealError> {
    let opened = Decryptor::new_buffered(sealed)
        .and_then(|file| file.decrypt(std::iter::once(identity)))
        .map_err(said)?;
    copy(opened, plain).map_err(|_| SealError::Damaged)
}

/// The text of a small sealed file that holds an identity.
fn key(identity: &dyn Identity, wrapped: &[u8]) -> Result<String, SealError> {
    let mut text = Vec::new();
    open(identity, wrapped, &mut text)?;
    let text = String::from_utf8(text).map_err(|_| SealError::Damaged)?;
    read_identity(&text).map(|identity| identity.to_string().expose_secret().to_owned())
}

/// One identity, among comment lines as `age-keygen` writes them.
fn read_identity(text: &str) -> Result<x25519::Identity, SealError> {
    let line = text.lines().map(str::trim).find(|line| line.starts_with("AGE-SECRET-KEY-"));
    line.and_then(|line| line.parse().ok()).ok_or(SealError::Damaged)
}

fn said(error: DecryptError) -> SealError {
    match error {
        DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => SealError::WrongPassphrase,
        DecryptError::NoMatchingKeys => SealError::NotForYou,
        _ => SealError::Damaged,
    }
}

fn copy(mut from: impl Read, mut to: impl Write) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut slice = vec![0; SLICE];
    loop {
        match from.read(&mut slice)? {
            0 => return Ok(hex::encode(hash.finalize())),
            n => {
                hash.update(&slice[..n]);
                to.write_all(&slice[..n])?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed_to(recipient: &x25519::Identity, plain: &[u8]) -> Vec<u8> {
        let mut sealed = Vec::new();
        seal(&recipient.to_public().to_string(), plain, &mut sealed).unwrap();
        sealed
    }

    #[test]
    fn a_new_key_opens_with_its_own_passphrase_and_each_is_another() {
        let (one, other) = (new_officer_key().unwrap(), new_officer_key().unwrap());
        assert_ne!((&one.passphrase, &one.recipient), (&other.passphrase, &other.recipient));
        let groups: Vec<usize> = one.passphrase.split('-').map(str::len).collect();
        assert_eq!(groups, [4; 7]);
        let opened = key(&scrypt::Identity::new(one.passphrase.into()), &one.wrapped).unwrap();
        assert_eq!(read_identity(&opened).unwrap().to_public().to_string(), one.recipient);
        let wrong = key(&scrypt::Identity::new(other.passphrase.into()), &one.wrapped);
        assert_eq!(wrong, Err(SealError::WrongPassphrase));
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_and_no_other() {
        let (agency, stranger) = (x25519::Identity::generate(), x25519::Identity::generate());
        let plain = vec![7; 3 * SLICE + 5];
        let sealed = sealed_to(&agency, &plain);

        let mut opened = Vec::new();
        let sha256 = open(&agency, sealed.as_slice(), &mut opened).unwrap();
        assert_eq!((opened, sha256), (plain.clone(), hex::encode(Sha256::digest(&plain))));
        assert_eq!(open(&stranger, sealed.as_slice(), io::sink()), Err(SealError::NotForYou));
    }

    #[test]
    fn a_new_key_opens_for_each_holder_and_is_another_each_time() {
        let holders = [x25519::Identity::generate(), x25519::Identity::generate()];
        let recipients = holders.each_ref().map(|holder| holder.to_public().to_string());
        let made = new_key(&recipients).unwrap();
        for (holder, wrapped) in holders.iter().zip(&made.wrapped) {
            let opened = read_identity(&key(holder, wrapped).unwrap()).unwrap();
            assert_eq!(opened.to_public().to_string(), made.recipient);
        }
        assert_ne!(new_key(&recipients).unwrap().recipient, made.recipient);
        assert!(matches!(new_key(&["age1nobody".to_owned()]), Err(SealError::BadKey)));
    }

    #[test]
    fn a_key_is_handed_on_to_others_only_if_it_is_the_one_of_this_request() {
        let [one, other, third] = [(); 3].map(|()| x25519::Identity::generate());
        let public = |identity: &x25519::Identity| identity.to_public().to_string();
        let made = new_key(&[public(&one)]).unwrap();
        let handed =
            rewrap(&one, &made.wrapped[0], &made.recipient, &[public(&other), public(&third)]).unwrap();
        for (holder, wrapped) in [&other, &third].into_iter().zip(&handed) {
            let opened = read_identity(&key(holder, wrapped).unwrap()).unwrap();
            assert_eq!(public(&opened), made.recipient);
        }
        let another = new_key(&[public(&one)]).unwrap().recipient;
        let to = [public(&other)];
        assert_eq!(rewrap(&one, &made.wrapped[0], &another, &to), Err(SealError::Damaged));
        assert_eq!(rewrap(&other, &made.wrapped[0], &made.recipient, &to), Err(SealError::NotForYou));
    }

    #[test]
    fn a_sealed_file_cut_short_or_changed_does_not_open() {
        let agency = x25519::Identity::generate();
        let sealed = sealed_to(&agency, &[1; 100_000]);
        assert_eq!(open(&agency, &sealed[..sealed.len() - 1], io::sink()), Err(SealError::Damaged));
        let mut changed = sealed;
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(open(&agency, changed.as_slice(), io::sink()), Err(SealError::Damaged));
    }

    #[test]
    fn a_wrong_passphrase_is_told_from_a_damaged_file() {
        let officer = x25519::Identity::generate();
        let mut recipient = scrypt::Recipient::new("seven-plain-words".to_owned().into());
        recipient.set_work_factor(10);
        let wrapped = age::encrypt(&recipient, officer.to_string().expose_secret().as_bytes()).unwrap();

        let with = |passphrase: &str| key(&scrypt::Identity::new(passphrase.to_owned().into()), &wrapped);
        assert_eq!(with("seven-plain-words").unwrap(), officer.to_string().expose_secret());
        assert_eq!(with("seven-plain-word"), Err(SealError::WrongPassphrase));
        assert_eq!(key(&officer, b"age-encryption.org/v1\nnothing"), Err(SealError::Damaged));
    }
}
