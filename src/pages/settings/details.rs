//! "My details": what this browser, and nobody else, remembers for the next share.

use leptos::prelude::*;
use neighbors_domain::consent::{Identity, IdentityError};

use super::Fold;
use crate::my_details;
use crate::pages::account::Line;
use crate::words::{say, t};

#[component]
pub fn MyDetails() -> impl IntoView {
    view! {
        <section class="stack stack-3" aria-labelledby="details">
            <div class="stack stack-1">
                <h2 id="details">{t!("My details, on this device")}</h2>
                <p class="soft">{t!("An agency that receives a recording from you receives these with it. They never reach our server except sealed inside a share you consent to. Kept here only if you save them, until you delete them or sign out.")}</p>
            </div>
            <Fold title=t!("Name, email and home address for sharing") view=|| view! { <Form/> }/>
        </section>
    }
}

#[component]
fn Form() -> impl IntoView {
    let before = my_details::kept();
    let text =
        |of: fn(&Identity) -> &String| RwSignal::new(before.as_ref().map(of).cloned().unwrap_or_default());
    let (name, email, address) = (text(|it| &it.name), text(|it| &it.email), text(|it| &it.home_address));
    let kept = RwSignal::new(before.is_some());
    let said = RwSignal::new("");
    let errors = RwSignal::new(Vec::<IdentityError>::new());
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let trimmed = |text: RwSignal<String>| text.get_untracked().trim().to_owned();
        let identity =
            Identity { name: trimmed(name), email: trimmed(email), home_address: trimmed(address) };
        match identity.check() {
            Ok(()) => {
                my_details::keep(&identity);
                errors.set(Vec::new());
                kept.set(true);
                said.set(t!("Saved in this browser."));
            }
            Err(wrong) => {
                said.set("");
                errors.set(wrong);
            }
        }
    };
    let delete = move |_| {
        my_details::forget();
        for text in [name, email, address] {
            text.set(String::new());
        }
        errors.set(Vec::new());
        kept.set(false);
        said.set(t!("Deleted from this browser."));
    };
    let beside = |field| {
        Signal::derive(move || {
            errors.with(|errors| errors.iter().find(|error| error.field() == field).map(say))
        })
    };
    use neighbors_domain::consent::Field;
    let button = move || {
        kept.get().then(|| view! { <button class="button button--danger" type="button" on:click=delete>{t!("Delete from this browser")}</button> })
    };
    view! {
        <form class="stack" novalidate on:submit=save>
            <Line id="detail-name" label=t!("Name") autocomplete="name" value=name error=beside(Field::Name)/>
            <Line id="detail-email" label=t!("Email address") kind="email" autocomplete="email" value=email error=beside(Field::Email)/>
            <Line id="detail-address" label=t!("Home address") autocomplete="street-address" value=address error=beside(Field::HomeAddress)/>
            <div class="buttons">
                <button class="button" type="submit">{t!("Save in this browser")}</button>
                {button}
            </div>
            <p class="small" role="status">{said}</p>
        </form>
    }
}
