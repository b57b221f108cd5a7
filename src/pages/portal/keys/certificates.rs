//! Who is certified by the agency's root key, and certifying whoever waits.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::officers::{AgencyKeys, CertifiableOfficer};
use neighbors_domain::record::PublicKey;

use super::recovering::Recovering;
use super::sheet::WithTheSheet;
use crate::api;
use crate::components::Icon;
use crate::keyring::{Keyring, from_base64};
use crate::words::{self, t};

#[component]
pub fn Certificates(keys: AgencyKeys, key: PublicKey, changed: Callback<()>) -> impl IntoView {
    let recovery = keys.recovery.clone().unwrap_or_default();
    let without = keys.wrapped.is_none();
    let sheet = recovery.clone();
    let officers = keys.officers.clone();
    let keys = StoredValue::new(keys);
    let without = without.then(|| view! { <Recovering keys key changed/> });
    view! {
        <section class="card stack stack-3" aria-labelledby="root">
            <h2 class="h3 row" id="root"><Icon name="key"/>{t!("Root key")}</h2>
            <p class="mono sheet__words">{key.fingerprint()}</p>
            <p class="small soft">{t!("Its fingerprint, as the public record has it. Its other half is sealed to administrators, and on the recovery sheet in your safe.")}</p>
            <p class="tiny quiet">{t!("Recovery: {key}", key = recovery)}</p>
        </section>
        {without}
        <WithTheSheet recovery=sheet/>
        <section class="stack" aria-labelledby="certified">
            <h2 id="certified">{t!("Officers")}</h2>
            <ul class="list stack stack-3" role="list">
                {officers.into_iter().map(|officer| view! { <Line keys officer changed/> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Line(keys: StoredValue<AgencyKeys>, officer: CertifiableOfficer, changed: Callback<()>) -> impl IntoView {
    let keyring = Keyring::here();
    let (failed, sending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let (name, title) = (officer.name.clone(), officer.title.clone());
    let certified = officer.certified_at;
    let state = match certified {
        Some(at) => view! { <span class="tag tag--good tag--wrap"><Icon name="check"/>{t!("Certified {day}", day = words::day(at))}</span> }.into_any(),
        None => view! { <span class="tag tag--warn tag--wrap">{t!("Waits for a certificate")}</span> }.into_any(),
    };
    // An administrator may have become one after being certified.
    let wants_root = officer.administrator && !officer.holds_root;
    let holder = keys.with_value(|keys| keys.wrapped.is_some());
    let label = if certified.is_none() { t!("Certify") } else { t!("Hand the root key on") };
    let officer = StoredValue::new(officer);
    let certify = move |_| {
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        failed.set(None);
        spawn_local(async move {
            let (keys, officer) = (keys.get_value(), officer.get_value());
            let wrapped = keys.wrapped.as_deref().and_then(from_base64).unwrap_or_default();
            let said = match keyring.certify(&keys, wrapped, &officer).await {
                Ok(certify) => api::certify(&officer.id, &certify).await.map_err(words::say),
                Err(why) => Err(words::say(why)),
            };
            match said {
                Ok(()) => changed.run(()),
                Err(why) => {
                    failed.try_set(Some(why));
                    sending.try_set(false);
                }
            }
        });
    };
    let act = (holder && (certified.is_none() || wants_root)).then(|| {
        view! {
            <button class="button" type="button" on:click=certify aria-disabled=move || sending.get().then_some("true")>
                {label}<span class="unseen">": "{name.clone()}</span>
            </button>
        }
    });
    view! {
        <li class="card stack stack-2">
            <div class="row row--apart">
                <div><b>{name}</b><p class="small soft">{title}</p></div>
                {state}
            </div>
            {act}
            <div role="alert">{move || failed.get().map(|why| view! { <p class="field__error"><Icon name="warn"/><span>{why}</span></p> })}</div>
        </li>
    }
}
