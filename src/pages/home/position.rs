//! "Use my position": the browser tells this page alone where it is; only the cell is kept.

use leptos::prelude::*;
use neighbors_domain::cells::Cell9;
use wasm_bindgen::prelude::*;

use crate::components::Icon;
use crate::words::t;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "geolocation"], js_name = getCurrentPosition, catch)]
    fn current_position(found: &JsValue, failed: &JsValue) -> Result<(), JsValue>;

    type Position;
    #[wasm_bindgen(method, getter)]
    fn coords(this: &Position) -> Coords;

    type Coords;
    #[wasm_bindgen(method, getter)]
    fn latitude(this: &Coords) -> f64;
    #[wasm_bindgen(method, getter)]
    fn longitude(this: &Coords) -> f64;
}

/// `inside` says whether a cell can be the home at all.
#[component]
pub fn PositionButton(
    found: Callback<Cell9>,
    inside: impl Fn(Cell9) -> bool + Copy + 'static,
) -> impl IntoView {
    let said = RwSignal::new("");
    let ask = move |_| {
        let here = Closure::once_into_js(move |position: Position| {
            let coords = position.coords();
            let cell = h3o::LatLng::new(coords.latitude(), coords.longitude()).map(Cell9::at);
            match cell {
                Ok(cell) if inside(cell) => found.run(cell),
                _ => drop(said.try_set(t!(
                    "Your position lies outside the region of your home. Choose the cell by hand."
                ))),
            }
        });
        let refused = Closure::once_into_js(move |_: JsValue| {
            said.try_set(t!("Your browser did not tell the position. Choose the cell by hand."));
        });
        said.set("");
        if current_position(&here, &refused).is_err() {
            said.set(t!("This browser cannot tell the position. Choose the cell by hand."));
        }
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
