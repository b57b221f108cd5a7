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

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
