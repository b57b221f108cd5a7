//! The rules of an assistance request, one line each: what is so, the limit, pass or fail.
//!
//! The form shows them while an officer types, the server enforces them at submission
//! and again at publication, and every reader's browser works them out once more.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::agency::{AgencyKind, AgencyState};
use crate::area::{Area, AreaError};
use crate::assistance_request::{AmendmentError, Declarations, Draft};
use crate::case_number::{CaseNumber, CaseNumberError};
use crate::joining::check_email;
use crate::spoken::{count, length, ordinal};
use crate::window::{Window, WindowError};

/// What a draft is judged against besides itself: the agency's public history at that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub agency_kind: AgencyKind,
    pub agency_state: AgencyState,
    /// Earlier posts of this agency for the same case, void ones counted, amendments not.
    pub posts_for_case: u32,
    /// Earlier posts of this agency over the busiest cell of the area in 30 days.
    pub posts_over_busiest_cell: u32,
    /// Whether the lead investigator is an officer of the agency, there and switched on. `None` on what was judged
    /// before this was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_is_there: Option<bool>,
    /// `None` until a reviewer has looked.
    pub review: Option<Review>,
}

/// Who checked it: a number, and the answers given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub reviewer: u32,
    pub questions_answered: u32,
    pub questions: u32,
    /// Of another reviewer, where one alone may not decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<u32>,
}

/// Why a draft may not be sent, or published. The browser shows these while one types; the
/// server answers with the same ones.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Refusal {
    #[error("{error}")]
    Window { error: WindowError },
    #[error("{error}")]
    Area { error: AreaError },
    #[error("{error}")]
    CaseNumber { error: CaseNumberError },
    #[error("This case already has {posts} posts. The most is {max}.")]
    CaseUsedUp { posts: u32, max: u32 },
    #[error("One of these cells already had {posts} posts of this agency in 30 days. The most is {max}.")]
    PlaceUsedUp { posts: u32, max: u32 },
    #[error("Agencies of the kind “{}” are listed only. They cannot ask.", kind.name())]
    KindMayNotAsk { kind: AgencyKind },
    #[error("The agency is not active here, so it cannot ask.")]
    AgencyNotActive { state: AgencyState },
    #[error("Name the incident: a specific crime or emergency.")]
    NoIncidentType,
    #[error(
        "Name as lead investigator an active officer of the agency, with title and an email address or phone number there."
    )]
    NoLeadInvestigator,
    #[error("The title has {chars} characters. It needs {min} to {max}.")]
    Title { chars: usize, min: usize, max: usize },
    #[error("The text has {chars} characters. It needs {min} to {max}.")]
    Text { chars: usize, min: usize, max: usize },
    #[error("Give a way to help without a name: a tip line by phone or web.")]
    NoAnonymousRoute,
    #[error("Each of the four declarations must be made.")]
    NotDeclared,
    #[error("The reviewer answered {answered} of {of} questions.")]
    ReviewUnfinished { answered: u32, of: u32 },
    #[error("{error}")]
    Amendment { error: AmendmentError },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    WindowLength,
    LookBack,
    AreaSize,
    AreaReach,
    PerCase,
    PerPlace,
    WhoMayAsk,
    MustCarry,
    AnonymousRoute,
    Content,
    Review,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Pass,
    Fail,
    /// Cannot be said yet, as review before a reviewer has looked.
    Open,
}

/// One rule: what is so, then the limit.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleLine {
    pub rule: Rule,
    pub verdict: Verdict,
    /// "Window is 4 h 30 min"
    pub finding: String,
    /// "15 minutes to 12 hours"
    pub limit: String,
    /// `Some` exactly when the verdict is [`Verdict::Fail`].
    pub refusal: Option<Refusal>,
}

impl RuleLine {
    fn new(rule: Rule, finding: String, limit: String, refusal: Option<Refusal>) -> Self {
        let verdict = if refusal.is_some() { Verdict::Fail } else { Verdict::Pass };
        Self { rule, verdict, finding, limit, refusal }
    }
}

