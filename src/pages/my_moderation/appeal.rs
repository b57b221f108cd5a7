//! The one appeal against a decision. What was typed outlives an error and a reload, in this tab alone.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::moderation::Appeal;

use crate::api;
use crate::components::Icon;
use crate::words::{self, t};

#[component]
pub fn AppealForm(id: String, until: DateTime<Utc>, again: Callback<()>) -> impl IntoView {
    let key = ["appeal-", &id].concat();
    let text = RwSignal::new(kept(&key));
    let opened = RwSignal::new(text.with_untracked(|text| !text.is_empty()));
    let (error, sending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let kept_as = StoredValue::new(key.clone());
    let id = StoredValue::new(id);
    let on_input = move |event| {
        let typed = event_target_value(&event);
        keep(&kept_as.read_value(), &typed);
        text.set(typed);
        error.set(None);
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let appeal = Appeal { text: text.get_untracked() };
        if let Err(reason) = appeal.clone().check() {
            return error.set(Some(words::say(reason)));
        }
        sending.set(true);
        spawn_local(async move {
            let answer = api::appeal(&id.get_value(), &appeal).await;
            sending.try_set(false);
            match answer {
                Ok(()) => {
                    keep(&kept_as.get_value(), "");
                    again.run(());
                }
                Err(why) => {
                    error.try_set(Some(words::say(&why)));
                }
            }
        });
    };
    let wrong = [&*key, "-error"].concat();
    let described = {
        let wrong = wrong.clone();
        move || error.with(Option::is_some).then(|| wrong.clone())
    };
    let said = move || {
        error.get().map(|why| {
            view! { <p class="field__error" id=wrong.clone()><Icon name="warn"/><span>{why}</span></p> }
        })
    };
    let label = key.clone();
    view! {
        <details class="fold" prop:open=opened>
            <summary><b>{t!("Appeal")}</b><Icon name="down"/></summary>
            <form class="stack stack-2" novalidate on:submit=send>
                <p class="small soft">{t!("Once, until {when}. Another moderator reads it and answers here.", when = words::moment(until))}</p>
                <div class="field">
                    <label class="field__label" for=label>{t!("Why was the decision wrong?")}</label>
                    <textarea class="input" id=key prop:value=text on:input=on_input
                        aria-invalid=move || error.with(Option::is_some).then_some("true") aria-describedby=described></textarea>
                    {said}
                </div>
                <div class="buttons">
                    <button class="button button--primary" type="submit" aria-disabled=move || sending.get().then_some("true")>
                        {move || if sending.get() { t!("Sending") } else { t!("Send the appeal") }}
                    </button>
                </div>
            </form>
        </details>
    }
}

fn keep(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = if text.is_empty() { storage.remove_item(key) } else { storage.set_item(key, text) };
    }
}

fn kept(key: &str) -> String {
    storage().and_then(|storage| storage.get_item(key).ok().flatten()).unwrap_or_default()
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
