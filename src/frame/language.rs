//! The way to the other language, named in that language: whoever needs it can read it.

use leptos::prelude::*;

use crate::components::Icon;
use crate::words;

/// src/boot/language.js reads the choice before the page starts.
const KEY: &str = "neighbors-language";

/// The page is loaded again at the same address. What was typed survives where the app keeps it anyway.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let (language, name) = if words::in_spanish() { ("en", "English") } else { ("es", "Español") };
    let switch = move |_| {
        if let Some(storage) = window().local_storage().ok().flatten() {
            let _ = storage.set_item(KEY, language);
        }
        let _ = window().location().reload();
    };
    view! {
        <button class="button button--bare" type="button" lang=language on:click=switch>
            <Icon name="language"/>
            <span class="from-desk">{name}</span>
            <span class="unseen below-desk">{name}</span>
        </button>
    }
}