pub(crate) fn rule_lines(draft: &Draft, now: DateTime<Utc>, judged: &Judged) -> Vec<RuleLine> {
    let mut lines = window_lines(draft.window, now).to_vec();
    lines.extend(area_lines(&draft.area));
    lines.push(per_case(draft, judged));
    lines.push(per_place(judged));
    lines.push(who_may_ask(judged));
    lines.push(must_carry(draft, judged));
    lines.push(anonymous_route(draft));
    lines.push(content(draft.declarations));
    lines.push(review(judged));
    lines
}

fn window_lines(window: Window, now: DateTime<Utc>) -> [RuleLine; 2] {
    let error = window.check(now).err();
    let about_time = |error: &WindowError| {
        matches!(error, WindowError::InTheFuture { .. } | WindowError::TooLongAgo { .. })
    };
    let (look_back, own_length): (Vec<_>, Vec<_>) = error.into_iter().partition(about_time);
    let refusal = |errors: Vec<WindowError>| errors.into_iter().next().map(|error| Refusal::Window { error });
    let before = (now - window.from).num_seconds();
    [
        RuleLine::new(
            Rule::WindowLength,
            format!("Window is {}", length(window.length().num_seconds().max(0))),
            format!("{} to {}", length(Window::MIN.num_seconds()), length(Window::MAX.num_seconds())),
            refusal(own_length),
        ),
        RuleLine::new(
            Rule::LookBack,
            format!("Window starts {} before publication", length(before.max(0))),
            format!("at most {} days, and it ends before publication", Window::LOOK_BACK.num_days()),
            refusal(look_back),
        ),
    ]
}

fn area_lines(area: &Area) -> [RuleLine; 2] {
    let error = area.check().err();
    let about_reach =
        |error: &AreaError| matches!(error, AreaError::TooFar { .. } | AreaError::WithoutIncident);
    let (reach, size): (Vec<_>, Vec<_>) = error.into_iter().partition(about_reach);
    let refusal = |errors: Vec<AreaError>| errors.into_iter().next().map(|error| Refusal::Area { error });
    let farthest = match area.reach() {
        Some(0) => "The area is the incident’s own cell".to_owned(),
        Some(steps) => {
            format!("Every cell is within {} of the incident", count(steps as usize, "cell", "cells"))
        }
        None => "No cell lies near the incident".to_owned(),
    };
    let miles = area.square_miles();
    let said = match area.cells.len() {
        0 => "Area has no cells".to_owned(),
        1 => format!("Area is 1 cell, {miles:.2} square miles"),
        cells => format!("Area is {cells} connected cells, {miles:.2} square miles"),
    };
    [
        RuleLine::new(
            Rule::AreaSize,
            said,
            format!("1 to {} connected cells", Area::MAX_CELLS),
            refusal(size),
        ),
        RuleLine::new(
            Rule::AreaReach,
            farthest,
            format!("at most {} cells, about half a mile", Area::MAX_STEPS),
            refusal(reach),
        ),
    ]
}

fn per_case(draft: &Draft, judged: &Judged) -> RuleLine {
    let posts = judged.posts_for_case;
    let error = draft.case_number.check().err().map(|error| Refusal::CaseNumber { error });
    let used_up =
        (posts >= Draft::MAX_PER_CASE).then_some(Refusal::CaseUsedUp { posts, max: Draft::MAX_PER_CASE });
    let finding = match error {
        Some(_) => "No usable case number".to_owned(),
        None => format!("{} post for case {}", ordinal_word(posts + 1), draft.case_number),
    };
    let limit = format!("at most {} for one case", Draft::MAX_PER_CASE);
    RuleLine::new(Rule::PerCase, finding, limit, error.or(used_up))
}

fn per_place(judged: &Judged) -> RuleLine {
    let posts = judged.posts_over_busiest_cell;
    let days = Draft::PLACE_PERIOD.num_days();
    RuleLine::new(
        Rule::PerPlace,
        format!("{} request over these cells in {days} days", ordinal_word(posts + 1)),
        format!("at most {} over one cell", Draft::MAX_PER_CELL),
        (posts >= Draft::MAX_PER_CELL).then_some(Refusal::PlaceUsedUp { posts, max: Draft::MAX_PER_CELL }),
    )
}

