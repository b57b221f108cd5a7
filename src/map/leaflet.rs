//! Leaflet's script, fetched on first use, and the few of its methods that the `leaflet` crate does not name.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use leaflet::{DivIconOptions, Icon, Layer, Map, Point};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement};

use crate::assets::asset;

#[wasm_bindgen]
extern "C" {
    /// What the crate leaves out of `L.Map`.
    pub type MoreMap;
    #[wasm_bindgen(method, js_name = getPixelOrigin)]
    pub fn pixel_origin(this: &MoreMap) -> Point;
    #[wasm_bindgen(method, js_name = containerPointToLayerPoint)]
    pub fn container_to_layer(this: &MoreMap, point: &Point) -> Point;
    #[wasm_bindgen(method, getter)]
    pub fn dragging(this: &MoreMap) -> Dragging;

    pub type Dragging;
    #[wasm_bindgen(method)]
    pub fn enable(this: &Dragging);
    /// Whether the press that just ended moved the map.
    #[wasm_bindgen(method)]
    pub fn moved(this: &Dragging) -> bool;

    pub type MoreLayer;
    #[wasm_bindgen(method, js_name = getElement)]
    pub fn element(this: &MoreLayer) -> Option<Element>;

    /// The crate's own constructor makes an `L.Icon`, which refuses to be without a picture.
    #[wasm_bindgen(js_namespace = L, js_name = divIcon)]
    pub fn div_icon(options: &DivIconOptions) -> Icon;

    #[wasm_bindgen(js_namespace = ["L", "DomUtil"], js_name = setPosition)]
    pub fn set_position(element: &HtmlElement, point: &Point);
    /// What is pressed on `element` does not press the map below it.
    #[wasm_bindgen(js_namespace = ["L", "DomEvent"], js_name = disableClickPropagation)]
    pub fn keep_clicks(element: &HtmlElement);
}

pub fn more(map: &Map) -> &MoreMap {
    map.unchecked_ref()
}

pub fn element(layer: &Layer) -> Option<Element> {
    layer.unchecked_ref::<MoreLayer>().element()
}

thread_local! {
    /// Asked for once, unless it failed; every map waits for the same script.
    static LEAFLET: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Waits for both: drawn without its style, a map would jump into its place when that arrives.
pub async fn load() -> Result<(), JsValue> {
    let ask = || Promise::all(&js_sys::Array::of2(&asked(add_style), &asked(add_script)));
    let both = LEAFLET.with_borrow_mut(|leaflet| leaflet.get_or_insert_with(ask).clone());
    let loaded = JsFuture::from(both).await.map(drop);
    if loaded.is_err() {
        LEAFLET.take();
    }
    loaded
}

fn asked(add: fn(&Function, &Function) -> Option<()>) -> Promise {
    Promise::new(&mut |yes, no| {
        if add(&yes, &no).is_none() {
            let _ = no.call0(&JsValue::UNDEFINED);
        }
    })
}

fn add_style(yes: &Function, no: &Function) -> Option<()> {
    let style = document()?.create_element("link").ok()?;
    style.set_attribute("rel", "stylesheet").ok()?;
    style.set_attribute("href", &asset("leaflet.css")?).ok()?;
    append(&style, yes, no)
}

fn add_script(yes: &Function, no: &Function) -> Option<()> {
    let script = document()?.create_element("script").ok()?;
    script.set_attribute("src", &asset("leaflet.js")?).ok()?;
    append(&script, yes, no)
}

fn append(element: &Element, yes: &Function, no: &Function) -> Option<()> {
    element.add_event_listener_with_callback("load", yes).ok()?;
    element.add_event_listener_with_callback("error", no).ok()?;
    document()?.head()?.append_child(element).ok().map(drop)
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
