//! An invitation: to a mailbox of the agency, for some roles; and those that wait.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::officers::{Field, Invite, Invited, Role, Roles};

use super::Changed;
use crate::api;
use crate::components::Icon;
use crate::pages::account::{Line, Send};
use crate::pages::portal::form::{Above, Refused, RoleTicks};
use crate::words::{self, t};

#[component]
pub fn InviteForm(official_domain: String) -> impl IntoView {
    let Changed(changed) = expect_context();
    let email = RwSignal::new(String::new());
    let roles = RwSignal::new(Roles::from(vec![Role::Post]));
    let administrator = RwSignal::new(false);
    let refused = Refused::new();
    let sending = RwSignal::new(false);
    let domain = official_domain.clone();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let invite = Invite {
            email: email.get_untracked().trim().to_owned(),
            roles: roles.get_untracked(),
            administrator: administrator.get_untracked(),
        };
        if let Err(error) = invite.check(&domain) {
            return refused.refuse(vec![error]);
        }
        refused.clear();
        sending.set(true);
        spawn_local(async move {
            match api::invite(&invite).await {
                Ok(()) => changed.run(()),
                Err(error) => refused.say(error),
            }
            sending.try_set(false);
        });
    };
    view! {
        <section class="card stack stack-3" aria-labelledby="invite">
            <h2 class="h3" id="invite">{t!("Invite an officer")}</h2>
            <p class="small soft">{t!("A link goes to a mailbox at @{domain}. It works once, for 72 hours.", domain = official_domain)}</p>
            <form class="stack" novalidate=true on:submit=submit>
                <Above refused/>
                <Line id="email" label=t!("Email address") kind="email" autocomplete="off" value=email error=refused.beside(Field::Email)/>
                <RoleTicks roles administrator/>
                <Send sending label=t!("Send the invitation") class="button--primary"/>
            </form>
        </section>
    }
}

#[component]
pub fn InvitedLine(invited: Invited) -> impl IntoView {
    let Changed(changed) = expect_context();
    let failed = RwSignal::new(None::<String>);
    let id = invited.id;
    let take_back = move |_| {
        let id = id.clone();
        spawn_local(async move {
            match api::take_back_invitation(&id).await {
                Ok(()) => changed.run(()),
                Err(error) => drop(failed.try_set(Some(words::say(error)))),
            }
        });
    };
    view! {
        <article class="card stack stack-2">
            <p><b>{invited.email}</b></p>
            <p class="small soft">{t!("Until {time}", time = words::moment(invited.until))}</p>
            <div class="buttons"><button class="button" type="button" on:click=take_back>{t!("Take back the invitation")}</button></div>
            <div role="alert">{move || failed.get().map(|why| view! { <p class="field__error"><Icon name="warn"/><span>{why}</span></p> })}</div>
        </article>
    }
}
