//! "Use my position": the browser tells this page alone where it is; only the cell is kept.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::cells::Cell9;

use crate::components::Icon;
use crate::map::position;
use crate::words::t;

/// `inside` says whether a cell can be the home at all.
#[component]
pub fn PositionButton(
    found: Callback<Cell9>,
    inside: impl Fn(Cell9) -> bool + Copy + 'static,
) -> impl IntoView {
    let said = RwSignal::new("");
    let ask = move |_| {
        said.set("");
        spawn_local(async move {
            let outside = t!("Your position lies outside the region of your home. Choose the cell by hand.");
            let silent = t!("Your browser did not tell the position. Choose the cell by hand.");
            match position::here().await.map(Cell9::at) {
                Some(cell) if inside(cell) => found.run(cell),
                Some(_) => drop(said.try_set(outside)),
                None => drop(said.try_set(silent)),
            }
        });
    };
    view! {
        <div class="stack stack-1">
            <button class="button" type="button" on:click=ask>
                <Icon name="locate"/>
                {t!("Use my position (it stays in this browser)")}
            </button>
            <p class="small" role="status">{said}</p>
        </div>
    }
}
