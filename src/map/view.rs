//! One map on a page: a Leaflet map with the ground under it, two buttons, and what is said in its corner.

use std::cell::RefCell;
use std::rc::Rc;

use leaflet::{Evented, LatLng, LatLngBounds, Map, MapOptions};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement};

use super::ground::Ground;
pub use super::ground::Source;
use super::leaflet::{keep_clicks, more};
use crate::words::t;

/// How a map answers to hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// A picture on a card.
    Still,
    /// In the middle of a text: wheel and thumb scroll the page, until somebody shows that they want to look around.
    InText,
    /// Beside a list, or asked for: wheel and thumb are the map's.
    Free,
}

pub struct Looks {
    pub manner: Manner,
    pub source: Source,
    /// How near and how far one may go.
    pub zoom: (f64, f64),
}

impl Looks {
    /// A place in a town: from the whole town down to a few houses, of which none is ever marked.
    pub fn town(manner: Manner) -> Self {
        Self { manner, source: Source::Regions, zoom: (10.0, 18.0) }
    }

    /// The whole country, down to the streets of none of its towns.
    pub fn nation() -> Self {
        Self { manner: Manner::InText, source: Source::Nation, zoom: (2.25, 12.0) }
    }
}

type Heard = Closure<dyn FnMut(JsValue)>;

/// Pixels between what the keys are at and the edge of the map.
const AROUND: f64 = 30.0;

/// Taken off the page when it is dropped.
pub struct View {
    pub map: Map,
    pub ground: Rc<Ground>,
    /// Both live as long as the map.
    heard: RefCell<Vec<Heard>>,
    queries: Vec<web_sys::MediaQueryList>,
    size: RefCell<Option<web_sys::ResizeObserver>>,
}

impl View {
    /// Leaflet has to be here already: [`super::leaflet::load`].
    pub fn open(place: &HtmlElement, looks: &Looks) -> Result<Rc<Self>, JsValue> {
        let map = Map::new_with_element(place, &options(looks))?;
        let corner = Corner::add(place)?;
        let ground = Ground::new(&map, looks.source, move |any, failed| corner.say(any, failed))?;
        let queries = ["(prefers-color-scheme: dark)", "(forced-colors: active)"]
            .iter()
            .filter_map(|query| web_sys::window()?.match_media(query).ok()?)
            .collect();
        let view =
            Rc::new(Self { map, ground, heard: RefCell::default(), queries, size: RefCell::default() });
        if looks.manner != Manner::Still {
            tools(place, &view)?;
        }
        view.follow();
        Ok(view)
    }

    fn follow(&self) {
        let weak = Rc::downgrade(&self.ground);
        let on = |kind: &str, act: fn(&Rc<Ground>)| {
            let weak = weak.clone();
            self.on(kind, move |_| {
                if let Some(ground) = weak.upgrade() {
                    act(&ground);
                }
            });
        };
        on("move", Ground::moving);
        on("moveend", Ground::rest);
        on("resize", Ground::rest);
        let weak = weak.clone();
        let map = self.map.clone();
        let repaint = Heard::new(move |_| {
            if let Some(ground) = weak.upgrade() {
                ground.repaint();
            }
            // Layers of marks have colours of their own.
            let evented: &Evented = map.as_ref();
            evented.fire("repaint", &js_sys::Object::new(), None);
        });
        for query in &self.queries {
            let _ = query.add_event_listener_with_callback("change", repaint.as_ref().unchecked_ref());
        }
        self.heard.borrow_mut().push(repaint);
        // Leaflet looks at the window alone; a map also grows when what stands around it changes.
        let map = self.map.clone();
        let resized = Heard::new(move |_| drop(map.invalidate_size(false)));
        if let Ok(observer) = web_sys::ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(&self.map.get_container());
            self.size.replace(Some(observer));
        }
        self.heard.borrow_mut().push(resized);
    }

    /// Hears Leaflet's events for as long as the map lives.
    pub fn on(&self, kind: &str, heard: impl FnMut(JsValue) + 'static) {
        let heard = Heard::new(heard);
        let evented: &Evented = self.map.as_ref();
        evented.on(kind, heard.as_ref());
        self.heard.borrow_mut().push(heard);
    }

    /// Hears an element on the map for as long as the map lives.
    pub fn listen(&self, element: &Element, kind: &str, heard: impl FnMut(JsValue) + 'static) {
        let heard = Heard::new(heard);
        let _ = element.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref());
        self.heard.borrow_mut().push(heard);
    }

    /// Shows all of these places, with some room around. Maps never move on their own: it jumps there.
    pub fn fit(&self, places: impl IntoIterator<Item = h3o::LatLng>) {
        #[derive(serde::Serialize)]
        struct Fit {
            padding: [u8; 2],
            animate: bool,
        }
        let (mut south, mut west, mut north, mut east) = (90.0_f64, 180.0_f64, -90.0_f64, -180.0_f64);
        for at in places {
            (south, north) = (south.min(at.lat()), north.max(at.lat()));
            (west, east) = (west.min(at.lng()), east.max(at.lng()));
        }
        if south > north {
            return; // There are none.
        }
        let bounds = LatLngBounds::new(&LatLng::new(south, west), &LatLng::new(north, east));
        if let Ok(fit) = serde_wasm_bindgen::to_value(&Fit { padding: [20, 20], animate: false }) {
            self.map.fit_bounds_with_options(&bounds, &fit);
        }
    }

    /// Plus and minus, where the focus is on something on the map and not on the map itself.
    pub fn key(&self, key: &str) {
        match key {
            "+" | "=" => self.zoom(1.0),
            "-" => self.zoom(-1.0),
            _ => {}
        }
    }

    /// Brings a place into view where it is not; without gliding there.
    pub fn bring(&self, at: &LatLng) {
        let still = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&still, &"animate".into(), &JsValue::FALSE);
        // All of a hexagon, and not its middle alone.
        let around = js_sys::Array::of2(&AROUND.into(), &AROUND.into());
        let _ = js_sys::Reflect::set(&still, &"padding".into(), &around);
        self.map.pan_inside_with_options(at, &still);
    }

    /// One step nearer or farther. Whoever presses a button wants to look around: from then on a thumb moves the map.
    pub fn zoom(&self, by: f64) {
        self.map.zoom_in(by);
        more(&self.map).dragging().enable();
    }
}

