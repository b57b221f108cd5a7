//! `/notices` What is new: where one wrote, around one's home, about the account; and what comes by mail.

mod decided;
mod mail;
mod nearby;
mod threads;

use leptos::prelude::*;
use neighbors_domain::account::{ResidentSelf, Who};
use neighbors_domain::addresses::pages;

use crate::api;
use crate::components::{Heading, Icon, Loaded};
use crate::notices::{self, Found, Unread};
use crate::session::Session;
use crate::words::t;
use decided::Decided;
use mail::ByMail;
use nearby::Nearby;
use threads::Threads;

#[component]
pub fn Notices() -> impl IntoView {
    let session = Session::here();
    let shown = move |me: neighbors_domain::account::Me| match me.who {
        Who::Visitor => view! { <SignInFirst/> }.into_any(),
        who => view! { <News who/> }.into_any(),
    };
    view! {
        <main class="page page--narrow stack stack-7" id="main" tabindex="-1">
            <Heading text=t!("Notices")/>
            <Loaded resource=session.resource() what=t!("who is signed in") view=shown/>
        </main>
    }
}

#[component]
fn SignInFirst() -> impl IntoView {
    let to = [pages::SIGN_IN, "?next=", pages::NOTICES].concat();
    view! {
        <div class="panel stack stack-3">
            <p>{t!("Notices belong to an account. You can read everything here without one.")}</p>
            <p><a class="button button--primary" href=to>{t!("Sign in")}</a></p>
        </div>
    }
}

#[component]
fn News(who: Who) -> impl IntoView {
    let resident = match &who {
        Who::Resident(resident) => Some(resident.clone()),
        _ => None,
    };
    let bell = Unread::here();
    let found = LocalResource::new(move || {
        let who = who.clone();
        async move { notices::look(&who, bell).await }
    });
    let shown = {
        let resident = resident.clone();
        move |found_now: Found| {
            let Found { threads, decided, near, recovery } = found_now;
            let nearby = resident.clone().map(|resident| view! { <Nearby resident near found/> });
            view! {
                {recovery.then(|| view! { <Recovery/> })}
                <Decided new=decided/>
                <Threads threads mine=resident.is_some() found/>
                {nearby}
            }
        }
    };
    let by_mail = resident.map(|resident: ResidentSelf| view! { <ByMail resident/> });
    view! {
        <Meanwhile found/>
        <Loaded resource=found what=t!("what is new") view=shown/>
        {by_mail}
    }
}

/// The bell has heard of something since this page was shown: the list changes when the reader says so.
#[component]
fn Meanwhile(found: LocalResource<api::Result<Found>>) -> impl IntoView {
    let bell = Unread::here();
    let shown = RwSignal::new(None::<String>);
    let now = move || bell.map(|Unread(unread)| unread.get()).unwrap_or_default();
    // What the bell said once this list was here.
    Effect::new(move || {
        if found.with(|found| found.as_ref().is_some_and(Result::is_ok)) {
            shown.set(Some(untrack(now)));
        }
    });
    let line = move || {
        shown.get().is_some_and(|shown| shown != now()).then(|| {
            view! {
                <p class="row row--apart panel">
                    <span>{t!("Something is new.")}</span>
                    <button class="button" type="button" on:click=move |_| found.refetch()>{t!("Show it")}</button>
                </p>
            }
        })
    };
    view! { <div role="status">{line}</div> }
}

#[component]
fn Recovery() -> impl IntoView {
    view! {
        <div class="banner banner--warn">
            <Icon name="key"/>
            <p>{t!("A new password was chosen by a link sent to your mailbox.")}" "<a href=pages::SETTINGS>{t!("Look at it in the settings")}</a></p>
        </div>
    }
}
