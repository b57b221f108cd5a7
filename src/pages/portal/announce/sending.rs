//! "Announce it": what is still missing, what failed and how to go on.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use neighbors_domain::post::PostError;
use neighbors_domain::record::Spoken;

use super::writing::{Writing, forget};
use crate::api::{self, Error};
use crate::components::{Icon, Unlock, focus};
use crate::keyring::{Keyring, Unsigned};
use crate::pages::attach::{Moving, Progress, upload, why_not_sent};
use crate::session::Session;
use crate::words::{self, t};

#[component]
pub fn Send(writing: Writing) -> impl IntoView {
    let (navigate, session) = (use_navigate(), Session::here());
    let keyring = Keyring::here();
    let (failed, unsigned) = (RwSignal::new(None::<Error>), RwSignal::new(None::<Unsigned>));
    let progress = RwSignal::new(Progress::default());
    let sending = Action::new_local(move |&(): &()| {
        let navigate = navigate.clone();
        async move {
            failed.set(None);
            unsigned.set(None);
            // Said before minutes of sending, and signed after them: a signature is of the minute.
            if !keyring.unlocked() {
                unsigned.set(Some(Unsigned::Locked));
                return;
            }
            if let Err(error) = upload(writing.files, progress).await {
                if matches!(error, Error::Api(ApiError::SignInRequired)) {
                    session.reload();
                }
                failed.try_set(Some(error));
                return;
            }
            let draft = untrack(|| writing.draft());
            let signed = match keyring.announcement(&draft).await {
                Ok(signed) => Some(signed),
                Err(why) => {
                    unsigned.try_set(Some(why));
                    return;
                }
            };
            match api::send_announcement(&Spoken { draft, signed }, &writing.key.get_value()).await {
                Ok(post) => {
                    forget();
                    let to = pages::portal_post(&post.card.id);
                    navigate(&to, NavigateOptions { replace: true, ..Default::default() });
                }
                Err(Error::Api(ApiError::Invalid { field, sentence })) if field != "form" => {
                    writing.refused.try_set(Some((field, sentence)));
                }
                Err(Error::Api(ApiError::PostRefused { errors })) => {
                    if errors.contains(&PostError::FileGone) {
                        writing.files.are_gone();
                    }
                    let said = errors.into_iter().map(words::say).collect::<Vec<_>>().join(" ");
                    writing.refused.try_set(Some(("files".to_owned(), said)));
                }
                Err(error) => {
                    match &error {
                        Error::Api(ApiError::SentBefore { .. }) => writing.another(),
                        // The page asks to sign in; what was written comes back after.
                        Error::Api(ApiError::SignInRequired) => session.reload(),
                        _ => {}
                    }
                    failed.try_set(Some(error));
                }
            }
        }
    });
    let busy = sending.pending();
    let running = StoredValue::new_local(None::<ActionAbortHandle>);
    let stop = move || {
        if let Some(Some(handle)) = running.try_update_value(Option::take) {
            handle.abort();
        }
    };
    // Leaving the page is stopping; the draft stays.
    on_cleanup(stop);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        writing.tried.set(true);
        writing.refused.set(None);
        match untrack(|| writing.wrong()) {
            Some(first) => focus(first),
            None => running.set_value(Some(sending.dispatch_local(()))),
        }
    };
    let trouble = move || failed.get().map(|error| view! { <Trouble error/> });
    let not_yet = move || {
        writing.tried.get().then(|| writing.wrong()).flatten().map(|_| {
            view! { <p class="field__error"><Icon name="warn"/><span>{t!("Something above is missing or has to change.")}</span></p> }
        })
    };
    let discard = move || {
        match (busy.get(), writing.is_empty()) {
            (true, _) => view! { <button class="button button--quiet" type="button" on:click=move |_| stop()>{t!("Stop sending")}</button> }.into_any(),
            (false, false) => view! { <button class="button button--quiet" type="button" on:click=move |_| writing.discard()>{t!("Discard the draft")}</button> }.into_any(),
            (false, true) => ().into_any(),
        }
    };
    let locked = move || {
        (!keyring.unlocked()).then(|| view! { <Unlock why=t!("What you write here is signed with it.")/> })
    };
    let not_signed = move || {
        unsigned.get().map(
            |why| view! { <p class="field__error"><Icon name="warn"/><span>{words::say(why)}</span></p> },
        )
    };
    view! {
        <div class="stack stack-3">
            {locked}
            <div role="alert">{trouble}{not_signed}</div>
            <Show when=move || busy.get() && progress.with(|progress| progress.total > 0)><Moving progress/></Show>
            <div role="status">{not_yet}</div>
            <div class="buttons">
                <button class="button button--primary" type="button" on:click=press aria-disabled=move || busy.get().then_some("true")>
                    {move || if busy.get() { t!("Posting") } else { t!("Announce it") }}
                </button>
                {discard}
            </div>
        </div>
    }
}

#[component]
fn Trouble(error: Error) -> impl IntoView {
    let before = match &error {
        Error::Api(ApiError::SentBefore { id }) => {
            Some(view! { " "<a href=pages::post(id) target="_blank">{t!("Look at it")}</a> })
        }
        _ => None,
    };
    view! {
        <div class="banner banner--error">
            <Icon name="warn"/>
            <p><b>{t!("It is not posted yet.")}</b>" "{why_not_sent(&error)}{before}" "{t!("Your draft is kept in this browser.")}</p>
        </div>
    }
}
