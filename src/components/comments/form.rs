//! The form below a thread. What was typed is kept until the server has it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::Draft;
use neighbors_domain::record::Spoken;

use super::thread::ThreadState;
use crate::api::{self, Error};
use crate::components::{FieldError, Icon, Unlock, described_by};
use crate::keyring::Keyring;
use crate::session::Session;
use crate::words::{self, t};

#[component]
pub fn CommentForm(thread: ThreadState, who_reads: String) -> impl IntoView {
    let session = Session::here();
    let keyring = Keyring::here();
    let state = thread;
    let thread = state.id;
    let text = RwSignal::new(kept(&thread.read_value()));
    let error = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let said = RwSignal::new("");
    let on_input = move |event| {
        let typed = event_target_value(&event);
        keep(&thread.read_value(), &typed);
        text.set(typed);
        said.set("");
        error.set(None);
    };
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let draft = Draft { text: text.get_untracked() };
        let officer = session.officer().is_some();
        if let Err(reason) = draft.clone().check() {
            return error.set(Some(words::say(reason)));
        }
        sending.set(true);
        error.set(None);
        spawn_local(async move {
            let (id, text_) = (thread.get_value(), draft.text.clone());
            let signed = if officer { keyring.comment(&id, &text_).await.map(Some) } else { Ok(None) };
            let answer = match signed {
                Ok(signed) => api::comment(&id, &Spoken { draft, signed }, &key(&id)).await,
                Err(unsigned) => {
                    sending.try_set(false);
                    error.try_set(Some(words::say(unsigned)));
                    return;
                }
            };
            sending.try_set(false);
            match answer {
                Ok(comment) => {
                    keep(&thread.get_value(), "");
                    forget_key(&thread.get_value());
                    text.try_set(String::new());
                    said.try_set(t!("Comment posted."));
                    state.took(comment);
                    state.ask_whats_mine();
                }
                Err(why) => {
                    error.try_set(Some(words::say(&why)));
                    if matches!(why, Error::Api(ApiError::SentBefore { .. })) {
                        // Pressed again, it is another comment; the first one stands above.
                        forget_key(&thread.get_value());
                        state.read_again();
                    }
                    if why == Error::Api(ApiError::SignInRequired) {
                        session.reload();
                    }
                }
            }
        });
    };
    let hint = move || match session.officer() {
        Some(_) => t!("You appear with your name, title, agency and the verified badge."),
        None => {
            t!("You appear as a neighbor with a number. Write what happened, not who you think someone is.")
        }
    };
    let invalid = move || error.with(Option::is_some).then_some("true");
    let described = move || described_by("reply", true, error.with(Option::is_some));
    let locked = move || {
        (session.officer().is_some() && !keyring.unlocked())
            .then(|| view! { <Unlock why=t!("What you write here is signed with it.")/> })
    };
    view! {
        <div class="reply stack">
            {locked}
            <form class="stack stack-2" novalidate on:submit=on_submit>
                <div class="field">
                    <label class="field__label" for="reply">{t!("Your comment")}</label>
                    <p class="field__hint" id="reply-hint">{hint}</p>
                    <textarea class="input" id="reply" prop:value=text on:input=on_input
                        aria-invalid=invalid aria-describedby=described></textarea>
                    <FieldError id="reply" error/>
                </div>
                <div class="row row--apart">
                    <p class="tiny quiet">{who_reads}</p>
                    <button class="button button--primary" type="submit" aria-disabled=move || sending.get().then_some("true")>
                        {move || if sending.get() { t!("Posting") } else { t!("Post comment") }}
                    </button>
                </div>
                <p class="row small quiet" role="status">
                    {move || (!said.get().is_empty()).then(|| view! { <Icon name="check"/>{said.get()} })}
                </p>
            </form>
        </div>
    }
}

/// What makes the comment one however often it is sent; kept as long as its words.
fn key(thread: &str) -> String {
    let name = ["draft-key-", thread].concat();
    if let Some(kept) = storage().and_then(|storage| storage.get_item(&name).ok().flatten()) {
        return kept;
    }
    let mut key = [0; 16];
    getrandom::getrandom(&mut key).expect("every browser has a source of chance");
    let key = hex::encode(key);
    if let Some(storage) = storage() {
        let _ = storage.set_item(&name, &key);
    }
    key
}

fn forget_key(thread: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&["draft-key-", thread].concat());
    }
}

/// What is being written outlives a reload and signing in, in this tab alone.
pub fn keep(thread: &str, text: &str) {
    if let Some(storage) = storage() {
        let key = ["draft-", thread].concat();
        let _ = if text.is_empty() { storage.remove_item(&key) } else { storage.set_item(&key, text) };
    }
}

pub fn kept(thread: &str) -> String {
    storage()
        .and_then(|storage| storage.get_item(&["draft-", thread].concat()).ok().flatten())
        .unwrap_or_default()
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
