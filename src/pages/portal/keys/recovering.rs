//! The root key comes back from the recovery sheet, when no administrator is left who could hand it on.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::officers::AgencyKeys;
use neighbors_domain::record::PublicKey;

use crate::api;
use crate::components::{Field, Icon, described_by};
use crate::keyring::Keyring;
use crate::words::{self, t};

/// `key`: the public half, as the record has it. What was typed leaves this page only sealed.
#[component]
pub fn Recovering(keys: StoredValue<AgencyKeys>, key: PublicKey, changed: Callback<()>) -> impl IntoView {
    let keyring = Keyring::here();
    let typed = RwSignal::new(String::new());
    let (error, sending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let recover = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        error.set(None);
        spawn_local(async move {
            let keys = keys.get_value();
            let said = match keyring.recover(&keys, key, typed.get_untracked()).await {
                Ok(certify) => api::certify(&keys.me, &certify).await.map_err(words::say),
                Err(why) => Err(words::say(why)),
            };
            match said {
                Ok(()) => changed.run(()),
                Err(why) => {
                    error.try_set(Some(why));
                    sending.try_set(false);
                }
            }
        });
    };
    let invalid = move || error.with(Option::is_some);
    view! {
        <section class="card stack stack-3" aria-labelledby="without">
            <h2 class="h3 row" id="without"><Icon name="info"/>{t!("The root key is not sealed to you")}</h2>
            <p>{t!("An administrator who holds it hands it on to you on this page. If none is left, it stands on the recovery sheet in your safe.")}</p>
            <form class="stack" novalidate=true on:submit=recover>
                <Field id="sheet-key" label=t!("Root key, from the paper") hint=t!("64 digits and letters; spaces do not matter. It is never sent: this page seals it to you.") error>
                    <textarea class="input mono" id="sheet-key" rows="3" autocomplete="off" autocapitalize="none" spellcheck="false"
                        aria-invalid=move || invalid().then_some("true") aria-describedby=move || described_by("sheet-key", true, invalid())
                        prop:value=typed on:input:target=move |event| { error.set(None); typed.set(event.target().value()) }></textarea>
                </Field>
                <div class="buttons">
                    <button class="button" type="submit" aria-disabled=move || sending.get().then_some("true")>
                        {move || if sending.get() { t!("Sealing it to you") } else { t!("Take the root key from the sheet") }}
                    </button>
                </div>
            </form>
        </section>
    }
}
