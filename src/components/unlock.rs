//! Asks an officer for the passphrase of their key.

use leptos::prelude::*;

use super::{Field, Icon, described_by};
use crate::keyring::Keyring;
use crate::words::t;

/// Asks once in the life of this page. `why`: what the key is needed for.
#[component]
pub fn Unlock(why: &'static str) -> impl IntoView {
    let keyring = Keyring::here();
    let passphrase = RwSignal::new(String::new());
    let unlock = Action::new_local(move |passphrase: &String| keyring.unlock(passphrase.trim().to_owned()));
    let error = Signal::derive(move || {
        unlock.value().get().and_then(Result::err).filter(|_| !unlock.pending().get())
    });
    let invalid = move || error.with(Option::is_some);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !unlock.pending().get_untracked() {
            unlock.dispatch_local(passphrase.get_untracked());
        }
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            <h2 class="h3 row"><Icon name="key"/>{t!("Unlock your key")}</h2>
            <p class="small soft">{why}" "{t!("Your key lies on the server, wrapped by a passphrase that never leaves this page.")}</p>
            <Field id="passphrase" label=t!("Key passphrase") hint=t!("The one that was made for you, with its dashes. It is not your password.") error>
                <input class="input" id="passphrase" type="password" autocomplete="off" spellcheck="false"
                    aria-invalid=move || invalid().then_some("true") aria-describedby=move || described_by("passphrase", true, invalid())
                    prop:value=passphrase on:input:target=move |event| passphrase.set(event.target().value())/>
            </Field>
            <div class="buttons">
                <button class="button button--primary" type="submit" aria-disabled=move || unlock.pending().get().then_some("true")>
                    {move || if unlock.pending().get() { t!("Unlocking …") } else { t!("Unlock") }}
                </button>
            </div>
        </form>
    }
}
