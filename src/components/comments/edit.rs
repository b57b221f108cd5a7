//! Other words for one's own comment. What was typed outlives an error and a reload, in this tab alone.

use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::comment::{Comment, Draft};
use neighbors_domain::record::Spoken;

use super::form::{keep, kept};
use super::thread::{ThreadState, focus};
use crate::api;
use crate::components::{FieldError, Unlock, described_by};
use crate::keyring::Keyring;
use crate::session::Session;
use crate::words::{self, t};

#[component]
pub fn EditForm(comment: Comment, editing: RwSignal<bool>, thread: ThreadState) -> impl IntoView {
    let (session, keyring) = (Session::here(), Keyring::here());
    let Comment { id, text: said, .. } = comment;
    let id = StoredValue::new(id);
    let draft = move || ["edit-", &id.read_value()].concat();
    let typed = Some(kept(&draft())).filter(|typed| !typed.is_empty());
    let text = RwSignal::new(typed.or(said).unwrap_or_default());
    let (error, sending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let field = NodeRef::<Textarea>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let done = move || {
        keep(&draft(), "");
        editing.try_set(false);
        focus(&["comment-", &id.get_value()].concat());
    };
    let on_input = move |event| {
        let typed = event_target_value(&event);
        keep(&draft(), &typed);
        text.set(typed);
        error.set(None);
    };
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let draft = Draft { text: text.get_untracked() };
        if let Err(reason) = draft.clone().check() {
            return error.set(Some(words::say(reason)));
        }
        sending.set(true);
        let officer = session.officer().is_some();
        spawn_local(async move {
            let signed = match officer {
                true => keyring.comment(&thread.id.get_value(), &draft.text).await.map(Some),
                false => Ok(None),
            };
            let answer = match signed {
                Ok(signed) => api::change_comment(&id.get_value(), &Spoken { draft, signed }).await,
                Err(unsigned) => {
                    sending.try_set(false);
                    error.try_set(Some(words::say(unsigned)));
                    return;
                }
            };
            sending.try_set(false);
            match answer {
                Ok(comment) => {
                    done();
                    thread.took(comment);
                }
                Err(why) => {
                    error.try_set(Some(words::say(&why)));
                }
            }
        });
    };
    let invalid = move || error.with(Option::is_some).then_some("true");
    let described = move || described_by("edit", false, error.with(Option::is_some));
    let locked = move || {
        (session.officer().is_some() && !keyring.unlocked())
            .then(|| view! { <Unlock why=t!("What you write here is signed with it.")/> })
    };
    view! {
        {locked}
        <form class="stack stack-2" novalidate on:submit=save>
            <div class="field">
                <label class="field__label" for="edit">{t!("Change your comment")}</label>
                <textarea class="input" id="edit" node_ref=field prop:value=text on:input=on_input
                    aria-invalid=invalid aria-describedby=described></textarea>
                <FieldError id="edit" error/>
            </div>
            <div class="buttons">
                <button class="button button--primary" type="submit" aria-disabled=move || sending.get().then_some("true")>
                    {move || if sending.get() { t!("Saving") } else { t!("Save") }}
                </button>
                <button class="button" type="button" on:click=move |_| done()>{t!("Cancel")}</button>
            </div>
        </form>
    }
}
