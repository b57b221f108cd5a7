//! Posts: what the form takes, and to which quarter of an hour a time is shown.

mod common;

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use common::{cell, now, ten_thousand};
use neighbors_domain::media::Attached;
use neighbors_domain::post::{Category, Draft, shown};
use proptest::prelude::*;
use proptest::sample::select;

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn a_time_is_shown_as_the_quarter_that_has_begun(millis in -62_135_596_800_000..253_402_300_800_000_i64) {
        let at = DateTime::<Utc>::from_timestamp_millis(millis).expect("in range");
        let shown = shown(at);
        let quarter = at.minute() / 15 * 15;
        let expected = at.with_minute(quarter).and_then(|at| at.with_second(0)).and_then(|at| at.with_nanosecond(0));
        prop_assert_eq!(Some(shown), expected);
        prop_assert_eq!(neighbors_domain::post::shown(shown), shown, "showing it again gives nothing more away");
    }

    #[test]
    fn a_post_is_taken_exactly_when_title_text_time_and_category_allow(
        title in 0..130_usize, text in prop_oneof![0..10_usize, 1_990..2_010_usize], spaces in "[ \n]{0,4}",
        category in select(Category::ALL.to_vec()), by_officer: bool,
        happened in prop::option::of(-100..100_i64), at in cell(),
        files in prop::collection::vec(prop_oneof![9 => 0..=500_usize, 1 => 501..600_usize], 0..7),
    ) {
        let padded = |chars: usize| format!("{spaces}{}{spaces}", "ñ".repeat(chars));
        let draft = Draft {
            category,
            title: padded(title),
            text: padded(text),
            cell: at.cell8(),
            happened_at: happened.map(|seconds| now() + TimeDelta::seconds(seconds)),
            media: files.iter().map(|&alt| Attached { id: "a".into(), alt: "é".repeat(alt) }).collect(),
        };
        let good = (4..=120).contains(&title)
            && (1..=2_000).contains(&text)
            && (by_officer || category.key() != "announcement")
            && happened.is_none_or(|seconds| seconds <= 0)
            && files.len() <= 5
            && files.iter().all(|&alt| alt <= 500);
        prop_assert_eq!(draft.check(now(), by_officer).is_ok(), good);
    }
}
