//! Checks badges in the reader's browser: a program of its own, which fills the `.chain` of an opened badge.
//!
//! It takes what it compares from the page as the reader sees it (`data-said`; of a request, what the page was drawn from:
//! `data-asked`), and believes nothing the server says about it.

mod view;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use neighbors_domain::instant;
use neighbors_domain::post::Category;
use neighbors_domain::record::{Asked, Officer, Said, Shown};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement};

use crate::words;
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
    let text = |selector: &str| found(badge, selector).map(|part| said_in(&part)).unwrap_or_default();
    // What kind of badge it is the page says, never the server.
    if badge.get_attribute("data-of").as_deref() == Some("agency") {
        let agency = proof.strip_prefix("agency/").unwrap_or_default().to_owned();
        return Shown { agency, name: Some(text(".proof__head b")), ..Shown::default() };
    }
    let moment = |selector: &str| found(badge, selector).and_then(|part| moment(&part));
    let officer = Officer {
        name: text(".proof__head b"),
        title: text(".proof__head span"),
        certified_at: moment("[data-badge=certified]").unwrap_or_default(),
        ended_at: moment("[data-badge=ended]"),
    };
    let said = around(badge, proof).unwrap_or(Said::Strange);
    let agency = slug_of(badge).unwrap_or_default();
    Shown { agency, name: Some(text("a[href^='/agencies/']")), officer: Some(officer), said: Some(said) }
}

/// The words the badge stands beside.
fn around(badge: &Element, proof: &str) -> Option<Said> {
    let whole = badge.closest("article, li").ok()??;
    let parts = |name: &str| -> Vec<Element> {
        let all = whole.query_selector_all(&["[data-said=", name, "]"].concat());
        let all = all.into_iter().flat_map(|all| (0..all.length()).filter_map(move |n| all.get(n)));
        // A post's article has its comments inside: each has an item of its own.
        all.filter_map(|part| part.dyn_into::<Element>().ok())
            .filter(|part| part.closest("article, li").ok().flatten().as_ref() == Some(&whole))
            .collect()
    };
    let text = |name: &str| -> String { parts(name).iter().map(said_in).collect::<Vec<_>>().join("\n") };
    let at = || parts("at").first().and_then(moment);
    // Whose badge it is stands on what it is a badge of, not in what the server sent with it.
    let about = whole.get_attribute("data-about")?;
    if about != proof {
        return None;
    }
    match about.split('/').next()? {
        "comment" => {
            // The last part of the address of a post or a request.
            let path = window().location().pathname().ok()?;
            let thread = path.trim_end_matches('/').rsplit('/').next()?.to_owned();
            Some(Said::Comment { thread, text: text("text"), at: at()? })
        }
        "post" => {
            let label = text("category");
            let category = Category::ALL.into_iter().find(|category| words::tr(category.name()) == label)?;
            let regions = match whole.get_attribute("data-regions") {
                Some(regions) => Some(regions.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?),
                None => None,
            };
            Some(Said::Post { category, title: text("title"), text: text("text"), regions, at: at()? })
        }
        "assistance-request" => {
            let asked: Asked = serde_json::from_str(&whole.get_attribute("data-asked")?).ok()?;
            Some(Said::AssistanceRequest(Box::new(asked)))
        }
        _ => None,
    }
}

fn found(within: &Element, selector: &str) -> Option<Element> {
    within.query_selector(selector).ok().flatten()
}

fn said_in(part: &Element) -> String {
    part.text_content().unwrap_or_default().trim().to_owned()
}

/// Of a `<time>`.
fn moment(part: &Element) -> Option<DateTime<Utc>> {
    instant::read(&part.get_attribute("datetime")?)
}

/// Of the link to the agency that stands in the badge.
fn slug_of(badge: &Element) -> Option<String> {
    let link = badge.query_selector("a[href^='/agencies/']").ok()??;
    link.get_attribute("href")?.strip_prefix("/agencies/").map(str::to_owned)
}
