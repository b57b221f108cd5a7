//! "Use my position": the browser tells the map's program alone, which answers with the region, never with the point.

use leptos::html::Button;
use leptos::prelude::*;

use crate::components::Icon;
use crate::map::client::{self, Program};
use crate::map::messages::{LOST, PLACE, Tell};
use crate::words::t;

#[component]
pub fn PositionButton(ask: Callback<String>) -> impl IntoView {
    let program = client::program();
    let button = NodeRef::<Button>::new();
    let wanted = RwSignal::new(false);
    let said = RwSignal::new("");
    Effect::new(move || {
        let state = program.get();
        if !wanted.get() {
            return;
        }
        match (state, button.get()) {
            (Program::Ready, Some(button)) => {
                wanted.set(false);
                client::tell(&button, &Tell::Locate);
            }
            (Program::Failed, _) => {
                wanted.set(false);
                said.set(t!("What turns a position into a place did not arrive. Type a place."));
            }
            _ => {}
        }
    });
    Effect::new(move || {
        let Some(button) = button.get() else { return };
        client::hear(&button, PLACE, move |region| ask.run(region));
        client::hear(&button, LOST, move |_| {
            said.set(t!("Your browser did not tell the position. Type a place, or press one on the map."));
        });
    });
    let on_click = move |_| {
        said.set("");
        wanted.set(true);
        client::load();
    };
    view! {
        <button class="button button--square" type="button" node_ref=button on:click=on_click
            aria-label=t!("Use my position (it stays in this browser)")
            title=t!("Use my position (it stays in this browser)")>
            <Icon name="locate"/>
        </button>
        <p class="small place__said" role="status">{said}</p>
    }
}
