//! Thousands of agencies on one canvas: gathered into hexagons by enlargement, pressed, and walked by arrow keys.
//!
//! ```ignore
//! leaflet::load().await?;
//! let view = View::open(&place, &Looks::nation())?;
//! let layer = AgencyLayer::add(&view, marks, |chosen| match chosen {
//!     Chosen::One(n) => go_to(&agencies[n].slug),
//!     Chosen::Many(all) => list(all),   // they stand in one place, and coming nearer parts them no further
//! })?;
//! layer.show(|n| agencies[n].since <= day);   // at every step of a slider
//! layer.outline(Some("denver-police-department-co"));   // where it serves
//! ```

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leaflet::{Layer, Marker};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

mod at;
mod draw;
mod near;

use at::cursor;
use near::outline;

use super::canvas::Canvas;
use super::clusters::{Bin, Comb};
use super::palette::Palette;
use super::view::View;

/// An agency as the map needs it.
pub struct AgencyMark {
    /// Public: its station, its city or the middle of its county, in degrees.
    pub lat: f64,
    pub lng: f64,
    /// `CO`
    pub us_state: String,
    pub slug: String,
    /// Its full spoken name.
    pub name: String,
    /// It uses this server: its hexagon has a rim when it stands alone.
    pub active: bool,
    /// A sheriff: drawn by the outline of the county as one comes nearer, since its point says little.
    pub by_county: bool,
}

/// What was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    One(usize),
    /// All of these stand where no enlargement parts them.
    Many(Vec<usize>),
}

pub struct AgencyLayer {
    view: Rc<View>,
    marks: Vec<AgencyMark>,
    comb: RefCell<Comb>,
    shown: RefCell<Vec<bool>>,
    bins: RefCell<Vec<Bin>>,
    canvas: Canvas,
    palette: RefCell<Palette>,
    /// One button that stands on the hexagon the keys are at.
    cursor: Marker,
    button: HtmlElement,
    at: Cell<usize>,
    due: Cell<bool>,
    /// What was asked for by hand, and the counties of sheriffs in view.
    outline: RefCell<Option<(String, Option<Layer>)>>,
    counties: RefCell<Vec<(usize, Option<Layer>)>>,
    chosen: Box<dyn Fn(Chosen)>,
}

impl AgencyLayer {
    /// All marks are shown at first, and the view shows all of them. `chosen` hears of agencies; a hexagon of many comes nearer by itself.
    pub fn add(
        view: &Rc<View>,
        marks: Vec<AgencyMark>,
        chosen: impl Fn(Chosen) + 'static,
    ) -> Result<Rc<Self>, JsValue> {
        let button = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
        let button: HtmlElement = button.create_element("button")?.unchecked_into();
        button.set_class_name("hex-mark__button hex-mark__button--cursor");
        button.set_attribute("type", "button")?;
        let layer = Rc::new(Self {
            comb: RefCell::new(Comb::new(marks.iter().map(|mark| (mark.lat, mark.lng)))),
            shown: RefCell::new(vec![true; marks.len()]),
            marks,
            bins: RefCell::default(),
            canvas: Canvas::add(&view.map, "agencies")?,
            palette: RefCell::new(Palette::read(&view.map.get_container()).unwrap_or_default()),
            cursor: cursor(&button)?,
            button,
            at: Cell::new(0),
            due: Cell::new(false),
            outline: RefCell::default(),
            counties: RefCell::default(),
            chosen: Box::new(chosen),
            view: view.clone(),
        });
        let places = layer.marks.iter().filter_map(|mark| h3o::LatLng::new(mark.lat, mark.lng).ok());
        // A map of nothing is a map of the country.
        let country = [(24.5, -125.0), (49.5, -66.5)]
            .into_iter()
            .filter_map(|(lat, lng)| h3o::LatLng::new(lat, lng).ok());
        view.fit(country);
        view.fit(places);
        layer.follow();
        layer.gather();
        layer.near();
        Ok(layer)
    }

    /// Shows these and no others: counts anew and draws in the next frame.
    pub fn show(self: &Rc<Self>, shown: impl Fn(usize) -> bool) {
        self.shown.replace((0..self.marks.len()).map(shown).collect());
        self.gather();
        self.near();
    }

    /// How many are shown.
    pub fn count(&self) -> usize {
        self.shown.borrow().iter().filter(|shown| **shown).count()
    }

    /// Draws where an agency serves, and takes away what was drawn before.
    pub fn outline(self: &Rc<Self>, slug: Option<&str>) {
        if let Some((_, Some(old))) = self.outline.replace(slug.map(|slug| (slug.to_owned(), None))) {
            old.remove();
        }
        let Some(slug) = slug.map(str::to_owned) else { return };
        let weak = Rc::downgrade(self);
        spawn_local(async move {
            let Some(layer) = outline("area__edge", &slug).await else { return };
            let Some(this) = weak.upgrade() else { return };
            // Meanwhile another may have been asked for.
            if let Some((wanted, drawn)) = this.outline.borrow_mut().as_mut()
                && *wanted == slug
            {
                layer.add_to(&this.view.map);
                *drawn = Some(layer);
            }
        });
    }

    /// Counts what each hexagon holds, at the enlargement of the moment.
    fn gather(self: &Rc<Self>) {
        let mut comb = self.comb.borrow_mut();
        comb.enlarge(self.view.map.get_zoom());
        let shown = self.shown.borrow();
        self.bins.replace(comb.bins(|mark| shown[mark]));
        drop((comb, shown));
        self.place_cursor(self.nearest());
        self.redraw();
    }

    fn follow(self: &Rc<Self>) {
        let on = |kind: &str, act: fn(&Rc<Self>, JsValue)| {
            let weak = Rc::downgrade(self);
            self.view.on(kind, move |event| {
                if let Some(layer) = weak.upgrade() {
                    act(&layer, event);
                }
            });
        };
        on("move", |layer, _| {
            if layer.comb.borrow().zoom() != layer.view.map.get_zoom() {
                layer.gather();
            } else if layer.canvas.used_up() {
                layer.redraw();
            }
        });
        on("moveend", |layer, _| {
            layer.redraw();
            layer.near();
        });
        on("repaint", |layer, _| {
            layer.palette.replace(Palette::read(&layer.view.map.get_container()).unwrap_or_default());
            layer.redraw();
        });
        on("click", |layer, event| {
            if let Some(n) = layer.under(event) {
                layer.press(n);
            }
        });
        on("mousemove", |layer, event| {
            let over = layer.under(event).is_some();
            let _ = layer.view.map.get_container().class_list().toggle_with_force("is-over-mark", over);
        });
        let listen = |kind: &str, act: fn(&Rc<Self>, JsValue)| {
            let weak = Rc::downgrade(self);
            self.view.listen(&self.button, kind, move |event| {
                if let Some(layer) = weak.upgrade() {
                    act(&layer, event);
                }
            });
        };
        listen("click", |layer, event| {
            event.unchecked_into::<web_sys::Event>().stop_propagation();
            layer.press(layer.at.get());
        });
        listen("keydown", |layer, event| layer.walk(&event.unchecked_into()));
        listen("focus", |layer, _| layer.view.bring(&layer.cursor.get_lat_lng()));
        let add = &self.cursor;
        add.add_to(&self.view.map);
    }
}
