//! What the app puts into the browser's storage is told on `/privacy`: no key without its line.

use super::source;

/// How the name of an entry begins, and the words of `/privacy` that tell of it.
const KEPT: [(&str, &str); 24] = [
    ("neighbors-home", "the cell of your home"),
    ("neighbors-threads", "In which threads you wrote and how much of them you read"),
    ("neighbors-decided", "which decisions of moderators you read"),
    ("neighbors-near", "the newest post you saw if you let new ones around your home be counted"),
    ("neighbors-unread", "the number beside the bell"),
    ("neighbors-muted", "Whom you muted in which thread"),
    ("neighbors-places", "the places you looked at last"),
    ("neighbors-my-details", "Your name, email and address for sharing"),
    ("neighbors-draft", "a post you began, with its photos"),
    // While its files are on their way out.
    ("neighbors-draft-forgotten", "a post you began, with its photos"),
    ("neighbors-record-key", "Which record this browser saw"),
    ("neighbors-record-tree", "how long it was"),
    ("neighbors-announcement", "of an officer, an announcement that is being written, with its photos"),
    (
        "neighbors-announcement-forgotten",
        "of an officer, an announcement that is being written, with its photos",
    ),
    ("draft-", "a comment you began"),
    ("draft-alt-", "what you say is to be seen on a photo"),
    ("edit-", ", a change, "),
    ("appeal-", ", an appeal, "),
    ("neighbors-typed-", "what you typed into a form (never a password)"),
    ("neighbors-typed-by", "a mark that tells whose words these are"),
    ("neighbors-officer", "a mark that tells whose words these are"),
    ("neighbors-draft-", "of an officer, a request that is being written"),
    ("neighbors-here", "which page you came to last"),
    ("neighbors-by", "whether by keys"),
];
/// In every browser, signed in or not.
const LANGUAGE: (&str, &str) = ("neighbors-language", "The language, if you chose one");
/// Names of other things: a channel between tabs, and what a fingerprint begins with.
const NO_ENTRY: [&str; 3] = ["neighbors-live", "neighbors-draft ", "neighbors-officer "];

fn sources() -> Vec<(String, String)> {
    let mut all = source::files("src", "rs");
    all.retain(|(file, _)| !file.contains("src/words/tests"));
    all.extend(source::files("src/boot", "js"));
    all
}

fn told() -> String {
    let (_, page) = source::files("src/pages", "rs")
        .into_iter()
        .find(|(file, _)| file.ends_with("privacy.rs"))
        .expect("the page");
    let (_, kept) = page.split_once("What this browser keeps").expect("its section");
    kept.split_once("</section>").expect("its end").0.to_owned()
}

#[test]
fn every_entry_of_the_browsers_storage_has_its_words_on_the_privacy_page() {
    let told = told();
    for (key, words) in KEPT.into_iter().chain([LANGUAGE]) {
        assert!(told.contains(words), "{key}: /privacy does not say “{words}”");
        let quoted = format!("\"{key}");
        assert!(
            sources().iter().any(|(_, text)| text.contains(&quoted)),
            "{key}: kept nowhere any more, yet told"
        );
    }
}

#[test]
fn nothing_is_kept_under_a_name_that_is_not_told() {
    let known: Vec<&str> = KEPT.iter().map(|(key, _)| *key).chain([LANGUAGE.0]).chain(NO_ENTRY).collect();
    for (file, text) in sources() {
        for name in text.split("\"neighbors-").skip(1) {
            let name = format!("neighbors-{}", name.split('"').next().unwrap_or_default());
            let listed = known.iter().any(|key| name == *key);
            assert!(listed, "{file}: “{name}” has no line in this test and none on /privacy");
        }
        // A file that reaches for the storage names what it keeps, so that the search above finds it.
        let reaches =
            ["local_storage()", "session_storage()", "localStorage", "sessionStorage", "indexed_db()"];
        if reaches.iter().any(|way| text.contains(way)) {
            let named = known.iter().any(|key| text.contains(&format!("\"{key}")));
            assert!(named, "{file} keeps something under a name this test does not see");
        }
    }
}
