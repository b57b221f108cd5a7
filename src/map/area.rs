//! The map of an area: the cells of a request among their streets.

use std::rc::Rc;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::area::Area;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::view::{Looks, Manner, View};
use super::{honeycomb, leaflet};
use crate::components;

/// Shows one area among its neighbors.
///
/// Until Leaflet is here, and where it cannot be fetched, the same honeycomb stands still.
#[component]
pub fn AreaMap(
    area: Area,
    /// What someone hears who does not see it.
    label: String,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let map = RwSignal::new_local(None::<Rc<View>>);
    let drawn = area.clone();
    Effect::new(move || {
        let Some(place) = place.get() else { return };
        let area = drawn.clone();
        spawn_local(async move {
            // The page may be gone when Leaflet arrives.
            if leaflet::load().await.is_ok() && place.is_connected() {
                map.try_set(draw_area(&place, &area, Manner::InText).ok());
            }
        });
    });
    let moves = move || map.with(Option::is_some);
    let still =
        move || (!moves()).then(|| view! { <components::AreaMap area=area.clone() width=700 height=380/> });
    view! {
        {still}
        <div class="map__moving" hidden=move || !moves() node_ref=place role="application" aria-label=label></div>
    }
}

pub(super) fn draw_area(place: &HtmlElement, area: &Area, manner: Manner) -> Result<Rc<View>, JsValue> {
    // Leaflet measures the place it is given.
    place.remove_attribute("hidden")?;
    let zoom = (12.0, 18.0);
    let view = View::open(place, &Looks { zoom, ..Looks::town(manner) })?;
    view.fit(area.cells.iter().flat_map(|cell| cell.index().boundary().iter().copied().collect::<Vec<_>>()));
    let inside: Vec<_> = area.cells.iter().map(|cell| cell.index()).collect();
    let around = area.incident.disk(6).into_iter().map(|cell| cell.index());
    for layer in [
        honeycomb::cells("map-comb", around),
        honeycomb::cells("area__cell", inside.iter().copied()),
        honeycomb::edge("area__edge", &inside),
        honeycomb::dot("area__dot", area.incident.index(), 6.0),
    ] {
        layer.add_to(&view.map);
    }
    Ok(view)
}
