//! The map beside the feed: which cells the listed entries are in, and how far the list reaches. The list is its twin.
//!
//! The map is a program of its own (`crate::map::program`), fetched on a desktop once the list has shown, on a phone
//! when somebody asks for it. Here stands only what is said to it and what it answers.

use leptos::html::Div;
use leptos::prelude::*;
use neighbors_domain::addresses::{api, pages};
use neighbors_domain::cells::Cell8;
use neighbors_domain::feed::{FeedItem, KnownPlace, Question};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use super::filters::miles;
use crate::components::{Icon, item_id};
use crate::map::client::{self, Program};
use crate::map::messages::{CELL, MarkKind, OVER, PLACE, Scene, SceneMark, Tell};
use crate::words::{plural, t};

#[component]
pub fn FeedMap(
    place: Signal<Option<KnownPlace>>,
    listed: RwSignal<Vec<FeedItem>>,
    question: Signal<Question>,
    /// Somebody asked for the region of this name.
    ask: Callback<String>,
) -> impl IntoView {
    let program = client::program();
    let stage = NodeRef::<Div>::new();
    let state = Memo::new({
        let program = program.clone();
        move |_| program.get()
    });
    // The list first: what is fetched for a map may not hold up what one came to read.
    Effect::new(move || {
        if place.with(Option::is_some) && wide() {
            set_timeout(client::load, std::time::Duration::ZERO);
        }
    });
    // Of the entry that the hand or the focus is on: the map may come later than they do.
    let meant = StoredValue::new(None::<Cell8>);
    let scene = Memo::new(move |_| {
        let place = place.get()?;
        Some(listed.with(|items| question.with(|question| scene(&place, items, question))))
    });
    Effect::new(move || {
        let (Some(stage), Program::Ready, Some(scene)) = (stage.get(), state.get(), scene.get()) else {
            return;
        };
        // In the next frame the element has its size.
        request_animation_frame(move || {
            client::tell(&stage, &Tell::Scene(scene));
            client::tell(&stage, &Tell::Marked(meant.get_value()));
        });
    });
    Effect::new(move || {
        let Some(stage) = stage.get() else { return };
        client::hear(&stage, PLACE, move |region| ask.run(region));
        client::hear(&stage, CELL, move |cell| listed.with_untracked(|items| visit(items, &cell)));
        client::hear(&stage, OVER, move |cell| listed.with_untracked(|items| show_marked(items, &cell)));
    });
    follow_list(stage, listed, meant);
    on_cleanup(move || {
        if let Some(stage) = stage.get_untracked() {
            client::tell(&stage, &Tell::Gone);
        }
    });
    let show = move || {
        match state.get() {
        Program::NotAsked => view! {
            <button class="button" type="button" on:click=move |_| client::load()><Icon name="pin"/>{t!("Show the map")}</button>
        }
        .into_any(),
        Program::OnItsWay => view! { <p class="small quiet" role="status">{t!("The map is on its way.")}</p> }.into_any(),
        Program::Failed => view! {
            <p class="small" role="status">{t!("The map did not arrive. The list has all that is on it.")}</p>
            <button class="button" type="button" on:click=move |_| client::load()><Icon name="retry"/>{t!("Try again")}</button>
        }
        .into_any(),
        Program::Ready => ().into_any(),
    }
    };
    let ready = move || state.get() == Program::Ready;
    // On a phone it takes its room when it is asked for: what stands below it moves once, under the thumb.
    let asked_for = move || state.get() != Program::NotAsked;
    // The layer's twin, with the same filters.
    let table = move || question.with(|question| asked(pages::ACTIVITY, question));
    view! {
        <div class="panes__map">
            <div class="map map--feed" class:map--asked=asked_for>
                <div class="map__moving" node_ref=stage role="application" hidden=move || !ready()></div>
                <div class="map__ask" hidden=ready>{show}</div>
                <ul class="map__key" aria-label=t!("Key") hidden=move || !ready()>
                    <li><KeyCell class="key-post"/>{t!("Posts")}</li>
                    <li><KeyCell class="key-ask"/>{t!("Request for assistance")}</li>
                    <li><KeyCell class="key-record"/>{t!("Public record")}</li>
                    <li>
                        <svg viewBox="0 0 18 18" aria-hidden="true"><path class="map-region map-region--key" d="M1 9H17"/></svg>
                        {move || t!("Within {miles}", miles = miles(question.get().within))}
                    </li>
                </ul>
                <p class="map__note" hidden=move || !ready()>
                    {t!("Places are cells half a mile wide. No address is ever shown.")}" "
                    <a href=table>{t!("How much happened where, as a table")}</a>
                </p>
            </div>
        </div>
    }
}

#[component]
fn KeyCell(class: &'static str) -> impl IntoView {
    view! {
        <svg viewBox="0 0 18 18" aria-hidden="true">
            <path class=class d="M9 1.5l6.5 3.75v7.5L9 16.5l-6.5-3.75v-7.5z"/>
        </svg>
    }
}

/// The desktop's two panes.
fn wide() -> bool {
    window().match_media("(min-width: 64rem)").ok().flatten().is_some_and(|query| query.matches())
}

