//! The officer's key, open in this page's memory and nowhere else: a reload locks it again.

use leptos::prelude::*;

use crate::components::{Field, Icon, described_by};
use crate::words::{self, t};
use crate::{api, seal};

/// In context from [`Keyring::provide`] on.
#[derive(Clone, Copy)]
pub struct Keyring {
    identity: RwSignal<Option<String>>,
}

impl Keyring {
    pub fn provide() {
        provide_context(Self { identity: RwSignal::new(None) });
    }

    pub fn here() -> Self {
        expect_context()
    }

    pub fn unlocked(self) -> bool {
        self.identity.with(Option::is_some)
    }

    pub fn identity(self) -> Option<String> {
        self.identity.get_untracked()
    }

    pub fn lock(self) {
        self.identity.set(None);
    }

    async fn unlock(self, passphrase: String) -> Result<(), String> {
        let key = api::officer_key().await.map_err(words::say)?;
        let wrapped =
            from_base64(&key.wrapped_identity).ok_or(t!("Your key did not arrive whole. Try again."))?;
        let identity = seal::unlock(wrapped, passphrase).await.map_err(words::say)?;
        self.identity.set(Some(identity));
        Ok(())
    }
}

/// Asks for the passphrase of the key, once in the life of this page.
#[component]
pub fn Unlock() -> impl IntoView {
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
            <p class="small soft">{t!("Shares are sealed to the officers of your agency. Your key lies on the server, wrapped by a passphrase that never leaves this page.")}</p>
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

/// By the browser itself; `None` for what is no base64.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let binary = window().atob(text).ok()?;
    binary.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}
