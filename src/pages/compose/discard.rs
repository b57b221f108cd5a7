//! Throwing the draft away, and bringing it back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::writing::Writing;
use crate::drafts::{self, Words};
use crate::pages::attach::Chosen;
use crate::words::t;

#[component]
pub fn Discard(writing: Writing) -> impl IntoView {
    let gone = RwSignal::new(None::<(Words, Vec<Chosen>)>);
    let discard = move |_| {
        gone.set(Some((untrack(|| writing.words()), writing.files.take_all())));
        writing.tried.set(false);
        writing.set_words(writing.empty());
        spawn_local(drafts::forget());
    };
    let undo = move |_| {
        let Some((words, files)) = gone.get_untracked() else { return };
        gone.set(None);
        drafts::keep(&words);
        writing.set_words(words);
        spawn_local(writing.files.put_back(files));
    };
    // Whoever begins anew has decided.
    Effect::new(move || {
        if !writing.is_empty() && gone.with_untracked(Option::is_some) {
            gone.set(None);
        }
    });
    let button = move || {
        match (gone.with(Option::is_some), writing.is_empty()) {
        (true, _) => view! {
            <p class="row"><span role="status">{t!("The draft is discarded.")}</span><button class="button" type="button" on:click=undo>{t!("Undo")}</button></p>
        }
        .into_any(),
        (false, true) => ().into_any(),
        (false, false) => view! {
            <p><button class="button button--quiet" type="button" on:click=discard>{t!("Discard the draft")}</button></p>
        }
        .into_any(),
    }
    };
    view! { {button} }
}
