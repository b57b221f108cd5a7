//! Text as markup: the one place where words of people become HTML on the server.

/// For text and for quoted attributes alike. Characters HTML cannot hold become a mark of what was there.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// JSON inside a `<script>`: no `<`, so that nothing in it can end the element or begin a comment.
pub fn json(text: &str) -> String {
    text.replace('<', "\\u003c")
}

/// The first words of a text on one line, at most `most` characters, whole words where there are any.
pub fn first_words(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most - 1).collect();
    let whole = line[cut.len()..].starts_with(' ');
    let words = cut.rsplit_once(' ').filter(|_| !whole).map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end_matches([',', '.', ';', ':', ' ']))
}

/// Paragraphs, as its author wrote them.
pub fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{}</p>", escaped(line))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_typed_is_markup() {
        let typed = "</title><script>alert('1')</script>\" onload=\"x & y\u{0}";
        let said = escaped(typed);
        assert!(!said.contains(['<', '>', '"', '\'', '\u{0}']), "{said}");
        assert_eq!(escaped("Tom & Ana"), "Tom &amp; Ana");
        assert!(!json("{\"text\":\"</script><!--\"}").contains('<'));
    }

    #[test]
    fn the_first_words_are_whole_and_on_one_line() {
        assert_eq!(first_words(" A  short\ntext ", 40), "A short text");
        assert_eq!(first_words("A rather long text, with words", 21), "A rather long text…");
        assert_eq!(first_words(&"x".repeat(50), 10).chars().count(), 10);
        assert_eq!(first_words("ñandú ñandú ñandú", 12), "ñandú ñandú…");
    }
}