fn who_may_ask(judged: &Judged) -> RuleLine {
    let (kind, state) = (judged.agency_kind, judged.agency_state);
    let refusal = if !kind.may_ask() {
        Some(Refusal::KindMayNotAsk { kind })
    } else if state != AgencyState::Active {
        Some(Refusal::AgencyNotActive { state })
    } else {
        None
    };
    RuleLine::new(
        Rule::WhoMayAsk,
        format!("Asked by an agency of the kind “{}”, {}", kind.name(), state.name().to_lowercase()),
        "active police, sheriff, fire, emergency management, local government".to_owned(),
        refusal,
    )
}

/// An email address, or a phone number of seven digits at least.
fn reachable(contact: &str) -> bool {
    let digits = contact.chars().filter(char::is_ascii_digit).count();
    let of_a_number = |sign: char| {
        sign.is_ascii_digit()
            || matches!(sign, '+' | '-' | '–' | '\u{2011}' | '.' | '(' | ')' | '/' | '#' | ' ' | '\u{a0}')
            || matches!(sign.to_ascii_lowercase(), 'e' | 'x' | 't')
    };
    check_email(contact).is_ok() || ((7..=20).contains(&digits) && contact.trim().chars().all(of_a_number))
}

fn must_carry(draft: &Draft, judged: &Judged) -> RuleLine {
    let blank = |text: &str| text.trim().is_empty();
    let lead = &draft.lead;
    let (title, text) = (draft.title.trim().chars().count(), draft.text.trim().chars().count());
    let (titles, texts) = (Draft::TITLE_CHARS, Draft::TEXT_CHARS);
    let refusal = if blank(&draft.incident_type) {
        Some(Refusal::NoIncidentType)
    } else if blank(&lead.name)
        || blank(&lead.title)
        || !reachable(&lead.contact)
        || judged.lead_is_there == Some(false)
    {
        Some(Refusal::NoLeadInvestigator)
    } else if !titles.contains(&title) {
        Some(Refusal::Title { chars: title, min: *titles.start(), max: *titles.end() })
    } else if !texts.contains(&text) {
        Some(Refusal::Text { chars: text, min: *texts.start(), max: *texts.end() })
    } else {
        None
    };
    let finding = match refusal {
        Some(Refusal::NoLeadInvestigator) => "No active officer is named as lead investigator".to_owned(),
        Some(_) => "Something it must carry is missing".to_owned(),
        None if judged.lead_is_there == Some(true) => {
            format!("Names the incident and an active officer who leads the case, text of {text} characters")
        }
        None => format!("Names the incident and a lead investigator, text of {text} characters"),
    };
    let limit = format!("all required, text {} to {} characters", texts.start(), texts.end());
    RuleLine::new(Rule::MustCarry, finding, limit, refusal)
}

fn anonymous_route(draft: &Draft) -> RuleLine {
    let given = |way: &Option<String>| way.as_deref().is_some_and(|way| !way.trim().is_empty());
    let (finding, refusal) = match (given(&draft.tip_line.phone), given(&draft.tip_line.web)) {
        (true, true) => ("A tip line by phone and web needs no name", None),
        (true, false) => ("A tip line by phone needs no name", None),
        (false, true) => ("A tip line on the web needs no name", None),
        (false, false) => ("No way to help without a name", Some(Refusal::NoAnonymousRoute)),
    };
    RuleLine::new(Rule::AnonymousRoute, finding.to_owned(), "phone or web, always".to_owned(), refusal)
}

fn content(declared: Declarations) -> RuleLine {
    let all = declared == Declarations::ALL;
    let finding = if all {
        "Not about lawful activity, nobody described by race alone, no victim identified, no threat"
    } else {
        "Not everything is declared"
    };
    RuleLine::new(
        Rule::Content,
        finding.to_owned(),
        "declared by the agency, checked by the reviewer".to_owned(),
        (!all).then_some(Refusal::NotDeclared),
    )
}

