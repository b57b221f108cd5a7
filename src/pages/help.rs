//! `/assistance-requests/:id/help` *Tap here to help*: from the four choices to the consent, all in this browser.
//!
//! Nothing about a share leaves the browser before the resident has ticked all four boxes and pressed the button.

mod choices;
mod consent;
mod details;
mod flow;
mod outbox;
mod recording_row;
mod recordings;
mod refused;
mod sending;

use chrono::Utc;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::AssistanceRequest;
use neighbors_domain::cells::Cell9;

use self::choices::{Choices, NotNow, OptOut};
use self::consent::ConsentStep;
use self::details::Details;
use self::flow::{Flow, Step};
use self::recordings::Recordings;
use self::refused::Refused;
use self::sending::Sending;
use crate::api;
use crate::components::{Icon, Loaded};
use crate::session::Session;
use crate::standing::Standing;
use crate::words::t;

#[component]
pub fn HelpPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let session = Session::here();
    let request = LocalResource::new(move || {
        let id = id();
        async move { api::assistance_request(&id).await }
    });
    // Judged once, when both are known: the screens must not change under the resident's hands.
    let page = move |request: AssistanceRequest| {
        view! { <Loaded resource=session.resource() what=t!("who is signed in") page=true view=move |me| {
            match Standing::of(&me, &request, Utc::now()) {
                Standing::Inside(home) => view! { <Steps request=request.clone() home/> }.into_any(),
                standing => view! { <Refused request=request.clone() standing/> }.into_any(),
            }
        }/> }
    };
    view! {
        <main class="page page--narrow stack stack-6" id="main" tabindex="-1">
            <Loaded resource=request what=t!("the request") page=true view=page/>
        </main>
    }
}

#[component]
fn Steps(request: AssistanceRequest, home: Cell9) -> impl IntoView {
    let back = pages::assistance_request(&request.id);
    let flow = Flow::new(request, home);
    on_cleanup(move || flow.forget());
    move || match flow.step.get() {
        Step::Choices => view! {
            <p><a class="back" href=back.clone()><Icon name="back"/>{t!("The request")}</a></p>
            <Choices flow/>
        }
        .into_any(),
        Step::NotNow => view! { <NotNow flow/> }.into_any(),
        Step::OptOut => view! { <OptOut flow/> }.into_any(),
        Step::Recordings => view! { <Recordings flow/> }.into_any(),
        Step::Details => view! { <Details flow/> }.into_any(),
        Step::Consent => view! { <ConsentStep flow/> }.into_any(),
        Step::Sending => view! { <Sending flow/> }.into_any(),
    }
}
