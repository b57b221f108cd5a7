//! Whatever bytes come: no parser falls, nothing grows, and what is clean stays as it is.

mod common;

use common::{Film, bx, heic, photo};
use image::ImageFormat;
use neighbors_media::{Kind, photo as photos, video};
use proptest::prelude::*;

fn ten_thousand() -> ProptestConfig {
    ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() }
}

fn originals() -> Vec<Vec<u8>> {
    let udta = bx(b"udta", &[&bx(b"\xa9xyz", &[b"\0\x12\x15\xc7+39.73-104.99/"])]);
    let film = Film { udta, data: Some((*b"text", *b"tx3g")), created: 3_800_000_000, ..Film::default() };
    let formats = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    formats.into_iter().map(photo).chain([film.bytes(), heic()]).collect()
}

/// What must hold of any bytes.
fn sound(bytes: &[u8]) {
    photos::look(bytes);
    if let Ok(clean) = photos::clean(bytes) {
        assert!(clean.bytes.len() <= bytes.len() + 64);
        let again = photos::clean(&clean.bytes).expect("clean ones are read again");
        assert!(again.bytes == clean.bytes && again.orientation == clean.orientation);
    }
    if let Ok((clean, _)) = video::clean(bytes) {
        assert!(clean.len() <= bytes.len());
        let (again, found) = video::clean(&clean).expect("clean ones are read again");
        assert!(again == clean && found.is_empty());
    }
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn no_bytes_make_it_fall(
        start in prop::sample::select(vec![
            &b""[..], b"\xff\xd8\xff\xe1\0\x20Exif\0\0II*\0", b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"\x89PNG\r\n\x1a\n",
            b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0", b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x40moov\0\0\0\x38trak",
            b"\0\0\0\x10ftypheic\0\0\0\0Exif\0\0II*\0",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        sound(&[start, &rest].concat());
    }

    #[test]
    fn no_spoiled_file_makes_it_fall(
        which in 0..5_usize,
        spoiled in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let mut bytes = originals().swap_remove(which);
        for (at, byte) in spoiled {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        sound(&bytes);
    }
}

#[test]
fn cut_anywhere_a_file_is_clean_or_refused() {
    for original in originals() {
        assert!(Kind::of(&original).is_some());
        for length in 0..original.len() {
            sound(&original[..length]);
        }
        sound(&original);
    }
}

#[test]
fn lengths_that_lie_are_refused() {
    for original in originals() {
        for at in 0..original.len().saturating_sub(4) {
            let mut bytes = original.clone();
            bytes[at..at + 4].fill(0xff);
            sound(&bytes);
        }
    }
}
