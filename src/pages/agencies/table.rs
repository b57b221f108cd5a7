//! The agencies as a table; on a phone each row becomes a small block.

use leptos::prelude::*;
use neighbors_domain::addresses::pages as addresses;
use neighbors_domain::agency::{AgencyCard, AgencyState};
use neighbors_domain::us_states;

use crate::words::{self, t};

#[component]
pub fn AgencyTable(pages: RwSignal<Vec<Vec<AgencyCard>>>) -> impl IntoView {
    let page = move |n: usize| {
        let cards = pages.with_untracked(|pages| pages[n].clone());
        cards.into_iter().map(|card| view! { <Row card/> }).collect_view()
    };
    view! {
        <div class="card">
            <div class="table-wrap" tabindex="0" role="region" aria-label=t!("Agencies")>
                <table class="table table--stack">
                    <thead><tr><th scope="col">{t!("Agency")}</th><th scope="col">{t!("Type")}</th><th scope="col">{t!("Since")}</th><th scope="col">{t!("Status")}</th></tr></thead>
                    <tbody><For each=move || 0..pages.with(Vec::len) key=|n| *n children=page/></tbody>
                </table>
            </div>
        </div>
    }
}

#[component]
fn Row(card: AgencyCard) -> impl IntoView {
    let place = place(&card);
    let AgencyCard { agency, kind, state, since, .. } = card;
    let demo = agency.demo.then(|| view! { " "<span class="demo">"demo"</span> });
    let since = words::known(since);
    let listed = (state == AgencyState::Listed).then(|| {
        let said = t!("Took part in Ring’s programme since {date}; does not use this server", date = since);
        view! { <small>{said}</small> }
    });
    view! {
        <tr>
            <td class="wide"><a href=addresses::agency(&agency.slug)>{agency.name}</a>{demo}<small>{place}</small>{listed}</td>
            <td>{words::tr(kind.name())}</td>
            <td class="nowrap">{since}</td>
            <td><StateTag state/></td>
        </tr>
    }
}

#[component]
pub fn StateTag(state: AgencyState) -> impl IntoView {
    let class = match state {
        AgencyState::Listed | AgencyState::Left => "tag tag--line",
        AgencyState::Active => "tag tag--good",
        AgencyState::Suspended => "tag tag--warn",
    };
    view! { <span class=class>{words::tr(state.name())}</span> }
}

/// "Santa Barbara, California"; a county where the source names no city.
pub fn place(card: &AgencyCard) -> String {
    let state = us_states::name(&card.us_state).map(words::tr).unwrap_or(&card.us_state);
    match (card.city.as_deref(), card.county.as_deref()) {
        (Some(city), _) => [city, ", ", state].concat(),
        (None, Some(county)) => [county, ", ", state].concat(),
        (None, None) => state.to_owned(),
    }
}
