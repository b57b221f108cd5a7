//! `/` What happened near a place, newest first. Place and filters live in the address.

mod address;
mod back;
mod filters;
mod list;
mod map;
mod news;
mod nothing;
mod offline;
mod place;
mod position;

use leptos::prelude::*;
use neighbors_domain::feed::{FeedItem, FeedPage, Near, Question};
use wasm_bindgen::JsValue;

use crate::api;
use crate::components::{Bones, Failed, Heading, Shape, live};
use crate::words::t;
use address::{Asked, asked_for};
use back::Left;
use filters::Filters;
use list::{Before, FeedList};
use map::FeedMap;
use place::PlaceField;

// The table of counts asks the same questions in the same words.
pub use address::address;
pub use filters::{kind_name, miles};
pub use list::{focus_on, version};

/// So many entries come back at once; who had read on asks for more again.
const MOST: usize = 200;

#[component]
pub fn Feed() -> impl IntoView {
    let question = RwSignal::new(asked_for());
    // All that is listed so far, for the map beside the list and for coming back.
    let listed = RwSignal::new(Vec::<FeedItem>::new());
    let left = StoredValue::new(came_back().then(Left::kept).flatten());
    back::keep(move || listed.try_with_untracked(Vec::len).unwrap_or_default());
    // There is no router on this page: it is one address, and the browser's history does the rest.
    let popped = window_event_listener_untyped("popstate", move |_| {
        let now = asked_for();
        // A cell of the map leads to an entry of this very list: that is no new question.
        if question.with_untracked(|asked| *asked != now) {
            left.set_value(Left::kept());
            question.set(now);
        }
    });
    on_cleanup(move || popped.remove());
    let go = Callback::new(move |to: Question| {
        back::note(listed.with_untracked(Vec::len));
        let Ok(history) = window().history() else { return };
        if history.push_state_with_url(&JsValue::NULL, "", Some(&address(&to))).is_ok() {
            left.set_value(None);
            question.set(asked_for());
        }
    });
    let asked = Asked { question, go };
    let answer = LocalResource::new(move || {
        let question = question.get();
        let count = left.with_value(|left| left.as_ref().map_or(0, |left| left.count));
        async move { (load(&question, count).await, question) }
    });
    // What answers an earlier question is not shown for this one.
    let page = move || answer.get().and_then(|(page, asked)| (asked == question.get()).then_some(page));
    let place = Signal::derive(move || page().and_then(Result::ok).map(|page| page.place));
    Effect::new(move || {
        if let Some(place) = place.get().filter(|place| !place.name.is_empty()) {
            let title = t!("What happened near {place}", place = place.name);
            document().set_title(&[&title, " · Neighbors"].concat());
        }
    });
    let list = move || match page() {
        None => view! { <Bones what=t!("the posts") shape=Shape::Items/> }.into_any(),
        Some(Ok(page)) => {
            if let Some(left) = left.try_update_value(Option::take).flatten() {
                request_animation_frame(move || left.again());
            }
            view! { <FeedList page asked listed/> }.into_any()
        }
        Some(Err(error)) => {
            let retry = Callback::new(move |()| answer.refetch());
            view! { <Failed what=t!("the posts") error retry/><Before listed/> }.into_any()
        }
    };
    let ask = Callback::new(move |region: String| {
        if let Ok(region) = region.parse() {
            go.run(untrack(|| asked.changed(|question| question.near = Near::Region(region))));
        }
    });
    view! {
        <main class="panes" id="main" tabindex="-1">
            <div class="panes__list">
                <Heading text=t!("What happened nearby") class="unseen"/>
                <div class="stack stack-3">
                    <PlaceField place asked ask/>
                    <Filters asked/>
                    <p class="tiny quiet">{t!("In an emergency call 911. Posts here are not watched around the clock.")}</p>
                </div>
                {live(list)}
            </div>
            <FeedMap place listed question=question.into() ask/>
        </main>
    }
}

/// The beginning of the list; of one that was longer when it was left, as much as there was.
async fn load(question: &Question, count: usize) -> api::Result<FeedPage> {
    let mut page = api::feed(question).await?;
    while page.items.len() < count.min(MOST)
        && let Some(after) = page.next.clone()
    {
        // What fails now can be asked for by hand: what is here already is shown.
        let Ok(more) = api::feed(&Question { after: Some(after), ..question.clone() }).await else { break };
        page.items.extend(more.items);
        page.next = more.next;
    }
    Ok(page)
}

/// By "back" or "forward", or by a reload: the history has a note for this very visit.
fn came_back() -> bool {
    window().history().and_then(|history| history.state()).is_ok_and(|state| state.is_string())
}
