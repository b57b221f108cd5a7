//! Every request for assistance an agency ever published here, and what became of each.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use neighbors_domain::addresses::{data, pages};
use neighbors_domain::agency::AgencyProfile;
use neighbors_domain::assistance_request::{Draft, Outcome, ShareBand, State, Summary};

use crate::words::{self, t};

/// Which of them are shown; in the address as `?state=open`.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    All,
    Open,
    /// Void ones too: published in error is closed all the same.
    Closed,
    Void,
}

impl Shown {
    fn holds(self, request: &Summary) -> bool {
        let open = matches!(request.life.state, State::Open | State::Frozen);
        match self {
            Self::All => true,
            Self::Open => open,
            Self::Closed => !open,
            Self::Void => request.life.state == State::Void,
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
        Some("void") => Shown::Void,
        _ => Shown::All,
    });
    let tab = |of: Shown, text: fn(&str) -> String, address: &'static str| {
        let n = requests.read_value().iter().filter(|request| of.holds(request)).count();
        let text = text(&words::number(n));
        view! { <a href=address aria-current=move || (shown.get() == of).then_some("true") data-noscroll>{text}</a> }
    };
    let tabs = [
        tab(Shown::All, |n| t!("All {n}", n = n), "?"),
        tab(Shown::Open, |n| t!("Open {n}", n = n), "?state=open"),
        tab(Shown::Closed, |n| t!("Closed {n}", n = n), "?state=closed"),
        tab(Shown::Void, |n| t!("Void {n}", n = n), "?state=void"),
    ];
    let rows = move || {
        let requests = requests.get_value();
        let rows: Vec<_> = requests
            .into_iter()
            .filter(|request| shown.get().holds(request))
            .map(|request| view! { <Row request/> })
            .collect();
        match rows.is_empty() {
            true => view! { <p class="soft pad-y">{t!("None.")}</p> }.into_any(),
            false => view! {
                <div class="table-wrap" tabindex="0" role="region" aria-label=t!("Requests for assistance")>
                    <table class="table table--stack">
                        <thead><tr><th scope="col">{t!("Published")}</th><th scope="col">{t!("Request")}</th><th scope="col">{t!("State")}</th><th scope="col">{t!("Outcome")}</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any(),
        }
    };
    view! {
        <section class="stack stack-4" aria-labelledby="history">
            <div class="row row--apart">
                <h2 id="history">{t!("Every request it ever made")}</h2>
                <Files slug/>
            </div>
            <nav class="tabs" aria-label=t!("Filter requests")>{tabs.into_iter().collect_view()}</nav>
            {rows}
        </section>
    }
}

/// The history as files: of an agency that asked for nothing they are empty but for their header, and there.
#[component]
pub fn Files(slug: String) -> impl IntoView {
    let download = |ending: &'static str, name: &'static str| {
        view! { <a href=data::assistance_requests(&slug, ending) rel="external">{name}</a> }
    };
    view! { <p class="row small files">{download("csv", "CSV")}{download("json", "JSON")}{download("atom", "Atom")}</p> }
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
        (None, State::Void) => t!("Published in error").into_any(),
        (None, State::Open | State::Frozen) => {
            view! { <span class="quiet">{t!("Not yet")}</span> }.into_any()
        }
        (None, _) if life.outcome_overdue => {
            view! { <span class="tag tag--warn">{t!("Outcome overdue")}</span> }.into_any()
        }
        (None, _) => {
            let due = life.closed_at.map(|at| t!("Due by {day}", day = words::date(at + Draft::OUTCOME_DUE)));
            view! { <span class="quiet">{due}</span> }.into_any()
        }
    };
    view! {
        <tr>
            <td class="nowrap">{words::date(life.published_at)}</td>
            <td class="wide"><a href=pages::assistance_request(&id)>{title}</a><small class="mono">{case_number.to_string()}</small></td>
            <td><span class=state>{words::tr(life.state.name())}</span></td>
            <td>{outcome}</td>
        </tr>
    }
}

/// "Used. Fewer than 5 shares"
fn became(outcome: Outcome, shares: Option<ShareBand>) -> String {
    let shares = match shares {
        None => return words::tr(outcome.name()).to_owned(),
        Some(ShareBand::FewerThanFive) => t!("Fewer than 5 shares"),
        Some(ShareBand::FiveToNine) => t!("5 to 9 shares"),
        Some(ShareBand::TenOrMore) => t!("10 or more shares"),
    };
    [words::tr(outcome.name()), ". ", shares].concat()
}
