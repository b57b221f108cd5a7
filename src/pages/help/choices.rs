//! The four choices: equal weight, none preselected, the order never changes. Two of them end here.

use leptos::prelude::*;
use neighbors_domain::account::Switches;
use neighbors_domain::addresses::pages;

use super::flow::{Flow, Step, StepHeading};
use crate::api;
use crate::components::{AgencyName, Icon};
use crate::session::Session;
use crate::words::{self, t, view_of};

#[component]
pub fn Choices(flow: Flow) -> impl IntoView {
    let agency = flow.request.with_untracked(|request| request.agency.clone());
    let tip_line = flow
        .request
        .with_untracked(|request| [&pages::assistance_request(&request.id), "#anonymous"].concat());
    let share = move |all: bool| {
        flow.all.set(all);
        flow.go(Step::Recordings);
    };
    view! {
        <header class="stack stack-2">
            <StepHeading flow text=t!("How do you want to respond?")/>
            <p class="lead">
                {view_of!(
                    "All four are fine. {agency} cannot see which one you pick, or that you were here, unless you share.",
                    agency = view! { <AgencyName agency/> }
                )}
            </p>
        </header>
        <div class="choices">
            <Choice icon="video" name=t!("Share all relevant recordings") on_pick=move || share(true)
                means=t!("See the list first. Nothing leaves your device before you consent.")/>
            <Choice icon="search" name=t!("Review and select") on_pick=move || share(false)
                means=t!("Watch each recording and choose the ones you want to share.")/>
            <Choice icon="clock" name=t!("Not now") on_pick=move || flow.go(Step::NotNow)
                means=t!("Stays in this browser. Nothing is sent, not even that you declined.")/>
            <Choice icon="hide" name=t!("Opt out of all future requests") on_pick=move || flow.go(Step::OptOut)
                means=t!("You will not be asked again, by any agency. You can change this in settings.")/>
        </div>
        <div class="panel small stack stack-2">
            <p>
                <b>{t!("If you share, the agency learns who you are.")}</b>
                " "
                {t!("It receives your recordings with your name, email address and home address. The next screens show each of them before anything is sent.")}
            </p>
            <p>{view_of!(
                "Rather not be named? {tip_line}. We don’t record that you did.",
                tip_line = view! { <a href=tip_line rel="external">{t!("Use the tip line")}</a> }
            )}</p>
        </div>
    }
}

#[component]
fn Choice(
    icon: &'static str,
    name: &'static str,
    means: &'static str,
    on_pick: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button class="choice" type="button" on:click=move |_| on_pick()>
            <Icon name=icon/>
            <b>{name}</b>
            <Icon name="next"/>
            <span>{means}</span>
        </button>
    }
}

#[component]
pub fn NotNow(flow: Flow) -> impl IntoView {
    let request = flow.request.with_untracked(|request| pages::assistance_request(&request.id));
    view! {
        <header class="stack stack-2">
            <StepHeading flow text=t!("Nothing was sent")/>
            <p class="lead">{t!("Not even that you declined. While the request is open you can come back to it at any time.")}</p>
        </header>
        <div class="buttons">
            <a class="button button--primary" href=pages::FEED>{t!("Back to the feed")}</a>
            <a class="button" href=request>{t!("Back to the request")}</a>
            <button class="button button--quiet" type="button" on:click=move |_| flow.go(Step::Choices)>{t!("Choose again")}</button>
        </div>
    }
}

/// One question, then the real switch: this choice is the only one of the four that the server hears of at once.
#[component]
pub fn OptOut(flow: Flow) -> impl IntoView {
    let session = Session::here();
    let switch = Action::new_local(move |&(): &()| async move {
        let before = session.resident().map(|resident| resident.switches).unwrap_or_default();
        let after = Switches { opt_out: true, ..before };
        session.set_resident(api::set_switches(&after).await?);
        api::Result::Ok(())
    });
    let done = move || switch.value().with(|done| matches!(done, Some(Ok(_))));
    let failed = move || {
        switch.value().with(|done| done.as_ref().and_then(|done| done.as_ref().err().map(words::say)))
    };
    move || {
        match done() {
        true => view! { <OptedOut flow/> }.into_any(),
        false => view! {
            <header class="stack stack-2">
                <StepHeading flow text=t!("Opt out of all future requests?")/>
                <p class="lead">{t!("No agency will ask you again, and open requests leave your feed too. If you opt in later, requests from before that stay closed to you.")}</p>
            </header>
            {move || failed().map(|error| view! {
                <div class="banner banner--error" role="alert"><Icon name="warn"/><p><b>{t!("You are not opted out yet.")}</b>" "{error}</p></div>
            })}
            <div class="buttons">
                <button class="button button--danger" type="button" aria-disabled=move || switch.pending().get().then_some("true")
                    on:click=move |_| if !switch.pending().get_untracked() { switch.dispatch_local(()); }>
                    <Icon name="hide"/>
                    {move || if switch.pending().get() { t!("Opting out …") } else { t!("Opt out") }}
                </button>
                <button class="button" type="button" on:click=move |_| flow.go(Step::Choices)>{t!("Back")}</button>
            </div>
            <p class="small quiet">{t!("Your account keeps this setting. No agency sees it, or how many people opted out.")}</p>
        }
        .into_any(),
    }
    }
}

#[component]
fn OptedOut(flow: Flow) -> impl IntoView {
    view! {
        <header class="stack stack-2">
            <StepHeading flow text=t!("You have opted out")/>
            <p class="lead">{t!("No agency will ask you again. You can change this in settings.")}</p>
        </header>
        <div class="buttons">
            <a class="button button--primary" href=pages::FEED>{t!("Back to the feed")}</a>
            <a class="button" href=pages::SETTINGS>{t!("Open settings")}</a>
        </div>
    }
}