/// The cell an entry lies in; of a request, that of its incident.
fn cell(item: &FeedItem) -> Option<Cell8> {
    match item {
        FeedItem::Post(card) => card.place.cell,
        FeedItem::Incident(card) => card.place.cell,
        FeedItem::AssistanceRequest(summary) => Some(summary.area.incident.cell8()),
    }
}

fn name(item: &FeedItem) -> Option<&str> {
    match item {
        FeedItem::Post(card) => card.place.name.as_deref(),
        FeedItem::Incident(card) => card.place.name.as_deref(),
        FeedItem::AssistanceRequest(_) => None,
    }
}

fn scene(place: &KnownPlace, items: &[FeedItem], question: &Question) -> Scene {
    // There are a few dozen cells at most: looking through them is quicker to load than a tree.
    let mut cells: Vec<Cell8> = Vec::new();
    for cell in items.iter().filter_map(cell) {
        if !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    let label = t!("Map of posts near {place}; the list beside it holds the same posts", place = place.name);
    Scene {
        label,
        region: place.region,
        rings: question.within.rings(),
        marks: cells.into_iter().map(|cell| mark(cell, items)).collect(),
        activity: asked(api::ACTIVITY, question),
    }
}

/// The address of an answer or a page about the same question.
fn asked(path: &str, question: &Question) -> String {
    let parts = Question { after: None, ..question.clone() }.parts();
    let parts: Vec<_> = parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    crate::api::with(path, &parts)
}

fn mark(here: Cell8, items: &[FeedItem]) -> SceneMark {
    let inside = || items.iter().filter(|item| cell(item) == Some(here));
    let (mut posts, mut requests, mut records) = (0, 0, 0);
    for item in inside() {
        match item {
            FeedItem::Post(_) => posts += 1,
            FeedItem::AssistanceRequest(_) => requests += 1,
            FeedItem::Incident(_) => records += 1,
        }
    }
    let mut held = Vec::new();
    if posts > 0 {
        held.push(plural!(posts, "{n} post", "{n} posts"));
    }
    if requests > 0 {
        held.push(plural!(requests, "{n} request for assistance", "{n} requests for assistance"));
    }
    if records > 0 {
        held.push(plural!(records, "{n} entry of the public record", "{n} entries of the public record"));
    }
    let kind = match (posts, requests) {
        (_, 1..) => MarkKind::AssistanceRequest,
        (1.., _) => MarkKind::Post,
        _ => MarkKind::Record,
    };
    let label = [inside().find_map(name).unwrap_or(t!("One cell")), ": ", &held.join(", ")].concat();
    SceneMark { cell: here, kind, text: (posts + requests + records).to_string(), label }
}

fn entries<'a>(items: &'a [FeedItem], name: &'a str) -> impl Iterator<Item = Element> + 'a {
    let here = move |item: &&FeedItem| cell(item).is_some_and(|cell| cell.to_string() == name);
    items.iter().filter(here).filter_map(|item| document().get_element_by_id(&item_id(item.id())))
}

/// Brings the first entry of a cell into view, and the focus to its title.
fn visit(items: &[FeedItem], name: &str) {
    let Some(entry) = entries(items, name).next() else { return };
    // The address names it, so that the page marks it by itself.
    let _ = window().location().set_hash(&entry.id());
    let title = entry
        .query_selector("h3 a, h3[tabindex]")
        .ok()
        .flatten()
        .and_then(|title| title.dyn_into::<HtmlElement>().ok());
    if let Some(title) = title {
        let _ = title.focus();
    }
}

/// Marks the entries of the cell one points at; of none when there is none.
fn show_marked(items: &[FeedItem], name: &str) {
    let marked = document().query_selector_all(".is-on-map");
    for n in 0..marked.as_ref().map_or(0, |marked| marked.length()) {
        if let Some(entry) = marked.as_ref().ok().and_then(|marked| marked.get(n)?.dyn_into::<Element>().ok())
        {
            let _ = entry.class_list().remove_1("is-on-map");
        }
    }
    for entry in entries(items, name) {
        let _ = entry.class_list().add_1("is-on-map");
    }
}

/// Fills the cell of the entry that the hand or the focus is on.
fn follow_list(stage: NodeRef<Div>, listed: RwSignal<Vec<FeedItem>>, last: StoredValue<Option<Cell8>>) {
    let follow = move |event: Event| {
        let Some(stage) = stage.get_untracked() else { return };
        let entry = |at: Element| at.closest("article[id]").ok().flatten().map(|entry| entry.id());
        let at = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        // A hand that lies beside the list takes nothing from the focus.
        let entry = at.and_then(entry).or_else(|| document().active_element().and_then(entry));
        let meant = entry.and_then(|entry| {
            listed
                .with_untracked(|items| items.iter().find(|item| item_id(item.id()) == entry).and_then(cell))
        });
        if last.get_value() != meant {
            last.set_value(meant);
            client::tell(&stage, &Tell::Marked(meant));
        }
    };
    for name in ["pointerover", "focusin"] {
        let heard = window_event_listener_untyped(name, follow);
        on_cleanup(move || heard.remove());
    }
}
