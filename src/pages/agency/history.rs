//! Every request for assistance an agency ever published here, and what became of each.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use neighbors_domain::addresses::{data, pages};
use neighbors_domain::agency::AgencyProfile;
use neighbors_domain::assistance_request::{Draft, Outcome, ShareBand, State, Summary};

use crate::words;

/// Which of them are shown; in the address as `?state=open`.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    All,
    Open,
    Closed,
}

impl Shown {
    fn holds(self, request: &Summary) -> bool {
        let open = matches!(request.life.state, State::Open | State::Frozen);
        match self {
            Self::All => true,
            Self::Open => open,
            Self::Closed => !open,
        }
    }
}

#[component]
pub fn History(agency: AgencyProfile) -> impl IntoView {
    let slug = agency.card.agency.slug;
    let requests = StoredValue::new(agency.assistance_requests);
    let query = use_query_map();
    let shown = Memo::new(move |_| match query.read().get("state").as_deref() {
        Some("open") => Shown::Open,
        Some("closed") => Shown::Closed,
        _ => Shown::All,
    });
    let tab = |of: Shown, name: &str, address: &'static str| {
        let n = requests.read_value().iter().filter(|request| of.holds(request)).count();
        let text = [name, " ", &n.to_string()].concat();
        view! { <a href=address aria-current=move || (shown.get() == of).then_some("true") data-noscroll>{text}</a> }
    };
    let tabs = [
        tab(Shown::All, "All", "?"),
        tab(Shown::Open, "Open", "?state=open"),
        tab(Shown::Closed, "Closed", "?state=closed"),
    ];
    let rows = move || {
        let requests = requests.get_value();
        let rows: Vec<_> = requests
            .into_iter()
            .filter(|request| shown.get().holds(request))
            .map(|request| view! { <Row request/> })
            .collect();
        match rows.is_empty() {
            true => view! { <p class="soft pad-y">"None."</p> }.into_any(),
            false => view! {
                <div class="table-wrap" tabindex="0" role="region" aria-label="Requests for assistance">
                    <table class="table table--stack">
                        <thead><tr><th scope="col">"Published"</th><th scope="col">"Request"</th><th scope="col">"State"</th><th scope="col">"Outcome"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any(),
        }
    };
    let download = |ending: &'static str, name: &'static str| {
        view! { <a href=data::assistance_requests(&slug, ending) rel="external">{name}</a> }
    };
    view! {
        <section class="stack stack-4" aria-labelledby="history">
            <div class="row row--apart">
                <h2 id="history">"Every request it ever made"</h2>
                <p class="row small">{download("csv", "CSV")}{download("json", "JSON")}{download("atom", "Atom")}</p>
            </div>
            <nav class="tabs" aria-label="Filter requests">{tabs.into_iter().collect_view()}</nav>
            {rows}
        </section>
    }
}

#[component]
fn Row(request: Summary) -> impl IntoView {
    let Summary { id, title, case_number, life, .. } = request;
    let state = match life.state {
        State::Open => "tag tag--accent",
        State::Frozen => "tag tag--warn",
        _ => "tag",
    };
    let outcome = match (life.outcome, life.state) {
        (Some(outcome), _) => became(outcome, life.shares).into_any(),
        (None, State::Void) => "Published in error".into_any(),
        (None, State::Open | State::Frozen) => view! { <span class="quiet">"Not yet"</span> }.into_any(),
        (None, _) if life.outcome_overdue => {
            view! { <span class="tag tag--warn">"Outcome overdue"</span> }.into_any()
        }
        (None, _) => {
            let due = life.closed_at.map(|at| ["Due by ", &words::date(at + Draft::OUTCOME_DUE)].concat());
            view! { <span class="quiet">{due}</span> }.into_any()
        }
    };
    view! {
        <tr>
            <td class="nowrap">{words::date(life.published_at)}</td>
            <td class="wide"><a href=pages::assistance_request(&id)>{title}</a><small class="mono">{case_number.to_string()}</small></td>
            <td><span class=state>{life.state.name()}</span></td>
            <td>{outcome}</td>
        </tr>
    }
}

/// "Used. Fewer than 5 shares"
fn became(outcome: Outcome, shares: Option<ShareBand>) -> String {
    let shares = match shares {
        None => "",
        Some(ShareBand::FewerThanFive) => ". Fewer than 5 shares",
        Some(ShareBand::FiveToNine) => ". 5 to 9 shares",
        Some(ShareBand::TenOrMore) => ". 10 or more shares",
    };
    [outcome.name(), shares].concat()
}
