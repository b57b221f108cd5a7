//! A thread and the form below it. What was typed is kept until the server has it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::{Comment, Draft};

use super::{FieldError, Icon, Thread, described_by};
use crate::api::{self, Error, path_part};
use crate::session::Session;
use crate::words::{self, plural, t, view_of};

/// `thread` is the id of the post or assistance request.
#[component]
pub fn Comments(
    thread: String,
    comments: Vec<Comment>,
    /// "Neighbors within 2 miles and 2 agencies can read this."
    who_reads: String,
) -> impl IntoView {
    let session = Session::here();
    let comments = RwSignal::new(comments);
    let posted = Callback::new(move |comment| comments.update(|comments| comments.push(comment)));
    let thread = StoredValue::new(thread);
    let who_reads = StoredValue::new(who_reads);
    // Whoever is signed in, not what else is known of them: a switch changed elsewhere keeps the text.
    let signed_in = Memo::new(move |_| session.me().map(|_| session.signed_in()));
    let form = move || match signed_in.get() {
        None => ().into_any(),
        Some(false) => view! { <SignInFirst/> }.into_any(),
        Some(true) => {
            view! { <CommentForm thread=thread.get_value() who_reads=who_reads.get_value() posted/> }
                .into_any()
        }
    };
    view! {
        <section aria-labelledby="comments">
            <h2 id="comments">{move || plural!(comments.with(Vec::len), "{n} comment", "{n} comments")}</h2>
            <p class="small quiet">{t!("Numbers start again in every thread, so nobody can be followed from one to another.")}</p>
            {move || view! { <Thread comments=comments.get()/> }}
            {form}
        </section>
    }
}

#[component]
fn SignInFirst() -> impl IntoView {
    let path = use_location().pathname;
    let to = move || [pages::SIGN_IN, "?next=", &path_part(&path.get())].concat();
    let sign_in = view! { <a href=to>{t!("Sign in")}</a> };
    let told = view_of!("{sign_in} to write a comment. Reading needs no account.", sign_in = sign_in);
    view! { <p class="reply">{told}</p> }
}

#[component]
fn CommentForm(thread: String, who_reads: String, posted: Callback<Comment>) -> impl IntoView {
    let session = Session::here();
    let thread = StoredValue::new(thread);
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
        if let Err(reason) = draft.clone().check() {
            return error.set(Some(words::say(reason)));
        }
        sending.set(true);
        error.set(None);
        spawn_local(async move {
            let answer = api::comment(&thread.get_value(), &draft).await;
            sending.try_set(false);
            match answer {
                Ok(comment) => {
                    keep(&thread.get_value(), "");
                    text.try_set(String::new());
                    said.try_set(t!("Comment posted."));
                    posted.run(comment);
                }
                Err(why) => {
                    error.try_set(Some(words::say(&why)));
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
    view! {
        <form class="stack stack-2 reply" novalidate on:submit=on_submit>
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
    }
}

/// What is being written outlives a reload and signing in, in this tab alone.
fn keep(thread: &str, text: &str) {
    if let Some(storage) = storage() {
        let key = ["draft-", thread].concat();
        let _ = if text.is_empty() { storage.remove_item(&key) } else { storage.set_item(&key, text) };
    }
}

fn kept(thread: &str) -> String {
    storage()
        .and_then(|storage| storage.get_item(&["draft-", thread].concat()).ok().flatten())
        .unwrap_or_default()
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
