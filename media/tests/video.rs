//! Films, cleaned where they stand: what is picture and sound stays to the byte, nothing else does.

mod common;

use common::{DATA, Film, NOBODYS, PICTURES, SOUND, bx, holds};
use neighbors_media::FindingKind::{self, Location, Other, Serial, Software, Time};
use neighbors_media::video::clean;
use neighbors_media::{Finding, MediaError};

fn kinds(found: &[Finding]) -> Vec<FindingKind> {
    let mut kinds: Vec<_> = found.iter().map(|finding| finding.kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn pictures_and_sound_stay_where_they_are_and_what_no_track_uses_goes() {
    let film = Film { created: 3_800_000_000, ..Film::default() }.bytes();
    let (clean, found) = clean(&film).expect("a film");
    assert_eq!(clean.len(), film.len());
    for part in [PICTURES, SOUND] {
        let at = film.windows(part.len()).position(|window| window == part).expect("there");
        assert_eq!(&clean[at..at + part.len()], part);
    }
    for gone in [NOBODYS, DATA, b"GoPro", b"appl", &3_800_000_000_u32.to_be_bytes()] {
        assert!(holds(&film, gone) && !holds(&clean, gone), "{}", String::from_utf8_lossy(gone));
    }
    assert_eq!(kinds(&found), [Time, Software]);
}

#[test]
fn a_clean_film_is_changed_by_nothing() {
    let dirty =
        Film { udta: bx(b"udta", &[&bx(b"\xa9xyz", &[b"\0\x12\x15\xc7+39.73-104.99/"])]), ..Film::default() };
    let (once, found) = clean(&dirty.bytes()).expect("a film");
    assert!(kinds(&found).contains(&Location));
    let (twice, found) = clean(&once).expect("still a film");
    assert_eq!(once, twice);
    assert_eq!(found, []);
}

#[test]
fn notes_in_every_usual_place_go() {
    let secret = b"+39.7392-104.9903/ Ada's phone C3353424500199";
    let meta = bx(b"meta", &[&[0; 4], &bx(b"keys", &[b"com.apple.quicktime.location.ISO6709", secret])]);
    for (place, kind) in [
        (bx(b"udta", &[&bx(b"\xa9xyz", &[secret])]), Location),
        (bx(b"udta", &[&bx(b"CAME", &[secret])]), Serial),
        (bx(b"udta", &[&bx(b"loci", &[secret]), &[0; 4]]), Location),
        (meta.clone(), Location),
        (bx(b"uuid", &[&[0xbe; 16], b"<x:xmpmeta> exif:GPSLatitude", secret]), Location),
        (bx(b"what", &[secret]), Other),
    ] {
        let inside = Film { udta: place.clone(), ..Film::default() };
        let beside = Film { last: place, ..Film::default() };
        for film in [inside.bytes(), beside.bytes()] {
            let (clean, found) = clean(&film).expect("a film");
            assert!(!holds(&clean, secret), "{kind:?}");
            assert!(kinds(&found).contains(&kind), "{kind:?}");
        }
    }
}

#[test]
fn a_track_of_positions_is_refused_by_its_name() {
    for codec in [*b"gpmd", *b"camm", *b"rtmd"] {
        let film = Film { data: Some((*b"meta", codec)), ..Film::default() };
        let refused = clean(&film.bytes()).map(|_| ()).expect_err("a track of positions");
        assert_eq!(refused, MediaError::DataTrack { track: "GoPro MET".into() });
    }
}

#[test]
fn other_tracks_of_data_go_with_all_they_point_at() {
    for (handler, codec) in [(b"text", b"tx3g"), (b"meta", b"mebx"), (b"tmcd", b"tmcd")] {
        let film = Film { data: Some((*handler, *codec)), ..Film::default() };
        let (clean, found) = clean(&film.bytes()).expect("a film");
        assert!(!holds(&clean, DATA));
        assert!(kinds(&found).contains(&Other));
    }
}

#[test]
fn what_cannot_be_checked_is_refused() {
    let refused = |film: Film| clean(&film.bytes()).map(|_| ()).expect_err("refused");
    let codec = |codec| Film { picture_codec: codec, ..Film::default() };
    assert_eq!(refused(codec(*b"jpeg")), MediaError::UnknownCodec { codec: "jpeg".into() });
    assert_eq!(refused(Film { reference: 0, ..Film::default() }), MediaError::RefersElsewhere);
    assert_eq!(refused(Film { udta: bx(b"mvex", &[]), ..Film::default() }), MediaError::Fragmented);
    assert_eq!(refused(Film { last: bx(b"moof", &[]), ..Film::default() }), MediaError::Fragmented);
    let empty = bx(b"free", &[]);
    assert_eq!(refused(Film { last: empty.repeat(100_000), ..Film::default() }), MediaError::TooManyParts);
    assert_eq!(refused(Film { udta: empty.repeat(100_000), ..Film::default() }), MediaError::TooManyParts);
    let film = Film::default().bytes();
    assert_eq!(clean(&film[..film.len() - 1]).map(|_| ()), Err(MediaError::Broken));
    assert_eq!(clean(b"").map(|_| ()), Err(MediaError::Unknown));
}

#[test]
fn a_nest_of_boxes_ends() {
    let mut nest = bx(b"udta", &[]);
    for _ in 0..5_000 {
        nest = bx(b"trak", &[&nest]);
    }
    assert!(clean(&Film { udta: nest, ..Film::default() }.bytes()).is_err());
}

#[test]
fn notes_behind_the_last_box_are_cut_off() {
    let film = Film { last: b"\xff\xff\xff\xffSEFT Ada's phone".to_vec(), ..Film::default() }.bytes();
    let (clean, _) = clean(&film).expect("a film");
    assert!(clean.len() < film.len() && !holds(&clean, b"Ada"));
}
