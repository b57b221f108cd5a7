//! `/confirm-email#TOKEN` One of the two mailboxes says yes to a new address. Opened by a press, not by arriving: programs
//! that look through mails open links too.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::addresses::pages;
use neighbors_domain::joining::{ConfirmEmail, EmailConfirmed, LinkToken};

use super::{Above, NoLink, Refused, Send, link_token};
use crate::api;
use crate::components::{Heading, Icon};
use crate::session::Session;
use crate::words::t;

#[component]
pub fn ConfirmEmailPage() -> impl IntoView {
    let body = match link_token() {
        Some(token) => view! { <SayYes token/> }.into_any(),
        None => view! { <NoLink/> }.into_any(),
    };
    view! {
        <main class="page page--slim stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("Another email address")/>
                <p class="soft">{t!("It changes when both mailboxes have said yes: the one you leave, and the one you move to.")}</p>
            </header>
            {body}
        </main>
    }
}

#[component]
fn SayYes(token: LinkToken) -> impl IntoView {
    let session = Session::here();
    let refused = Refused::new();
    let sending = RwSignal::new(false);
    let said = RwSignal::new(None::<EmailConfirmed>);
    let token = StoredValue::new(token);
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        refused.clear();
        spawn_local(async move {
            let answer = api::confirm_email(&ConfirmEmail { token: token.get_value() }).await;
            sending.try_set(false);
            match answer {
                Ok(confirmed) => {
                    said.try_set(Some(confirmed));
                    session.reload();
                }
                Err(error) => refused.say(error),
            }
        });
    };
    move || match said.get() {
        None => view! {
            <form class="stack" on:submit=on_submit>
                <Above refused/>
                <Send sending label=t!("Yes, change the address") class="button--primary button--wide"/>
            </form>
        }
        .into_any(),
        Some(EmailConfirmed { changed }) => {
            let what = match changed {
                true => t!("Both mailboxes have said yes. Sign in with the new address from now on."),
                false => t!("This mailbox has said yes. Now open the link in the other one."),
            };
            view! {
                <div class="banner banner--good" role="status"><Icon name="check"/><p>{what}</p></div>
                <p><a href=pages::SETTINGS>{t!("Settings")}</a></p>
            }
            .into_any()
        }
    }
}
