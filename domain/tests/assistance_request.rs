//! All rules of a request together: a draft passes exactly when no single rule is broken.

mod common;

use chrono::TimeDelta;
use common::{good_draft, good_judgement, instant, now, ten_thousand};
use neighbors_domain::agency::{AgencyKind, AgencyState, TipLine};
use neighbors_domain::assistance_request::{Declarations, Draft, ShareBand};
use neighbors_domain::rules::{Judged, Refusal, Review, Rule, Verdict};
use proptest::prelude::*;
use proptest::sample::select;

fn judged() -> impl Strategy<Value = Judged> {
    let state = select(vec![
        AgencyState::Active,
        AgencyState::Active,
        AgencyState::Listed,
        AgencyState::Suspended,
        AgencyState::Left,
    ]);
    let review = prop_oneof![Just(None), (1..9_u32, 0..10_u32, 0..10_u32).prop_map(Some)];
    let lead = select(vec![None, Some(true), Some(true), Some(false)]);
    (select(AgencyKind::ALL.to_vec()), state, 0..5_u32, 0..7_u32, lead, review).prop_map(
        |(agency_kind, agency_state, posts_for_case, posts_over_busiest_cell, lead_is_there, review)| {
            Judged {
                agency_kind,
                agency_state,
                posts_for_case,
                posts_over_busiest_cell,
                lead_is_there,
                review: review.map(|(reviewer, questions_answered, questions)| Review {
                    reviewer,
                    questions_answered,
                    questions,
                    second: None,
                }),
            }
        },
    )
}

/// The rules the numbers alone break, by the words of the table of rules.
fn broken_by_history(judged: &Judged) -> Vec<Rule> {
    let mut broken = Vec::new();
    if judged.posts_for_case > 1 {
        broken.push(Rule::PerCase);
    }
    if judged.posts_over_busiest_cell > 3 {
        broken.push(Rule::PerPlace);
    }
    let may = ["police", "sheriff", "fire", "emergency_management", "local_government"];
    if !may.contains(&judged.agency_kind.key()) || judged.agency_state != AgencyState::Active {
        broken.push(Rule::WhoMayAsk);
    }
    if judged.lead_is_there == Some(false) {
        broken.push(Rule::MustCarry);
    }
    if judged
        .review
        .as_ref()
        .is_some_and(|review| review.questions == 0 || review.questions_answered < review.questions)
    {
        broken.push(Rule::Review);
    }
    broken
}

/// Breaks one rule of the draft itself.
fn break_it(mut draft: Draft, rule: Rule) -> Draft {
    match rule {
        Rule::WindowLength => {
            draft.window.until = draft.window.from + TimeDelta::hours(12) + TimeDelta::seconds(1)
        }
        Rule::LookBack => {
            draft.window.from = now() - TimeDelta::days(45) - TimeDelta::seconds(1);
            draft.window.until = draft.window.from + TimeDelta::hours(1);
        }
        Rule::AreaSize => draft.area.cells.push(draft.area.incident),
        Rule::AreaReach => draft.area.cells.retain(|cell| *cell != draft.area.incident),
        Rule::PerCase => draft.case_number.0 = " - ".into(),
        Rule::MustCarry => draft.lead.contact = "  ".into(),
        Rule::AnonymousRoute => draft.tip_line = TipLine { phone: Some(" ".into()), web: None },
        Rule::Content => draft.declarations.no_victim_identified = false,
        Rule::PerPlace | Rule::WhoMayAsk | Rule::Review => unreachable!("not in the draft"),
    }
    draft
}

const OF_THE_DRAFT: [Rule; 8] = [
    Rule::WindowLength,
    Rule::LookBack,
    Rule::AreaSize,
    Rule::AreaReach,
    Rule::PerCase,
    Rule::MustCarry,
    Rule::AnonymousRoute,
    Rule::Content,
];

