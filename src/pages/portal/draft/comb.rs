//! Cells to press, on the map among their streets and in the list beside it: both are the same choice.

use std::rc::Rc;

use h3o::CellIndex;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::components::Icon;
use crate::components::comb::{Sheet, comb_path, view_box};
use crate::map::honeycomb::{self, Mark, Marks, Touch};
use crate::map::leaflet;
use crate::map::view::{Looks, Manner, View};
use crate::words::t;

const WIDTH: u32 = 700;
const HEIGHT: u32 = 440;

/// What lies under the cells.
#[derive(Clone, Default)]
pub struct Under {
    /// Where this agency asked lately.
    pub earlier: Vec<CellIndex>,
    /// The dashed line, and what the map opens at; without one, around all.
    pub limit: Vec<CellIndex>,
    pub incident: Option<CellIndex>,
}

#[component]
pub fn Comb(
    /// As they are numbered.
    cells: Vec<CellIndex>,
    /// Their spoken names.
    names: Vec<String>,
    painted: Signal<Vec<CellIndex>>,
    press: Callback<CellIndex>,
    #[prop(default = Under::default())] under: Under,
    /// How near and how far one may go.
    #[prop(default = (12.0, 17.0))]
    zoom: (f64, f64),
    /// Above the list, and of the map.
    #[prop(default = t!("Cells as a list"))]
    list: &'static str,
    #[prop(default = t!("Map of the cells. The list below holds the same cells."))] map_name: &'static str,
) -> impl IntoView {
    let is_painted = move |cell: CellIndex| painted.with(|painted| painted.contains(&cell));
    let sheet = Sheet::around(&cells, WIDTH.into(), HEIGHT.into(), 10.0);
    // A picture to point at until the map is here; keys and screen readers use the list.
    let drawn: Vec<_> = cells
        .iter()
        .map(|&cell| {
            let class = move || if is_painted(cell) { "hex is-selected" } else { "hex" };
            view! { <g class=class on:click=move |_| press.run(cell)><path vector-effect="non-scaling-stroke" d=comb_path(&sheet, [cell])/></g> }
        })
        .collect();
    let row = |(n, cell): (usize, &CellIndex)| {
        let (cell, name) = (*cell, names[n].clone());
        let was = under
            .earlier
            .contains(&cell)
            .then(|| view! { <small class="quiet">" "{t!("part of an earlier request")}</small> });
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=move || is_painted(cell)
                    on:change:target=move |event| {
                        press.run(cell);
                        // A press that broke a limit changed nothing.
                        event.target().set_checked(painted.with_untracked(|painted| painted.contains(&cell)));
                    }/>
                <span>{name}{was}</span>
            </label>
        }
    };
    let rows = cells.iter().enumerate().map(row).collect_view();
    let key = (!under.earlier.is_empty())
        .then(|| view! { <p class="small quiet">{t!("Gray cells: your requests of the last 30 days.")}</p> });
    let place = NodeRef::<Div>::new();
    let map = RwSignal::new_local(None::<(Rc<View>, Marks)>);
    let shown = StoredValue::new((cells, names, under));
    Effect::new(move || {
        let Some(place) = place.get() else { return };
        spawn_local(async move {
            // The page may be gone when Leaflet arrives.
            if leaflet::load().await.is_ok() && place.is_connected() {
                let drawn = shown
                    .try_with_value(|(cells, names, under)| draw(&place, cells, names, under, zoom, press));
                map.try_set(drawn.and_then(Result::ok));
            }
        });
    });
    Effect::new(move || {
        let painted = painted.get();
        map.with(|map| {
            if let Some((_, marks)) = map {
                marks.select(|cell| painted.contains(&cell));
            }
        });
    });
    let moves = move || map.with(Option::is_some);
    view! {
        <div class="map map--paint">
            <svg viewBox=view_box(WIDTH, HEIGHT) aria-hidden="true" class:unshown=moves>{drawn}</svg>
            <div class="map__moving" hidden=move || !moves() node_ref=place role="application"
                aria-label=map_name></div>
        </div>
        {key}
        <details class="fold">
            <summary><h3>{list}</h3><Icon name="down"/></summary>
            <fieldset class="grid-2"><legend class="unseen">{list}</legend>{rows}</fieldset>
        </details>
    }
}

fn draw(
    place: &HtmlElement,
    cells: &[CellIndex],
    names: &[String],
    under: &Under,
    zoom: (f64, f64),
    press: Callback<CellIndex>,
) -> Result<(Rc<View>, Marks), JsValue> {
    place.remove_attribute("hidden")?;
    let view = View::open(place, &Looks { zoom, ..Looks::town(Manner::InText) })?;
    let near = if under.limit.is_empty() { cells } else { &under.limit };
    view.fit(near.iter().flat_map(|cell| cell.boundary().iter().copied().collect::<Vec<_>>()));
    honeycomb::cells("map-earlier", under.earlier.iter().copied()).add_to(&view.map);
    honeycomb::edge("map-limit", near).add_to(&view.map);
    if let Some(incident) = under.incident {
        honeycomb::dot("area__dot", incident, 5.0).add_to(&view.map);
    }
    let mark = |(n, cell): (usize, &CellIndex)| Mark {
        cell: *cell,
        class: "hex",
        text: (n + 1).to_string(),
        label: names[n].clone(),
        selected: false,
    };
    let marks: Vec<Mark> = cells.iter().enumerate().map(mark).collect();
    let marks = Marks::show(&view, &marks, move |cell, touch| {
        if touch == Touch::Pressed {
            press.run(cell);
        }
    })?;
    Ok((view, marks))
}
