//! The two languages. English stands in the code, where it is read; Spanish is looked up by it, and only in Spanish.
//!
//! `t!("Latest")` is the English itself until the page brought a table: `src/words/es/*.json`, made into one file by
//! script/pack.mjs and fetched by src/boot/start.js beside the program. A test holds the keys of both sides together.

use std::cell::OnceCell;

use neighbors_domain::language::Language;

/// Words in the reader's language: `t!("Latest")`, or with values, `t!("Near {place}", place = name)`.
macro_rules! t {
    ($english:literal $(,)?) => { $crate::words::tr($english) };
    ($english:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::words::fill(
            $crate::words::tr($english),
            &[$((stringify!($name), ::core::convert::AsRef::<str>::as_ref(&$value))),+],
        )
    };
}

/// A count in words: `plural!(n, "{n} post", "{n} posts")`. For whole numbers English and Spanish agree that one is one
/// and everything else is many, which is all that `Intl.PluralRules` would add to the program.
macro_rules! plural {
    ($n:expr, $one:literal, $many:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        let n = $n as usize;
        $crate::words::fill(
            $crate::words::tr(if n == 1 { $one } else { $many }),
            &[("n", &*$crate::words::number(n)) $(, (stringify!($name), ::core::convert::AsRef::<str>::as_ref(&$value)))*],
        )
    }};
}

/// Words with pieces of a page inside: `view_of!("A page about {link}.", link = view! { <a …/> })`.
macro_rules! view_of {
    ($english:literal, $($name:ident = $view:expr),+ $(,)?) => {
        $crate::words::around(
            $crate::words::tr($english),
            vec![$((stringify!($name), ::leptos::prelude::IntoAny::into_any($view))),+],
        )
    };
}

/// Marks English that is looked up later, by [`tr`], as a name in a list.
macro_rules! english {
    ($english:literal) => {
        $english
    };
}

pub(crate) use {english, plural, t, view_of};

type Table = Vec<(&'static str, &'static str)>;

thread_local! {
    /// English and Spanish, sorted by the English; empty in English.
    static TABLE: OnceCell<Table> = const { OnceCell::new() };
}

fn with_table<T>(of: impl FnOnce(&Table) -> T) -> T {
    TABLE.with(|table| of(table.get_or_init(|| handed_over().map(read).unwrap_or_default())))
}

/// What start.js fetched: a line for each key, with a tab between the two languages, sorted by bytes.
#[cfg(target_arch = "wasm32")]
fn handed_over() -> Option<String> {
    js_sys::Reflect::get(&js_sys::global(), &"neighborsWords".into()).ok()?.as_string()
}

/// Tests on this machine read English, unless they hand over a table themselves.
#[cfg(not(target_arch = "wasm32"))]
fn handed_over() -> Option<String> {
    None
}

/// The table stays as long as the page: its words are handed out as if they stood in the code.
fn read(text: String) -> Table {
    let text: &'static str = text.leak();
    text.lines().filter_map(|line| line.split_once('\t')).collect()
}

pub fn in_spanish() -> bool {
    with_table(|table| !table.is_empty())
}

pub fn language() -> Language {
    if in_spanish() { Language::Spanish } else { Language::English }
}

/// The language and country dates and numbers are written for.
pub fn locale() -> &'static str {
    if in_spanish() { "es-US" } else { "en-US" }
}

/// For [`t!`]; by itself for a name that is no literal here, as those of `domain`.
#[inline(never)]
pub fn tr(english: &'static str) -> &'static str {
    found(english).unwrap_or(english)
}

fn found(english: &str) -> Option<&'static str> {
    with_table(|table| {
        let at = table.binary_search_by(|(key, _)| (*key).cmp(english)).ok()?;
        Some(table[at].1)
    })
}

/// Puts values into the `{places}` of a sentence.
#[inline(never)]
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut said = String::new();
    let mut rest = sentence;
    while let Some((before, name, after)) = next_place(rest) {
        said.push_str(before);
        said.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    said.push_str(rest);
    said
}

