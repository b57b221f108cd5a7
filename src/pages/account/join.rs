//! `/join` An email address and that one is an adult. Nothing else is asked.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::addresses::pages;
use neighbors_domain::joining::{Field, Join};

use super::{Above, Line, Mailbox, Refused, Send, focus};
use crate::components::{FieldError, Heading, described_by};
use crate::frame::FootLinks;
use crate::words::t;
use crate::{api, typed};

#[component]
pub fn JoinPage() -> impl IntoView {
    let email = typed::kept("join-email");
    let adult = RwSignal::new(false);
    let refused = Refused::new();
    let sending = RwSignal::new(false);
    let sent = RwSignal::new(None::<String>);
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let join = Join { email: email.get_untracked().trim().to_owned(), adult: adult.get_untracked() };
        if let Err(errors) = join.clone().check() {
            let first = errors.first().map(|error| error.field());
            refused.refuse(errors);
            return focus(if first == Some(Field::Adult) { "adult" } else { "join-email" });
        }
        refused.clear();
        sending.set(true);
        spawn_local(async move {
            let answer = api::join(&join).await;
            sending.try_set(false);
            match answer {
                Ok(()) => {
                    email.try_set(String::new());
                    sent.try_set(Some(join.email));
                }
                Err(error) => refused.say(error),
            }
        });
    };
    let not_adult = refused.beside(Field::Adult);
    let form = move || {
        view! {
            <form class="stack" novalidate on:submit=on_submit>
                <Above refused/>
                <Line id="join-email" label=t!("Email address") kind="email" autocomplete="username"
                    hint=t!("So that you can come back. Nobody but you ever sees it, no neighbor and no agency.")
                    value=email error=refused.beside(Field::Email)/>
                <div class="field">
                    <label class="tick" for="adult">
                        <input type="checkbox" id="adult" prop:checked=adult
                            on:change:target=move |event| adult.set(event.target().checked())
                            aria-invalid=move || not_adult.with(Option::is_some).then_some("true")
                            aria-describedby=move || described_by("adult", true, not_adult.with(Option::is_some))/>
                        <span>{t!("I am 18 or older")}</span>
                    </label>
                    <p class="field__hint" id="adult-hint">{t!("You say so, and nobody checks. A date of birth is not asked for, and that you ticked this is not kept.")}</p>
                    <FieldError id="adult" error=not_adult/>
                </div>
                <Send sending label=t!("Send me the link") class="button--primary button--wide"/>
                <p class="small">{t!("You have an account?")}" "<a href=pages::SIGN_IN>{t!("Sign in")}</a></p>
            </form>
            <div class="panel small stack stack-2">
                <p><b>{t!("What joining asks for.")}</b>" "{t!("An email address, so that you can come back. That you are an adult. Nothing else: no name, no phone number, no street.")}</p>
                <p>{t!("Neighbors see “Neighbor 2”, with another number in every thread. Afterwards you make a passkey or choose a password, and pick your home, as one cell on a map.")}</p>
            </div>
        }
    };
    let shown = move || {
        match sent.get() {
        None => form().into_any(),
        Some(email) => view! {
            <Mailbox email what=t!("We wrote to it. Open the link in the mail within 24 hours; it leads on from there. If the address has an account already, the mail says so instead.")/>
            <p><button class="button" type="button" on:click=move |_| sent.set(None)>{t!("Use another address")}</button></p>
        }
        .into_any(),
    }
    };
    view! {
        <main class="page page--slim stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("Join Neighbors")/>
                <p class="soft">{t!("You can read everything here without an account. To post, comment or answer a request you need one.")}</p>
            </header>
            {shown}
            <p class="row small only-phone"><FootLinks/></p>
        </main>
    }
}
