//! The agencies as a table; on a phone each row becomes a small block.

use std::sync::Arc;

use leptos::prelude::*;
use neighbors_domain::addresses::pages as addresses;
use neighbors_domain::agency::{AgencyCard, AgencyState};
use neighbors_domain::us_states;

use super::country::Country;
use crate::words::{self, t};

#[component]
pub fn AgencyTable(country: Arc<Country>, rows: Memo<Vec<usize>>) -> impl IntoView {
    let row = move |n: usize| view! { <Row country=country.clone() n/> };
    view! {
        <div class="card">
            <div class="table-wrap" tabindex="0" role="region" aria-label=t!("Agencies")>
                <table class="table table--stack">
                    <thead><tr><th scope="col">{t!("Agency")}</th><th scope="col">{t!("Type")}</th><th scope="col">{t!("Since")}</th><th scope="col">{t!("Status")}</th></tr></thead>
                    <tbody><For each=move || rows.get() key=|n| *n children=row/></tbody>
                </table>
            </div>
        </div>
    }
}

#[component]
fn Row(country: Arc<Country>, n: usize) -> impl IntoView {
    let state = country.state(n);
    let demo = (country.map.demo[n] == 1).then(|| view! { " "<span class="demo">"demo"</span> });
    let since = country.since(n);
    let listed = (state == AgencyState::Listed).then(|| {
        let said = t!("Took part in Ring’s programme since {date}; does not use this server", date = since);
        view! { <small>{said}</small> }
    });
    view! {
        <tr>
            <td class="wide">
                <a href=addresses::agency(&country.map.slugs[n])>{country.map.names[n].clone()}</a>{demo}
                <small>{country.place(n)}</small>{listed}
            </td>
            <td>{words::tr(country.kind(n).name())}</td>
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

pub fn place(card: &AgencyCard) -> String {
    let or_empty = |name: &Option<String>| name.clone().unwrap_or_default();
    place_of(&or_empty(&card.city), &or_empty(&card.county), &card.us_state)
}

/// "Santa Barbara, California"; a county where the source names no city. Empty: not known.
pub fn place_of(city: &str, county: &str, letters: &str) -> String {
    let state = us_states::name(letters).map(words::tr).unwrap_or(letters);
    match [city, county].into_iter().find(|name| !name.is_empty()) {
        Some(name) => [name, ", ", state].concat(),
        None => state.to_owned(),
    }
}
