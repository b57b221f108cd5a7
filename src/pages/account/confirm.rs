//! `/confirm#TOKEN` The mailbox has answered: make a passkey or choose a password, and the account is there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::joining::{AccountError, ChoosePassword, Field, LinkToken};
use neighbors_domain::passkey::{BeginJoining, JoinWithPasskey};
use neighbors_domain::password::{MIN_CHARS, Password};

use super::{Above, Line, NoLink, Refused, Send, focus, link_token};
use crate::components::{Heading, PasskeyButton};
use crate::pages::settings::default_name;
use crate::session::Session;
use crate::words::{say, t};
use crate::{api, passkey};

#[component]
pub fn Confirm() -> impl IntoView {
    let body = match link_token() {
        Some(token) => view! {
            <MakePasskey token=token.clone()/>
            <p class="or small quiet"><span>{t!("or")}</span></p>
            <Choose token/>
        }
        .into_any(),
        None => view! { <NoLink/> }.into_any(),
    };
    view! {
        <main class="page page--slim stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("How do you want to sign in?")/>
                <p class="soft">{t!("Your email address is confirmed. With a passkey or a password the account is yours.")}</p>
            </header>
            {body}
        </main>
    }
}

/// The device keeps the key; there is nothing to remember.
#[component]
fn MakePasskey(token: LinkToken) -> impl IntoView {
    let session = Session::here();
    let navigate = use_navigate();
    let ask = move || {
        let (navigate, token) = (navigate.clone(), token.clone());
        async move {
            with_passkey(token).await?;
            session.changed().await;
            navigate(pages::HOME, Default::default());
            Ok(())
        }
    };
    view! {
        <div class="stack stack-2">
            <PasskeyButton label=t!("Make a passkey") ask/>
            <p class="small soft">{t!("Your phone, computer or security key keeps it: nothing to remember, and nothing a stolen database could open. If the device is lost, a link in your mailbox brings you back.")}</p>
        </div>
    }
}

async fn with_passkey(token: LinkToken) -> Result<(), String> {
    let begin = BeginJoining { token: token.clone() };
    let question = api::begin_joining_with_passkey(&begin).await.map_err(say)?;
    let answer = passkey::make(&question).await.map_err(|why| why.sentence().to_owned())?;
    api::join_with_passkey(&JoinWithPasskey { token, answer, name: default_name() }).await.map_err(say)
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

/// The hint below says the number in both languages.
const _: () = assert!(MIN_CHARS == 12);

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
