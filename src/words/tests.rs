//! Both languages hold the same words: every key has its Spanish, no Spanish is left over, the same values stand in both.

mod browser;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use super::language::{hand_over, say};

/// Key, Spanish and file, of every line of every file, in which each key stands on a line of its own.
fn spanish() -> Vec<(String, String, String)> {
    let mut words = Vec::new();
    for (file, text) in source::files("src/words/es", "json") {
        for line in text.lines().filter(|line| !["{", "}", ""].contains(&line.trim())) {
            let pair = format!("{{{}}}", line.trim().trim_end_matches(','));
            let pair: BTreeMap<String, String> =
                serde_json::from_str(&pair).unwrap_or_else(|error| panic!("{file}: {line}: {error}"));
            words.extend(pair.into_iter().map(|(english, spanish)| (english, spanish, file.clone())));
        }
    }
    words
}

/// The names of the `{places}`, as often as they stand there.
fn places(sentence: &str) -> Vec<&str> {
    let mut places: Vec<&str> =
        sentence.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
    places.sort_unstable();
    places
}

#[test]
fn every_word_has_its_spanish_and_no_spanish_is_left_over() {
    let said = source::said();
    let known: BTreeSet<String> = spanish().into_iter().map(|(english, ..)| english).collect();
    let missing: Vec<_> = said.keys().filter(|english| !known.contains(*english)).collect();
    assert!(missing.is_empty(), "without Spanish: {missing:#?}");
    let unused: Vec<_> = known.iter().filter(|english| !said.contains_key(*english)).collect();
    assert!(unused.is_empty(), "said nowhere: {unused:#?}");
}

#[test]
fn no_key_stands_twice() {
    let mut seen = BTreeMap::new();
    for (english, _, file) in spanish() {
        if let Some(before) = seen.insert(english.clone(), file.clone()) {
            panic!("“{english}” stands in {before} and in {file}");
        }
    }
}

#[test]
fn a_sentence_asks_for_the_same_values_in_both_languages() {
    for (english, spanish, file) in spanish() {
        assert_eq!(places(&english), places(&spanish), "{file}: “{english}” and “{spanish}”");
        assert!(!spanish.contains(['\t', '\n']) && !spanish.is_empty(), "{file}: “{english}”");
        let ends = |text: &str| text.ends_with('.');
        assert_eq!(ends(&english), ends(&spanish), "{file}: “{english}” and “{spanish}” end alike");
    }
}

#[test]
fn what_reads_the_same_in_both_languages_is_known_to_do_so() {
    const SAME: [&str; 2] = ["Sheriff", "No"];
    for (english, spanish, file) in spanish() {
        assert_eq!(english == spanish, SAME.contains(&english.as_str()), "{file}: “{english}”");
    }
}

/// The table of a test, as script/pack.mjs makes it for a page.
fn read_spanish() {
    let mut lines: Vec<_> =
        spanish().into_iter().map(|(english, spanish, _)| format!("{english}\t{spanish}\n")).collect();
    lines.sort();
    hand_over(lines.concat());
}

/// A sentence with a value in each place, and what each was.
fn filled(sentence: &str) -> String {
    let mut said = String::new();
    for (n, part) in sentence.split('{').enumerate() {
        match part.split_once('}') {
            Some((_, after)) if n > 0 => said += &format!("{}{after}", 70 + n),
            _ => said += part,
        }
    }
    said
}

#[test]
fn every_sentence_of_the_rules_and_of_the_server_is_known_again_whatever_its_values() {
    read_spanish();
    let words: BTreeMap<_, _> =
        spanish().into_iter().map(|(english, spanish, _)| (english, spanish)).collect();
    for english in source::finished() {
        let spanish = &words[&english];
        let values: BTreeMap<_, _> = in_order(&english)
            .into_iter()
            .enumerate()
            .map(|(n, name)| (name, (71 + n).to_string()))
            .collect();
        let expected = in_order(spanish)
            .into_iter()
            .fold(spanish.clone(), |said, name| said.replace(&format!("{{{name}}}"), &values[&name]));
        assert_eq!(say(filled(&english)), expected, "“{english}” was taken for another sentence");
    }
}

/// The names of the places as they come.
fn in_order(sentence: &str) -> Vec<String> {
    sentence.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
}

#[test]
fn a_value_that_is_itself_a_word_is_said_in_spanish_too() {
    use neighbors_domain::assistance_request::State;
    use neighbors_domain::share::ShareRefusal;
    use neighbors_domain::window::WindowError;

    use crate::api::Error;
    read_spanish();
    assert_eq!(
        say(Error::Slow),
        "El servidor no respondió en 10 segundos. Nada de lo que escribió se pierde."
    );
    assert_eq!(
        say(ShareRefusal::NotOpen { state: State::Resolved }),
        "Esta solicitud está resuelta. Ya no se puede compartir nada con ella."
    );
    assert_eq!(
        say(WindowError::TooLongAgo { seconds: 90_000, max_days: 45 }),
        "El intervalo empieza hace más de 45 días: 1 día 1 h de más."
    );
    assert_eq!(
        say("Every cell is within 2 cells of the incident"),
        "Todas las celdas están a no más de 2 celdas del incidente"
    );
    assert_eq!(say("First post for case CF-26-04417"), "Primera solicitud del caso CF-26-04417");
    assert_eq!(say("Nobody ever wrote this."), "Nobody ever wrote this.");
}

/// A page that forgets `t!` would speak English to everybody.
#[test]
fn no_page_says_anything_past_its_reader() {
    /// Names, and formats of files.
    const ALIKE: [&str; 7] = ["demo", "Neighbors", "CSV", "JSON", "GeoJSON", "Atom", "sha256 "];
    let mut bare = Vec::new();
    for (file, text) in source::files("src", "rs") {
        if !file.contains("/src/words/") {
            let words = source::bare(&text).into_iter().filter(|words| !ALIKE.contains(&words.as_str()));
            bare.extend(words.map(|words| format!("{file}: {words}")));
        }
    }
    assert!(bare.is_empty(), "not inside t!: {bare:#?}");
    let forgetful = r#"view! { <p title="Look here"><b>"All of it"</b>{t!("said")}</p> }"#;
    assert_eq!(source::bare(forgetful), ["Look here", "All of it"]);
}
