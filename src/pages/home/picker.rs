//! The cells of a region, drawn as a honeycomb and listed as radio buttons; both choose the same thing.

use std::rc::Rc;

use h3o::CellIndex;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::cells::{Cell9, Region7};

use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::position::PositionButton;
use crate::components::Icon;
use crate::components::comb::{Sheet, comb_path, view_box};
use crate::map::honeycomb::{self, Mark, Marks, Touch};
use crate::map::leaflet;
use crate::map::view::{Looks, Manner, View};
use crate::words::{plural, t};

const WIDTH: u32 = 700;
const HEIGHT: u32 = 640;

#[component]
pub fn CellPicker(
    region: Region7,
    chosen: RwSignal<Option<Cell9>>,
    choose: Callback<Cell9>,
) -> impl IntoView {
    let cells = StoredValue::new(in_reading_order(region.homes()));
    let middle = region.index().center_child(Cell9::RESOLUTION).and_then(Cell9::around);
    let indexes: Vec<CellIndex> = cells.read_value().iter().map(|cell| cell.index()).collect();
    let sheet = Sheet::around(&indexes, WIDTH.into(), HEIGHT.into(), 8.0);
    // A picture to point at: keyboards and screen readers use the list, which says the same.
    let hexes = numbered(cells).map(|(n, cell)| {
        let (x, y) = sheet.middle(cell.index());
        let class = move || if chosen.get() == Some(cell) { "hex is-selected" } else { "hex" };
        view! {
            <g class=class on:click=move |_| choose.run(cell)>
                <path vector-effect="non-scaling-stroke" d=comb_path(&sheet, [cell.index()])/>
                <text x=x y=y + 55>{n.to_string()}</text>
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
                map.try_set(draw(&place, cells, middle, choose).ok());
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
    let label = t!("Map of your region. The list below holds the same cells.");
    let radios = numbered(cells).map(|(n, cell)| {
        let id = ["cell-", &n.to_string()].concat();
        let name = cell_name(n, middle, cell);
        view! {
            <label class="tick" for=id.clone()>
                <input type="radio" name="home" id=id.clone() value=cell.to_string()
                    prop:checked=move || chosen.get() == Some(cell)
                    on:change=move |_| choose.run(cell)/>
                <span>{name}</span>
            </label>
        }
    });
    let said = move || match chosen.get().and_then(|cell| numbered(cells).find(|(_, other)| *other == cell)) {
        Some((n, _)) => t!("Chosen: cell {n}", n = n.to_string()),
        None => t!("No cell is chosen yet.").to_owned(),
    };
    view! {
        <div class="card card--flush">
            <div class="map map--flat">
                <svg class="picker" viewBox=view_box(WIDTH, HEIGHT) aria-hidden="true" class:unshown=moves>{hexes.collect_view()}</svg>
                <div class="map__moving" hidden=move || !moves() node_ref=place role="application" aria-label=label></div>
            </div>
            <p class="pad pad-y small" role="status">{said}</p>
        </div>
        <PositionButton found=Callback::new(move |cell: Cell9| choose.run(cell)) inside=move |cell: Cell9| cell.region() == region/>
        <details class="fold card" open>
            <summary><h2>{t!("The same cells as a list")}</h2><Icon name="down"/></summary>
            <fieldset class="stack stack-2">
                <legend class="unseen">{t!("Your home")}</legend>
                <p class="field__hint">{t!("Numbered from north to south, and from west to east. The number means nothing outside this page.")}</p>
                <div class="grid-2">{radios.collect_view()}</div>
            </fieldset>
        </details>
    }
}

/// The region's cells over their streets, and its outline. No nearer than a cell fills the map: a house is never marked.
fn draw(
    place: &HtmlElement,
    cells: StoredValue<Vec<Cell9>>,
    middle: Option<Cell9>,
    choose: Callback<Cell9>,
) -> Result<(Rc<View>, Marks), JsValue> {
    place.remove_attribute("hidden")?;
    let view = View::open(place, &Looks { zoom: (12.5, 16.0), ..Looks::town(Manner::InText) })?;
    let inside: Vec<CellIndex> = cells.read_value().iter().map(|cell| cell.index()).collect();
    view.fit(inside.iter().flat_map(|cell| cell.boundary().iter().copied().collect::<Vec<_>>()));
    honeycomb::edge("map-region", &inside).add_to(&view.map);
    let mark = |(n, cell): (usize, Cell9)| Mark {
        cell: cell.index(),
        class: "hex",
        text: n.to_string(),
        label: cell_name(n, middle, cell),
        selected: false,
    };
    let marks: Vec<Mark> = numbered(cells).map(mark).collect();
    let marks = Marks::show(&view, &marks, move |cell, touch| {
        if let (Touch::Pressed, Some(cell)) = (touch, Cell9::around(cell)) {
            choose.run(cell);
        }
    })?;
    Ok((view, marks))
}

pub fn cell_name(n: usize, middle: Option<Cell9>, cell: Cell9) -> String {
    t!("Cell {n}, {where}", n = n.to_string(), where = from_middle(middle, cell))
}

fn numbered(cells: StoredValue<Vec<Cell9>>) -> impl Iterator<Item = (usize, Cell9)> {
    cells.get_value().into_iter().enumerate().map(|(n, cell)| (n + 1, cell))
}

/// North to south and west to east, as a page is read.
pub fn in_reading_order(mut cells: Vec<Cell9>) -> Vec<Cell9> {
    let middle = |cell: &Cell9| h3o::LatLng::from(cell.index());
    cells.sort_by(|a, b| {
        let (a, b) = (middle(a), middle(b));
        b.lat().total_cmp(&a.lat()).then(a.lng().total_cmp(&b.lng()))
    });
    cells
}

/// "north-east of the middle, 2 cells away": for whoever cannot see the drawing.
fn from_middle(middle: Option<Cell9>, cell: Cell9) -> String {
    let steps = middle.and_then(|middle| Some((middle, middle.steps_to(cell, 9)?)));
    let Some((middle, steps)) = steps.filter(|(_, steps)| *steps > 0) else {
        return t!("in the middle").to_owned();
    };
    let (from, to) = (h3o::LatLng::from(middle.index()), h3o::LatLng::from(cell.index()));
    let (north, east) = (to.lat() - from.lat(), (to.lng() - from.lng()) * from.lat_radians().cos());
    // Eighths of a turn, from north over east.
    let eighth = (east.atan2(north).to_degrees() / 45.0).round().rem_euclid(8.0) as usize;
    let direction = match eighth {
        0 => t!("north of the middle"),
        1 => t!("north-east of the middle"),
        2 => t!("east of the middle"),
        3 => t!("south-east of the middle"),
        4 => t!("south of the middle"),
        5 => t!("south-west of the middle"),
        6 => t!("west of the middle"),
        _ => t!("north-west of the middle"),
    };
    [direction, ", ", &plural!(steps, "{n} cell away", "{n} cells away")].concat()
}
