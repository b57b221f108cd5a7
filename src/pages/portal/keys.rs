//! `/portal/keys` For the agency's administrator: the root key, the recovery sheet, and who is certified with them.

mod certificates;
mod founding;
mod recovering;
mod sheet;

use leptos::prelude::*;
use neighbors_domain::officers::AgencyKeys;

use self::certificates::Certificates;
use self::founding::Founding;
use super::inbox::OfficersOnly;
use crate::api;
use crate::components::{Heading, Loaded, Shape, Unlock};
use crate::keyring::Keyring;
use crate::words::t;

#[component]
pub fn KeysPage() -> impl IntoView {
    view! { <OfficersOnly><Page/></OfficersOnly> }
}

#[component]
fn Page() -> impl IntoView {
    let keyring = Keyring::here();
    let keys = LocalResource::new(api::agency_keys);
    let changed = Callback::new(move |()| keys.refetch());
    let locked = move || {
        (!keyring.unlocked()).then(|| {
            view! { <Unlock why=t!("The root key is sealed to you, and what it signs is signed in this page.")/> }
        })
    };
    let shown = move |keys: AgencyKeys| match keys.key {
        None => view! { <Founding keys changed/> }.into_any(),
        Some(key) => view! { <Certificates keys key changed/> }.into_any(),
    };
    view! {
        <main class="page page--slim stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("Keys of your agency")/>
                <p class="soft">{t!("The root key says who your officers are. Each of them signs what they write, and anybody can check both in the public record.")}</p>
            </header>
            {locked}
            <Loaded resource=keys what=t!("the keys") shape=Shape::Text view=shown/>
        </main>
    }
}
