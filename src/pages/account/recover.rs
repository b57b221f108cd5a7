//! `/recover` "I forgot my password": asked for here, chosen by the link in the mail (`#TOKEN`), in force a day later.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::addresses::pages;
use neighbors_domain::joining::{Field, LinkToken, Recover};

use super::confirm::{NewPassword, chosen};
use super::{Above, Line, Mailbox, Refused, Send, focus, link_token};
use crate::components::{Heading, Icon};
use crate::words::{self, t};
use crate::{api, typed};

#[component]
pub fn RecoverPage() -> impl IntoView {
    let body = match link_token() {
        Some(token) => view! { <Choose token/> }.into_any(),
        None => view! { <Ask/> }.into_any(),
    };
    view! {
        <main class="page page--slim stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("A new password")/>
                <p class="soft">{t!("You choose it by a link in a mail. It takes effect a day later, so that whoever is signed in can say no: a stranger in your mailbox does not get in unseen.")}</p>
            </header>
            {body}
        </main>
    }
}

#[component]
fn Ask() -> impl IntoView {
    let email = typed::kept("recover-email");
    let refused = Refused::new();
    let sending = RwSignal::new(false);
    let sent = RwSignal::new(None::<String>);
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let recover = Recover { email: email.get_untracked().trim().to_owned() };
        if let Err(errors) = recover.clone().check() {
            refused.refuse(errors);
            return focus("recover-email");
        }
        refused.clear();
        sending.set(true);
        spawn_local(async move {
            let answer = api::recover(&recover).await;
            sending.try_set(false);
            match answer {
                Ok(()) => {
                    email.try_set(String::new());
                    sent.try_set(Some(recover.email));
                }
                Err(error) => refused.say(error),
            }
        });
    };
    let form = move || {
        view! {
            <form class="stack" novalidate on:submit=on_submit>
                <Above refused/>
                <Line id="recover-email" label=t!("Email address of your account")
                    hint=t!("Only to write to it. Whether it has an account is said in that mail and nowhere else.") kind="email" autocomplete="username"
                    value=email error=refused.beside(Field::Email)/>
                <Send sending label=t!("Send me the link") class="button--primary button--wide"/>
                <p class="small"><a href=pages::SIGN_IN>{t!("Back to signing in")}</a></p>
            </form>
        }
    };
    move || {
        match sent.get() {
        None => form().into_any(),
        Some(email) => view! {
            <Mailbox email what=t!("We wrote to it. Open the link in the mail within 24 hours and choose a new password. If no account has this address, the mail says so instead.")/>
        }
        .into_any(),
    }
    }
}

#[component]
fn Choose(token: LinkToken) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let refused = Refused::new();
    let sending = RwSignal::new(false);
    let waits = RwSignal::new(None::<DateTime<Utc>>);
    let token = StoredValue::new(token);
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(choice) = chosen(&token.get_value(), password, refused, sending) else { return };
        spawn_local(async move {
            let answer = api::confirm_recovery(&choice).await;
            sending.try_set(false);
            match answer {
                Ok(recovering) => drop(waits.try_set(Some(recovering.takes_effect_at))),
                Err(error) => refused.say(error),
            }
        });
    };
    let form = move || {
        view! {
            <form class="stack" novalidate on:submit=on_submit>
                <Above refused/>
                <NewPassword value=password error=refused.beside(Field::Password)/>
                <Send sending label=t!("Use this password from tomorrow") class="button--primary button--wide"/>
            </form>
        }
    };
    move || {
        match waits.get() {
        None => form().into_any(),
        Some(at) => view! {
            <div class="banner banner--good" role="status">
                <Icon name="clock"/>
                <div class="stack stack-2">
                    <p><b>{t!("It takes effect on {moment}", moment = words::moment(at))}</b></p>
                    <p>{t!("Until then the old password works, and every browser that is signed in is told and can stop this. Then sign in with the new one.")}</p>
                </div>
            </div>
        }
        .into_any(),
    }
    }
}
