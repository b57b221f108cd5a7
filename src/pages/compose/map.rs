//! The cells of one region over their streets. Until the map is here, and where it cannot come, a drawing to point at.

use std::rc::Rc;

use h3o::CellIndex;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::cells::{Cell8, Region7};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::place::cells;
use crate::components::comb::{Sheet, comb_path, view_box};
use crate::map::honeycomb::{self, Mark, Marks, Touch};
use crate::map::leaflet;
use crate::map::view::{Looks, Manner, View};
use crate::words::{t, tr};

const WIDTH: u32 = 700;
const HEIGHT: u32 = 420;

#[component]
pub fn CellsMap(region: Region7, chosen: RwSignal<Option<Cell8>>) -> impl IntoView {
    let inside: Vec<CellIndex> = cells(region).iter().map(|(_, cell)| cell.index()).collect();
    let sheet = Sheet::around(&inside, WIDTH.into(), HEIGHT.into(), 12.0);
    let faint = region.disk(2).into_iter().flat_map(|other| other.index().children(Cell8::RESOLUTION));
    let faint = comb_path(&sheet, faint.collect::<Vec<_>>());
    let hexes = cells(region).into_iter().map(|(_, cell)| {
        let class = move || if chosen.get() == Some(cell) { "hex is-selected" } else { "hex" };
        view! {
            <g class=class on:click=move |_| chosen.set(Some(cell))>
                <path vector-effect="non-scaling-stroke" d=comb_path(&sheet, [cell.index()])/>
            </g>
        }
    });
    let place = NodeRef::<Div>::new();
    let map = RwSignal::new_local(None::<(Rc<View>, Marks)>);
    Effect::new(move || {
        let Some(place) = place.get() else { return };
        spawn_local(async move {
            // The page may be gone when Leaflet arrives.
            if leaflet::load().await.is_ok() && place.is_connected() {
                map.try_set(draw(&place, region, chosen).ok());
            }
        });
    });
    Effect::new(move || {
        map.with(|map| {
            if let Some((_, marks)) = map {
                marks.select(|it| chosen.get().is_some_and(|cell| cell.index() == it));
            }
        });
    });
    let moves = move || map.with(Option::is_some);
    let label = t!("Map of this part of town. The list below holds the same cells.");
    view! {
        <div class="map map--pick">
            <svg viewBox=view_box(WIDTH, HEIGHT) aria-hidden="true" class:unshown=moves>
                <path class="map-comb" vector-effect="non-scaling-stroke" d=faint/>
                {hexes.collect_view()}
            </svg>
            <div class="map__moving" hidden=move || !moves() node_ref=place role="application" aria-label=label></div>
        </div>
    }
}

/// Each cell a button, named as in the list. No nearer than a few houses, of which none is marked.
fn draw(
    place: &HtmlElement,
    region: Region7,
    chosen: RwSignal<Option<Cell8>>,
) -> Result<(Rc<View>, Marks), JsValue> {
    place.remove_attribute("hidden")?;
    let view = View::open(place, &Looks { zoom: (11.0, 16.0), ..Looks::town(Manner::InText) })?;
    let cells = cells(region);
    let inside: Vec<CellIndex> = cells.iter().map(|(_, cell)| cell.index()).collect();
    view.fit(inside.iter().flat_map(|cell| cell.boundary().iter().copied().collect::<Vec<_>>()));
    honeycomb::edge("map-region", &inside).add_to(&view.map);
    let mark = |(name, cell): (&'static str, Cell8)| Mark {
        cell: cell.index(),
        class: "hex",
        text: String::new(),
        label: tr(name).to_owned(),
        selected: chosen.get_untracked() == Some(cell),
    };
    let marks: Vec<Mark> = cells.into_iter().map(mark).collect();
    let marks = Marks::show(&view, &marks, move |cell, touch| {
        if let (Touch::Pressed, Some(cell)) = (touch, Cell8::around(cell)) {
            chosen.set(Some(cell));
        }
    })?;
    Ok((view, marks))
}
