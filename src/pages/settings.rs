//! `/settings` The three switches, the home, what this browser remembers, signing in, leaving.

mod details;
mod leaving;
mod passkeys;
mod proof;
mod security;
mod switches;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use neighbors_domain::account::{OfficerSelf, ResidentSelf, Who};
use neighbors_domain::addresses::pages;

use crate::api;
use crate::components::{AgencyName, Heading, Icon, Loaded};
use crate::frame::FootLinks;
use crate::home;
use crate::session::Session;
use crate::words::{self, t};
use details::MyDetails;
use leaving::Leaving;
pub(super) use passkeys::{Passkeys, default_name};
pub(super) use proof::Proof;
pub(super) use security::{NewPasswordForm, Sessions};
use security::{RecoveryWaits, Security};
use switches::SwitchesCard;

#[component]
pub fn Settings() -> impl IntoView {
    let session = Session::here();
    let shown = move |me: neighbors_domain::account::Me| match me.who {
        Who::Visitor => view! { <SignInFirst/> }.into_any(),
        Who::Resident(resident) => view! { <ResidentSettings resident/> }.into_any(),
        Who::Officer(officer) => view! { <OfficerSettings officer/> }.into_any(),
    };
    view! {
        <main class="page page--narrow stack stack-7" id="main" tabindex="-1">
            <Heading text=t!("Settings")/>
            <Loaded resource=session.resource() what=t!("your settings") view=shown/>
            <p class="row small only-phone"><FootLinks/></p>
        </main>
    }
}

#[component]
fn SignInFirst() -> impl IntoView {
    let to = [pages::SIGN_IN, "?next=", pages::SETTINGS].concat();
    view! {
        <div class="panel stack stack-3">
            <p>{t!("Settings belong to an account. You can read everything here without one.")}</p>
            <p><a class="button button--primary" href=to>{t!("Sign in")}</a></p>
        </div>
    }
}

#[component]
fn ResidentSettings(resident: ResidentSelf) -> impl IntoView {
    let (email, moderator) = (resident.email.clone(), resident.moderator);
    let recovery = resident.recovery_at.map(|at| view! { <RecoveryWaits at/> });
    view! {
        {recovery}
        <SwitchesCard switches=resident.switches/>
        <HomeCard resident/>
        <ModerationCard moderator/>
        <MyDetails/>
        <Security email=email.clone()/>
        <Leaving email=email.clone()/>
        <Account email/>
    }
}

/// A part of the settings that is opened when it is wanted; what is inside is made, and loaded, only then.
#[component]
pub(super) fn Fold<V: IntoView + 'static>(
    title: &'static str,
    view: impl Fn() -> V + Send + Sync + 'static,
) -> impl IntoView {
    let opened = RwSignal::new(false);
    let body = move || opened.get().then(&view);
    view! {
        <details class="fold card" on:toggle=move |_| opened.set(true)>
            <summary><h3>{title}</h3><Icon name="down"/></summary>
            <div class="stack">{body}</div>
        </details>
    }
}

#[component]
fn HomeCard(resident: ResidentSelf) -> impl IntoView {
    let confirmed = home::confirmed(&resident).is_some();
    let body = match resident.home {
        None => view! {
            <div class="row row--apart">
                <p>{t!("No home is picked for this account.")}</p>
                <a class="button" href=pages::HOME>{t!("Pick my home")}</a>
            </div>
        }
        .into_any(),
        Some(kept) => {
            let here = match confirmed {
                true => t!("Confirmed on this device: your browser can tell which requests concern you."),
                false => {
                    t!(
                        "Not confirmed on this device yet: your browser cannot tell which requests concern you."
                    )
                }
            };
            let button = if confirmed { t!("See the cell") } else { t!("Confirm my home") };
            view! {
                <div class="row row--apart">
                    <p><b>{t!("One cell, picked on {day}", day = words::day(kept.set_at))}</b><br/><span class="small quiet">{here}</span></p>
                    <a class="button" href=pages::HOME>{button}</a>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <section class="stack stack-3" aria-labelledby="home">
            <div class="stack stack-1">
                <h2 id="home">{t!("Your home")}</h2>
                <p class="soft">{t!("Used to tell whether a request concerns you. Your street address never leaves this browser, except sealed inside a share that you consent to.")}</p>
            </div>
            <div class="card">{body}</div>
        </section>
    }
}

#[component]
fn ModerationCard(moderator: Option<u32>) -> impl IntoView {
    let queue = moderator.map(|number| {
        view! {
            <div class="row row--apart">
                <p><b>{t!("You are moderator {n}", n = number.to_string())}</b><br/><span class="small soft">{t!("Decide about what neighbors flagged")}</span></p>
                <a class="button" href=pages::MODERATION>{t!("Open the queue")}</a>
            </div>
        }
    });
    view! {
        <section class="stack stack-3" aria-labelledby="moderation">
            <h2 id="moderation">{t!("Moderation")}</h2>
            <div class="card settings">
                {queue}
                <div class="row row--apart">
                    <p><b>{t!("Notices about what you wrote")}</b><br/><span class="small soft">{t!("What moderators decided, your appeals, and what came of your flags")}</span></p>
                    <a class="button" href=pages::MY_MODERATION>{t!("Read")}</a>
                </div>
            </div>
        </section>
    }
}

#[component]
fn OfficerSettings(officer: OfficerSelf) -> impl IntoView {
    view! {
        <section class="stack stack-3" aria-labelledby="officer">
            <h2 id="officer">{officer.name}</h2>
            <p class="soft">{officer.title}" · "<AgencyName agency=officer.agency/></p>
            <p><a class="button" href=pages::PORTAL rel="external">{t!("Go to the agency portal")}</a></p>
        </section>
        <ModerationCard moderator=None/>
        <Account email=String::new()/>
    }
}

#[component]
fn Account(email: String) -> impl IntoView {
    let session = Session::here();
    let navigate = use_navigate();
    let failed = RwSignal::new(None::<String>);
    let sign_out = move |_| {
        let navigate = navigate.clone();
        spawn_local(async move {
            match session.leave(api::sign_out()).await {
                Ok(()) => navigate(pages::FEED, Default::default()),
                Err(error) => drop(failed.try_set(Some(words::say(error)))),
            }
        });
    };
    let email = (!email.is_empty())
        .then(|| view! { <p><b>{t!("Email address")}</b><br/><span class="small soft">{email}</span></p> });
    let error = move || {
        failed.get().map(|why| {
            view! { <div class="banner banner--error"><Icon name="warn"/><p><b>{t!("You are still signed in.")}</b>" "{why}</p></div> }
        })
    };
    view! {
        <section class="stack stack-3" aria-labelledby="account">
            <h2 id="account">{t!("Account")}</h2>
            <div class="card settings">
                {email}
                <div class="row row--apart">
                    <p><b>{t!("Sign out")}</b><br/><span class="small soft">{t!("This browser also forgets which cell is your home")}</span></p>
                    <button class="button" type="button" on:click=sign_out>{t!("Sign out")}</button>
                </div>
            </div>
            <div role="alert">{error}</div>
        </section>
    }
}
