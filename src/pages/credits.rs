//! `/credits` Whose data and work this stands on. CREDITS.md says the same in the source.

use leptos::prelude::*;

use crate::components::Heading;
use crate::words::{self, english, t};

struct Credit {
    what: &'static str,
    whose: &'static str,
    license: &'static str,
    /// The licence's own page, or the work's.
    link: &'static str,
    why: &'static str,
}

const CREDITS: [Credit; 9] = [
    Credit {
        what: english!("Agencies"),
        whose: english!(
            "Atlas of Surveillance, a project of the Electronic Frontier Foundation and the Reynolds School of Journalism at the University of Nevada, Reno"
        ),
        license: "CC BY 4.0",
        link: "https://creativecommons.org/licenses/by/4.0/",
        why: english!(
            "The listed agencies. Repeats were joined, one state corrected and invisible marks removed; a correction stands on the page of its agency, and dates known only by month are kept as months."
        ),
    },
    Credit {
        what: english!("Denver neighborhoods and incidents"),
        whose: english!("City and County of Denver, Denver Open Data Catalog"),
        license: "CC BY 3.0",
        link: "https://creativecommons.org/licenses/by/3.0/",
        why: english!(
            "Outlines of neighborhoods, simplified; incidents reduced to kind, cell and times; the demo moves them by whole weeks and leaves out kinds that are never shown."
        ),
    },
    Credit {
        what: english!("Streets, parks and outlines"),
        whose: english!(
            "OpenStreetMap contributors (ODbL 1.0); City and County of Denver, Denver Open Data Catalog (CC BY 3.0); US Census Bureau; us-atlas by Michael Bostock (ISC); municipalities of New Jersey (MIT)"
        ),
        license: "ODbL 1.0",
        link: "https://www.openstreetmap.org/copyright",
        why: english!(
            "What maps draw. Streets of both sources were put together, outlines simplified, and all but names and classes left out."
        ),
    },
    Credit {
        what: "Leaflet",
        whose: english!("Volodymyr Agafonkin and contributors"),
        license: "BSD-2-Clause",
        link: "https://leafletjs.com/",
        why: english!("Draws the map of a request. Nothing is loaded from another host for it."),
    },
    Credit {
        what: "leaflet-rs",
        whose: "slowtec GmbH",
        license: english!("MIT or Apache-2.0"),
        link: "https://github.com/slowtec/leaflet-rs",
        why: english!("Leads from our program to Leaflet."),
    },
    Credit {
        what: english!("Leptos and its router"),
        whose: english!("Greg Johnston and contributors"),
        license: "MIT",
        link: "https://leptos.dev/",
        why: english!("The pages are written with it."),
    },
    Credit {
        what: english!("H3 and h3o"),
        whose: "Uber Technologies; HydroniumLabs",
        license: "Apache-2.0; BSD-3-Clause",
        link: "https://h3geo.org/",
        why: english!(
            "The grid of cells that takes the place of coordinates, and its implementation in Rust."
        ),
    },
    Credit {
        what: english!("age and rage"),
        whose: english!("Filippo Valsorda and Ben Cartwright-Cox; Jack Grigg"),
        license: english!("MIT or Apache-2.0"),
        link: "https://age-encryption.org/",
        why: english!("The format in which recordings are sealed, and its implementation in Rust."),
    },
    Credit {
        what: "chrono, serde, gloo, wasm-bindgen, RustCrypto",
        whose: english!("their contributors"),
        license: english!("MIT or Apache-2.0"),
        link: "https://crates.io/",
        why: english!("Times, words on the wire, the way to the browser, hashes."),
    },
];

#[component]
pub fn Credits() -> impl IntoView {
    let credits = CREDITS.map(|Credit { what, whose, license, link, why }| {
        view! {
            <section class="card stack stack-1">
                <h2 class="h3">{words::tr(what)}</h2>
                <p>{words::tr(whose)}", "<a href=link rel="external noreferrer">{words::tr(license)}</a>"."</p>
                <p class="small soft">{words::tr(why)}</p>
            </section>
        }
    });
    view! {
        <main class="page page--narrow stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("Credits")/>
                <p class="lead">{t!("Neighbors is free software under the GNU Affero General Public License, version 3 or later. It stands on the data and work of others.")}</p>
            </header>
            <div class="stack stack-4">{credits.into_iter().collect_view()}</div>
            <p class="small quiet">{t!("Neighbors is not connected with Ring or Amazon. Their names stand here only to say what a public source says.")}</p>
        </main>
    }
}
