//! What the history of an agency looks like: how often it asked, about what, and what became of it.

use std::collections::BTreeMap;

use chrono::{Datelike, Local, Months, NaiveDate};
use leptos::prelude::*;
use neighbors_domain::agency::AgencyProfile;
use neighbors_domain::assistance_request::{Outcome, State, Summary};

use crate::components::plot::{Bar, Columns, Lines};
use crate::words::{self, plural, t, tr};

/// Months of one plot: as many as have room on a phone.
const MONTHS: usize = 8;

#[component]
pub fn Plots(agency: AgencyProfile) -> impl IntoView {
    let requests = agency.assistance_requests;
    let asked = (!requests.is_empty()).then(|| {
        view! {
            <ByMonth requests=requests.clone()/>
            <Outcomes requests=requests.clone()/>
            <ByKind requests/>
        }
    });
    let wrote = (!agency.posts_by_category.is_empty()).then(|| {
        let bars: Vec<Bar> = agency
            .posts_by_category
            .iter()
            .map(|of| Bar::new(tr(of.category.name()), of.posts as usize))
            .collect();
        let said = plural!(agency.posts as usize, "{n} post by its officers", "{n} posts by its officers");
        view! { <Plot id="by-category" title=t!("Posts by category") said><Lines bars/></Plot> }
    });
    view! { <div class="grid-2">{asked}{wrote}</div> }
}

#[component]
fn Plot(id: &'static str, title: &'static str, said: String, children: Children) -> impl IntoView {
    view! {
        <section class="card stack stack-3" aria-labelledby=id>
            <div><h3 id=id>{title}</h3><p class="small quiet">{said}</p></div>
            {children()}
        </section>
    }
}

#[component]
fn ByMonth(requests: Vec<Summary>) -> impl IntoView {
    let months =
        by_month(requests.iter().map(|request| request.life.published_at.with_timezone(&Local).date_naive()));
    let shown = months.len();
    let n: usize = months.iter().map(|(_, n)| n).sum();
    let bars = months.into_iter().map(|(month, n)| Bar::new(words::short_month(month), n)).collect();
    let said = match n == requests.len() {
        true => plural!(shown, "{all} in {n} month", "{all} in {n} months", all = words::number(n)),
        false => plural!(
            shown,
            "{shown} of {all} in the last {n} month shown",
            "{shown} of {all} in the last {n} months shown",
            shown = words::number(n),
            all = words::number(requests.len())
        ),
    };
    view! { <Plot id="by-month" title=t!("Requests by month") said><Columns bars/></Plot> }
}

#[component]
fn Outcomes(requests: Vec<Summary>) -> impl IntoView {
    let with = |of: Outcome| requests.iter().filter(|request| request.life.outcome == Some(of)).count();
    let mut bars: Vec<Bar> = [Outcome::Used, Outcome::NotUsed, Outcome::CaseClosed]
        .map(|of| Bar::new(tr(of.name()), with(of)))
        .into();
    let void = requests.iter().filter(|request| request.life.state == State::Void).count();
    if void > 0 {
        bars.push(Bar::new(tr(State::Void.name()), void));
    }
    let overdue = requests.iter().filter(|request| request.life.outcome_overdue).count();
    bars.push(Bar { name: t!("Overdue").to_owned(), n: overdue, soft: true });
    let open = |request: &&Summary| matches!(request.life.state, State::Open | State::Frozen);
    let closed = requests.len() - requests.iter().filter(open).count();
    let said = t!(
        "{closed} closed, {owed} outcomes overdue",
        closed = words::number(closed),
        owed = words::number(overdue)
    );
    view! { <Plot id="outcomes" title=t!("What became of them") said><Lines bars/></Plot> }
}

#[component]
fn ByKind(requests: Vec<Summary>) -> impl IntoView {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for request in &requests {
        *kinds.entry(kind(&request.incident_type)).or_default() += 1;
    }
    let mut bars: Vec<Bar> = kinds.iter().map(|(kind, n)| Bar::new(*kind, *n)).collect();
    bars.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.name.cmp(&b.name)));
    let said = t!("In the agency’s own words").to_owned();
    view! { <Plot id="by-kind" title=t!("Requests by incident") said><Lines bars/></Plot> }
}

/// What an incident is called before it is described: "Burglary" of "Burglary of a bakery".
fn kind(incident_type: &str) -> &str {
    let end =
        [" of ", " with ", " from ", " in ", " at "].iter().filter_map(|word| incident_type.find(word)).min();
    &incident_type[..end.unwrap_or(incident_type.len())]
}

/// The last [`MONTHS`] months up to the newest date, empty ones too: first days of months, oldest first.
fn by_month(dates: impl Iterator<Item = NaiveDate>) -> Vec<(NaiveDate, usize)> {
    let mut counts: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for date in dates {
        *counts.entry(date.with_day(1).unwrap_or(date)).or_default() += 1;
    }
    let (Some((&first, _)), Some((&last, _))) = (counts.first_key_value(), counts.last_key_value()) else {
        return Vec::new();
    };
    let mut months: Vec<_> = (0..MONTHS as u32)
        .map_while(|back| last.checked_sub_months(Months::new(back)))
        .take_while(|month| *month >= first)
        .map(|month| (month, counts.get(&month).copied().unwrap_or_default()))
        .collect();
    months.reverse();
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn months_without_a_request_stand_between_those_with_one() {
        let months = by_month(["2026-03-31", "2026-01-15", "2026-03-01"].map(day).into_iter());
        assert_eq!(months, [(day("2026-01-01"), 1), (day("2026-02-01"), 0), (day("2026-03-01"), 2)]);
        assert!(by_month(std::iter::empty()).is_empty());
    }

    #[test]
    fn a_long_history_shows_its_last_months() {
        let months = by_month(["2020-02-29", "2026-03-31"].map(day).into_iter());
        assert_eq!(months.len(), MONTHS);
        assert_eq!(months.last(), Some(&(day("2026-03-01"), 1)));
        assert_eq!(months.first(), Some(&(day("2025-08-01"), 0)));
    }

    #[test]
    fn an_incident_is_called_by_what_comes_before_its_description() {
        let kinds = [
            "Burglary of a bakery",
            "Hit and run with an injured cyclist",
            "Arson",
            "Theft of mail from an apartment",
        ];
        assert_eq!(kinds.map(kind), ["Burglary", "Hit and run", "Arson", "Theft"]);
    }
}
