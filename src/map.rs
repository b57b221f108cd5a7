//! The map of an area: a honeycomb one can move and enlarge. The only file that knows Leaflet, fetched on first use.

use js_sys::{Array, Promise, Reflect};
use leaflet::{
    CircleMarker, LatLng, LatLngBounds, Map, MapOptions, Path, Polygon, Polyline, PolylineOptions,
};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::area::Area;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::assets::asset;
use crate::components::{self, Icon};

/// Shows one area among its neighbors. No tiles, no outside host: only cells.
///
/// Until Leaflet is here, and where it cannot be fetched, the same honeycomb stands still.
#[component]
pub fn AreaMap(
    area: Area,
    /// What someone hears who does not see it.
    label: String,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let map = RwSignal::new_local(None::<Map>);
    let drawn = area.clone();
    Effect::new(move || {
        let Some(place) = place.get() else { return };
        let area = drawn.clone();
        spawn_local(async move {
            // The page may be gone when Leaflet arrives.
            if load().await.is_ok() && place.is_connected() {
                map.try_set(draw(&place, &area).ok());
            }
        });
    });
    on_cleanup(move || {
        if let Some(map) = map.try_update_untracked(Option::take).flatten() {
            map.remove();
        }
    });
    let moves = move || map.with(Option::is_some);
    let zoom = move |by: f64| {
        map.with(|map| {
            if let Some(map) = map {
                map.zoom_in(by);
                // A strip on a phone scrolls with the page until somebody shows that they want to look around.
                let _ = Reflect::get(map, &"dragging".into()).map(|drag| call(&drag, "enable"));
            }
        });
    };
    let still =
        move || (!moves()).then(|| view! { <components::AreaMap area=area.clone() width=700 height=380/> });
    view! {
        {still}
        <div class="map__moving" hidden=move || !moves() node_ref=place role="application" aria-label=label></div>
        <div class="map__tools" hidden=move || !moves()>
            <button class="button button--square" type="button" aria-label="Enlarge the map" on:click=move |_| zoom(1.0)>
                <Icon name="plus"/>
            </button>
            <button class="button button--square" type="button" aria-label="Make the map smaller" on:click=move |_| zoom(-1.0)>
                <Icon name="minus"/>
            </button>
        </div>
    }
}

thread_local! {
    /// Asked for once; every map waits for the same script.
    static LEAFLET: std::cell::OnceCell<Promise> = const { std::cell::OnceCell::new() };
}

async fn load() -> Result<(), JsValue> {
    let promise =
        LEAFLET.with(|leaflet| leaflet.get_or_init(|| Promise::new(&mut |yes, no| add(&yes, &no))).clone());
    JsFuture::from(promise).await.map(drop)
}

fn add(yes: &js_sys::Function, no: &js_sys::Function) {
    let add = || {
        let head = document().head()?;
        let style = document().create_element("link").ok()?;
        style.set_attribute("rel", "stylesheet").ok()?;
        style.set_attribute("href", &asset("leaflet.css")?).ok()?;
        head.append_child(&style).ok()?;
        let script = document().create_element("script").ok()?;
        script.set_attribute("src", &asset("leaflet.js")?).ok()?;
        script.add_event_listener_with_callback("load", yes).ok()?;
        script.add_event_listener_with_callback("error", no).ok()?;
        head.append_child(&script).ok()
    };
    if add().is_none() {
        let _ = no.call0(&JsValue::UNDEFINED);
    }
}

fn draw(place: &web_sys::HtmlElement, area: &Area) -> Result<Map, JsValue> {
    let options = MapOptions::new();
    // Its own buttons are small and come as markup; ours stand beside it.
    options.set_zoom_control(false);
    options.set_attribution_control(false);
    // The wheel and a thumb scroll the page.
    options.set_scroll_wheel_zoom(false);
    options.set_dragging(!coarse());
    // Maps never move on their own.
    for name in ["zoomAnimation", "fadeAnimation", "inertia"] {
        Reflect::set(&options, &name.into(), &JsValue::FALSE)?;
    }
    options.set_zoom_snap(0.25);
    options.set_min_zoom(12.0);
    options.set_max_zoom(18.0);
    place.remove_attribute("hidden")?;
    let map = Map::new_with_element(place, &options)?;

    let (mut south, mut west, mut north, mut east) = (90.0_f64, 180.0_f64, -90.0_f64, -180.0_f64);
    for corner in area.cells.iter().flat_map(|cell| corners(cell.index().boundary())) {
        (south, north) = (south.min(corner.lat()), north.max(corner.lat()));
        (west, east) = (west.min(corner.lng()), east.max(corner.lng()));
    }
    let bounds = LatLngBounds::new(&LatLng::new(south, west), &LatLng::new(north, east));
    map.fit_bounds_with_options(&bounds, &serde_wasm_bindgen::to_value(&Padding { padding: [20, 20] })?);

    let around = area.incident.disk(6);
    add_cells(&map, "map-comb", around.iter().map(|cell| corners(cell.index().boundary())));
    add_cells(&map, "area__cell", area.cells.iter().map(|cell| corners(cell.index().boundary())));
    add_edge(&map, area);
    let incident = h3o::LatLng::from(area.incident.index());
    let dot = style("area__dot");
    // A stroke alone is what Leaflet draws unless told otherwise.
    dot.set_fill(true);
    dot.set_fill_opacity(1.0);
    Reflect::set(&dot, &"radius".into(), &6.into())?;
    let dot = CircleMarker::new_with_options(&LatLng::new(incident.lat(), incident.lng()), &dot);
    dot.unchecked_ref::<Path>().add_to(&map);
    Ok(map)
}

#[derive(serde::Serialize)]
struct Padding {
    padding: [u8; 2],
}

/// The looks come from our own styles, by class.
fn style(class: &str) -> PolylineOptions {
    let options = PolylineOptions::new();
    options.set_interactive(false);
    options.set_class_name(class.to_owned());
    options
}

fn add_cells(map: &Map, class: &str, cells: impl Iterator<Item = Vec<h3o::LatLng>>) {
    let polygons: Array = cells.map(|cell| Array::of1(&line(&cell))).collect();
    Polygon::new_with_options(&polygons, &style(class)).unchecked_ref::<Path>().add_to(map);
}

/// The border between cells inside the area and cells outside.
fn add_edge(map: &Map, area: &Area) {
    let inside: Vec<_> = area.cells.iter().map(|cell| cell.index()).collect();
    let lines: Array = inside
        .iter()
        .flat_map(|cell| cell.edges())
        .filter(|edge| !inside.contains(&edge.destination()))
        .map(|edge| line(&corners(edge.boundary())))
        .collect();
    Polyline::new_with_options(&lines, &style("area__edge")).unchecked_ref::<Path>().add_to(map);
}

fn corners(boundary: h3o::Boundary) -> Vec<h3o::LatLng> {
    boundary.iter().copied().collect()
}

fn line(corners: &[h3o::LatLng]) -> Array {
    corners.iter().map(|at| LatLng::new(at.lat(), at.lng())).collect()
}

/// A thumb rather than a mouse.
fn coarse() -> bool {
    window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches())
}

fn call(object: &JsValue, method: &str) {
    if let Ok(method) = Reflect::get(object, &method.into())
        && let Some(method) = method.dyn_ref::<js_sys::Function>()
    {
        let _ = method.call0(object);
    }
}
