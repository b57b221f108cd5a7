//! A button that asks this device for a passkey, and says why there is none.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use crate::words::t;

/// `ask`: everything from the question on; the page goes elsewhere when it succeeds.
#[component]
pub fn PasskeyButton<F, Asked>(label: &'static str, ask: F) -> impl IntoView
where
    F: Fn() -> Asked + 'static,
    Asked: Future<Output = Result<(), String>> + 'static,
{
    let asking = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let press = move |_| {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        failed.set(None);
        let asked = ask();
        spawn_local(async move {
            let answer = asked.await;
            asking.try_set(false);
            if let Err(why) = answer {
                failed.try_set(Some(why));
            }
        });
    };
    let why = move || {
        failed.get().map(|why| {
            view! { <div class="banner banner--error"><Icon name="warn"/><p><b>{t!("That did not work.")}</b>" "{why}</p></div> }
        })
    };
    view! {
        <div role="alert">{why}</div>
        <button class="button button--big button--wide" type="button" on:click=press aria-disabled=move || asking.get().then_some("true")>
            <Icon name="key"/>{label}
        </button>
    }
}
