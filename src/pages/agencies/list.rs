//! The list twin of the map: the same agencies, twenty at a time, in one of three orders.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;

use super::Shared;
use super::question::{Question, Sort};
use super::table::AgencyTable;
use crate::components::{Art, Blank, Icon};
use crate::words::{plural, t};

const PAGE: usize = 20;

#[component]
pub fn List(
    shared: Shared,
    /// The fields, between the number and the rows.
    children: Children,
) -> impl IntoView {
    let Shared { country, question, shown, moving, .. } = shared;
    let (of, sort) = (country.clone(), Memo::new(move |_| question.with(|question| question.sort)));
    let sorted = Memo::new(move |_| of.sorted(shown.get(), sort.get()));
    // Another question begins at its first page.
    let asked_more = RwSignal::new((Question::default(), 1));
    let pages = Memo::new(move |_| {
        let (of, pages) = asked_more.get();
        if of == question.get() { pages } else { 1 }
    });
    let ask_more = move |_| asked_more.set((question.get_untracked(), pages.get_untracked() + 1));
    let total = Memo::new(move |_| shown.with(Vec::len));
    let rows = Memo::new(move |_| {
        sorted.with(|sorted| sorted.iter().copied().take(PAGE * pages.get()).collect::<Vec<_>>())
    });
    let none = Memo::new(move |_| total.get() == 0);
    let body = move || match none.get() {
        true => view! { <Nobody/> }.into_any(),
        false => view! { <AgencyTable country=country.clone() rows/> }.into_any(),
    };
    let more = move || {
        (total.get() > PAGE * pages.get()).then(|| {
            view! {
                <p class="center">
                    <button class="button" type="button" on:click=ask_more>
                        <Icon name="down"/>{t!("Show more")}
                    </button>
                </p>
            }
        })
    };
    let playing = move || if moving.get().is_some() { "true" } else { "false" };
    view! {
        <div class="row row--apart">
            // While the slider moves, nobody is told of each week.
            <div role="status" aria-busy=playing>
                <h2 id="found">{move || plural!(total.get(), "{n} agency", "{n} agencies")}</h2>
            </div>
            <div class="segments" role="group" aria-label=t!("Sort")>
                <Order question sort=Sort::Newest name=t!("Newest")/>
                <Order question sort=Sort::Name name=t!("Name")/>
                <Order question sort=Sort::State name=t!("State")/>
            </div>
        </div>
        {children()}
        {body}
        {more}
    }
}

#[component]
fn Order(question: Memo<Question>, sort: Sort, name: &'static str) -> impl IntoView {
    let address = move || Question { sort, ..question.get() }.page();
    let current = move || (question.get().sort == sort).then_some("true");
    view! { <a href=address aria-current=current data-noscroll="">{name}</a> }
}

#[component]
fn Nobody() -> impl IntoView {
    view! {
        <Blank art=Art::Nothing title=t!("No agency fits").to_owned()>
            <p>{t!("Look for fewer letters of its name, or for the city or county.")}</p>
            <div class="buttons"><a class="button" href=pages::AGENCIES data-noscroll="">{t!("Show all agencies")}</a></div>
        </Blank>
    }
}
