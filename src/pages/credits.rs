//! `/credits` Whose data and work this stands on. CREDITS.md says the same in the source.

use leptos::prelude::*;

use crate::components::Heading;

struct Credit {
    what: &'static str,
    whose: &'static str,
    license: &'static str,
    /// The licence's own page, or the work's.
    link: &'static str,
    why: &'static str,
}

const CREDITS: [Credit; 8] = [
    Credit {
        what: "Agencies",
        whose: "Atlas of Surveillance, a project of the Electronic Frontier Foundation and the Reynolds School of Journalism at the University of Nevada, Reno",
        license: "CC BY 4.0",
        link: "https://creativecommons.org/licenses/by/4.0/",
        why: "The listed agencies. Repeats were joined, one state corrected and invisible marks removed; a correction stands on the page of its agency, and dates known only by month are kept as months.",
    },
    Credit {
        what: "Denver neighborhoods and incidents",
        whose: "City and County of Denver, Denver Open Data Catalog",
        license: "CC BY 3.0",
        link: "https://creativecommons.org/licenses/by/3.0/",
        why: "Outlines of neighborhoods, simplified; incidents reduced to cells and times and moved by whole weeks, for the invented requests of the demo.",
    },
    Credit {
        what: "Leaflet",
        whose: "Volodymyr Agafonkin and contributors",
        license: "BSD-2-Clause",
        link: "https://leafletjs.com/",
        why: "Draws the map of a request. Nothing is loaded from another host for it.",
    },
    Credit {
        what: "leaflet-rs",
        whose: "slowtec GmbH",
        license: "MIT or Apache-2.0",
        link: "https://github.com/slowtec/leaflet-rs",
        why: "Leads from our program to Leaflet.",
    },
    Credit {
        what: "Leptos and its router",
        whose: "Greg Johnston and contributors",
        license: "MIT",
        link: "https://leptos.dev/",
        why: "The pages are written with it.",
    },
    Credit {
        what: "H3 and h3o",
        whose: "Uber Technologies; HydroniumLabs",
        license: "Apache-2.0; BSD-3-Clause",
        link: "https://h3geo.org/",
        why: "The grid of cells that takes the place of coordinates, and its implementation in Rust.",
    },
    Credit {
        what: "age and rage",
        whose: "Filippo Valsorda and Ben Cartwright-Cox; Jack Grigg",
        license: "MIT or Apache-2.0",
        link: "https://age-encryption.org/",
        why: "The format in which recordings are sealed, and its implementation in Rust.",
    },
    Credit {
        what: "chrono, serde, gloo, wasm-bindgen, RustCrypto",
        whose: "their contributors",
        license: "MIT or Apache-2.0",
        link: "https://crates.io/",
        why: "Times, words on the wire, the way to the browser, hashes.",
    },
];

#[component]
pub fn Credits() -> impl IntoView {
    let credits = CREDITS.map(|Credit { what, whose, license, link, why }| {
        view! {
            <section class="card stack stack-1">
                <h2 class="h3">{what}</h2>
                <p>{whose}", "<a href=link rel="external noreferrer">{license}</a>"."</p>
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
            <div class="stack stack-4">{credits.into_iter().collect_view()}</div>
            <p class="small quiet">"Neighbors is not connected with Ring or Amazon. Their names stand here only to say what a public source says."</p>
        </main>
    }
}
