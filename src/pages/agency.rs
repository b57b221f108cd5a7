//! `/agencies/:slug` Who an agency is, and everything it ever asked for.

mod facts;
mod history;
mod plots;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use neighbors_domain::addresses::pages;
use neighbors_domain::agency::{AgencyProfile, AgencyState, RefusedFor};
use neighbors_domain::assistance_request::State;

use super::agencies::{StateTag, place};
use crate::api;
use crate::components::{AgencyBadge, Heading, Icon, ItemCard, Loaded};
use crate::words::{self, plural, t};
use facts::Facts;
use history::{Files, History};
use plots::Plots;

#[component]
pub fn AgencyPage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let agency = LocalResource::new(move || {
        let slug = slug.get();
        async move { api::agency(&slug).await }
    });
    view! {
        <main class="page stack stack-7" id="main" tabindex="-1">
            <Loaded resource=agency what=t!("the agency") page=true view=|agency| view! { <Profile agency/> }/>
        </main>
    }
}

#[component]
fn Profile(agency: AgencyProfile) -> impl IntoView {
    let listed = agency.card.state == AgencyState::Listed;
    let head = view! { <Head agency=agency.clone()/> };
    let body = match listed {
        true => view! {
            <div class="beside beside--split">
                <Listed agency=agency.clone()/>
                <Facts agency/>
            </div>
        }
        .into_any(),
        false => view! {
            <Figures agency=agency.clone()/>
            <div class="beside beside--split">
                <History agency=agency.clone()/>
                <Facts agency=agency.clone()/>
                <Written agency/>
            </div>
        }
        .into_any(),
    };
    view! { {head}{body} }
}

#[component]
fn Head(agency: AgencyProfile) -> impl IntoView {
    let AgencyProfile { card, active_since, suspended_since, left_since, .. } = agency;
    let state = card.state;
    let active = state == AgencyState::Active;
    let place = place(&card);
    let demo = card.agency.demo;
    let since = active_since.map(words::date);
    let here = since
        .clone()
        .map(|since| [" · ", &*t!("here since {date}", date = since)].concat())
        .unwrap_or_default();
    let badge = active
        .then(|| view! { <AgencyBadge agency=card.agency.clone() kind=words::tr(card.kind.name()) since/> });
    let cell = active.then(
        || view! { <span class="cell cell--seal cell--big" aria-hidden="true"><Icon name="check"/></span> },
    );
    let frozen = suspended_since.filter(|_| state == AgencyState::Suspended).map(|at| {
        let since = t!("Suspended since {day}.", day = words::day(at));
        view! { <div class="banner banner--warn"><Icon name="pause"/><p><b>{since}</b>" "{t!("Its open requests are frozen and nothing can be shared. Its history stays public.")}</p></div> }
    });
    let left = left_since.filter(|_| state == AgencyState::Left).map(|at| {
        let since = t!("Left on {day}.", day = words::day(at));
        view! { <div class="banner"><Icon name="info"/><p><b>{since}</b>" "{t!("Its history stays public.")}</p></div> }
    });
    view! {
        <header class="stack stack-4">
            <p><a class="back" href=pages::AGENCIES><Icon name="back"/>{t!("Agencies")}</a></p>
            <div class=if active { "profile" } else { "" }>
                {cell}
                <div class="stack stack-2">
                    <Heading text=card.agency.name.clone()>
                        {demo.then(|| view! { " "<span class="demo">"demo"</span> })}
                    </Heading>
                    <div class="row row--tight">
                        {badge}
                        <StateTag state/>
                        <span class="small soft">{words::tr(card.kind.name())}" · "{place}{here}</span>
                    </div>
                </div>
            </div>
            {frozen}
            {left}
        </header>
    }
}

/// Of an agency that is a public fact and nothing more.
#[component]
fn Listed(agency: AgencyProfile) -> impl IntoView {
    let slug = agency.card.agency.slug;
    let programme = agency
        .source
        .and_then(|source| source.programme)
        .map_or_else(|| t!("Ring’s Neighbors programme").to_owned(), words::say);
    let said = t!(
        "Took part in {programme} since {date}; does not use this server.",
        programme = programme,
        date = words::known(agency.card.since)
    );
    view! {
        <section class="stack stack-4" aria-labelledby="listed">
            <h2 id="listed">{t!("Listed, not active")}</h2>
            <p class="lead">{said}</p>
            <p class="measure">{t!("It has no officers, no posts and no requests for assistance here, and nobody can share anything with it. When it took part elsewhere, that history was not public; what it asked for then is not known.")}</p>
            <div class="stack stack-1">
                <p class="small soft">{t!("Its requests here, as files: empty so far.")}</p>
                <Files slug/>
            </div>
        </section>
    }
}

/// Below the history: what it looks like, and the last words of its officers.
#[component]
fn Written(agency: AgencyProfile) -> impl IntoView {
    let posts = agency.latest_posts.clone();
    let posts = (!posts.is_empty()).then(|| {
        view! {
            <section class="stack stack-4" aria-labelledby="posts">
                <h2 id="posts">{t!("What its officers wrote last")}</h2>
                <div class="feed">{posts.into_iter().map(|card| view! { <ItemCard card/> }).collect_view()}</div>
            </section>
        }
    });
    view! { <div class="stack stack-6"><Plots agency/>{posts}</div> }
}

#[component]
fn Figures(agency: AgencyProfile) -> impl IntoView {
    let requests = &agency.assistance_requests;
    let open = requests.iter().filter(|request| request.life.state == State::Open).count();
    let overdue = requests.iter().filter(|request| request.life.outcome_overdue).count();
    let figures = [
        (t!("Requests published"), requests.len()),
        (t!("Open now"), open),
        (t!("Refused in review"), agency.refused as usize),
        (t!("Outcome overdue"), overdue),
        (t!("Officers active"), agency.officers_active as usize),
        (t!("Posts"), agency.posts as usize),
        (t!("Comments made"), agency.comments as usize),
    ];
    let figures = figures.map(|(name, n)| view! { <div><dt>{name}</dt><dd>{words::number(n)}</dd></div> });
    // Why requests were refused is public; what they said is not.
    let refusal = |of: RefusedFor| {
        view! { <li>{words::tr(of.reason.reason())}" · "{plural!(of.times, "{n} time", "{n} times")}</li> }
    };
    let refusals = (!agency.refusals.is_empty()).then(|| {
        let list = agency.refusals.into_iter().map(refusal).collect_view();
        view! { <p class="small quiet">{t!("Refused in review because")}</p><ul class="plainlist small">{list}</ul> }
    });
    view! { <dl class="figures">{figures.into_iter().collect_view()}</dl>{refusals} }
}
