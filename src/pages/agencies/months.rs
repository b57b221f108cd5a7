//! The table twin of the growth curve: month by month, who joined and how many there were then.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::prelude::*;
use neighbors_domain::agency::KnownDate;
use neighbors_domain::agency_map::{KNOWN_TOTALS, growth};

use super::Shared;
use super::question::Question;
use crate::words::{self, t};

/// Joined in the month, and all at its end; of a total without names only the second is known.
type Line = (Option<u32>, u32);

/// Months in which nobody joined have no line. `since`: days since 1970.
fn lines(since: &[i32], of_all: bool) -> BTreeMap<NaiveDate, Vec<Line>> {
    let mut lines: BTreeMap<NaiveDate, Vec<Line>> = BTreeMap::new();
    let mut before = 0;
    for (month, total) in growth(since) {
        if total > before {
            lines.entry(month).or_default().push((Some(total - before), total));
        }
        before = total;
    }
    for known in KNOWN_TOTALS.iter().filter(|_| of_all) {
        if let Some(month) = NaiveDate::from_ymd_opt(known.year, known.month, 1) {
            lines.entry(month).or_default().push((None, known.agencies));
        }
    }
    lines
}

#[component]
pub fn Months(shared: Shared) -> impl IntoView {
    let Shared { country, question, fitting, .. } = shared;
    let row = |month: NaiveDate, (joined, total): Line| {
        let joined = match joined {
            Some(joined) => words::number(joined as usize).into_any(),
            None => view! { <span class="quiet">{t!("total without names")}</span> }.into_any(),
        };
        view! {
            <tr>
                <th scope="row">{words::known(KnownDate::Month { date: month })}</th>
                <td class="right">{joined}</td>
                <td class="right">{words::number(total as usize)}</td>
            </tr>
        }
    };
    let rows = move || {
        let since = fitting.with(|fitting| country.days(fitting));
        let lines = lines(&since, question.with(Question::is_of_all));
        let rows = lines.into_iter().flat_map(|(month, of)| of.into_iter().map(move |line| (month, line)));
        rows.map(|(month, line)| row(month, line)).collect_view()
    };
    view! {
        <div class="table-wrap table-wrap--low" tabindex="0" role="region" aria-label=t!("Agencies by month")>
            <table class="table">
                <thead><tr>
                    <th scope="col">{t!("Month")}</th>
                    <th scope="col" class="right">{t!("Joined")}</th>
                    <th scope="col" class="right">{t!("In all")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="tiny quiet">{t!("Months in which nobody joined are left out.")}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use neighbors_domain::agency_map::days;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn each_month_with_anybody_has_a_line_and_a_total_without_names_stands_in_its_own() {
        let since = ["2018-03-22", "2018-03-30", "2019-08-27", "2026-04-02"].map(|text| days(date(text)));
        let all: Vec<_> = lines(&since, true).into_iter().collect();
        assert_eq!(all[0], (date("2018-03-01"), vec![(Some(2), 2)]));
        assert_eq!(all[1], (date("2019-08-01"), vec![(Some(1), 3)]));
        assert_eq!(all[2], (date("2021-06-01"), vec![(None, 1_771)]));
        assert_eq!(all[3], (date("2026-04-01"), vec![(Some(1), 4)]));
        assert_eq!(lines(&since, false).len(), 3, "beside a choice it would say something false");
    }
}
