//! The cells of a region, drawn as a honeycomb and listed as radio buttons; both choose the same thing.

use h3o::CellIndex;
use leptos::prelude::*;
use neighbors_domain::cells::{Cell9, Region7};

use super::position::PositionButton;
use crate::components::Icon;
use crate::components::comb::{Sheet, comb_path, view_box};

const WIDTH: u32 = 700;
const HEIGHT: u32 = 640;

#[component]
pub fn CellPicker(
    region: Region7,
    chosen: RwSignal<Option<Cell9>>,
    choose: Callback<Cell9>,
) -> impl IntoView {
    let cells = StoredValue::new(in_reading_order(region));
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
                <text class="hex__n" x=x y=y + 55>{n.to_string()}</text>
            </g>
        }
    });
    let radios = numbered(cells).map(|(n, cell)| {
        let id = ["cell-", &n.to_string()].concat();
        let name = ["Cell ", &n.to_string(), ", ", &from_middle(middle, cell)].concat();
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
        Some((n, _)) => ["Chosen: cell ", &n.to_string()].concat(),
        None => "No cell is chosen yet.".to_owned(),
    };
    view! {
        <div class="card card--flush">
            <div class="map map--flat">
                <svg class="picker" viewBox=view_box(WIDTH, HEIGHT) aria-hidden="true">{hexes.collect_view()}</svg>
            </div>
            <p class="pad pad-y small" role="status">{said}</p>
        </div>
        <PositionButton found=Callback::new(move |cell: Cell9| choose.run(cell)) inside=move |cell: Cell9| cell.region() == region/>
        <details class="fold card" open>
            <summary><h2>"The same cells as a list"</h2><Icon name="down"/></summary>
            <fieldset class="stack stack-2">
                <legend class="unseen">"Your home"</legend>
                <p class="field__hint">"Numbered from north to south, and from west to east. The number means nothing outside this page."</p>
                <div class="grid-2">{radios.collect_view()}</div>
            </fieldset>
        </details>
    }
}

fn numbered(cells: StoredValue<Vec<Cell9>>) -> impl Iterator<Item = (usize, Cell9)> {
    cells.get_value().into_iter().enumerate().map(|(n, cell)| (n + 1, cell))
}

/// North to south and west to east, as a page is read.
fn in_reading_order(region: Region7) -> Vec<Cell9> {
    let middle = |cell: &Cell9| h3o::LatLng::from(cell.index());
    let mut cells = region.homes();
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
        return "in the middle".to_owned();
    };
    let (from, to) = (h3o::LatLng::from(middle.index()), h3o::LatLng::from(cell.index()));
    let (north, east) = (to.lat() - from.lat(), (to.lng() - from.lng()) * from.lat_radians().cos());
    // Within 22.5 degrees of an axis it is that direction alone.
    const NARROW: f64 = 0.414;
    let upright = if north.abs() < east.abs() * NARROW {
        ""
    } else if north > 0.0 {
        "north"
    } else {
        "south"
    };
    let across = if east.abs() < north.abs() * NARROW {
        ""
    } else if east > 0.0 {
        "east"
    } else {
        "west"
    };
    let dash = if upright.is_empty() || across.is_empty() { "" } else { "-" };
    let away = if steps == 1 { " cell away" } else { " cells away" };
    [upright, dash, across, " of the middle, ", &steps.to_string(), away].concat()
}
