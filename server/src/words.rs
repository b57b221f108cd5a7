//! Spanish for what the server says itself, from the same table as the browser app.

use std::collections::HashMap;
use std::sync::LazyLock;

use neighbors_domain::language::Language;
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "../src/words/es"]
struct Rooms;

/// English to Spanish. A test of the app holds that each key stands once and that everything said here has one.
static SPANISH: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let rooms = Rooms::iter().filter_map(|name| Rooms::get(&name));
    rooms
        .flat_map(|room| {
            serde_json::from_slice::<HashMap<String, String>>(&room.data)
                .expect("a room is an object of words")
        })
        .collect()
});

/// `english` in the reader's language; itself where the table lacks it.
pub fn say(language: Language, english: &'static str) -> &'static str {
    match language {
        Language::English => english,
        Language::Spanish => SPANISH.get(english).map_or(english, String::as_str),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_programs_say_the_same_word() {
        assert_eq!(say(Language::English, "Settings"), "Settings");
        assert_eq!(say(Language::Spanish, "Settings"), "Ajustes");
        assert_eq!(say(Language::Spanish, "Nobody wrote this"), "Nobody wrote this");
    }
}
