//! What is to be seen on a picture, for those who cannot see it: kept with its file, and with each letter in this tab until it is.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::spoken::bytes;

use super::{Chosen, Files};
use crate::words::t;

#[component]
pub fn Described(files: Files, file: Chosen) -> impl IntoView {
    let field = ["alt-", &file.id.to_string()].concat();
    let (id, alt, size) = (file.id, file.alt, file.bytes());
    let typed = Typed::of(&file.by, id);
    let letter = {
        let typed = typed.clone();
        move |text: String| {
            typed.keep(&text);
            alt.set(text);
        }
    };
    let keep = move |_| {
        let (typed, Some(file)) = (typed.clone(), files.kept(id)) else { return };
        spawn_local(async move {
            if files.of.keep(&file).await.is_ok() && typed.kept().as_ref() == Some(&file.alt) {
                typed.forget();
            }
        });
    };
    view! {
        <p class="tiny quiet">{t!("{size} will be sent", size = bytes(size))}</p>
        <label class="small" for=field.clone()>{t!("What is to be seen, for those who cannot see it")}</label>
        <input class="input" id=field autocomplete="off" prop:value=alt
            on:input:target=move |event| letter(event.target().value()) on:change=keep/>
    }
}

/// The text of one field between two looks at the browser's database, where a film would be written anew for each letter.
/// Its name begins as [`crate::typed::only_of`] knows them.
#[derive(Clone)]
pub struct Typed(String);

impl Typed {
    /// `by`: whose it is; nobody else who signs in here finds it.
    pub fn of(by: &str, id: u32) -> Self {
        Self(["draft-alt-", by, "-", &id.to_string()].concat())
    }

    pub fn kept(&self) -> Option<String> {
        storage()?.get_item(&self.0).ok()?
    }

    fn keep(&self, text: &str) {
        if let Some(storage) = storage() {
            // A full or closed storage only means that a reload forgets the last letters.
            let _ = storage.set_item(&self.0, text);
        }
    }

    pub fn forget(&self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&self.0);
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
