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
        let text = joined(without_tests(&text));
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
    for (file, text) in files("domain/src", "rs") {
        let text = joined(without_tests(&text));
        said.extend(errors(&text).into_iter().chain(names(&text)).map(|words| (words, file.clone())));
        if file.ends_with("rules.rs") || file.ends_with("assistance_request/form.rs") {
            said.extend(sentences(&text).into_iter().map(|words| (words, file.clone())));
        }
    }
    for (file, text) in files("server/src/store", "rs").into_iter().chain(files("server/src/routes", "rs")) {
        for before in ["sentence: ", "sentence = ", "id, now, "] {
            let text = joined(without_tests(&text));
            said.extend(text.split(before).skip(1).filter_map(told).map(|words| (words, file.clone())));
        }
    }
    for (file, text) in files("server/src/pages", "rs") {
        let text = joined(without_tests(&text));
        let words = calls(&text, "say(").into_iter().filter_map(told);
        said.extend(words.map(|words| (words, file.clone())));
    }
    said.extend(computed().into_iter().map(|words| (words, "domain".to_owned())));
    said
}

/// What reaches the app as a finished sentence: everything but what it says itself, with its values apart.
pub fn finished() -> Vec<String> {
    let ours = |file: &String| {
        file.contains("/src/pages/") || file.contains("/src/components/") || file.ends_with("src/words.rs")
    };
    said()
        .into_iter()
        .filter(|(words, file)| !ours(file) && !words.ends_with("{rest}"))
        .map(|(words, _)| words)
        .collect()
}

/// What `domain` puts together at run time, from names and numbers that are said elsewhere too.
fn computed() -> Vec<String> {
    use neighbors_domain::agency::AgencyState;
    use neighbors_domain::assistance_request::State;
    use neighbors_domain::rules::of_assistance_requests;
    use neighbors_domain::us_states;

    let requests =
        [State::Open, State::Frozen, State::Resolved, State::Expired, State::Void].map(State::name);
    let agencies = AgencyState::ALL.map(AgencyState::name);
    let inside = requests.into_iter().chain(agencies).map(str::to_lowercase);
    let who_may_ask = of_assistance_requests()
        .into_iter()
        .map(|rule| rule.number)
        .filter(|number| number.starts_with("police"));
    // Most states are called the same in both languages.
    let known: Vec<String> = super::spanish().into_iter().map(|(english, ..)| english).collect();
    let states =
        us_states::ALL.into_iter().map(|(_, name)| name.to_owned()).filter(|name| known.contains(name));
    let lengths = ["1 day", "1 day {rest}", "{n} days", "{n} days {rest}", "{n} cell", "{n} cells", "{n}th"]
        .map(str::to_owned);
    inside.chain(who_may_ask).chain(states).chain(lengths).collect()
}

fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

/// What every `fn name` may answer, and the functions of a question.
fn names(text: &str) -> Vec<String> {
    let bodies = |start| text.split(start).skip(1).filter_map(|rest| rest.split("\n    }").next());
    let named = ["fn name(self)", "fn asks(self)", "fn hint(self)", "fn reason(self)"];
    named.into_iter().flat_map(bodies).flat_map(literals).collect()
}

/// Every literal that is words and not a key: outside of attributes, with a space or a capital in it.
fn sentences(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with(['/', '#']))
        .map(|line| format!("{line}\n"))
        .collect();
    let words = |literal: &String| {
        has_words(literal) && (literal.contains(' ') || literal.starts_with(char::is_uppercase))
    };
    literals(&code).into_iter().map(|literal| numbered(&literal)).filter(words).collect()
}

fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((literal, after)) = literal(rest) {
        found.push(literal);
        rest = after;
    }
    found
}

/// The sentence the server says here, as a literal or as the pattern of a `format!`.
fn told(here: &str) -> Option<String> {
    let here = here.trim_start();
    let here = here.strip_prefix("format!(").unwrap_or(here).trim_start();
    here.starts_with('"').then(|| numbered(&literal(here).expect("a sentence is closed").0))
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

/// Words that stand in a view as they are: between two tags, or in an attribute that is read out.
pub fn bare(text: &str) -> Vec<String> {
    const READ_OUT: [&str; 5] = ["aria-label=", "title=", "placeholder=", "alt=", "label="];
    let code: String = without_tests(text)
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut found = Vec::new();
    let mut rest = code.as_str();
    while let Some((words, after)) = literal(rest) {
        let before = rest[..rest.find('"').unwrap_or_default()].trim_end();
        let tag = before.ends_with('>') && !before.ends_with("=>") && !before.ends_with("->");
        let read_out = READ_OUT.iter().any(|attribute| before.ends_with(attribute));
        if (tag || read_out) && has_words(&words) {
            found.push(words);
        }
        rest = after;
    }
    found
}
