//! Beside the map: how many there were on a day, the curve of how they grew, and the slider under it.

use leptos::prelude::*;
use neighbors_domain::agency::KnownDate;
use neighbors_domain::agency_map::{KNOWN_TOTALS, days};

use super::Shared;
use super::curve::{HEIGHT, WIDTH, middle, y};
use super::months::Months;
use super::play::Play;
use super::question::Question;
use crate::words::{self, plural, t, view_of};

#[component]
pub fn Growth(shared: Shared) -> impl IntoView {
    let Shared { question, shown, step, until, time, moving, go, .. } = shared;
    let table = RwSignal::new(false);
    let count = Memo::new(move |_| shown.with(Vec::len));
    let said = move || {
        let one = count.get() == 1;
        match until.get().map(words::weekday) {
            Some(day) => {
                let day = view! { <b class="ink">{day}</b> };
                match one {
                    true => view_of!("agency on {day}", day = day),
                    false => view_of!("agencies on {day}", day = day),
                }
                .into_any()
            }
            None if one => t!("agency today").into_any(),
            None => t!("agencies today").into_any(),
        }
    };
    let value_text = move || {
        let day = until.get().map_or_else(|| t!("Today").to_owned(), words::weekday);
        [&*day, ": ", &*plural!(count.get(), "{n} agency", "{n} agencies")].concat()
    };
    let read = |event: &leptos::ev::Event| event_target_value(event).parse::<usize>().ok();
    let slide = move |event: leptos::ev::Event| moving.set(read(&event));
    let let_go = move |event: leptos::ev::Event| {
        if let Some(step) = read(&event) {
            go.run(Question { until: time.day(step), ..question.get_untracked() });
        }
    };
    let first = time.day(0).map(|date| words::known(KnownDate::Month { date }));
    let of_table = shared.clone();
    view! {
        <div class="growth__side stack stack-3">
            <div>
                <p class="big-number">{move || words::number(count.get())}</p>
                <p class="soft">{said}</p>
            </div>
            <div class="slider">
                <Curve shared=shared.clone()/>
                <label class="unseen" for="when">{t!("Date")}</label>
                <input type="range" id="when" min="0" max=time.last prop:value=move || step.get()
                    aria-valuetext=value_text on:input=slide on:change=let_go/>
                <p class="slider__ends"><span>{first}</span><span>{t!("Today")}</span></p>
            </div>
            <div class="buttons">
                <Play shared/>
                <button class="button button--quiet" type="button" aria-controls="months"
                    aria-expanded=move || if table.get() { "true" } else { "false" }
                    on:click=move |_| table.update(|table| *table = !*table)>
                    {t!("As a table")}
                </button>
            </div>
            <Known/>
            <div id="months" hidden=move || !table.get()>
                {move || table.get().then(|| view! { <Months shared=of_table.clone()/> })}
            </div>
        </div>
    }
}

/// Totals that were published without names: another mark on the curve, and in words.
#[component]
fn Known() -> impl IntoView {
    let known = KNOWN_TOTALS.iter().map(|known| {
        let month = chrono::NaiveDate::from_ymd_opt(known.year, known.month, 1);
        let month = month.map(|date| words::known(KnownDate::Month { date })).unwrap_or_default();
        let link = view! { <a href=known.link rel="external noreferrer">{known.source}</a> };
        view! {
            <p class="tiny quiet known">
                <svg viewBox="0 0 18 20" aria-hidden="true"><path class="plot__known" d="M9 2l7 4v8l-7 4-7-4v-8z"/></svg>
                <span>
                    {view_of!(
                        "{n} in {month}: a total without names ({source}). Names are known until September 2020.",
                        n = words::number(known.agencies as usize),
                        month = month,
                        source = link
                    )}
                </span>
            </p>
        }
    });
    view! { {known.collect_view()} }
}

#[component]
fn Curve(shared: Shared) -> impl IntoView {
    let Shared { country, question, fitting, shown, until, time, .. } = shared;
    let since = Memo::new(move |_| fitting.with(|fitting| country.days(fitting)));
    // Totals are of all agencies: beside a choice of them they would say something false.
    let of_all = Memo::new(move |_| question.with(Question::is_of_all));
    let most = Memo::new(move |_| {
        let known = KNOWN_TOTALS.iter().map(|known| known.agencies as usize).max().unwrap_or_default();
        since.with(Vec::len).max(if of_all.get() { known } else { 1 })
    });
    let line = Memo::new(move |_| since.with(|since| time.line(since, most.get())));
    let fill = move || [&line.get(), "L760 330Z"].concat();
    let at = move || (time.x_of(until.get()), y(shown.with(Vec::len), most.get()));
    let now = move || {
        let (x, y) = at();
        format!("M{x:.1} {HEIGHT}V{y:.1}")
    };
    let known = move || {
        let mark = |known: &neighbors_domain::agency_map::KnownTotal| {
            let (x, y) = (time.x(middle(known)), y(known.agencies as usize, most.get()));
            let line = format!("M{x:.1} {:.1}l12.1 7v14l-12.1 7l-12.1 -7v-14z", y - 14.0);
            view! { <path class="plot__known" d=line/> }
        };
        of_all.get().then(|| KNOWN_TOTALS.iter().map(mark).collect_view())
    };
    let label = move || {
        let named = since.with(|since| since.partition_point(|day| *day <= days(END_OF_NAMES)));
        plural!(
            named,
            "Growth curve: {n} agency by September 2020, and those of this server after that",
            "Growth curve: {n} agencies by September 2020, and those of this server after that"
        )
    };
    view! {
        <svg class="plot" viewBox=format!("0 -16 {WIDTH} {}", HEIGHT + 30.0) role="img" aria-label=label>
            <path class="plot__axis" d="M0 330.5H760"/>
            <path class="plot__fill" d=fill/>
            <path class="plot__line" d=move || line.get()/>
            {known}
            <path class="plot__now" d=now/>
            <circle class="plot__dot" cx=move || at().0 cy=move || at().1 r="13"/>
        </svg>
    }
}

/// The last month of the source with names.
const END_OF_NAMES: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(2020, 9, 30).unwrap();