/// What stands before the first `{place}`, its name, what follows.
fn next_place(sentence: &str) -> Option<(&str, &str, &str)> {
    let open = position(sentence, "{")?;
    let close = open + position(&sentence[open..], "}")?;
    Some((&sentence[..open], &sentence[open + 1..close], &sentence[close + 1..]))
}

/// Byte by byte: the search of the standard library is quicker and many times as large.
fn position(text: &str, part: &str) -> Option<usize> {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    (0..=text.len().checked_sub(part.len())?).find(|at| &text[*at..at + part.len()] == part)
}

/// For [`view_of!`]: the order of the pieces is the language's.
pub fn around(
    sentence: &'static str,
    mut views: Vec<(&'static str, leptos::prelude::AnyView)>,
) -> Vec<leptos::prelude::AnyView> {
    use leptos::prelude::IntoAny;
    let mut pieces = Vec::new();
    let mut rest = sentence;
    while let Some((before, name, after)) = next_place(rest) {
        pieces.push(before.into_any());
        if let Some(at) = views.iter().position(|(known, _)| *known == name) {
            pieces.push(views.swap_remove(at).1);
        }
        rest = after;
    }
    pieces.push(rest.into_any());
    pieces
}

/// A finished sentence of `domain` or of the server, which knows only English: matched against the sentences of the table,
/// and its values put into the Spanish one. Values that have a Spanish of their own get it too.
pub fn say(sentence: impl ToString) -> String {
    let sentence = sentence.to_string();
    if in_spanish() { in_other_words(&sentence) } else { sentence }
}

fn in_other_words(sentence: &str) -> String {
    if let Some(spanish) = found(sentence) {
        return spanish.to_owned();
    }
    let mut best: Option<(usize, Values, &str)> = None;
    with_table(|table| {
        for (english, spanish) in table {
            // "The most is {max}." also fits a sentence that says more: what leaves the least open is meant.
            if let Some(values) = values(english, sentence) {
                let open = values.iter().map(|(_, value)| value.len()).sum();
                if best.as_ref().is_none_or(|(least, ..)| open < *least) {
                    best = Some((open, values, spanish));
                }
            }
        }
    });
    let Some((_, values, spanish)) = best else { return sentence.to_owned() };
    let said: Vec<String> = values.iter().map(|(_, value)| in_other_words(value)).collect();
    let values: Vec<(&str, &str)> =
        values.iter().zip(&said).map(|((name, _), said)| (*name, said.as_str())).collect();
    fill(spanish, &values)
}

type Values<'a> = Vec<(&'static str, &'a str)>;

/// The values with which `english` becomes `sentence`. A place alone fits nothing, or it would fit everything.
fn values<'a>(english: &'static str, sentence: &'a str) -> Option<Values<'a>> {
    let (before, mut name, mut pattern) = next_place(english)?;
    if before.is_empty() && pattern.is_empty() || !sentence.starts_with(before) {
        return None;
    }
    let mut rest = &sentence[before.len()..];
    let mut values = Vec::new();
    loop {
        let next = next_place(pattern);
        let until = next.map_or(pattern, |(until, ..)| until);
        let end = match next {
            Some(_) => position(rest, until)?,
            None if rest.ends_with(until) => rest.len() - until.len(),
            None => return None,
        };
        // What is called n is a number: "{n} days" does not fit "at most 45 days".
        if end == 0 || name == "n" && !rest[..end].bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        values.push((name, &rest[..end]));
        let Some((_, following, after)) = next else { return Some(values) };
        (rest, name, pattern) = (&rest[end + until.len()..], following, after);
    }
}

#[cfg(test)]
pub fn hand_over(text: String) {
    TABLE.with(|table| assert!(table.set(read(text)).is_ok(), "this test has its table already"));
}
