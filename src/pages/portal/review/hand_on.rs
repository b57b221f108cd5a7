//! "Then leave it to another reviewer": one press and one more, without a reason.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;

use crate::api;
use crate::components::{Icon, focus};
use crate::words::{say, t};

#[component]
pub fn HandOn(id: String) -> impl IntoView {
    let asked = RwSignal::new(false);
    let navigate = use_navigate();
    let send = Action::new_local(move |&(): &()| {
        let (id, navigate) = (id.clone(), navigate.clone());
        async move {
            api::hand_on(&id).await?;
            navigate(pages::REVIEW, Default::default());
            Ok::<(), api::Error>(())
        }
    });
    let press = move |_| {
        if !send.pending().get_untracked() {
            send.dispatch_local(());
        }
    };
    let failed = move || {
        let error = send.value().get().and_then(Result::err).filter(|_| !send.pending().get());
        error.map(|error| {
            view! { <p class="field__error"><Icon name="warn"/><span>{say(error)}</span></p> }
        })
    };
    // What was pressed is gone: the focus goes to what took its place.
    let turn = move |on: bool| {
        asked.set(on);
        focus(if on { "hand-on-sure" } else { "hand-on" });
    };
    let way = move || {
        match asked.get() {
        false => view! {
            <div class="buttons"><button class="button" type="button" id="hand-on" on:click=move |_| turn(true)>{t!("Hand it on")}</button></div>
        }
        .into_any(),
        true => view! {
            <p id="hand-on-sure" tabindex="-1">{t!("It waits on for the others, and you are not offered it again, nor a later version of it. If you approved it already, that is taken back.")}</p>
            <div class="buttons">
                <button class="button button--danger" type="button" aria-disabled=move || send.pending().get().then_some("true") on:click=press>{t!("Hand it on now")}</button>
                <button class="button button--quiet" type="button" on:click=move |_| turn(false)>{t!("Cancel")}</button>
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <div class="banner">
            <Icon name="agency"/>
            <div class="stack stack-2">
                <p><b>{t!("Do you know anyone in this case, or work for this agency?")}</b>" "{t!("Then leave it to another reviewer. Nobody asks why.")}</p>
                <div class="stack stack-2" aria-live="polite">{way}</div>
                <div role="alert">{failed}</div>
            </div>
        </div>
    }
}
