//! Whom the reader does not want to read in one thread. Kept in this browser alone: no server learns who muted whom.

use neighbors_domain::post::Author;

const KEY: &str = "neighbors-muted";
/// Threads remembered; the oldest is forgotten first.
const MOST: usize = 200;

type Kept = Vec<(String, Vec<String>)>;

/// What an author is called inside a thread: the number, or an officer's name and agency.
pub fn key(author: &Author) -> String {
    match author {
        Author::Neighbor { number, .. } => number.to_string(),
        Author::Officer { badge } => [&*badge.agency.slug, " ", &*badge.name].concat(),
    }
}

pub fn in_thread(thread: &str) -> Vec<String> {
    kept().into_iter().find(|(known, _)| known == thread).map(|(_, muted)| muted).unwrap_or_default()
}

/// Answers with all that are muted there now.
pub fn set(thread: &str, author: &str, muted: bool) -> Vec<String> {
    let kept = changed(kept(), thread, author, muted);
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&kept)) {
        // A full or closed storage only means that it lasts as long as the page.
        let _ = storage.set_item(KEY, &text);
    }
    kept.into_iter().find(|(known, _)| known == thread).map(|(_, muted)| muted).unwrap_or_default()
}

pub fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}

fn changed(mut kept: Kept, thread: &str, author: &str, muted: bool) -> Kept {
    let at = kept.iter().position(|(known, _)| known == thread);
    let mut here = at.map(|at| kept.remove(at).1).unwrap_or_default();
    here.retain(|known| known != author);
    if muted {
        here.push(author.to_owned());
    }
    if !here.is_empty() {
        kept.push((thread.to_owned(), here));
    }
    let over = kept.len().saturating_sub(MOST);
    kept.drain(..over);
    kept
}

fn kept() -> Kept {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn muting_is_for_one_thread_and_taken_back_without_a_trace() {
        let one = changed(Vec::new(), "a", "2", true);
        let both = changed(changed(one, "b", "2", true), "a", "3", true);
        assert_eq!(both, [("b".into(), vec!["2".to_owned()]), ("a".into(), vec!["2".into(), "3".into()])]);
        let less = changed(changed(both, "a", "3", false), "a", "2", false);
        assert_eq!(less, [("b".into(), vec!["2".to_owned()])]);
    }

    #[test]
    fn the_oldest_thread_is_forgotten_first() {
        let many = (0..=MOST).fold(Vec::new(), |kept, n| changed(kept, &n.to_string(), "2", true));
        assert_eq!((many.len(), many[0].0.as_str()), (MOST, "1"));
    }
}
