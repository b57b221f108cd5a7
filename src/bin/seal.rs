//! The sealing worker: opens and seals `age` files beside the page, slice by slice. The only place that knows `age`.

use std::io::{self, BufRead, BufReader, Read, Write};

use age::secrecy::ExposeSecret;
use age::{DecryptError, Decryptor, Encryptor, Identity, scrypt, x25519};
use sha2::{Digest, Sha256};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web::seal::messages::{Answer, Ask, Opened, SealError, Sealed, Work, Yield};
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent};

/// Read at a time: large enough for speed, small enough that a recording of two GiB never sits in memory.
const SLICE: usize = 1 << 20;
/// A passphrase may cost at most 2^18 (about a second, 256 MiB): a hostile file cannot freeze the page for hours.
const MAX_WORK: u8 = 18;

fn main() {
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let Ok(Ask { id, work }) = serde_wasm_bindgen::from_value(event.data()) else { return };
        let result = answer(work, |done| say(&Answer::Progress { id, done }));
        say(&Answer::Done { id, result });
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    say(&Answer::Ready);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn say(answer: &Answer) {
    if let Ok(value) = serde_wasm_bindgen::to_value(answer) {
        let _ = scope().post_message(&value);
    }
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
        Work::OpenKey { identity, wrapped } => key(&read_identity(&identity)?, &wrapped).map(Yield::Identity),
        Work::Open { identity, sealed } => {
            let mut plain = BlobWriter::default();
            let sealed = BufReader::with_capacity(SLICE, BlobReader::new(sealed, progress)?);
            let sha256 = open(&read_identity(&identity)?, sealed, &mut plain)?;
            Ok(Yield::Opened(Opened { blob: plain.finish()?, sha256 }))
        }
    }
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

/// Reads a file of the browser in slices, and says how far it is.
struct BlobReader<P> {
    reader: FileReaderSync,
    blob: Blob,
    at: f64,
    progress: P,
}

impl<P: Fn(u64)> BlobReader<P> {
    fn new(blob: Blob, progress: P) -> Result<Self, SealError> {
        let reader = FileReaderSync::new().map_err(|_| SealError::Unreadable)?;
        Ok(Self { reader, blob, at: 0.0, progress })
    }
}

impl<P: Fn(u64)> Read for BlobReader<P> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let until = (self.at + into.len() as f64).min(self.blob.size());
        let bytes = self
            .blob
            .slice_with_f64_and_f64(self.at, until)
            .and_then(|slice| self.reader.read_as_array_buffer(&slice))
            .map(|buffer| js_sys::Uint8Array::new(&buffer))
            .map_err(|_| io::Error::from(io::ErrorKind::Other))?;
        let n = bytes.length() as usize;
        bytes.copy_to(&mut into[..n]);
        self.at = until;
        (self.progress)(until as u64);
        Ok(n)
    }
}

/// Collects what is written as parts of a browser file, which the browser may keep on disk.
#[derive(Default)]
struct BlobWriter {
    parts: js_sys::Array,
    buffer: Vec<u8>,
}

impl BlobWriter {
    const PART: usize = 4 * SLICE;

    fn part(&mut self) -> Result<(), SealError> {
        let bytes = js_sys::Array::of1(&js_sys::Uint8Array::from(self.buffer.as_slice()));
        let part = Blob::new_with_u8_array_sequence(&bytes).map_err(|_| SealError::Unreadable)?;
        self.parts.push(&part);
        self.buffer.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<Blob, SealError> {
        self.part()?;
        let kind = BlobPropertyBag::new();
        kind.set_type("application/octet-stream");
        Blob::new_with_blob_sequence_and_options(&self.parts, &kind).map_err(|_| SealError::Unreadable)
    }
}

impl Write for BlobWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= Self::PART {
            self.part().map_err(io::Error::other)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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