impl Drop for View {
    fn drop(&mut self) {
        let heard = self.heard.borrow();
        for (query, heard) in
            self.queries.iter().flat_map(|query| heard.iter().map(move |heard| (query, heard)))
        {
            let _ = query.remove_event_listener_with_callback("change", heard.as_ref().unchecked_ref());
        }
        if let Some(observer) = self.size.take() {
            observer.disconnect();
        }
        self.map.remove();
    }
}

fn options(looks: &Looks) -> MapOptions {
    let options = MapOptions::new();
    // Leaflet's own buttons are small and come as markup; its corner names only itself.
    options.set_zoom_control(false);
    options.set_attribution_control(false);
    // Maps never move on their own, for nobody.
    options.set_zoom_animation(false);
    options.set_fade_animation(false);
    options.set_inertia(false);
    options.set_zoom_snap(0.25);
    options.set_min_zoom(looks.zoom.0);
    options.set_max_zoom(looks.zoom.1);
    options.set_scroll_wheel_zoom(looks.manner == Manner::Free);
    options.set_dragging(looks.manner == Manner::Free || (looks.manner == Manner::InText && !coarse()));
    if looks.manner == Manner::Still {
        options.set_keyboard(false);
        options.set_touch_zoom(false);
        options.set_box_zoom(false);
        options.set_double_click_zoom(JsValue::FALSE);
    }
    options
}

/// A thumb rather than a mouse.
fn coarse() -> bool {
    let query = web_sys::window().and_then(|window| window.match_media("(pointer: coarse)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// The two buttons: Leaflet's keys do the same while the map has the focus.
fn tools(place: &HtmlElement, view: &Rc<View>) -> Result<(), JsValue> {
    let document = place.owner_document().ok_or(JsValue::NULL)?;
    let tools: HtmlElement = document.create_element("div")?.unchecked_into();
    tools.set_class_name("map__tools");
    for (name, icon, by) in
        [(t!("Enlarge the map"), "plus", 1.0), (t!("Make the map smaller"), "minus", -1.0)]
    {
        let button = document.create_element("button")?;
        button.set_class_name("button button--square");
        button.set_attribute("type", "button")?;
        button.set_attribute("aria-label", name)?;
        let icon = drawing(&document, icon)?;
        button.append_child(&icon)?;
        let weak = Rc::downgrade(view);
        view.listen(&button, "click", move |_| {
            if let Some(view) = weak.upgrade() {
                view.zoom(by);
            }
        });
        tools.append_child(&button)?;
    }
    keep_clicks(&tools);
    place.append_child(&tools)?;
    Ok(())
}

/// One drawing of the sprite.
fn drawing(document: &Document, icon: &str) -> Result<Element, JsValue> {
    const SVG: Option<&str> = Some("http://www.w3.org/2000/svg");
    let svg = document.create_element_ns(SVG, "svg")?;
    svg.set_attribute("class", "icon")?;
    svg.set_attribute("aria-hidden", "true")?;
    let drawing = document.create_element_ns(SVG, "use")?;
    drawing.set_attribute("href", &["/icons.svg#", icon].concat())?;
    svg.append_child(&drawing)?;
    Ok(svg)
}

/// Whose ground it is, and that some of it did not come.
struct Corner {
    credit: HtmlElement,
    missing: HtmlElement,
}

impl Corner {
    fn add(place: &HtmlElement) -> Result<Self, JsValue> {
        let document = place.owner_document().ok_or(JsValue::NULL)?;
        let credit: HtmlElement = document.create_element("a")?.unchecked_into();
        credit.set_class_name("map__credit");
        credit.set_attribute("href", neighbors_domain::addresses::pages::CREDITS)?;
        credit.set_text_content(Some(t!("Map: OpenStreetMap and open data")));
        let missing: HtmlElement = document.create_element("p")?.unchecked_into();
        missing.set_class_name("map__missing");
        missing.set_attribute("role", "status")?;
        for part in [&credit, &missing] {
            keep_clicks(part);
            place.append_child(part)?;
        }
        credit.set_hidden(true);
        Ok(Self { credit, missing })
    }

    fn say(&self, any: bool, failed: bool) {
        self.credit.set_hidden(!any);
        let missing = t!("The streets did not arrive. The cells are right without them.");
        self.missing.set_text_content(failed.then_some(missing));
    }
}
