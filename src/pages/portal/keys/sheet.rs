//! What only the recovery sheet still opens: its key, typed from the paper, hands keys of requests on.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::assistance_request::KeysToHandOn;

use crate::components::{Field, Icon, described_by};
use crate::keyring::Keyring;
use crate::pages::portal::hand_on::{in_parts, who};
use crate::words::{self, t};
use crate::{api, seal};

/// Nothing where every officer can open everything. `recovery`: the public half, as the record has it.
#[component]
pub fn WithTheSheet(recovery: String) -> impl IntoView {
    let keys = LocalResource::new(api::keys_to_recover);
    let recovery = StoredValue::new(recovery);
    let done = RwSignal::new(false);
    let again = Callback::new(move |()| {
        done.set(true);
        keys.refetch();
    });
    let shown = move || {
        let keys = keys.get().and_then(Result::ok).filter(|keys| !keys.keys.is_empty())?;
        Some(view! { <Lacking keys recovery=recovery.get_value() again/> })
    };
    let said = move || {
        done.get().then(|| view! {
            <p class="banner"><Icon name="check"/><span>{t!("The keys are handed on. That the sheet was used stands in the public record.")}</span></p>
        })
    };
    view! { <div role="status">{said}</div>{shown} }
}

#[component]
fn Lacking(keys: KeysToHandOn, recovery: String, again: Callback<()>) -> impl IntoView {
    let keyring = Keyring::here();
    let names = who(&keys);
    let recovery = StoredValue::new(recovery);
    let typed = RwSignal::new(String::new());
    let (error, sending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let hand_on = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        error.set(None);
        spawn_local(async move {
            let said = match seal::read_sheet(typed.get_untracked(), recovery.get_value()).await {
                Err(why) => Err(words::say(why)),
                Ok(sheet) => with_the_sheet(keyring, sheet).await,
            };
            sending.try_set(false);
            match said {
                Ok(()) => again.run(()),
                Err(why) => drop(error.try_set(Some(why))),
            }
        });
    };
    let invalid = move || error.with(Option::is_some);
    view! {
        <section class="card stack stack-3" aria-labelledby="lacking">
            <h2 class="h3 row" id="lacking"><Icon name="lock"/>{t!("Keys some officers lack")}</h2>
            <p>{t!("These officers came after requests were sent. A colleague who has the keys hands them on under Shares. If nobody has them any more, the recovery key on the sheet in your safe opens them.")}</p>
            {names}
            <form class="stack" novalidate=true on:submit=hand_on>
                <Field id="sheet-recovery" label=t!("Recovery key, from the paper") hint=t!("It begins with AGE-SECRET-KEY-1; spaces do not matter. It is never sent: this page opens the keys with it.") error>
                    <textarea class="input mono" id="sheet-recovery" rows="3" autocomplete="off" autocapitalize="characters" spellcheck="false"
                        aria-invalid=move || invalid().then_some("true") aria-describedby=move || described_by("sheet-recovery", true, invalid())
                        prop:value=typed on:input:target=move |event| { error.set(None); typed.set(event.target().value()) }></textarea>
                </Field>
                <div class="buttons">
                    <button class="button" type="submit" aria-disabled=move || sending.get().then_some("true")>
                        {move || if sending.get() { t!("Handing on") } else { t!("Hand the keys on with the sheet") }}
                    </button>
                </div>
            </form>
        </section>
    }
}

/// Asked for only when the right key was typed: asking stands in the record.
async fn with_the_sheet(keyring: Keyring, sheet: String) -> Result<(), String> {
    let keys = api::open_with_sheet().await.map_err(words::say)?;
    let handed = keyring.hand_on(&keys, Some(sheet)).await.map_err(words::say)?;
    in_parts(handed, async |part| api::recover_keys(&part).await).await
}
