//! Phone numbers, email addresses, plates and house numbers in a text: pointed out, never refused.
//!
//! The harm: a post is public, and its author seldom means to publish where somebody lives or how to call them.

use super::{Span, Word, words};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrivateKind {
    Phone,
    Email,
    Plate,
    HouseNumber,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrivateDetail {
    pub kind: PrivateKind,
    pub span: Span,
}

/// In the order of the text; none overlaps another.
pub fn private_details(text: &str) -> Vec<PrivateDetail> {
    let words = words(text);
    let mut all = Vec::new();
    let mut add =
        |kind, spans: Vec<Span>| all.extend(spans.into_iter().map(|span| PrivateDetail { kind, span }));
    add(PrivateKind::Email, emails(text));
    add(PrivateKind::Phone, phones(text));
    add(PrivateKind::Plate, plates(text, &words));
    add(PrivateKind::HouseNumber, house_numbers(text, &words));
    let mut apart: Vec<PrivateDetail> = Vec::new();
    for detail in all {
        let free = |other: &PrivateDetail| {
            other.span.until <= detail.span.from || detail.span.until <= other.span.from
        };
        if apart.iter().all(free) {
            apart.push(detail);
        }
    }
    apart.sort_by_key(|detail| detail.span.from);
    apart
}

fn emails(text: &str) -> Vec<Span> {
    let name = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let host = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let find = |at: usize| {
        let before = text[..at].trim_end_matches(name);
        let after = text[at + 1..].trim_start_matches(host);
        let (from, until) = (before.len(), text.len() - after.len());
        let domain = text[at + 1..until].trim_end_matches(['.', '-']);
        let (_, last) = domain.rsplit_once('.')?;
        let whole = from < at && last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic());
        whole.then(|| Span { from, until: at + 1 + domain.len() })
    };
    text.match_indices('@').filter_map(|(at, _)| find(at)).collect()
}

/// A run of digits, and what stands between it and the one before.
struct Digits {
    span: Span,
    gap: Option<usize>,
}

/// Lengths of the groups, as people in the US write them.
const PHONES: [&[usize]; 6] = [&[1, 3, 3, 4], &[3, 3, 4], &[1, 10], &[10], &[11], &[3, 4]];

fn phones(text: &str) -> Vec<Span> {
    let groups = digits(text);
    let mut spans = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        match phone(text, &groups[at..]) {
            Some(taken) => {
                let mut from = groups[at].span.from;
                let opening = text[..from].trim_end_matches(['(', '+']);
                from = opening.len();
                spans.push(Span { from, until: groups[at + taken - 1].span.until });
                at += taken;
            }
            None => at += 1,
        }
    }
    spans
}

/// How many of the groups are one number.
fn phone(text: &str, groups: &[Digits]) -> Option<usize> {
    let first = groups[0].span.from;
    // The middle of a longer thing: a case number, a price, a date.
    if groups[0].gap.is_some_and(|gap| gap == 1) && !text[..first].ends_with(['(', '+', ' ']) {
        return None;
    }
    if text[..first].ends_with(|c: char| c.is_alphanumeric() || "$#€-./,".contains(c)) {
        return None;
    }
    let fits = |lengths: &&[usize]| {
        groups.len() >= lengths.len()
            && lengths.iter().zip(groups).enumerate().all(|(n, (&length, group))| {
                group.span.until - group.span.from == length && (n == 0 || group.gap.is_some())
            })
            && ends(text, groups[lengths.len() - 1].span.until)
    };
    let known = PHONES.iter().find(|lengths| match lengths {
        // "555 0199" is seldom a number, "555-0199" mostly.
        [3, 4] => fits(lengths) && text[groups[0].span.until..].starts_with(['-', '.']),
        [11] => fits(lengths) && text[first..].starts_with('1'),
        _ => fits(lengths),
    });
    if let Some(known) = known {
        return Some(known.len());
    }
    // From abroad: a plus, then eight to fifteen digits.
    if !text[..first].ends_with('+') {
        return None;
    }
    let joined = 1 + groups[1..].iter().take_while(|group| group.gap.is_some()).count();
    let count: usize = groups[..joined].iter().map(|group| group.span.until - group.span.from).sum();
    ((8..=15).contains(&count) && ends(text, groups[joined - 1].span.until)).then_some(joined)
}

fn ends(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    match rest.next() {
        None => true,
        Some('-' | '.' | '/' | ',' | ':') => !rest.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric() && c != '%',
    }
}

fn digits(text: &str) -> Vec<Digits> {
    let mut groups: Vec<Digits> = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|c: char| c.is_ascii_digit()) {
        let from = rest + start;
        let length = text[from..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - from);
        let gap = groups.last().and_then(|last| {
            let between = &text[last.span.until..from];
            ["-", ".", " ", ") ", ")", " - ", ")-"].contains(&between).then_some(between.len())
        });
        rest = from + length;
        groups.push(Digits { span: Span { from, until: rest }, gap });
    }
    groups
}

