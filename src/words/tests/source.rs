//! Reads the app's own source for the words it says.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Path and text of every file below `folder` with this ending.
pub fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|found| found == ending) {
                found.push((entry.display().to_string(), fs::read_to_string(&entry).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "nothing of {ending} below {folder}");
    found
}

/// Everything the app says: each key with one file it stands in.
pub fn said() -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    // What defines the macros names them in its comments.
    for (file, text) in files("src", "rs").into_iter().filter(|(file, _)| !file.contains("src/words/")) {
        let text = joined(&text);
        said.extend(errors(&text).into_iter().map(|sentence| (sentence, file.clone())));
        for (name, literals) in [("t!(", 1), ("english!(", 1), ("view_of!(", 1), ("plural!(", 2)] {
            for call in calls(&text, name) {
                let mut rest = call;
                for _ in 0..literals {
                    let (literal, after) = literal(rest)
                        .unwrap_or_else(|| panic!("{file}: {name} without words: {}", &call[..40]));
                    said.insert(literal, file.clone());
                    rest = after;
                }
            }
        }
    }
    said
}

/// The sentences of error types, their places named as [`super::super::say`] expects: a place without a name by its number.
/// Those that only pass on another's sentence have no words of their own.
pub fn errors(text: &str) -> Vec<String> {
    let sentences = calls(text, "error(").into_iter().filter_map(|call| Some(numbered(&literal(call)?.0)));
    sentences.filter(|sentence| has_words(sentence)).collect()
}

pub fn has_words(sentence: &str) -> bool {
    let outside = sentence.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after));
    outside.collect::<String>().contains(char::is_alphabetic)
}

/// `{}` becomes `{1}`, `{2}`; what follows a colon says how, not what.
pub fn numbered(sentence: &str) -> String {
    let mut count = 0;
    let mut parts = sentence.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| {
        let (name, after) = part.split_once('}').expect("a place is closed");
        let name = name.split_once(':').map_or(name, |(name, _)| name);
        let name = if name.is_empty() || name.bytes().all(|b| b.is_ascii_digit()) {
            count += 1;
            count.to_string()
        } else {
            name.to_owned()
        };
        format!("{said}{{{name}}}{after}")
    })
}

/// A literal that goes on in the next line, as the compiler reads it.
fn joined(text: &str) -> String {
    let mut lines = text.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| text + line.trim_start())
}

/// What follows each `name`, where it does not end a longer name.
fn calls<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let whole = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    text.match_indices(name).filter(|(at, _)| whole(*at)).map(|(at, _)| &text[at + name.len()..]).collect()
}

/// The next string literal and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let text = text.split_once('"')?.1;
    let mut said = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((said, &text[at + 1..])),
            '\\' => match chars.next()?.1 {
                'n' => said.push('\n'),
                other => said.push(other),
            },
            c => said.push(c),
        }
    }
    None
}
