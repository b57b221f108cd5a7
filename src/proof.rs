//! Checks badges in the reader's browser: a program of its own, which fills the `.chain` of an opened badge.
//!
//! It takes what it compares from the page as the reader sees it, and believes nothing the server says about it.

mod view;

use leptos::prelude::*;
use neighbors_domain::record::Shown;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement};

use view::Checked;

/// Listens for badges that open, and looks after the one that already is.
pub fn start() {
    // For the life of the page, as the program itself. The event does not rise: it is caught on its way down.
    let heard = Closure::<dyn Fn(Event)>::new(|event: Event| {
        if let Some(badge) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            fill(&badge);
        }
    });
    let _ =
        document().add_event_listener_with_callback_and_bool("toggle", heard.as_ref().unchecked_ref(), true);
    heard.forget();
    if let Ok(Some(open)) = document().query_selector("[data-proof]:popover-open") {
        fill(&open);
    }
}

/// Anew at each opening: what held a minute ago may not hold now.
fn fill(badge: &Element) {
    let Some(proof) = badge.get_attribute("data-proof").filter(|proof| !proof.is_empty()) else { return };
    if !badge.matches(":popover-open").unwrap_or(false) {
        return;
    }
    let chain = badge.query_selector(".chain").ok().flatten();
    let Some(chain) = chain.and_then(|chain| chain.dyn_into::<HtmlElement>().ok()) else { return };
    chain.set_text_content(None);
    let shown = shown(badge, &proof);
    leptos::mount::mount_to(chain, move || view! { <Checked proof shown/> }).forget();
}

/// What the page says around this badge.
fn shown(badge: &Element, proof: &str) -> Shown {
    let text = |selector: &str| {
        let found = badge.query_selector(selector).ok().flatten();
        found.and_then(|found| found.text_content()).unwrap_or_default().trim().to_owned()
    };
    let of_agency = proof.strip_prefix("agency/");
    let agency = match of_agency {
        Some(slug) => slug.to_owned(),
        None => slug_of(badge).unwrap_or_default(),
    };
    let around = badge.closest("article, li, main").ok().flatten();
    Shown {
        agency,
        officer: of_agency.is_none().then(|| (text(".proof__head b"), text(".proof__head span"))),
        words: of_agency
            .is_none()
            .then(|| around.and_then(|around| around.text_content()).unwrap_or_default()),
        // The last part of the address of a post or a request.
        thread: window()
            .location()
            .pathname()
            .ok()
            .and_then(|path| path.rsplit('/').next().map(str::to_owned)),
    }
}

/// Of the link to the agency that stands in the badge.
fn slug_of(badge: &Element) -> Option<String> {
    let link = badge.query_selector("a[href^='/agencies/']").ok()??;
    link.get_attribute("href")?.strip_prefix("/agencies/").map(str::to_owned)
}
