//! What somebody has typed into a form, kept in this tab: a reload or a lost session takes none of it. Never passwords.

use leptos::prelude::*;

/// The text of one field, as it was left; `key` names the field among all of the app.
pub fn kept(key: &'static str) -> RwSignal<String> {
    let key = ["neighbors-typed-", key].concat();
    let before = storage().and_then(|storage| storage.get_item(&key).ok().flatten());
    let typed = RwSignal::new(before.unwrap_or_default());
    Effect::new(move || {
        let text = typed.get();
        let Some(storage) = storage() else { return };
        // A full or closed storage only means that it is typed again.
        let _ = if text.is_empty() { storage.remove_item(&key) } else { storage.set_item(&key, &text) };
    });
    typed
}

/// In [`only_of`]'s storage: whose words this tab holds.
pub const BY: &str = "neighbors-typed-by";

/// Who signs in here finds their own words, and not those of the person before: comments, changes, appeals, forms.
pub fn only_of(by: Option<&str>) {
    let Some(storage) = storage() else { return };
    let before = storage.get_item(BY).ok().flatten();
    if before.is_some() && before.as_deref() != by {
        let names = (0..storage.length().unwrap_or(0)).filter_map(|n| storage.key(n).ok().flatten());
        for name in names.collect::<Vec<_>>() {
            if KEPT.iter().any(|kind| name.starts_with(kind)) {
                let _ = storage.remove_item(&name);
            }
        }
    }
    if let Some(by) = by {
        let _ = storage.set_item(BY, by);
    }
}

/// How the names begin under which words are kept: of forms, of comments, of changes to them, of appeals.
const KEPT: [&str; 4] = ["neighbors-typed-", "draft-", "edit-", "appeal-"];

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
