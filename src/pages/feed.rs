//! `/` What happened near a place, newest first. Place and kind live in the address.

mod list;
mod map;
mod news;
mod place;

use leptos::prelude::*;
use neighbors_domain::feed::Kind;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

use crate::api::{self, path_part};
use crate::components::{Bones, Failed, Heading, Icon, Shape};
use crate::session::Session;
use crate::words::t;
use list::FeedList;
use map::FeedMap;
use place::PlaceField;

#[component]
pub fn Feed() -> impl IntoView {
    let asked = RwSignal::new(asked_for());
    // There is no router on this page: it is one address, and the browser's history does the rest.
    let back = window_event_listener_untyped("popstate", move |_| {
        let now = asked_for();
        // A cell of the map leads to an entry of this very list: that is no new question.
        if asked.with_untracked(|asked| *asked != now) {
            asked.set(now);
        }
    });
    on_cleanup(move || back.remove());
    let go = Callback::new(move |address: String| {
        let history = window().history();
        if history
            .is_ok_and(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&address)).is_ok())
        {
            asked.set(asked_for());
        }
    });
    let answer = LocalResource::new(move || {
        let (place, kind) = asked.get();
        async move { (api::feed(&place, &kind, "").await, (place, kind)) }
    });
    // What answers an earlier question is not shown for this one.
    let page = move || answer.get().and_then(|(page, question)| (question == asked.get()).then_some(page));
    let place = Signal::derive(move || page().and_then(Result::ok).map(|page| page.place));
    Effect::new(move || {
        if let Some(place) = place.get() {
            document()
                .set_title(&[&t!("What happened near {place}", place = place.name), " · Neighbors"].concat());
        }
    });
    // All that is listed so far, for the map beside the list.
    let listed = RwSignal::new(Vec::new());
    let list = move || match page() {
        None => view! { <Bones what=t!("the posts") shape=Shape::Items/> }.into_any(),
        Some(Ok(page)) => view! { <FeedList page listed kind=asked.get_untracked().1/> }.into_any(),
        Some(Err(error)) => {
            let retry = Callback::new(move |()| answer.refetch());
            view! { <Failed what=t!("the posts") error retry/> }.into_any()
        }
    };
    view! {
        <main class="panes" id="main" tabindex="-1">
            <div class="panes__list">
                <Heading text=t!("What happened nearby") class="unseen"/>
                <div class="stack stack-3">
                    <PlaceField place kind=Signal::derive(move || asked.get().1) go/>
                    <Chips asked go/>
                    <p class="tiny quiet">{t!("In an emergency call 911. Posts here are not watched around the clock.")}</p>
                </div>
                {list}
            </div>
            <FeedMap place listed/>
        </main>
    }
}

/// The filter by kind. Links, since filters live in the address.
#[component]
fn Chips(asked: RwSignal<(String, String)>, go: Callback<String>) -> impl IntoView {
    let session = Session::here();
    let chip = move |kind: Option<Kind>| {
        let key = kind.map(Kind::key).unwrap_or_default();
        let (icon, name) = shown(kind);
        let href = move || asked.with(|(place, _)| address(place, key));
        let on_click = move |event: web_sys::MouseEvent| {
            // A new tab or window is the browser's business.
            if event.button() == 0
                && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
            {
                event.prevent_default();
                go.run(href());
            }
        };
        let current = move || asked.with(|(_, kind)| kind == key).then_some("true");
        let icon = (!icon.is_empty()).then(|| view! { <Icon name=icon/> });
        view! { <a class="chip" href=href aria-current=current on:click=on_click>{icon}{name}</a> }
    };
    let requests = move || (!session.hides_requests()).then(|| chip(Some(Kind::AssistanceRequest)));
    let others = Kind::ALL.into_iter().filter(|kind| *kind != Kind::AssistanceRequest);
    view! {
        <nav class="chips" aria-label=t!("Filter by kind")>
            {chip(None)}
            {requests}
            {others.map(|kind| chip(Some(kind))).collect_view()}
        </nav>
    }
}

fn shown(kind: Option<Kind>) -> (&'static str, &'static str) {
    match kind {
        None => ("", t!("All")),
        Some(Kind::AssistanceRequest) => ("help", t!("Requests")),
        Some(Kind::Safety) => ("incident", t!("Crime and safety")),
        Some(Kind::Packages) => ("parcel", t!("Packages")),
        Some(Kind::Pets) => ("pet", t!("Pets")),
        Some(Kind::Neighborly) => ("heart", t!("Neighborly")),
        Some(Kind::Agencies) => ("news", t!("Agencies")),
        Some(Kind::PublicRecord) => ("incident", t!("Public record")),
    }
}

/// The feed's address for a place and a kind; empty ones are left out.
fn address(place: &str, kind: &str) -> String {
    match (place, kind) {
        ("", "") => "/".to_owned(),
        ("", kind) => ["/?kind=", kind].concat(),
        (place, "") => ["/?place=", &path_part(place)].concat(),
        (place, kind) => ["/?place=", &path_part(place), "&kind=", kind].concat(),
    }
}

/// Place and kind as the address says them. A kind nobody knows shows everything, as an old link should.
fn asked_for() -> (String, String) {
    let query = window().location().search().and_then(|search| UrlSearchParams::new_with_str(&search));
    let part = |name| query.as_ref().ok().and_then(|query| query.get(name)).unwrap_or_default();
    let kind = Some(part("kind")).filter(|key| Kind::from_key(key).is_some());
    (part("place"), kind.unwrap_or_default())
}
