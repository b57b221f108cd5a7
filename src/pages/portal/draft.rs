//! `/portal/requests/drafts/:id`, `/portal/requests/:id/amend` Writing a request, with every rule shown as one types.

mod area;
mod case;
pub mod comb;
mod editor;
mod fields;
mod preview;
mod sending;
mod text;
mod when;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use neighbors_domain::account::OfficerSelf;
use neighbors_domain::assistance_request::{Form, History, LeadInvestigator, NewLead};
use neighbors_domain::officers::{PortalSelf, Role};

use self::area::AreaCard;
use self::case::CaseCard;
use self::editor::{Amended, Editor, Saving};
use self::preview::Preview;
use self::sending::Rules;
use self::text::TextCard;
use self::when::WhenCard;
use super::inbox::OfficersOnly;
use super::own_words::{SignedOut, is_signed_out, whose};
use super::requests::{NotYours, Suspended, may_look_after};
use crate::api;
use crate::components::{Heading, Icon, Loaded};
use crate::session::Session;
use crate::words::{self, t};

/// What a form starts from.
#[derive(Clone)]
struct Start {
    me: PortalSelf,
    id: String,
    by: String,
    saved: Option<(Form, chrono::DateTime<chrono::Utc>)>,
    fresh: Form,
    history: History,
}

#[component]
pub fn DraftPage() -> impl IntoView {
    view! { <OfficersOnly><Drafting/></OfficersOnly> }
}

/// Its data is asked for once it is known which officer writes.
#[component]
fn Drafting() -> impl IntoView {
    let params = use_params_map();
    let session = Session::here();
    let start = LocalResource::new(move || {
        let id = params.with(|params| params.get("id").unwrap_or_default());
        let officer = session.officer();
        async move { begin(id, officer).await }
    });
    let shown = move |start: Option<Start>| match start {
        None => view! { <NotYours/> }.into_any(),
        Some(Start { me, id, by, saved, fresh, history }) => {
            let editor = Editor::open(id, by, saved, fresh, history);
            view! { <Write editor suspended=me.suspended/> }.into_any()
        }
    };
    view! {
        <main class="page" id="main" tabindex="-1">
            <Loaded resource=start what=t!("the draft") page=true view=shown/>
        </main>
    }
}

/// A draft that is not there yet begins with what is known: who writes, and the agency's tip line.
async fn begin(id: String, officer: Option<OfficerSelf>) -> api::Result<Option<Start>> {
    let me = api::portal_me().await?;
    let Some(officer) = officer.filter(|_| me.roles.has(Role::Request)) else { return Ok(None) };
    let by = whose(&officer);
    let history = api::history().await?;
    let kept = api::work().await?.drafts.into_iter().find(|kept| kept.id == id);
    let saved = kept.map(|kept| (kept.form, kept.saved_at));
    let mut fresh = Form { zone: words::own_zone(), ..Form::default() };
    if saved.is_none() {
        fresh.lead = LeadInvestigator { name: officer.name, title: officer.title, contact: String::new() };
        // Only a convenience: without it the line is typed.
        if let Ok(agency) = api::agency(&officer.agency.slug).await {
            fresh.tip_line = agency.tip_line;
        }
    }
    Ok(Some(Start { me, id, by, saved, fresh, history }))
}

#[component]
pub fn AmendPage() -> impl IntoView {
    view! { <OfficersOnly><Amending/></OfficersOnly> }
}

#[component]
fn Amending() -> impl IntoView {
    let params = use_params_map();
    let session = Session::here();
    let start = LocalResource::new(move || {
        let id = params.with(|params| params.get("id").unwrap_or_default());
        let by = session.officer().map(|officer| whose(&officer)).unwrap_or_default();
        async move {
            let me = api::portal_me().await?;
            if !may_look_after(&me) {
                return Ok(None);
            }
            let request = api::assistance_request(&id).await?;
            let published_at = request.life.published_at;
            let gone = api::work().await?.new_leads.into_iter().find(|asks| asks.id == id);
            let amended = Amended { id, draft: request.draft, published_at };
            Ok::<_, api::Error>(Some((amended, by, api::history().await?, gone, me.suspended)))
        }
    });
    let shown = move |start: Option<(Amended, String, History, Option<NewLead>, bool)>| match start {
        None => view! { <NotYours/> }.into_any(),
        Some((amended, by, history, gone, suspended)) => {
            let editor = Editor::amend(amended, by, history);
            view! { <Write editor gone suspended/> }.into_any()
        }
    };
    view! {
        <main class="page" id="main" tabindex="-1">
            <Loaded resource=start what=t!("the request") page=true view=shown/>
        </main>
    }
}

#[component]
fn Write(editor: Editor, suspended: bool, #[prop(default = None)] gone: Option<NewLead>) -> impl IntoView {
    let previewed = RwSignal::new(false);
    let title = if editor.is_amendment() { t!("Amend a request") } else { t!("New request for assistance") };
    let said = move || {
        match editor.saving.get() {
        Saving::NotYet if editor.is_amendment() => {
            t!("An amendment may narrow or correct. What people shared before stays bound to the words they read.").to_owned()
        }
        Saving::NotYet => t!("Draft, not saved yet").to_owned(),
        Saving::OnItsWay => t!("Draft, being saved").to_owned(),
        Saving::At(at) => t!("Draft, saved {time}", time = words::clock(at)),
        Saving::Failed(why) => t!("Draft, kept in this tab only: {why}", why = words::say(why)),
    }
    };
    let saved = move || match editor.saving.get() {
        Saving::Failed(why) if is_signed_out(&why) => view! { <SignedOut/> }.into_any(),
        _ => said().into_any(),
    };
    view! {
        <div class="stack stack-6">
            <header class="row row--apart row--end">
                <div class="stack stack-1"><p class="small quiet" role="status">{saved}</p><Heading text=title/></div>
                <button class="button" type="button" aria-expanded=move || if previewed.get() { "true" } else { "false" }
                    on:click=move |_| previewed.update(|shown| *shown = !*shown)>
                    <Icon name="eye"/>
                    {move || if previewed.get() { t!("Close the preview") } else { t!("Preview as residents see it") }}
                </button>
            </header>
            {suspended.then(|| view! { <Suspended/> })}
            {gone.map(|gone| view! { <TakeOver editor gone/> })}
            {move || previewed.get().then(|| view! { <Preview editor/> })}
            <div class="work">
                <div class="stack stack-6">
                    <CaseCard editor/>
                    <AreaCard editor/>
                    <WhenCard editor/>
                    <TextCard editor/>
                </div>
                <Rules editor/>
            </div>
        </div>
    }
}

/// The request asks for a new lead investigator; whoever reads this can be it by one press, reviewed like any change.
#[component]
fn TakeOver(editor: Editor, gone: NewLead) -> impl IntoView {
    let session = Session::here();
    let me = move || {
        let officer = session.officer()?;
        let take = move |_| {
            let OfficerSelf { name, title, .. } = officer.clone();
            editor.change(move |form| form.lead = LeadInvestigator { name, title, contact: String::new() });
        };
        Some(
            view! { <p><button class="button" type="button" on:click=take>{t!("Name me as lead investigator")}</button></p> },
        )
    };
    view! {
        <div class="banner banner--warn"><Icon name="warn"/><div class="stack stack-2">
            <p><b>{super::requests::asks_for_a_lead(&gone)}</b>" "{t!("Name another one below and send it to review, or resolve the request.")}</p>
            {me}
        </div></div>
    }
}