fn review(judged: &Judged) -> RuleLine {
    let limit = "nothing publishes itself".to_owned();
    let Some(review) = &judged.review else {
        let finding = "Waits for a reviewer".to_owned();
        return RuleLine { rule: Rule::Review, verdict: Verdict::Open, finding, limit, refusal: None };
    };
    let (answered, of) = (review.questions_answered, review.questions);
    let finding = match review.second {
        None => format!("Checked by reviewer {}, who answered {answered} of {of} questions", review.reviewer),
        Some(second) => format!(
            "Checked by reviewers {} and {second}, who answered {answered} of {of} questions",
            review.reviewer
        ),
    };
    let refusal = (answered < of || of == 0).then_some(Refusal::ReviewUnfinished { answered, of });
    RuleLine::new(Rule::Review, finding, limit, refusal)
}

fn ordinal_word(n: u32) -> String {
    match n {
        1 => "First".to_owned(),
        2 => "Second".to_owned(),
        3 => "Third".to_owned(),
        n => ordinal(n as usize),
    }
}

/// One line of the public page `/rules`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicRule {
    pub name: &'static str,
    /// From the constants, never typed.
    pub number: String,
    /// The harm it prevents.
    pub why: &'static str,
}

/// `/rules`, part one: assistance requests. Generated from the constants above.
pub fn of_assistance_requests() -> Vec<PublicRule> {
    let rule = |name, number, why| PublicRule { name, number, why };
    vec![
        rule(
            "Time window",
            format!("{} to {}", length(Window::MIN.num_seconds()), length(Window::MAX.num_seconds())),
            "A request is about one incident, not about a street’s whole day. Elapsed time counts, not the clock on the wall.",
        ),
        rule(
            "Look-back",
            format!("at most {} days", Window::LOOK_BACK.num_days()),
            "Old recordings of a neighborhood are nobody’s archive. The window ends no later than publication.",
        ),
        rule(
            "Area",
            format!(
                "1 to {} connected cells, at most {} from the incident",
                Area::MAX_CELLS,
                Area::MAX_STEPS
            ),
            "Decided by counting cells. Ten cells are never more than half a square mile, and every one lies within about half a mile.",
        ),
        rule(
            "Must carry",
            format!(
                "case number, incident, lead investigator, area, window, text of {} to {} characters, a tip line",
                Draft::TEXT_CHARS.start(),
                Draft::TEXT_CHARS.end()
            ),
            "Who asks, about what, and how to help without a name.",
        ),
        rule(
            "Per case",
            format!("at most {} posts for one case number", Draft::MAX_PER_CASE),
            "Asking again and again is pressure. Void posts count, amendments do not, spelling changes nothing.",
        ),
        rule(
            "Per place",
            format!(
                "at most {} posts over one cell in {} days",
                Draft::MAX_PER_CELL,
                Draft::PLACE_PERIOD.num_days()
            ),
            "No street comes under standing watch.",
        ),
        rule(
            "Who may ask",
            AgencyKind::ALL
                .into_iter()
                .filter(|kind| kind.may_ask())
                .map(|kind| kind.name().to_lowercase())
                .collect::<Vec<_>>()
                .join(", "),
            "Only while active here. Others are listed only; federal and immigration agencies are not admitted.",
        ),
        rule(
            "Content",
            "declared by the agency, checked by a reviewer".to_owned(),
            "Never about lawful activity such as a protest; nobody described by race alone; no victim identified; no threat or pressure.",
        ),
        rule(
            "Review",
            "a trained reviewer, every time".to_owned(),
            "Nothing publishes itself. Refusals are counted in public with their reason, without the text.",
        ),
        rule(
            "Open for",
            format!("at most {} days", Draft::OPEN_FOR.num_days()),
            "Then it expires by itself. No edit, no delete: the history stays.",
        ),
        rule(
            "Outcome",
            format!("due {} days after closing", Draft::OUTCOME_DUE.num_days()),
            "The profile says what came of it, or that the answer is overdue.",
        ),
        rule(
            "Case number",
            format!("up to {} characters", CaseNumber::MAX_CHARS),
            "Anyone can ask the agency about it.",
        ),
    ]
}
