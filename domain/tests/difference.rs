//! The difference between two versions: it says everything that changed, and nothing that did not.

mod common;

use common::{good_draft, ten_thousand};
use neighbors_domain::area::Area;
use neighbors_domain::assistance_request::{AmendmentError, Difference, Draft, Piece, Written, words};
use neighbors_domain::window::Window;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn text_before(pieces: &[Piece]) -> String {
    let kept = pieces.iter().filter_map(|piece| match piece {
        Piece::Same(text) | Piece::Gone(text) => Some(text.as_str()),
        Piece::New(_) => None,
    });
    kept.collect()
}

fn text_after(pieces: &[Piece]) -> String {
    let kept = pieces.iter().filter_map(|piece| match piece {
        Piece::Same(text) | Piece::New(text) => Some(text.as_str()),
        Piece::Gone(_) => None,
    });
    kept.collect()
}

fn same(text: &str) -> Piece {
    Piece::Same(text.into())
}

#[test]
fn one_word_that_changed_is_one_word_that_is_shown() {
    let pieces = words("A white van stood there.", "A grey van stood there.");
    let expected =
        [same("A "), Piece::Gone("white".into()), Piece::New("grey".into()), same(" van stood there.")];
    assert_eq!(pieces, expected);
}

#[test]
fn two_words_beside_each_other_are_one_change_and_what_is_added_stands_alone() {
    let pieces = words("A white van stood there.", "A dark blue van stood there all night.");
    let expected = [
        same("A "),
        Piece::Gone("white ".into()),
        Piece::New("dark blue ".into()),
        same("van stood "),
        Piece::Gone("there.".into()),
        Piece::New("there all night.".into()),
    ];
    assert_eq!(pieces, expected);
    assert_eq!(words("same", "same"), [same("same")]);
    assert_eq!(words("", "new words"), [Piece::New("new words".into())]);
    assert_eq!(words("", ""), []);
}

#[test]
fn cells_in_another_order_are_no_difference_and_no_amendment() {
    let before = good_draft();
    let mut after = before.clone();
    after.area.cells.reverse();
    assert!(Difference::between(&before, &after).is_empty());
    assert_eq!(before.refuses_amendment(&after), [AmendmentError::NothingChanged]);
}

/// Few words, so that they meet again; spaces, lines and letters of more than one byte among them.
fn text() -> impl Strategy<Value = String> {
    let token = select(vec!["the", "van", "van.", "Ñandú", "alley", " ", "  ", "\n", "\n\n", "🚲", "a"]);
    proptest::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat())
}

fn draft() -> impl Strategy<Value = Draft> {
    let disk = good_draft().area.incident.disk(2);
    (
        text(),
        text(),
        subsequence(disk.clone(), 1..disk.len()),
        select(disk),
        (0..3_i64, 0..3_i64),
        select(vec!["America/Denver", "America/Phoenix"]),
        proptest::option::of(text()),
        text(),
    )
        .prop_map(|(title, text, cells, incident, (from, until), zone, web, name)| {
            let mut draft = good_draft();
            draft.window = Window {
                from: draft.window.from + chrono::TimeDelta::hours(from),
                until: draft.window.until + chrono::TimeDelta::hours(until),
            };
            draft.area = Area { incident, cells };
            draft.lead.name = name;
            draft.tip_line.web = web.filter(|web| !web.is_empty());
            Draft { title, text, zone: zone.into(), ..draft }
        })
}

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn from_the_pieces_both_texts_can_be_put_together_again(before in text(), after in text()) {
        let pieces = words(&before, &after);
        prop_assert_eq!(text_before(&pieces), before.clone());
        prop_assert_eq!(text_after(&pieces), after.clone());
        // No empty piece, none that could be one with its neighbor, and what is gone stands before what is new.
        for pair in pieces.windows(2) {
            prop_assert!(std::mem::discriminant(&pair[0]) != std::mem::discriminant(&pair[1]), "{pieces:?}");
            prop_assert!(!matches!(pair, [Piece::New(_), Piece::Gone(_)]), "{pieces:?}");
        }
        prop_assert!(pieces.iter().all(|piece| !piece.text().is_empty()));
        let changed = pieces.iter().any(|piece| !matches!(piece, Piece::Same(_)));
        prop_assert_eq!(changed, before != after);
    }

    #[test]
    fn nothing_that_changed_is_kept_quiet_and_nothing_that_stayed_is_named(before in draft(), after in draft()) {
        let difference = Difference::between(&before, &after);
        for field in Written::ALL {
            let told = difference.written.iter().find(|(told, _)| *told == field);
            prop_assert_eq!(told.is_some(), field.of(&before) != field.of(&after));
            if let Some((_, pieces)) = told {
                prop_assert_eq!(text_before(pieces), field.of(&before));
                prop_assert_eq!(text_after(pieces), field.of(&after));
            }
        }
        // Whoever takes the old version and does what is told has the new one.
        let mut cells = before.area.cells.clone();
        cells.retain(|cell| !difference.cells_gone.contains(cell));
        cells.extend(&difference.cells_new);
        cells.sort_unstable();
        let mut wanted = after.area.cells.clone();
        wanted.sort_unstable();
        prop_assert_eq!(cells, wanted);
        prop_assert_eq!(difference.window, (before.window != after.window).then_some((before.window, after.window)));
        // There and back is the same, the other way round.
        let back = Difference::between(&after, &before);
        prop_assert_eq!(&back.cells_new, &difference.cells_gone);
        prop_assert_eq!(back.written.len(), difference.written.len());
        prop_assert!(Difference::between(&before, &before).is_empty());
    }
}
