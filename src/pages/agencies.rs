//! `/agencies` Every agency known to have taken part, and those that use this server. Filters live in the address.

mod filters;
mod table;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use neighbors_domain::addresses::{data, pages};
use neighbors_domain::agency::AgencyList;

use crate::api;
use crate::components::{Art, Blank, Bones, Failed, Heading, MoreButton, Shape};
use crate::words::{plural, t, view_of};
use filters::{Filters, Question};
use table::AgencyTable;
pub use table::{StateTag, place};

#[component]
pub fn Agencies() -> impl IntoView {
    let query = use_query_map();
    let question = Memo::new(move |_| Question::from_address(&query.read()));
    let answer = LocalResource::new(move || {
        let asked = question.get();
        async move { (asked.ask("").await, asked) }
    });
    let list = move || match answer.get() {
        Some((Ok(list), asked)) if asked == question.get() => view! { <List list asked/> }.into_any(),
        Some((Err(error), asked)) if asked == question.get() => {
            let retry = Callback::new(move |()| answer.refetch());
            view! { <Failed what=t!("the agencies") error retry/> }.into_any()
        }
        _ => view! { <div class="card"><Bones what=t!("the agencies") shape=Shape::Items/></div> }.into_any(),
    };
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
                <p class="row small">
                    <a href=data::AGENCIES_CSV rel="external">"CSV"</a>
                    <a href=data::AGENCIES_JSON rel="external">"JSON"</a>
                    <a href=data::AGENCIES_GEOJSON rel="external">"GeoJSON"</a>
                </p>
            </header>
            <section class="stack stack-4" aria-labelledby="found">
                <Filters question/>
                {list}
                <p class="tiny quiet">
                    {t!("Source of the listed ones: Atlas of Surveillance, Electronic Frontier Foundation, CC BY 4.0.")}
                    " "
                    <a href=pages::CREDITS>{t!("Credits")}</a>
                </p>
            </section>
        </main>
    }
}

#[component]
fn List(list: AgencyList, asked: Question) -> impl IntoView {
    let total = list.total;
    let next = RwSignal::new(list.next);
    let pages = RwSignal::new(vec![list.agencies]);
    let asked = StoredValue::new(asked);
    let more = move |after: String| async move {
        let list = asked.get_value().ask(&after).await?;
        pages.update(|pages| pages.push(list.agencies));
        next.set(list.next);
        Ok(())
    };
    let body = match total {
        0 => view! {
            <Blank art=Art::Nothing title=t!("No agency fits").to_owned()>
                <p>{t!("Look for fewer letters of its name, or for the city or county.")}</p>
                <div class="buttons"><a class="button" href=neighbors_domain::addresses::pages::AGENCIES>{t!("Show all agencies")}</a></div>
            </Blank>
        }
        .into_any(),
        _ => view! { <AgencyTable pages/> }.into_any(),
    };
    view! {
        <div role="status"><h2 id="found">{plural!(total, "{n} agency", "{n} agencies")}</h2></div>
        {body}
        <MoreButton next what=t!("the agencies") more/>
    }
}

impl Question {
    async fn ask(&self, after: &str) -> api::Result<AgencyList> {
        api::agencies(&self.query(), after).await
    }
}
