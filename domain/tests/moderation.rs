//! The rules of moderation: nobody decides in their own matter, an officer's words take two, and a pause is counted.

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::moderation::*;
use proptest::prelude::*;
use proptest::sample::select;

fn day(n: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::days(n)
}

#[test]
fn the_third_hidden_item_within_thirty_days_pauses_for_a_week() {
    assert_eq!(paused_until(&[day(0), day(1)], day(2)), None);
    assert_eq!(paused_until(&[day(30), day(0), day(1)], day(30)), Some(day(37)));
    assert_eq!(paused_until(&[day(31), day(0), day(1)], day(31)), None, "the first is too long ago");
    assert_eq!(paused_until(&[day(0), day(1), day(2)], day(9)), None, "it is over");
    assert_eq!(paused_until(&[day(0), day(1), day(2), day(8)], day(9)), Some(day(15)), "and begins again");
}

#[test]
fn an_appeal_has_words_and_not_too_many() {
    let said = |text: String| Appeal { text }.check().map(|appeal| appeal.text.clone());
    assert_eq!(said(" \n".into()), Err(ModerationError::AppealEmpty));
    assert_eq!(said(" It was a quote. ".into()), Ok("It was a quote.".into()));
    let long = "é".repeat(APPEAL_CHARS + 1);
    assert_eq!(said(long), Err(ModerationError::AppealTooLong { chars: 1_001, max: 1_000 }));
}

fn standing() -> impl Strategy<Value = Standing> {
    let flags = any::<[bool; 6]>();
    (flags, prop::option::of(1u32..4), prop::collection::vec(1u32..4, 0..3)).prop_map(
        |([own, removed, hidden, by_officer, flagged, appealed], proposed_by, hidden_by)| Standing {
            own,
            removed,
            hidden,
            by_officer,
            flagged,
            proposed_by,
            hidden_by,
            appealed,
        },
    )
}

fn decision() -> impl Strategy<Value = Decision> {
    prop_oneof![
        select(Reason::ALL.to_vec()).prop_map(|reason| Decision::Hide { reason }),
        Just(Decision::Keep),
        select(Why::ALL.to_vec()).prop_map(|why| Decision::Restore { why }),
        Just(Decision::Uphold),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn nobody_decides_in_their_own_matter_and_one_person_never_hides_an_officer(
        decision in decision(), moderator in 1u32..4, standing in standing(),
    ) {
        let Ok(step) = step(decision, moderator, &standing) else { return Ok(()) };
        prop_assert!(!standing.own && !standing.removed);
        match step {
            Step::Hide => prop_assert!(!standing.by_officer && !standing.hidden),
            Step::Propose => prop_assert!(standing.by_officer && standing.proposed_by.is_none()),
            Step::Agree => {
                prop_assert!(standing.by_officer && standing.proposed_by.is_some_and(|by| by != moderator));
            }
            Step::Keep => prop_assert!(!standing.hidden),
            Step::Restore => {
                prop_assert!(standing.hidden && !(standing.appealed && standing.hidden_by.contains(&moderator)));
            }
            Step::Uphold => {
                prop_assert!(standing.appealed && !standing.hidden_by.contains(&moderator));
            }
        }
    }

    #[test]
    fn a_pause_never_comes_from_fewer_than_three_and_never_lasts_longer_than_a_week(
        hours in prop::collection::vec(0i64..2_000, 0..12), now in 0i64..2_000,
    ) {
        let hidden: Vec<_> = hours.iter().map(|n| day(0) + TimeDelta::hours(*n)).collect();
        let now = day(0) + TimeDelta::hours(now);
        let known: Vec<_> = hidden.into_iter().filter(|at| *at <= now).collect();
        if let Some(until) = paused_until(&known, now) {
            prop_assert!(until > now && until <= now + PAUSE);
            let counted = known.iter().filter(|at| **at > now - PAUSE - COUNTED_FOR).count();
            prop_assert!(counted >= HIDDEN_BEFORE_PAUSE);
        }
    }

    #[test]
    fn what_is_kept_by_its_key_is_found_again(reason in select(Reason::ALL.to_vec()), why in select(Why::ALL.to_vec())) {
        prop_assert_eq!(Reason::from_key(reason.key()), Some(reason));
        prop_assert_eq!(Why::from_key(why.key()), Some(why));
        prop_assert_eq!(serde_json::to_value(reason).unwrap(), serde_json::json!(reason.key()));
        prop_assert_eq!(serde_json::to_value(why).unwrap(), serde_json::json!(why.key()));
    }
}
