//! `/confirm#TOKEN` The mailbox has answered: choose a password, and the account is there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::joining::{AccountError, ChoosePassword, Field, LinkToken};
use neighbors_domain::password::Password;

use super::{Above, Line, NoLink, Refused, Send, focus, link_token};
use crate::api;
use crate::components::Heading;
use crate::session::Session;
use crate::words::t;

#[component]
pub fn Confirm() -> impl IntoView {
    let body = match link_token() {
        Some(token) => view! { <Choose token/> }.into_any(),
        None => view! { <NoLink/> }.into_any(),
    };
    view! {
        <main class="page page--slim stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("Choose a password")/>
                <p class="soft">{t!("Your email address is confirmed. With a password the account is yours.")}</p>
            </header>
            {body}
        </main>
    }
}

#[component]
fn Choose(token: LinkToken) -> impl IntoView {
    let session = Session::here();
    let navigate = use_navigate();
    let password = RwSignal::new(String::new());
    let refused = Refused::new();
    let sending = RwSignal::new(false);
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(choice) = chosen(&token, password, refused, sending) else { return };
        let navigate = navigate.clone();
        spawn_local(async move {
            match api::confirm_account(&choice).await {
                Ok(()) => {
                    session.changed().await;
                    navigate(pages::HOME, Default::default());
                }
                Err(error) => {
                    sending.try_set(false);
                    refused.say(error);
                }
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=on_submit>
            <Above refused/>
            <NewPassword value=password error=refused.beside(Field::Password)/>
            <Send sending label=t!("Make my account") class="button--primary button--wide"/>
        </form>
    }
}

/// What to send, once the password is one; the rule's own sentence beside the field until then.
pub(super) fn chosen(
    token: &LinkToken,
    password: RwSignal<String>,
    refused: Refused,
    sending: RwSignal<bool>,
) -> Option<ChoosePassword> {
    if sending.get_untracked() {
        return None;
    }
    let password = Password(password.get_untracked());
    // The common ones are known to the server alone, and refused there.
    if let Err(error) = password.check("", |_| false) {
        refused.refuse(vec![AccountError::from(error)]);
        focus("new-password");
        return None;
    }
    refused.clear();
    sending.set(true);
    Some(ChoosePassword { token: token.clone(), password })
}

#[component]
pub fn NewPassword(value: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let shown = RwSignal::new(false);
    let kind = move || if shown.get() { "text" } else { "password" };
    Effect::new(move || {
        use wasm_bindgen::JsCast;
        let kind = kind();
        if let Some(input) = document().get_element_by_id("new-password") {
            input.unchecked_into::<web_sys::HtmlInputElement>().set_type(kind);
        }
    });
    view! {
        <div class="stack stack-2">
            <Line id="new-password" label=t!("New password") kind="password" autocomplete="new-password"
                hint=t!("At least 12 characters. Three or four words that do not belong together are good, and easy to keep. Nobody can read it here.")
                value error/>
            <label class="tick small">
                <input type="checkbox" prop:checked=shown on:change:target=move |event| shown.set(event.target().checked())/>
                <span>{t!("Show what I type")}</span>
            </label>
        </div>
    }
}
