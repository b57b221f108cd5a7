//! What a sealed file looks like from outside: an `age` v1 header for X25519 keys, then a body in whole chunks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

const MAGIC: &[u8] = b"age-encryption.org/v1\n";
const MAC: &[u8] = b"\n--- ";
/// A header with one key and grease has a few hundred bytes; whoever sends more sends something else.
pub const MAX_HEADER: usize = 64 * 1024;

const NONCE: u64 = 16;
const TAG: u64 = 16;
const CHUNK: u64 = 64 * 1024;

#[derive(Debug, PartialEq, Eq)]
pub struct NotSealed;

/// What arrived so far, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Split {
    pub header: Vec<u8>,
    /// The beginning of the body.
    pub body: Vec<u8>,
}

/// Collects the first bytes of a file until its header is whole.
#[derive(Default)]
pub struct Start {
    seen: Vec<u8>,
    /// No mark of the header's end begins before this.
    searched: usize,
}

impl Start {
    /// The header and what came after it, as soon as the header is whole and sound.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Option<Split>, NotSealed> {
        // One chunk may hold header and body: only what can be header is looked at.
        self.seen.extend_from_slice(bytes);
        let known = self.seen.len().min(MAGIC.len());
        if self.seen[..known] != MAGIC[..known] {
            return Err(NotSealed);
        }
        let Some(end) = self.end() else {
            return if self.seen.len() > MAX_HEADER { Err(NotSealed) } else { Ok(None) };
        };
        check(&self.seen[..end])?;
        let body = self.seen.split_off(end);
        Ok(Some(Split { header: std::mem::take(&mut self.seen), body }))
    }

    /// Just behind the line of the MAC.
    fn end(&mut self) -> Option<usize> {
        let window = &self.seen[..self.seen.len().min(MAX_HEADER)];
        let mac = find(&window[self.searched..], MAC).map(|at| at + self.searched);
        let Some(mac) = mac else {
            self.searched = window.len().saturating_sub(MAC.len() - 1);
            return None;
        };
        self.searched = mac;
        let line = mac + MAC.len();
        find(&window[line..], b"\n").map(|at| line + at + 1)
    }
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}

/// The shape is judged by `age` itself; whom it is sealed to, here: a passphrase could be guessed,
/// and anything but an X25519 key is no key of a request. Grease is what `age` adds so that readers stay tolerant.
fn check(header: &[u8]) -> Result<(), NotSealed> {
    let with_nonce = [header, &[0; NONCE as usize]].concat();
    age::Decryptor::new_buffered(&with_nonce[..]).map_err(|_| NotSealed)?;
    let text = std::str::from_utf8(header).map_err(|_| NotSealed)?;
    let mut keys = 0;
    for stanza in text.lines().filter_map(|line| line.strip_prefix("-> ")) {
        let mut words = stanza.split(' ');
        match (words.next(), words.next(), words.next()) {
            (Some("X25519"), Some(share), None) if is_point(share) => keys += 1,
            (Some(name), ..) if name.ends_with("-grease") => {}
            _ => return Err(NotSealed),
        }
    }
    if keys > 0 { Ok(()) } else { Err(NotSealed) }
}

fn is_point(text: &str) -> bool {
    STANDARD_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)
}

/// Whether a body of this length can be whole. It cannot say more: only the key can.
pub fn can_be_whole(body: u64) -> bool {
    let Some(chunks) = body.checked_sub(NONCE) else { return false };
    let last = chunks % (CHUNK + TAG);
    // Only an empty file has an empty chunk.
    chunks == TAG || (chunks > 0 && (last == 0 || last > TAG))
}

/// The length of the body that seals `plain` bytes.
pub const fn body_of(plain: u64) -> u64 {
    let chunks = if plain == 0 { 1 } else { plain.div_ceil(CHUNK) };
    NONCE + plain + chunks * TAG
}

#[cfg(test)]
mod tests {
    use super::*;
    use age::x25519::Identity;
    use proptest::prelude::*;

    fn sealed(plain: &[u8]) -> Vec<u8> {
        age::encrypt(&Identity::generate().to_public(), plain).unwrap()
    }

    fn in_pieces(file: &[u8], size: usize) -> Result<Option<(usize, usize)>, NotSealed> {
        let mut start = Start::default();
        let mut pieces = file.chunks(size);
        while let Some(piece) = pieces.next() {
            if let Some(Split { header, body }) = start.push(piece)? {
                return Ok(Some((header.len(), body.len() + pieces.map(<[u8]>::len).sum::<usize>())));
            }
        }
        Ok(None)
    }

    #[test]
    fn the_body_of_what_age_seals_is_as_long_as_worked_out_and_can_be_whole() {
        for plain in [0, 1, 65_535, 65_536, 65_537, 200_000] {
            let file = sealed(&vec![7; plain]);
            for size in [1, 7, file.len()] {
                let (header, body) = in_pieces(&file, size).unwrap().unwrap();
                assert_eq!(header + body, file.len());
                assert_eq!(body as u64, body_of(plain as u64));
                assert!(can_be_whole(body as u64));
            }
        }
    }

    #[test]
    fn a_body_cut_inside_a_tag_cannot_be_whole() {
        for body in [0, 15, 16, 31, 33 - 1 + 65_552, 16 + 65_552 + 16] {
            assert_eq!(can_be_whole(body), body == 32, "{body}");
        }
        assert!(can_be_whole(16 + 65_552) && can_be_whole(16 + 65_552 + 17));
    }

    #[test]
    fn a_passphrase_another_kind_of_key_and_no_key_at_all_are_not_sealed() {
        let mut by_passphrase = age::scrypt::Recipient::new("a passphrase".to_owned().into());
        by_passphrase.set_work_factor(2);
        assert_eq!(in_pieces(&age::encrypt(&by_passphrase, b"x").unwrap(), 50), Err(NotSealed));
        let mac = STANDARD_NO_PAD.encode([1; 32]);
        for stanzas in
            ["", "-> ssh-ed25519 abcd efgh\n\n", "-> x-grease a\n\n", "-> X25519 AAAA\n\n", "-> X25519\n\n"]
        {
            let file = format!("age-encryption.org/v1\n{stanzas}--- {mac}\n");
            assert_eq!(in_pieces(file.as_bytes(), 50), Err(NotSealed), "{stanzas}");
        }
    }

    #[test]
    fn a_header_without_end_is_given_up_at_its_limit() {
        let mut endless = MAGIC.to_vec();
        endless.resize(MAX_HEADER + 1, b'A');
        assert_eq!(in_pieces(&endless[..MAX_HEADER], 1_000), Ok(None));
        assert_eq!(in_pieces(&endless, 1_000), Err(NotSealed));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn any_bytes_are_refused_or_split_and_never_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..400),
            size in 1usize..50,
        ) {
            let _ = in_pieces(&bytes, size);
            let _ = in_pieces(&[MAGIC, &bytes].concat(), size);
            let _ = in_pieces(&[MAGIC, b"-> X25519 ", &bytes, b"\n--- ", &bytes, b"\n"].concat(), size);
        }

        #[test]
        fn a_sealed_file_with_one_byte_changed_is_refused_or_split_at_the_same_place(
            at in 0usize..150,
            byte in any::<u8>(),
            size in 1usize..50,
        ) {
            let mut file = sealed(b"a recording");
            let at = at.min(file.len() - 1);
            file[at] = byte;
            if let Ok(Some((header, body))) = in_pieces(&file, size) {
                prop_assert_eq!(header + body, file.len());
                prop_assert!(std::str::from_utf8(&file[..header]).is_ok());
            }
        }
    }
}