proptest! {
    #![proptest_config(ten_thousand())]

    #[test]
    fn exactly_the_broken_rules_fail_and_one_is_enough(
        judged in judged(), broken in prop::option::of(select(OF_THE_DRAFT.to_vec())),
    ) {
        let draft = broken.map_or_else(good_draft, |rule| break_it(good_draft(), rule));
        let mut expected = broken_by_history(&judged);
        expected.extend(broken.filter(|rule| !expected.contains(rule)));
        let lines = draft.rules(now(), &judged);
        for line in &lines {
            let verdict = if expected.contains(&line.rule) {
                Verdict::Fail
            } else if line.rule == Rule::Review && judged.review.is_none() {
                Verdict::Open
            } else {
                Verdict::Pass
            };
            prop_assert_eq!(line.verdict, verdict, "{:?}: {}", line.rule, line.finding);
            prop_assert_eq!(line.refusal.is_some(), verdict == Verdict::Fail);
        }
        prop_assert_eq!(lines.len(), 11, "every rule has its line, always");
        let refusals = draft.check(now(), &judged).err().unwrap_or_default();
        prop_assert_eq!(refusals.len(), expected.len());
    }

    #[test]
    fn no_draft_however_odd_brings_the_rules_down(
        text in any::<String>(), title in any::<String>(), case in any::<String>(),
        from in instant(), until in instant(), now in instant(), judged in judged(),
    ) {
        let mut draft = good_draft();
        draft.window = neighbors_domain::window::Window { from, until };
        (draft.text, draft.title, draft.case_number.0) = (text, title, case);
        for line in draft.rules(now, &judged) {
            prop_assert!(!line.finding.is_empty() && !line.limit.is_empty());
            prop_assert!(line.refusal.is_none_or(|refusal| refusal.to_string().len() > 10));
        }
    }

    #[test]
    fn a_text_is_counted_in_characters_as_people_count_them(chars in 0..2_100_usize, letter in "[a-zñé漢🦝]") {
        let mut draft = good_draft();
        draft.text = letter.repeat(chars);
        let refused = draft.check(now(), &good_judgement()).err().unwrap_or_default();
        let expected = match chars {
            20..=2_000 => vec![],
            chars => vec![Refusal::Text { chars, min: 20, max: 2_000 }],
        };
        prop_assert_eq!(refused, expected);
    }

    #[test]
    fn shares_are_told_in_bands_only(shares in any::<u64>()) {
        let name = if shares < 5 { "fewer than 5" } else if shares < 10 { "5 to 9" } else { "10 or more" };
        prop_assert_eq!(ShareBand::of(shares).name(), name);
    }
}

#[test]
fn each_missing_declaration_is_enough_to_refuse() {
    let all = Declarations::ALL;
    for declarations in [
        Declarations { not_about_lawful_activity: false, ..all },
        Declarations { no_victim_identified: false, ..all },
        Declarations { nobody_described_by_race_alone: false, ..all },
        Declarations { no_threat_and_no_announcement: false, ..all },
    ] {
        let draft = Draft { declarations, ..good_draft() };
        assert_eq!(draft.check(now(), &good_judgement()).unwrap_err(), [Refusal::NotDeclared]);
    }
}

#[test]
fn what_was_checked_is_what_was_written() {
    let checked = good_draft().check(now(), &good_judgement()).expect("within every rule");
    assert_eq!(checked.into_inner(), good_draft());
}

/// Whoever has a recording reaches a person: by an address or by phone, and by nothing else.
#[test]
fn the_lead_investigator_is_reached_by_mail_or_phone() {
    let with = |contact: &str| {
        let mut draft = good_draft();
        draft.lead.contact = contact.into();
        draft.check(now(), &good_judgement()).is_ok()
    };
    for contact in
        ["m.ortega@cedarflats.example", " 303-555-0142 ", "+1 (303) 555-0142 ext. 12", "303.555.0142"]
    {
        assert!(with(contact), "{contact}");
    }
    for contact in [
        "the front desk",
        "ask for Maya",
        "@cedarflats",
        "303-55",
        "https://police.example",
        "911",
        "4".repeat(21).as_str(),
    ] {
        assert!(!with(contact), "{contact}");
    }
}
