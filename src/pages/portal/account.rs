//! `/portal/account` How an officer signs in: passkeys, password and authenticator, and where they are signed in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use neighbors_domain::officers::{Authenticator as Shown, Field, NewAuthenticator, PortalSelf};
use neighbors_domain::password::Password;

use super::authenticator::{Authenticator, new_secret};
use super::form::{Above, Refused};
use super::inbox::OfficersOnly;
use crate::api::{self, Error};
use crate::components::{Heading, Loaded};
use crate::keyring::Keyring;
use crate::pages::account::{Line, Send};
use crate::pages::settings::{Fold, NewPasswordForm, Passkeys, Proof, Sessions};
use crate::words::{say, t};

#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <OfficersOnly><Page/></OfficersOnly> }
}

#[component]
fn Page() -> impl IntoView {
    let navigate = use_navigate();
    let keyring = Keyring::here();
    let left = Callback::new(move |()| {
        keyring.lock();
        navigate(pages::PORTAL_SIGN_IN, Default::default());
    });
    view! {
        <main class="page page--narrow stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("How you sign in")/>
                <p class="soft">{t!("With a passkey, or with a password and the codes of an authenticator. The passphrase of your key is something else: it is asked for when you sign or open something, and nobody can change it.")}</p>
            </header>
            <section class="stack stack-3" aria-label=t!("How you sign in")>
                <Fold title=t!("Where you are signed in") view=move || view! { <Sessions left/> }/>
                <Fold title=t!("Passkeys") view=|| view! { <Passkeys/> }/>
                <Fold title=t!("Authenticator") view=|| view! { <NewAuthenticatorForm/> }/>
                <Fold title=t!("Change the password") view=|| view! { <NewPasswordForm/> }/>
            </section>
        </main>
    }
}

/// The secret is drawn when the fold is opened, and again after it was taken: each is shown to one app.
#[component]
fn NewAuthenticatorForm() -> impl IntoView {
    let done = RwSignal::new(0_u32);
    let me = LocalResource::new(api::portal_me);
    let form = move |me: PortalSelf| {
        move || {
            done.track();
            match new_secret() {
                Some(secret) => view! { <Exchange email=me.email.clone() secret done/> }.into_any(),
                None => {
                    view! { <p>{t!("This browser could not make a key. Try another one.")}</p> }.into_any()
                }
            }
        }
    };
    let said = move || {
        (done.get() > 0).then(|| t!("It is exchanged. We wrote to your mailbox that it was; the app before gives no codes for this account any more."))
    };
    view! {
        <p class="small soft">{t!("For a new phone, or a first authenticator beside a passkey. The one before stops working.")}</p>
        <p role="status">{said}</p>
        <Loaded resource=me what=t!("who is signed in") view=form/>
    }
}

#[component]
fn Exchange(email: String, secret: String, done: RwSignal<u32>) -> impl IntoView {
    let (code, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let refused = Refused::new();
    let wrong_password = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let totp_secret = secret.clone();
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        refused.clear();
        wrong_password.set(None);
        sending.set(true);
        let new = NewAuthenticator {
            password: Password(password.get_untracked()),
            authenticator: Shown {
                totp_secret: totp_secret.clone(),
                code: code.get_untracked().trim().to_owned(),
            },
        };
        spawn_local(async move {
            let answer = api::change_authenticator(&new).await;
            sending.try_set(false);
            match answer {
                Ok(()) => drop(done.try_update(|done| *done += 1)),
                Err(Error::Api(ApiError::AccountRefused { errors })) => {
                    drop(wrong_password.try_set(errors.first().map(say)));
                }
                Err(error) => refused.say(error),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=on_submit>
            <Above refused/>
            <Authenticator email secret/>
            <Line id="new-code" label=t!("Six digits from the app") autocomplete="one-time-code" value=code error=refused.beside(Field::Code)/>
            <Proof id="authenticator-password" password error=wrong_password.into()/>
            <Send sending label=t!("Use this authenticator")/>
        </form>
    }
}
