//! A moment in a list: "25 min ago" for as long as the page is open, and exactly for who asks or listens.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::live;
use crate::words;

/// Twice a minute, so that no minute is wrong for long.
const TICK: i32 = 30_000; // ms

thread_local! {
    /// One clock for all moments of the page, for as long as the page.
    static TICKS: ArcTrigger = start();
}

fn start() -> ArcTrigger {
    let ticks = ArcTrigger::new();
    let tick = {
        let ticks = ticks.clone();
        Closure::<dyn Fn()>::new(move || ticks.notify()).into_js_value()
    };
    let _ = window().set_interval_with_callback_and_timeout_and_arguments_0(tick.unchecked_ref(), TICK);
    // A tab that slept is right again the moment one looks.
    let _ = document().add_event_listener_with_callback("visibilitychange", tick.unchecked_ref());
    ticks
}

#[component]
pub fn When(at: DateTime<Utc>) -> impl IntoView {
    let ticks = TICKS.with(Clone::clone);
    let exact = words::moment(at);
    let title = exact.clone();
    let said = move || {
        ticks.track();
        let said = words::ago(at);
        match said == exact {
            true => said.into_any(),
            false => view! { {said}<span class="ago__exact">", "{exact.clone()}</span> }.into_any(),
        }
    };
    view! { <time class="ago" data-said="at" datetime=words::iso(at) title=title>{live(said)}</time> }
}
