//! Colleagues who cannot open what is shared yet, and the keys they wait for: handed on by whoever can open them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::assistance_request::{HandedOn, KeysToHandOn};

use crate::api;
use crate::components::{Icon, Unlock};
use crate::keyring::Keyring;
use crate::words::{self, plural, t};

/// In one call at most: an officer of a busy agency has some hundred requests behind them.
const AT_ONCE: usize = 100;

/// Nothing where nobody waits.
#[component]
pub fn HandOn() -> impl IntoView {
    let keys = LocalResource::new(api::keys_to_hand_on);
    let done = RwSignal::new(false);
    let again = Callback::new(move |()| {
        done.set(true);
        keys.refetch();
    });
    // Whoever may not, or cannot, hand anything on reads nothing of it.
    let shown = move || {
        let keys = keys.get().and_then(Result::ok).filter(|keys| !keys.keys.is_empty())?;
        Some(view! { <Waiting keys again/> })
    };
    let said = move || {
        done.get().then(|| view! {
            <p class="banner"><Icon name="check"/><span>{t!("The keys are handed on. Your colleagues can open what was shared.")}</span></p>
        })
    };
    view! { <div role="status">{said}</div>{shown} }
}

#[component]
fn Waiting(keys: KeysToHandOn, again: Callback<()>) -> impl IntoView {
    let keyring = Keyring::here();
    let names = who(&keys);
    let keys = StoredValue::new(keys);
    let (failed, sending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let hand_on = move |_| {
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        failed.set(None);
        spawn_local(async move {
            let said = match keyring.hand_on(&keys.get_value(), None).await {
                Ok(handed) => in_parts(handed, async |part| api::hand_keys_on(&part).await).await,
                Err(why) => Err(words::say(why)),
            };
            sending.try_set(false);
            match said {
                Ok(()) => again.run(()),
                Err(why) => drop(failed.try_set(Some(why))),
            }
        });
    };
    let act = move || {
        match keyring.unlocked() {
        false => view! { <Unlock why=t!("The keys you hand on are opened with it.")/> }.into_any(),
        true => view! {
            <div class="buttons">
                <button class="button button--primary" type="button" on:click=hand_on aria-disabled=move || sending.get().then_some("true")>
                    <Icon name="key"/>
                    {move || if sending.get() { t!("Handing on") } else { t!("Hand the keys on") }}
                </button>
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <section class="card stack stack-3" aria-labelledby="waiting">
            <h2 class="h3 row" id="waiting"><Icon name="key"/>{t!("Colleagues wait for keys")}</h2>
            <p>{t!("They came after these requests were sent, and cannot open what is shared with them. You can.")}</p>
            {names}
            {act}
            <div role="alert">{move || failed.get().map(|why| view! { <p class="field__error"><Icon name="warn"/><span>{why}</span></p> })}</div>
        </section>
    }
}

/// Each with how many requests it is about.
pub fn who(keys: &KeysToHandOn) -> impl IntoView + use<> {
    let line = |waiting: &neighbors_domain::assistance_request::Waiting| {
        let lacks = keys.keys.iter().filter(|key| key.lacking.contains(&waiting.id)).count();
        let lacks = plural!(lacks, "the key of {n} request", "the keys of {n} requests");
        view! { <li><b>{waiting.name.clone()}</b>", "{lacks}</li> }
    };
    view! { <ul>{keys.waiting.iter().map(line).collect_view()}</ul> }
}

/// A call for each hundred; what arrived before one fails stays, and the rest is asked for again.
pub async fn in_parts(
    handed: Vec<HandedOn>,
    send: impl AsyncFn(Vec<HandedOn>) -> api::Result<()>,
) -> Result<(), String> {
    for part in handed.chunks(AT_ONCE) {
        send(part.to_vec()).await.map_err(words::say)?;
    }
    Ok(())
}
