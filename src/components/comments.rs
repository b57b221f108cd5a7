//! A thread: what was answered, as it changes; what one may do with each answer; the form below it.

mod edit;
mod entry;
mod flag;
mod form;
mod thread;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use neighbors_domain::addresses::pages;
use neighbors_domain::comment::Comment;

use crate::api::path_part;
use crate::session::Session;
use crate::words::{plural, t, view_of};
use entry::Entry;
use flag::FlagDialog;
pub use flag::{FlagButton, flag_by_address};
use form::CommentForm;
use thread::Said;
pub use thread::{ThreadState, focus};

#[component]
pub fn Comments(
    thread: ThreadState,
    /// "Neighbors within 2 miles and 2 agencies can read this."
    who_reads: String,
) -> impl IntoView {
    let session = Session::here();
    let comments = thread.comments;
    let who_reads = StoredValue::new(who_reads);
    // Whoever is signed in, not what else is known of them: a switch changed elsewhere keeps the text.
    let signed_in = Memo::new(move |_| session.me().map(|_| session.signed_in()));
    Effect::new(move || {
        if signed_in.get() == Some(true) {
            thread.ask_whats_mine();
        }
    });
    let form = move || match signed_in.get() {
        None => ().into_any(),
        Some(false) => view! { <SignInFirst/> }.into_any(),
        Some(true) => view! { <CommentForm thread who_reads=who_reads.get_value()/> }.into_any(),
    };
    let list = move || {
        (!comments.with(Vec::is_empty)).then(|| {
            view! {
                <ol class="thread" role="list">
                    <For each=move || comments.get() key=as_shown let:comment><Entry comment thread/></For>
                </ol>
            }
        })
    };
    // Built once for a thread that has answers: what is being edited stays while others answer.
    let any = Memo::new(move |_| !comments.with(Vec::is_empty));
    view! {
        <section aria-labelledby="comments">
            <h2 id="comments">{move || plural!(comments.with(Vec::len), "{n} comment", "{n} comments")}</h2>
            <p class="small quiet">{t!("Numbers start again in every thread, so nobody can be followed from one to another.")}</p>
            {move || any.get().then(|| untrack(list))}
            {form}
            <FlagDialog thread/>
            <Said thread/>
        </section>
    }
}

/// Changes with all that is shown of a comment, so that only what changed is built anew.
fn as_shown(comment: &Comment) -> String {
    let mark = if comment.edited { "e" } else { "" };
    let hidden = comment.hidden.map_or("", |reason| reason.key());
    [&*comment.id, mark, hidden, comment.text.as_deref().unwrap_or_default()].concat()
}

#[component]
fn SignInFirst() -> impl IntoView {
    let sign_in = view! { <SignInLink/> };
    let told = view_of!("{sign_in} to write a comment. Reading needs no account.", sign_in = sign_in);
    view! { <p class="reply">{told}</p> }
}

/// Comes back here.
#[component]
fn SignInLink(
    /// What to ask again then: `?flag`.
    #[prop(default = "")]
    query: &'static str,
) -> impl IntoView {
    let path = use_location().pathname;
    let to = move || [pages::SIGN_IN, "?next=", &path_part(&[&*path.get(), query].concat())].concat();
    view! { <a href=to>{t!("Sign in")}</a> }
}
