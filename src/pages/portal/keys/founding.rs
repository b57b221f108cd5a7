//! The keys of an agency are made: once, in this page, with a sheet of paper for the safe.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::officers::{AgencyKeys, MakeKeys};
use neighbors_domain::record::Signed;

use crate::api;
use crate::components::{FieldError, Icon, described_by};
use crate::keyring::{Keyring, to_base64};
use crate::seal::messages;
use crate::words::{self, t};

/// Letters of the sheet that are typed again: who has it in hand knows them.
const LAST: usize = 6;

#[component]
pub fn Founding(keys: AgencyKeys, changed: Callback<()>) -> impl IntoView {
    let keyring = Keyring::here();
    let keys = StoredValue::new(keys);
    let made = RwSignal::new(None::<(messages::AgencyKeys, Signed)>);
    let (failed, making) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let make = move |_| {
        if making.get_untracked() {
            return;
        }
        making.set(true);
        failed.set(None);
        spawn_local(async move {
            match keyring.found_agency(&keys.get_value()).await {
                Ok(both) => drop(made.try_set(Some(both))),
                Err(why) => drop(failed.try_set(Some(words::say(why)))),
            }
            making.try_set(false);
        });
    };
    let body = move || {
        match made.get() {
        Some((made, certificate)) => {
            view! { <Sheet agency=keys.with_value(|keys| keys.agency.clone()) made certificate changed/> }.into_any()
        }
        None => view! {
            <section class="card stack stack-3" aria-labelledby="make">
                <h2 class="h3 row" id="make"><Icon name="key"/>{t!("Your agency has no keys yet")}</h2>
                <p>{t!("Until it has, nobody can write, ask or open anything in its name. They are made in this page; the sheet that is shown then is shown once.")}</p>
                <p class="small soft">{t!("Have a printer at hand, and a safe.")}</p>
                <div class="buttons"><button class="button button--primary" type="button" on:click=make
                    aria-disabled=move || making.get().then_some("true")>{move || if making.get() { t!("Making the keys") } else { t!("Make the keys") }}</button></div>
                <div role="alert">{move || failed.get().map(|why| view! { <p class="field__error"><Icon name="warn"/><span>{why}</span></p> })}</div>
            </section>
        }
        .into_any(),
    }
    };
    view! { {body} }
}

#[component]
fn Sheet(
    agency: String,
    made: messages::AgencyKeys,
    certificate: Signed,
    changed: Callback<()>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let (error, sending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let groups = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        letters.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    };
    let (root, recovery) = (groups(&made.root_seed), groups(&made.recovery_identity));
    let fingerprint = made.root.fingerprint();
    let last = made.recovery_identity[made.recovery_identity.len() - LAST..].to_owned();
    let keep = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        if !typed.get_untracked().trim().eq_ignore_ascii_case(&last) {
            return error.set(Some(
                t!("These are not the last letters on the sheet. Print it first, then copy them from the paper.")
                    .to_owned(),
            ));
        }
        sending.set(true);
        let made = MakeKeys {
            key: made.root,
            recovery: made.recovery.clone(),
            wrapped: to_base64(&made.wrapped),
            certificate: certificate.clone(),
        };
        spawn_local(async move {
            match api::make_agency_keys(&made).await {
                Ok(()) => changed.run(()),
                Err(why) => {
                    error.try_set(Some(words::say(why)));
                    sending.try_set(false);
                }
            }
        });
    };
    let print = move |_| drop(window().print());
    let invalid = move || error.with(Option::is_some);
    view! {
        <section class="card sheet stack" aria-labelledby="sheet">
            <h2 class="row" id="sheet"><Icon name="key"/>{t!("Recovery sheet of {agency}", agency = agency)}</h2>
            <p>{t!("Whoever holds this paper can certify officers of your agency and open what residents shared with it. It belongs in a safe, not in a drawer and not in a photo.")}</p>
            <div class="stack stack-1"><h3 class="h4">{t!("Root key")}</h3><p class="mono sheet__words">{root}</p></div>
            <div class="stack stack-1"><h3 class="h4">{t!("Recovery key")}</h3><p class="mono sheet__words">{recovery}</p></div>
            <div class="stack stack-1"><h3 class="h4">{t!("Fingerprint of the root key, public")}</h3><p class="mono sheet__words">{fingerprint}</p></div>
            <div class="buttons"><button class="button" type="button" on:click=print>{t!("Print this sheet")}</button></div>
        </section>
        <form class="stack" novalidate=true on:submit=keep>
            <div class="field">
                <label class="field__label" for="last">{t!("The last six letters of the recovery key, from the paper")}</label>
                <input class="input input--short mono" id="last" autocomplete="off" autocapitalize="characters" spellcheck="false"
                    aria-invalid=move || invalid().then_some("true") aria-describedby=move || described_by("last", false, invalid())
                    prop:value=typed on:input:target=move |event| { error.set(None); typed.set(event.target().value()) }/>
                <FieldError id="last" error/>
            </div>
            <div class="buttons">
                <button class="button button--primary" type="submit" aria-disabled=move || sending.get().then_some("true")>
                    {move || if sending.get() { t!("Saving") } else { t!("The sheet is in the safe: use these keys") }}
                </button>
            </div>
        </form>
    }
}
