//! "3 new": what arrived while one reads. It waits above the list until the reader wants it, so that nothing moves.

use std::future::Future;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::feed::{FeedItem, FeedPage};
use wasm_bindgen::JsCast;

use crate::api::Result;
use crate::components::{Icon, item_id};
use crate::live;
use crate::words::plural;

/// Everybody hears of a post at the same moment: they do not all ask at the same moment.
const SPREAD: f64 = 1500.0; // ms

/// `ask` loads the beginning of the list again; `on_top` takes what is new in it, newest first.
#[component]
pub fn News<F, Fut>(
    /// As [`live::follow`] takes them.
    regions: Vec<String>,
    listed: RwSignal<Vec<FeedItem>>,
    shown: Callback<FeedItem, bool>,
    ask: F,
    on_top: Callback<Vec<FeedItem>>,
) -> impl IntoView
where
    F: Fn() -> Fut + Copy + Send + 'static,
    Fut: Future<Output = Result<FeedPage>> + 'static,
{
    let waiting = RwSignal::new(Vec::<FeedItem>::new());
    let asking = StoredValue::new(false);
    let look = move || {
        asking.try_set_value(false);
        spawn_local(async move {
            // What fails now is asked for at the next event; the list that is read stays as it is.
            let Ok(page) = ask().await else { return };
            let known = listed.try_with_untracked(|listed| ids(listed)).unwrap_or_default();
            let new = page.items.into_iter().filter(|item| !known.iter().any(|id| id == item.id()));
            waiting.try_set(new.filter(|item| shown.run(item.clone())).collect());
        });
    };
    live::follow(&regions, move |kind| {
        let listed = matches!(kind, "post" | "assistance_request" | "incidents" | "missed");
        if listed && asking.try_get_value() == Some(false) {
            asking.set_value(true);
            set_timeout(look, Duration::from_millis((js_sys::Math::random() * SPREAD) as u64));
        }
    });
    let show = move |_| {
        let new = waiting.get_untracked();
        waiting.set(Vec::new());
        let first = new.first().map(|item| item_id(item.id()));
        on_top.run(new);
        // The button is gone: reading goes on at the first of the new.
        if let Some(first) = first {
            request_animation_frame(move || focus(&first));
        }
    };
    let button = move || {
        let new = waiting.with(Vec::len);
        (new > 0).then(|| {
            view! {
                <button class="button button--primary" type="button" on:click=show>
                    <Icon name="news"/>
                    {plural!(new, "1 new", "{n} new")}
                </button>
            }
        })
    };
    view! { <div class="center" role="status">{button}</div> }
}

fn ids(listed: &[FeedItem]) -> Vec<String> {
    listed.iter().map(|item| item.id().to_owned()).collect()
}

fn focus(item: &str) {
    let link = document().get_element_by_id(item).and_then(|item| item.query_selector("a").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = link.focus();
    }
}
