//! `/portal/officers` For the agency's administrator: who is an officer, who is invited, who has left.

mod invite;
mod line;

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::officers::OfficerList;

use self::invite::{InviteForm, InvitedLine};
use self::line::Line;
use super::inbox::OfficersOnly;
use crate::api;
use crate::components::{Heading, Icon, Loaded, Shape};
use crate::words::{self, t};

/// Something in the list was changed: it is loaded anew.
#[derive(Clone, Copy)]
struct Changed(Callback<()>);

#[component]
pub fn OfficersPage() -> impl IntoView {
    view! { <OfficersOnly><List/></OfficersOnly> }
}

/// Whether somebody is an administrator the list says itself.
#[component]
fn List() -> impl IntoView {
    let list = LocalResource::new(api::officers);
    provide_context(Changed(Callback::new(move |()| list.refetch())));
    view! {
        <main class="page stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("Officers")/>
                <p class="soft measure">{t!("Everybody who writes, asks or opens shares in the name of your agency. End whoever leaves on the day they leave.")}</p>
            </header>
            <Loaded resource=list what=t!("the officers") shape=Shape::Items view=|list| view! { <Whole list/> }/>
        </main>
    }
}

#[component]
fn Whole(list: OfficerList) -> impl IntoView {
    let OfficerList { official_domain, officers, invited, confirmed_at } = list;
    let (there, gone): (Vec<_>, Vec<_>) =
        officers.into_iter().partition(|officer| officer.ended_at.is_none());
    let gone = (!gone.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="gone">
                <h2 id="gone">{t!("No longer with the agency")}</h2>
                {gone.into_iter().map(|officer| view! { <Line officer/> }).collect_view()}
            </section>
        }
    });
    let waiting = (!invited.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="invited">
                <h2 id="invited">{t!("Invited")}</h2>
                {invited.into_iter().map(|invited| view! { <InvitedLine invited/> }).collect_view()}
            </section>
        }
    });
    view! {
        <div class="work">
            <div class="stack stack-6">
                <section class="stack" aria-labelledby="there">
                    <h2 id="there">{t!("With the agency")}</h2>
                    {there.into_iter().map(|officer| view! { <Line officer/> }).collect_view()}
                </section>
                {waiting}
                {gone}
            </div>
            <aside class="work__rules stack stack-5" aria-label=t!("Look after the list")>
                <InviteForm official_domain/>
                <Confirm confirmed_at/>
            </aside>
        </div>
    }
}

#[component]
fn Confirm(confirmed_at: Option<chrono::DateTime<chrono::Utc>>) -> impl IntoView {
    let Changed(changed) = expect_context();
    let failed = RwSignal::new(None::<String>);
    let confirm = move |_| {
        spawn_local(async move {
            match api::confirm_officers().await {
                Ok(()) => changed.run(()),
                Err(error) => drop(failed.try_set(Some(words::say(error)))),
            }
        });
    };
    let last = match confirmed_at {
        Some(at) => t!("Last looked through on {day}.", day = words::day(at)),
        None => t!("Nobody has looked through it yet.").to_owned(),
    };
    view! {
        <section class="card stack stack-3" aria-labelledby="confirm">
            <h2 class="h3" id="confirm">{t!("Is the list right?")}</h2>
            <p class="small soft">{last}" "{t!("A mail reminds you once a month.")}</p>
            <div class="buttons"><button class="button" type="button" on:click=confirm><Icon name="check"/>{t!("The list is right")}</button></div>
            <div role="alert">{move || failed.get().map(|why| view! { <p class="field__error"><Icon name="warn"/><span>{why}</span></p> })}</div>
        </section>
    }
}
