//! `/assistance-requests/:id` Who asks, why, where and when, the rules it passed, and how to help.

mod act_box;
mod facts;
mod rules;
mod versions;
pub mod where_when;

use chrono::Utc;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::{AssistanceRequest, State};
use neighbors_domain::record::Asked;

use self::act_box::ActBox;
use self::facts::{Facts, HelpWithoutYourName};
use self::rules::RulesItPassed;
use self::versions::Versions;
use self::where_when::WhereAndWhen;
use crate::components::{AgencyName, Badge, Comments, Heading, Icon, Loaded, Paragraphs, ThreadState};
use crate::words::{self, t};
use crate::{api, standing};

#[component]
pub fn AssistanceRequestPage() -> impl IntoView {
    view! {
        <RequestById/>
    }
}

/// The one the address names.
#[component]
pub fn RequestById(
    /// In the portal: the public's page, with another way back and without an act that is a resident's.
    #[prop(optional)]
    in_portal: bool,
) -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let request = LocalResource::new(move || {
        let id = id();
        async move { api::assistance_request(&id).await }
    });
    view! {
        <main class="page" id="main" tabindex="-1">
            <Loaded resource=request what=t!("the request") page=true view=move |request| view! { <Whole request in_portal/> }/>
        </main>
    }
}

#[component]
fn Whole(request: AssistanceRequest, in_portal: bool) -> impl IntoView {
    let AssistanceRequest { draft, life, .. } = request.clone();
    let regions: Vec<String> = draft.area.regions().iter().map(ToString::to_string).collect();
    let thread = ThreadState::new(request.id.clone(), request.comments.clone(), &regions);
    // What the badge is checked against (src/proof.rs).
    let about = ["assistance-request/", &request.id].concat();
    let asked = serde_json::to_string(&Asked::from(&request)).expect("words and numbers are JSON");
    let act = (!in_portal).then(|| view! { <ActBox request=request.clone()/> });
    view! {
        <div class="beside beside--split">
            <article class="stack stack-6" data-about=about data-asked=asked>
                <Head request=request.clone() in_portal/>
                <WhereAndWhen area=draft.area.clone() window=draft.window zone=draft.zone.clone()/>
                <div class="stack prose"><Paragraphs text=draft.text.clone()/></div>
                {act}
            </article>
            <aside class="beside__facts stack" aria-label=t!("Facts")>
                <Facts draft=draft.clone() life=life.clone() retention_days=request.retention_days/>
                <HelpWithoutYourName tip_line=draft.tip_line.clone()/>
                <div class="panel small"><p><b>{t!("Need help now?")}</b>" "{t!("Call 911. Nobody watches this page around the clock.")}</p></div>
            </aside>
            <div class="stack stack-7">
                <RulesItPassed draft judged=request.judged.clone() published_at=life.published_at/>
                <Versions request/>
                <Comments thread
                    who_reads=t!("A request is public: everybody can read this.").to_owned()/>
            </div>
        </div>
    }
}

#[component]
fn Head(request: AssistanceRequest, in_portal: bool) -> impl IntoView {
    let published = words::moment_in(&request.draft.zone, request.life.published_at);
    view! {
        <header class="stack stack-3">
            <p><a class="back" href=if in_portal { pages::PORTAL_FEED } else { pages::FEED }><Icon name="back"/>{t!("Feed")}</a></p>
            <p class="ask__label"><Icon name="help"/>{t!("Request for assistance")}" "<StateTag request=request.clone()/></p>
            <Heading text=request.draft.title.clone()/>
            <div class="by">
                <span class="cell cell--seal" aria-hidden="true"><Icon name="check"/></span>
                <div>
                    <div class="row row--tight"><b>{request.officer.name.clone()}</b><Badge badge=request.officer.clone()/></div>
                    <p class="small soft"><AgencyName agency=request.agency/>" · "{t!("published {when}", when = published)}</p>
                </div>
            </div>
        </header>
    }
}

#[component]
fn StateTag(request: AssistanceRequest) -> impl IntoView {
    let life = &request.life;
    let day = |at| words::day_in(&request.draft.zone, at);
    let closed = life.closed_at.map(&day).unwrap_or_default();
    let (class, text) = match standing::state_at(&request, Utc::now()) {
        State::Open => ("tag tag--accent", t!("Open until {day}", day = day(life.open_until))),
        State::Frozen => ("tag tag--warn", t!("Frozen: its agency is suspended").to_owned()),
        State::Resolved => ("tag", t!("Resolved {day}", day = closed)),
        State::Expired => ("tag", t!("Expired {day}", day = day(life.closed_at.unwrap_or(life.open_until)))),
        State::Void => ("tag tag--warn", t!("Void, published in error, closed {day}", day = closed)),
    };
    view! { <span class=class>{text}</span> }
}
