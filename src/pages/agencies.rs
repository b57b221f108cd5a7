//! `/agencies` Every agency known to have taken part, and those that use this server: a map, its list, a line over time.
//!
//! All come in one answer. What is chosen of them stands in the address and is worked out here, so that map, curve and
//! list show the same.

mod chosen;
mod country;
mod curve;
mod filters;
mod growth;
mod list;
mod map;
mod months;
mod play;
mod question;
mod table;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use neighbors_domain::addresses::{data, pages};

use crate::api;
use crate::components::{Bones, Failed, Heading, Shape};
use crate::words::{t, view_of};
use country::Country;
use curve::Timeline;
use filters::Filters;
use growth::Growth;
use list::List;
use map::{CountryMap, MapBones};
use question::Question;
pub use table::{StateTag, place};

#[component]
pub fn Agencies() -> impl IntoView {
    let query = use_query_map();
    let question = Memo::new(move |_| Question::from_address(&query.read()));
    let answer = LocalResource::new(async || api::agency_map().await.map(|map| Arc::new(Country::new(map))));
    let body = move || match answer.get() {
        Some(Ok(country)) => view! { <Whole country question/> }.into_any(),
        Some(Err(error)) => {
            let retry = Callback::new(move |()| answer.refetch());
            view! { <Failed what=t!("the agencies") error retry/> }.into_any()
        }
        None => view! {
            <MapBones/>
            <div class="card"><Bones what=t!("the agencies") shape=Shape::Items/></div>
        }
        .into_any(),
    };
    let file = move |of_all: &'static str| move || question.with(|question| question.file(of_all));
    view! {
        <main class="page stack stack-6" id="main" tabindex="-1">
            <header class="row row--apart row--end">
                <div class="stack stack-1">
                    <Heading text=t!("Agencies")/>
                    <p class="soft measure">
                        {view_of!(
                            "Every agency known to have joined a camera-sharing program, with its date and its source. {listed} is a public fact. {active} means it uses this server.",
                            listed = view! { <b>{t!("Listed")}</b> },
                            active = view! { <b>{t!("Active")}</b> }
                        )}
                    </p>
                </div>
                <p class="row small files" role="group" aria-label=t!("What is shown, as a file")>
                    <a href=file(data::AGENCIES_CSV) rel="external">"CSV"</a>
                    <a href=file(data::AGENCIES_JSON) rel="external">"JSON"</a>
                    <a href=file(data::AGENCIES_GEOJSON) rel="external">"GeoJSON"</a>
                </p>
            </header>
            {body}
            <p class="tiny quiet">
                {t!("Source of the listed ones: Atlas of Surveillance, Electronic Frontier Foundation, CC BY 4.0.")}
                " "
                <a href=pages::CREDITS>{t!("Credits")}</a>
            </p>
        </main>
    }
}

/// What the parts of the page share.
#[derive(Clone)]
struct Shared {
    country: Arc<Country>,
    question: Memo<Question>,
    /// Those that fit on whatever day.
    fitting: Memo<Vec<usize>>,
    /// Those of the day as well: what the map, the number and the list show.
    shown: Memo<Vec<usize>>,
    time: Timeline,
    /// The step of the slider while a hand or the clock moves it; after that the address has it.
    moving: RwSignal<Option<usize>>,
    /// The step that is shown.
    step: Memo<usize>,
    /// The day that is shown; `None` is today.
    until: Memo<Option<chrono::NaiveDate>>,
    go: Callback<Question>,
}

#[component]
fn Whole(country: Arc<Country>, question: Memo<Question>) -> impl IntoView {
    let shared = shared(country, question);
    view! {
        <section class="card card--flush growth" aria-label=t!("Agencies over time")>
            <CountryMap shared=shared.clone()/>
            <Growth shared=shared.clone()/>
        </section>
        <section class="stack stack-4" aria-labelledby="found">
            <List shared=shared.clone()><Filters question go=shared.go/></List>
        </section>
    }
}

fn shared(country: Arc<Country>, question: Memo<Question>) -> Shared {
    // Where the address changes only in its day or order, none of this is worked out again.
    let words = Memo::new(move |_| Question { until: None, sort: Default::default(), ..question.get() });
    let of = country.clone();
    let fitting = Memo::new(move |_| words.with(|words| of.fitting(words)));
    let everyone: Vec<usize> = (0..country.map.len()).collect();
    let time = Timeline::of(&country.days(&everyone));
    let moving = RwSignal::new(None);
    // Once the address has what a hand or the clock moved to, it is the address that says so.
    Effect::new(move || {
        question.track();
        moving.set(None);
    });
    let asked = Memo::new(move |_| question.with(|question| question.until));
    let until = Memo::new(move |_| moving.get().map_or_else(|| asked.get(), |step| time.day(step)));
    let step = Memo::new(move |_| moving.get().unwrap_or_else(|| time.step(asked.get())));
    let of = country.clone();
    let shown = Memo::new(move |_| fitting.with(|fitting| of.joined(fitting, until.get())));
    let navigate = use_navigate();
    let go = Callback::new(move |next: Question| {
        let before = question.get_untracked();
        if next == before {
            moving.set(None);
            return;
        }
        // Typing a word and moving the slider are each one step for "back", not one for each letter or week.
        let going_on = |of: fn(&Question) -> bool| of(&before) && of(&next);
        let typing = next.typed != before.typed && going_on(|it| !it.typed.is_empty());
        let sliding = next.until != before.until && going_on(|it| it.until.is_some());
        let options = NavigateOptions { replace: typing || sliding, scroll: false, ..Default::default() };
        navigate(&next.page(), options);
    });
    Shared { country, question, fitting, shown, time, moving, step, until, go }
}
