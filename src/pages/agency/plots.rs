//! What the history of an agency looks like: how often it asked, about what, and what became of it.

use std::collections::BTreeMap;

use chrono::{Datelike, Local, Months, NaiveDate};
use leptos::prelude::*;
use neighbors_domain::addresses::data;
use neighbors_domain::agency::{AgencyProfile, KnownDate};
use neighbors_domain::assistance_request::{Outcome, State, Summary};
use neighbors_domain::figures::{Month, kind_of_incident};

use crate::components::Icon;
use crate::components::plot::{Bar, Columns, Lines, Spread, Spreads};
use crate::words::{self, plural, t, tr};

/// Months of one plot: as many as have room on a phone.
const MONTHS: usize = 8;

#[component]
pub fn Plots(agency: AgencyProfile) -> impl IntoView {
    let requests = agency.assistance_requests;
    let months = agency.months;
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
    let reviewed = months
        .iter()
        .any(|month| month.review.is_some())
        .then(|| view! { <ReviewTime months=months.clone()/> });
    let commented =
        months.iter().any(|month| month.comments > 0).then(|| view! { <Commented months=months.clone()/> });
    let table =
        (!months.is_empty()).then(|| view! { <MonthTable slug=agency.card.agency.slug.clone() months/> });
    view! {
        <div class="stack stack-4">
            <div class="grid-2">{asked}{reviewed}{wrote}{commented}</div>
            {table}
        </div>
    }
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

/// The last [`MONTHS`] in which anything happened, oldest first.
fn last(months: &[Month]) -> &[Month] {
    &months[months.len().saturating_sub(MONTHS)..]
}

#[component]
fn ReviewTime(months: Vec<Month>) -> impl IntoView {
    let spreads = last(&months)
        .iter()
        .map(|month| {
            let name = words::short_month(month.month);
            let Some(review) = month.review else { return Spread { name, ..Spread::default() } };
            let said = t!(
                "median {median}, half of all between {quarter} and {three_quarters}",
                median = words::length(review.median),
                quarter = words::length(review.quarter),
                three_quarters = words::length(review.three_quarters)
            );
            let ends = [review.quarter, review.median, review.three_quarters];
            Spread { name, ends: Some(ends), shown: roughly(review.median), said }
        })
        .collect();
    let n: u32 = months.iter().filter_map(|month| month.review).map(|review| review.decisions).sum();
    let said = plural!(
        n,
        "{n} decision. The line is the median, the bar the middle half: from sending to the decision",
        "{n} decisions. The line is the median, the bar the middle half: from sending to the decision"
    );
    view! { <Plot id="review-time" title=t!("Time to review by month") said><Spreads spreads/></Plot> }
}

/// As much of a time as fits over a column: "2 h", "3 days".
fn roughly(seconds: i64) -> String {
    let unit = match seconds {
        ..3_600 => 60,
        3_600..172_800 => 3_600,
        _ => 86_400,
    };
    words::length((seconds + unit / 2) / unit * unit)
}

#[component]
fn Commented(months: Vec<Month>) -> impl IntoView {
    let shown = last(&months);
    let bars = shown
        .iter()
        .map(|month| Bar::new(words::short_month(month.month), month.comments as usize))
        .collect();
    let n: u32 = months.iter().map(|month| month.comments).sum();
    let said = plural!(n, "{n} comment by its officers", "{n} comments by its officers");
    view! { <Plot id="comments-by-month" title=t!("Comments by month") said><Columns bars/></Plot> }
}

/// The twin of the plots: every month there is, newest first.
#[component]
fn MonthTable(slug: String, months: Vec<Month>) -> impl IntoView {
    let row = |month: &Month| {
        let review = month.review.map_or_else(
            || t!("None").to_owned(),
            |review| {
                t!(
                    "{median} ({quarter} to {three_quarters})",
                    median = words::length(review.median),
                    quarter = words::length(review.quarter),
                    three_quarters = words::length(review.three_quarters)
                )
            },
        );
        let outcomes: u32 = month.outcomes.iter().sum();
        view! {
            <tr>
                <th scope="row">{words::known(KnownDate::Month { date: month.month })}</th>
                <td>{month.published}</td>
                <td>{month.refused}</td>
                <td>{outcomes}</td>
                <td>{month.comments}</td>
                <td>{month.posts}</td>
                <td>{review}</td>
            </tr>
        }
    };
    let rows = months.iter().rev().map(row).collect_view();
    let download = |ending: &'static str, name: &'static str| {
        view! { <a href=data::figures(&slug, ending) rel="external">{name}</a> }
    };
    let files = view! { <p class="row small files"><span class="quiet">{t!("These figures as files:")}</span>{download("csv", "CSV")}{download("json", "JSON")}{download("atom", "Atom")}</p> };
    view! {
        <details class="card fold">
            <summary><h3>{t!("The figures as a table")}</h3><Icon name="down"/></summary>
            <div class="table-wrap" tabindex="0" role="region" aria-label=t!("The figures as a table")>
                <table class="table">
                    <caption class="unseen">{t!("By months of universal time (UTC)")}</caption>
                    <thead><tr>
                        <th scope="col">{t!("Month")}</th><th scope="col">{t!("Requests")}</th><th scope="col">{t!("Refused")}</th>
                        <th scope="col">{t!("Outcomes stated")}</th><th scope="col">{t!("Comments")}</th><th scope="col">{t!("Posts")}</th>
                        <th scope="col">{t!("Time to review: median (middle half)")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
        {files}
    }
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
    let closed = plural!(closed, "{n} request closed", "{n} requests closed");
    let said = [&closed, ", ", &plural!(overdue, "{n} outcome overdue", "{n} outcomes overdue")].concat();
    view! { <Plot id="outcomes" title=t!("What became of them") said><Lines bars/></Plot> }
}

#[component]
fn ByKind(requests: Vec<Summary>) -> impl IntoView {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for request in &requests {
        *kinds.entry(kind_of_incident(&request.incident_type)).or_default() += 1;
    }
    let mut bars: Vec<Bar> = kinds.iter().map(|(kind, n)| Bar::new(*kind, *n)).collect();
    bars.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.name.cmp(&b.name)));
    let said = t!("In the agency’s own words").to_owned();
    view! { <Plot id="by-kind" title=t!("Requests by incident") said><Lines bars/></Plot> }
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
}
