//! Text as it is compared, without case and punctuation: one rule for the search of the server and of the browser.

/// "Nuñez – St. John’s" becomes "nunez st johns": what two ways of typing one name share.
///
/// `chars`: of the text taken apart into letters and marks (NFKD), in lower case, without the marks. Each side has that
/// already, the server in a table and the browser built in.
pub fn fold(chars: impl Iterator<Item = char>) -> String {
    let mut folded = String::new();
    for c in chars {
        match c {
            // Inside a word: dropped, so that "sheriffs" finds "Sheriff’s".
            '\'' | '’' | '‘' | '`' | '´' | '.' => {}
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            c if c.is_alphanumeric() => folded.push(c),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// So many words of a search count; the rest says little.
pub const MOST_WORDS: usize = 8;

/// What is searched: every part has a space before it, so that a word is found by its beginning.
pub fn sought<'a>(parts: impl IntoIterator<Item = &'a str>, folded: impl Fn(&str) -> String) -> String {
    parts
        .into_iter()
        .map(folded)
        .filter(|part| !part.is_empty())
        .fold(String::new(), |all, part| all + " " + &part)
}

/// The words somebody typed, folded.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS)
}
