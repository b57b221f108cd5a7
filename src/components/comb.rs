//! The honeycomb: cells drawn as SVG. Places here are cells, so a cell is what we draw.

use h3o::CellIndex;
use leptos::prelude::*;
use neighbors_domain::area::Area;
use neighbors_domain::cells::Cell8;

/// Puts public cells on a flat drawing. Over a few miles the ground is flat enough for a plain
/// projection: a degree east shrinks with the cosine of the latitude.
#[derive(Clone, Copy)]
pub struct Sheet {
    west: f64,
    north: f64,
    /// Drawing units in a degree of latitude.
    scale: f64,
    shrink: f64,
}

impl Sheet {
    /// A sheet of `width` by `height` units with `cells` in its middle, `margin` units around them.
    pub fn around(cells: &[CellIndex], width: f64, height: f64, margin: f64) -> Self {
        let (mut west, mut east, mut south, mut north) = (180.0, -180.0, 90.0, -90.0);
        for vertex in cells.iter().flat_map(|cell| cell.boundary().iter().copied().collect::<Vec<_>>()) {
            west = f64::min(west, vertex.lng());
            east = f64::max(east, vertex.lng());
            south = f64::min(south, vertex.lat());
            north = f64::max(north, vertex.lat());
        }
        let shrink = f64::cos(((south + north) / 2.0).to_radians());
        let (wide, high) = ((east - west) * shrink, north - south);
        let scale = f64::min((width - 2.0 * margin) / wide, (height - 2.0 * margin) / high);
        let (spare_x, spare_y) = (width / scale - wide, height / scale - high);
        Self { west: west - spare_x / 2.0 / shrink, north: north + spare_y / 2.0, scale, shrink }
    }

    /// Tenths of a unit: whole numbers keep the program and its output small.
    fn place(&self, at: h3o::LatLng) -> (i32, i32) {
        let x = (at.lng() - self.west) * self.shrink * self.scale;
        let y = (self.north - at.lat()) * self.scale;
        ((x * 10.0) as i32, (y * 10.0) as i32)
    }

    pub fn middle(&self, cell: CellIndex) -> (i32, i32) {
        self.place(cell.into())
    }
}

/// The outline of cells as the `d` of a path, in tenths of the sheet's units.
pub fn comb_path(sheet: &Sheet, cells: impl IntoIterator<Item = CellIndex>) -> String {
    let mut path = String::new();
    for cell in cells {
        for (n, vertex) in cell.boundary().iter().enumerate() {
            let (x, y) = sheet.place(*vertex);
            path.push(if n == 0 { 'M' } else { 'L' });
            path.push_str(&x.to_string());
            path.push(' ');
            path.push_str(&y.to_string());
        }
        path.push('Z');
    }
    path
}

/// The outer edge alone of cells that lie together: a side that two of them share is not drawn.
pub fn outline(sheet: &Sheet, cells: impl IntoIterator<Item = CellIndex>) -> String {
    let mut sides: Vec<[(i32, i32); 2]> = Vec::new();
    for cell in cells {
        let boundary = cell.boundary();
        let corners: Vec<_> = boundary.iter().map(|vertex| sheet.place(*vertex)).collect();
        for (n, &from) in corners.iter().enumerate() {
            let to = corners[(n + 1) % corners.len()];
            // Two cells work out a shared corner each for itself: a few tenths may lie between.
            let near = |a: (i32, i32), b: (i32, i32)| (a.0 - b.0).abs() < 20 && (a.1 - b.1).abs() < 20;
            match sides.iter().position(|side| near(side[0], to) && near(side[1], from)) {
                Some(shared) => drop(sides.swap_remove(shared)),
                None => sides.push([from, to]),
            }
        }
    }
    let point = |mark: &str, (x, y): (i32, i32)| [mark, &x.to_string(), " ", &y.to_string()].concat();
    sides.into_iter().map(|[from, to]| point("M", from) + &point("L", to)).collect()
}

/// `0 0 W H` in tenths, for the `viewBox` of a drawing of [`comb_path`]s.
pub fn view_box(width: u32, height: u32) -> String {
    ["0 0 ", &(width * 10).to_string(), " ", &(height * 10).to_string()].concat()
}

/// The area of a request, small, for a card. The words beside it say the same, so it is silent.
#[component]
pub fn AreaMap(area: Area, width: u32, height: u32) -> impl IntoView {
    let cells: Vec<CellIndex> = area.cells.iter().map(|cell| cell.index()).collect();
    let sheet = Sheet::around(&cells, width.into(), height.into(), f64::from(height) * 0.12);
    let around = area.incident.disk(5).into_iter().map(|cell| cell.index());
    let faint = comb_path(&sheet, around);
    let filled = comb_path(&sheet, cells.iter().copied());
    let (x, y) = sheet.middle(area.incident.index());
    view! {
        <svg viewBox=view_box(width, height) preserveAspectRatio="xMidYMid slice" aria-hidden="true">
            <path class="map-comb" vector-effect="non-scaling-stroke" d=faint/>
            <path class="area__cell" vector-effect="non-scaling-stroke" d=filled/>
            <circle class="area__dot" vector-effect="non-scaling-stroke" cx=x cy=y r="45"/>
        </svg>
    }
}

/// The one cell a post names, among its neighbors. The facts beside it say the same.
#[component]
pub fn CellMap(cell: Cell8) -> impl IntoView {
    let (width, height) = (360, 160);
    let index = cell.index();
    let near: Vec<CellIndex> = cell.disk(1).into_iter().map(|cell| cell.index()).collect();
    let sheet = Sheet::around(&near, width.into(), height.into(), 4.0);
    let faint = comb_path(&sheet, cell.disk(4).into_iter().map(|cell| cell.index()));
    let filled = comb_path(&sheet, [index]);
    view! {
        <svg viewBox=view_box(width, height) preserveAspectRatio="xMidYMid slice" aria-hidden="true">
            <path class="map-comb" vector-effect="non-scaling-stroke" d=faint/>
            <path class="area__cell" vector-effect="non-scaling-stroke" d=filled.clone()/>
            <path class="area__edge" vector-effect="non-scaling-stroke" d=filled/>
        </svg>
    }
}
