//! Said while the device has no connection: what stands here is from before, and can still be read.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::components::{Icon, live};
use crate::words::{self, t};

#[component]
pub fn Offline(loaded_at: RwSignal<DateTime<Utc>>) -> impl IntoView {
    let away = || !window().navigator().on_line();
    let offline = RwSignal::new(away());
    for event in ["online", "offline"] {
        let changed = window_event_listener_untyped(event, move |_| offline.set(away()));
        on_cleanup(move || changed.remove());
    }
    let banner = move || {
        if !offline.get() {
            return ().into_any();
        }
        let time = words::clock(loaded_at.get());
        view! {
                <div class="banner banner--warn">
                    <Icon name="offline"/>
                    <p>
                        <b>{t!("You are offline.")}</b>" "
                        {t!("This is what was loaded at {time}. New posts appear when you are back.", time = time)}
                    </p>
                </div>
        }
        .into_any()
    };
    view! { <div role="status">{live(banner)}</div> }
}
