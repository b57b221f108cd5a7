//! "This breaks a rule": one dialog for the post and all comments of a thread, with a closed list of reasons.

use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use neighbors_domain::account::Who;
use neighbors_domain::addresses::pages;
use neighbors_domain::moderation::{Flag, Reason};

use super::SignInLink;
use super::thread::ThreadState;
use crate::api;
use crate::components::{FieldError, Icon};
use crate::session::Session;
use crate::words::{self, t, view_of};

/// Officers have other ways; nobody flags what they wrote themselves.
#[component]
pub fn FlagButton(
    /// The id of the post or comment.
    item: String,
    thread: ThreadState,
) -> impl IntoView {
    let session = Session::here();
    let item = StoredValue::new(item);
    move || {
        session.officer().is_none().then(|| {
            view! {
                <button class="act" type="button" aria-haspopup="dialog" on:click=move |_| thread.flagging.set(Some(item.get_value()))>
                    <Icon name="flag"/>
                    {t!("Flag")}
                </button>
            }
        })
    }
}

/// Opens the dialog where the address asks for it, as the cards of the feed do; not for what the reader wrote.
pub fn flag_by_address(thread: ThreadState) {
    let (query, here) = (use_query_map(), use_location().pathname);
    if query.with_untracked(|query| query.get_str(pages::FLAG).is_none()) {
        return;
    }
    let session = Session::here();
    let navigate = use_navigate();
    // Once: who closes the dialog and reloads wants to read.
    Effect::new(move |done: Option<bool>| {
        let Some(who) = session.who().filter(|_| done != Some(true)) else { return done.unwrap_or(false) };
        let asks = match who {
            Who::Visitor => true,
            Who::Officer(_) => false,
            Who::Resident(_) if !thread.known.get() => return false,
            Who::Resident(_) => !thread.mine.with(|mine| mine.post),
        };
        let plain = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&here.get_untracked(), plain);
        if asks {
            thread.flagging.set(Some(thread.id.get_value()));
        }
        true
    });
}

#[component]
pub fn FlagDialog(thread: ThreadState) -> impl IntoView {
    let session = Session::here();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        if let (Some(_), Some(dialog)) = (thread.flagging.get(), dialog.get()) {
            let _ = dialog.show_modal();
        }
    });
    let body = move || {
        thread.flagging.get().map(|item| match session.signed_in() {
            true => view! { <Reasons item thread dialog/> }.into_any(),
            false => {
                let query = if thread.id.with_value(|post| *post == item) { "?flag" } else { "" };
                view! { <NotSignedIn dialog query/> }.into_any()
            }
        })
    };
    view! {
        <dialog class="dialog" aria-labelledby="flag-title" node_ref=dialog on:close=move |_| thread.flagging.set(None)>
            <div class="stack stack-3">
                <h2 class="h3" id="flag-title">{t!("What is wrong with it?")}</h2>
                {body}
            </div>
        </dialog>
    }
}

fn close(dialog: NodeRef<Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        dialog.close();
    }
}

#[component]
fn NotSignedIn(dialog: NodeRef<Dialog>, query: &'static str) -> impl IntoView {
    let told = view_of!(
        "{sign_in} to flag something: each person can do it once.",
        sign_in = view! { <SignInLink query/> }
    );
    view! {
        <p class="soft">{told}</p>
        <div class="buttons"><button class="button" type="button" on:click=move |_| close(dialog)>{t!("Cancel")}</button></div>
    }
}

#[component]
fn Reasons(item: String, thread: ThreadState, dialog: NodeRef<Dialog>) -> impl IntoView {
    let chosen = RwSignal::new(None::<Reason>);
    let (error, sending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let choice = |reason: Reason| {
        let id = ["flag-", reason.key()].concat();
        view! {
            <label class="tick">
                <input type="radio" name="flag" id=id on:change=move |_| { chosen.set(Some(reason)); error.set(None); }/>
                <span>{words::tr(reason.name())}</span>
            </label>
        }
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let Some(reason) = chosen.get_untracked() else {
            return error.set(Some(t!("Choose what is wrong.").to_owned()));
        };
        sending.set(true);
        let flag = Flag { item: item.clone(), reason };
        spawn_local(async move {
            let answer = api::flag(&flag).await;
            sending.try_set(false);
            match answer {
                Ok(()) => {
                    close(dialog);
                    thread.say(
                        t!("Flagged. A moderator looks at it; what came of it stands in your settings.")
                            .to_owned(),
                        None,
                    );
                }
                Err(why) => {
                    error.try_set(Some(words::say(&why)));
                }
            }
        });
    };
    let described = move || error.with(Option::is_some).then_some("flag-error");
    view! {
        <form class="stack stack-3" novalidate on:submit=send>
            <fieldset aria-labelledby="flag-title" aria-describedby=described>
                {Reason::ALL.into_iter().map(choice).collect_view()}
            </fieldset>
            <FieldError id="flag" error/>
            <p class="small soft">{t!("The author does not learn who flagged it, and moderators do not either.")}</p>
            <div class="buttons">
                <button class="button button--primary" type="submit" aria-disabled=move || sending.get().then_some("true")>
                    {move || if sending.get() { t!("Sending") } else { t!("Send the flag") }}
                </button>
                <button class="button" type="button" on:click=move |_| close(dialog)>{t!("Cancel")}</button>
            </div>
        </form>
    }
}