/// Before a plate.
const PLATE: &[&str] = &["plate", "plates", "placa", "placas", "matricula", "patente"];
const PLATE_BETWEEN: &[&str] =
    &["number", "numero", "is", "was", "reads", "es", "no", "nr", "license", "de", "the", "with", "starts"];

fn plates(text: &str, words: &[Word<'_>]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (span, parts) = together(text, words, at);
        let written: String = words[at..at + parts].iter().map(|word| word.text).collect();
        let told = told_before(words, at) && (4..=8).contains(&written.len()) && mixed(&written);
        if told || looks_like_a_plate(&written) {
            spans.push(span);
            at += parts;
        } else {
            at += 1;
        }
    }
    spans
}

/// A word and the one that hangs on it by a dash; capitals and digits with one blank between them too.
fn together(text: &str, words: &[Word<'_>], at: usize) -> (Span, usize) {
    let word = &words[at];
    let Some(next) = words.get(at + 1) else { return (word.span, 1) };
    let between = &text[word.span.until..next.span.from];
    let short = |word: &Word<'_>| {
        word.text.len() <= 4 && word.text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    let spaced = between == " " && short(word) && short(next) && told_before(words, at);
    if (between == "-" && short(word) && short(next)) || spaced {
        return (Span { from: word.span.from, until: next.span.until }, 2);
    }
    (word.span, 1)
}

fn told_before(words: &[Word<'_>], at: usize) -> bool {
    let mut before = words[..at].iter().rev();
    let skipped = before.by_ref().take(4).find(|word| !PLATE_BETWEEN.contains(&word.plain.as_str()));
    skipped.is_some_and(|word| PLATE.contains(&word.plain.as_str()))
}

fn mixed(written: &str) -> bool {
    let plain = written.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    plain && written.chars().any(|c| c.is_ascii_digit())
}

/// As US states write most of them; what could as well be a road or a bus is left alone.
fn looks_like_a_plate(written: &str) -> bool {
    let shape: String = written
        .chars()
        .map(|c| {
            if c.is_ascii_digit() {
                '0'
            } else if c.is_ascii_uppercase() {
                'A'
            } else {
                '?'
            }
        })
        .collect();
    ["AAA000", "AAA0000", "0AAA000", "000AAA", "AAAA00", "0AA000", "00AAA00"].contains(&shape.as_str())
}

#[rustfmt::skip]
const STREETS: &[&str] = &[
    "st", "street", "ave", "avenue", "av", "rd", "road", "blvd", "boulevard", "dr", "drive", "ln", "lane", "ct",
    "court", "way", "pl", "place", "ter", "terrace", "cir", "circle", "pkwy", "parkway",
];
#[rustfmt::skip]
const CALLES: &[&str] = &["calle", "avenida", "av", "avda", "paseo", "camino", "carrera", "bulevar", "callejon"];
const DOORS: &[&str] =
    &["apt", "apartment", "apto", "apartamento", "depto", "departamento", "ste", "suite", "casa", "house"];

/// The number alone: the street may stay.
fn house_numbers(text: &str, words: &[Word<'_>]) -> Vec<Span> {
    let mut spans = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if is_number(word.text)
            && !word.text.starts_with('0')
            && (before_street(words, at) || behind_calle(words, at))
        {
            spans.push(word.span);
        }
        let door = DOORS.contains(&word.plain.as_str());
        let number = words.get(at + 1).filter(|next| {
            let between = &text[word.span.until..next.span.from];
            [" ", " #", ". ", " no. ", " nº "].contains(&between) && is_number(next.text)
        });
        if let (true, Some(number)) = (door, number) {
            spans.push(Span { from: word.span.from, until: number.span.until });
        }
    }
    spans
}

/// `1437`, `1437B`
fn is_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let letters = word.len() - digits.len();
    (1..=6).contains(&digits.len()) && letters <= 1 && digits.chars().all(|c| c.is_ascii_digit())
}

/// "1437 N Pearl St": names in capitals or numbered, then a kind of street.
fn before_street(words: &[Word<'_>], at: usize) -> bool {
    for (n, word) in words.iter().enumerate().skip(at + 1).take(4) {
        if n > at + 1 && STREETS.contains(&word.plain.as_str()) {
            return true;
        }
        let named = word.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        if word.begins || !named {
            return false;
        }
    }
    false
}

/// "calle de las Flores 12": at least one word of a name in between, so that "calle 16" stays a street.
fn behind_calle(words: &[Word<'_>], at: usize) -> bool {
    let mut named = false;
    for word in words[..at].iter().rev().take(5) {
        if CALLES.contains(&word.plain.as_str()) {
            return named;
        }
        let small = ["de", "la", "las", "los", "del", "no", "num", "numero"].contains(&word.plain.as_str());
        let name = word.text.starts_with(char::is_uppercase);
        if !small && !name {
            return false;
        }
        named |= name;
    }
    false
}
