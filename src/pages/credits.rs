//! `/credits` Whose data and work this stands on. CREDITS.md says the same in the source.

use leptos::prelude::*;

use crate::components::Heading;

#[component]
pub fn Credits() -> impl IntoView {
    let entries = [
        (
            "Agencies",
            "Atlas of Surveillance, a project of the Electronic Frontier Foundation and the Reynolds School of Journalism at the University of Nevada, Reno",
            "CC BY 4.0",
            "The 1,501 listed agencies. Repeats were joined, one state was corrected (the correction stands on the agency’s page), and dates known only by month are kept as months.",
        ),
        (
            "Denver neighborhoods and incidents",
            "City and County of Denver, Denver Open Data Catalog",
            "CC BY 3.0",
            "Names and outlines of neighborhoods; times and cells of the invented requests of the demo, moved by whole weeks.",
        ),
        (
            "Leaflet",
            "Volodymyr Agafonkin and contributors",
            "BSD-2-Clause",
            "Draws the map of a request. Nothing is loaded from another host for it.",
        ),
        (
            "H3",
            "Uber Technologies, and HydroniumLabs for the implementation in Rust, h3o",
            "Apache-2.0, BSD-3-Clause",
            "The grid of cells that takes the place of coordinates.",
        ),
        (
            "age",
            "Filippo Valsorda and Ben Cartwright-Cox for the format, Jack Grigg for the implementation in Rust",
            "MIT or Apache-2.0",
            "Seals what is shared.",
        ),
        ("Leptos", "Greg Johnston and contributors", "MIT", "The pages are written with it."),
    ];
    let entries = entries.map(|(what, whose, license, why)| {
        view! {
            <section class="card stack stack-1">
                <h2 class="h3">{what}</h2>
                <p>{whose}", "{license}"."</p>
                <p class="small soft">{why}</p>
            </section>
        }
    });
    view! {
        <main class="page page--narrow stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text="Credits"/>
                <p class="lead">"Neighbors is free software under the GNU Affero General Public License, version 3 or later. It stands on the data and work of others."</p>
            </header>
            <div class="stack stack-4">{entries.into_iter().collect_view()}</div>
            <p class="small quiet">"Neighbors is not connected with Ring or Amazon. Their names stand here only to say what a public source says."</p>
        </main>
    }
}
