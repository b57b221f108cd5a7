//! The area of a request on a card of the feed: drawn by the map's program, once there is a reason to load it.

use leptos::html::Div;
use leptos::prelude::*;
use neighbors_domain::area::Area;

use super::client::{self, Program};
use super::messages::Tell;

/// The words beside it say the same, so it is silent. Without the program there is no picture, and nothing is missing.
#[component]
pub fn CardMap(area: Area) -> impl IntoView {
    let program = client::program();
    let place = NodeRef::<Div>::new();
    let ready = Memo::new(move |_| program.get() == Program::Ready);
    Effect::new(move || {
        if let (Some(place), true) = (place.get(), ready.get()) {
            let tell = Tell::Area(area.clone());
            // In the next frame the element has its size.
            request_animation_frame(move || client::tell(&place, &tell));
        }
    });
    on_cleanup(move || {
        if let Some(place) = place.get_untracked() {
            client::tell(&place, &Tell::Gone);
        }
    });
    view! {
        <div class="ask__map" class:ask__map--drawn=ready aria-hidden="true" inert>
            <div class="map"><div class="map__moving" node_ref=place></div></div>
        </div>
    }
}
