//! Cells on a map: as ground lines, as the area of a request, as hexagons one can press.

use std::cell::RefCell;
use std::rc::Rc;

use h3o::CellIndex;
use js_sys::{Array, Reflect};
use leaflet::{
    CircleMarker, DivIconOptions, LatLng, Layer, LayerGroup, Marker, MarkerOptions, Point, Polygon, Polyline,
    PolylineOptions,
};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::clusters::{arrow, toward};
use super::leaflet::{div_icon, element, more};
use super::mercator;
use super::view::View;

/// The looks come from our own styles, by class.
fn style(class: &str, pressed: bool) -> PolylineOptions {
    let options = PolylineOptions::new();
    options.set_interactive(pressed);
    options.set_bubbling_mouse_events(false);
    options.set_class_name(class.to_owned());
    options
}

/// Cells that are only looked at, drawn as one path.
pub fn cells(class: &str, cells: impl IntoIterator<Item = CellIndex>) -> Layer {
    let polygons: Array = cells.into_iter().map(|cell| Array::of1(&line(&cell.boundary()))).collect();
    Polygon::new_with_options(&polygons, &style(class, false)).into()
}

/// The outer edge of cells that lie together.
pub fn edge(class: &str, inside: &[CellIndex]) -> Layer {
    let lines: Array = border(inside).iter().map(|corners| line(corners)).collect();
    Polyline::new_with_options(&lines, &style(class, false)).unchecked_into()
}

/// A dot in the middle of a cell.
pub fn dot(class: &str, cell: CellIndex, radius: f64) -> Layer {
    let options = style(class, false);
    // A stroke alone is what Leaflet draws unless told otherwise.
    options.set_fill(true);
    options.set_fill_opacity(1.0);
    let _ = Reflect::set(&options, &"radius".into(), &radius.into());
    CircleMarker::new_with_options(&middle(cell), &options).unchecked_into()
}

/// Lines that are only looked at, by latitude and longitude in degrees.
pub fn lines(class: &str, lines: impl IntoIterator<Item = Vec<(f64, f64)>>) -> Layer {
    let line =
        |line: Vec<(f64, f64)>| line.into_iter().map(|(lat, lng)| LatLng::new(lat, lng)).collect::<Array>();
    let lines: Array = lines.into_iter().map(line).collect();
    Polyline::new_with_options(&lines, &style(class, false)).unchecked_into()
}

fn middle(cell: CellIndex) -> LatLng {
    let at = h3o::LatLng::from(cell);
    LatLng::new(at.lat(), at.lng())
}

fn line(corners: &[h3o::LatLng]) -> Array {
    corners.iter().map(|at| LatLng::new(at.lat(), at.lng())).collect()
}

/// The lines between cells inside and cells outside, as long as they get: dashes run through.
pub fn border(inside: &[CellIndex]) -> Vec<Vec<h3o::LatLng>> {
    let mut sides: Vec<Vec<h3o::LatLng>> = inside
        .iter()
        .flat_map(|cell| cell.edges())
        .filter(|edge| !inside.contains(&edge.destination()))
        .map(|edge| edge.boundary().iter().copied().collect())
        .collect();
    let near =
        |a: h3o::LatLng, b: h3o::LatLng| (a.lat() - b.lat()).abs() < 1e-7 && (a.lng() - b.lng()).abs() < 1e-7;
    let mut lines = Vec::new();
    while let Some(mut line) = sides.pop() {
        // Sides of a cell run around it, so each goes on where another begins.
        while let Some(n) = sides.iter().position(|side| near(side[0], line[line.len() - 1])) {
            line.extend(sides.swap_remove(n).into_iter().skip(1));
        }
        lines.push(line);
    }
    lines
}

/// A cell one can press: a hexagon for the hand, and a button in its middle for keys and ears.
pub struct Mark {
    pub cell: CellIndex,
    pub class: &'static str,
    /// What is written in it: a number.
    pub text: String,
    /// Its full spoken name.
    pub label: String,
    pub selected: bool,
}

/// What happens to a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    Pressed,
    /// The hand or the focus came to it.
    Over,
    Left,
}

/// Where the buttons of the marks are: arrow keys go from one to the next, and Tab passes them as one.
type Order = Rc<RefCell<Vec<((f64, f64), HtmlElement)>>>;

/// Marks that are on the map.
pub struct Marks {
    order: Order,
    group: LayerGroup,
    shown: Vec<(CellIndex, Layer, HtmlElement)>,
    heard: Vec<Closure<dyn FnMut(JsValue)>>,
}

impl Drop for Marks {
    fn drop(&mut self) {
        self.group.clear_layers();
        self.group.remove();
    }
}

impl Marks {
    pub fn show(
        view: &Rc<View>,
        marks: &[Mark],
        touched: impl Fn(CellIndex, Touch) + 'static,
    ) -> Result<Self, JsValue> {
        let group = LayerGroup::new();
        group.add_to(&view.map);
        let touched: Rc<dyn Fn(CellIndex, Touch)> = Rc::new(touched);
        let mut all = Self { order: Order::default(), group, shown: Vec::new(), heard: Vec::new() };
        for mark in marks {
            all.add(view, mark, &touched)?;
        }
        Ok(all)
    }

    fn add(
        &mut self,
        view: &Rc<View>,
        mark: &Mark,
        touched: &Rc<dyn Fn(CellIndex, Touch)>,
    ) -> Result<(), JsValue> {
        let ring = Array::of1(&line(&mark.cell.boundary()));
        let hexagon: Layer = Polygon::new_with_options(&ring, &style(mark.class, true)).into();
        let button = button(mark)?;
        let icon = DivIconOptions::new();
        icon.set_class_name("hex-mark".to_owned());
        icon.set_icon_size(Point::new(44.0, 44.0));
        Reflect::set(&icon, &"html".into(), &button)?;
        let options = MarkerOptions::new();
        options.set_icon(div_icon(&icon));
        // The button is a real one: it takes the focus and hears the keys by itself.
        options.set_keyboard(false);
        options.set_interactive(false);
        let at = middle(mark.cell);
        self.group.add_layer(&hexagon);
        self.group.add_layer(&Marker::new_with_options(&at, &options));

        let cell = mark.cell;
        let weak = Rc::downgrade(view);
        // A press that moved the map meant the map.
        let press = {
            let touched = touched.clone();
            move || {
                if weak.upgrade().is_some_and(|view| !more(&view.map).dragging().moved()) {
                    touched(cell, Touch::Pressed);
                }
            }
        };
        let drawn = element(&hexagon);
        for target in drawn.iter().chain([button.as_ref() as &Element]) {
            let press = press.clone();
            self.hear(target, "click", move |event| {
                // The map below hears a press as "show me this place".
                event.unchecked_into::<web_sys::Event>().stop_propagation();
                press();
            });
            for (kind, touch) in [("mouseenter", Touch::Over), ("mouseleave", Touch::Left)] {
                let touched = touched.clone();
                self.hear(target, kind, move |_| touched(cell, touch));
            }
        }
        for (kind, touch) in [("focus", Touch::Over), ("blur", Touch::Left)] {
            let (touched, weak, at) = (touched.clone(), Rc::downgrade(view), middle(cell));
            self.hear(&button, kind, move |_| {
                if touch == Touch::Over
                    && let Some(view) = weak.upgrade()
                {
                    view.bring(&at);
                }
                touched(cell, touch);
            });
        }
        self.walk(view, mark.cell, &button);
        self.shown.push((cell, hexagon, button));
        self.select_one(self.shown.len() - 1, mark.selected);
        Ok(())
    }

    fn walk(&mut self, view: &Rc<View>, cell: CellIndex, button: &HtmlElement) {
        let n = self.order.borrow().len();
        let at = h3o::LatLng::from(cell);
        self.order.borrow_mut().push((mercator::project(at.lat(), at.lng()), button.clone()));
        button.set_tab_index(if n == 0 { 0 } else { -1 });
        let (order, weak) = (self.order.clone(), Rc::downgrade(view));
        self.hear(button, "keydown", move |event| {
            let event = event.unchecked_into::<KeyboardEvent>();
            let Some(way) = arrow(&event.key()) else {
                return weak.upgrade().map_or((), |view| view.key(&event.key()));
            };
            event.prevent_default();
            let middles: Vec<_> = order.borrow().iter().map(|(at, _)| *at).collect();
            if let Some(next) = toward(&middles, n, way) {
                let order = order.borrow();
                order[n].1.set_tab_index(-1);
                order[next].1.set_tab_index(0);
                let next = order[next].1.clone();
                // The focus tells others, who may ask for the order again.
                drop(order);
                let _ = next.focus();
            }
        });
    }

    fn hear(&mut self, target: &Element, kind: &str, heard: impl FnMut(JsValue) + 'static) {
        let heard = Closure::<dyn FnMut(JsValue)>::new(heard);
        let _ = target.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref());
        self.heard.push(heard);
    }

    /// Fills the cells that are meant, and no others.
    pub fn select(&self, meant: impl Fn(CellIndex) -> bool) {
        for n in 0..self.shown.len() {
            self.select_one(n, meant(self.shown[n].0));
        }
    }

    fn select_one(&self, n: usize, selected: bool) {
        let (_, hexagon, button) = &self.shown[n];
        let _ = button.class_list().toggle_with_force("is-selected", selected);
        if let Some(drawn) = element(hexagon) {
            let _ = drawn.class_list().toggle_with_force("is-selected", selected);
        }
        let _ = button.set_attribute("aria-pressed", if selected { "true" } else { "false" });
    }
}

fn button(mark: &Mark) -> Result<HtmlElement, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let button: HtmlElement = document.create_element("button")?.unchecked_into();
    button.set_class_name("hex-mark__button");
    button.set_attribute("type", "button")?;
    button.set_attribute("aria-label", &mark.label)?;
    button.set_text_content(Some(&mark.text));
    Ok(button)
}

#[cfg(test)]
mod tests {
    use super::*;
    use neighbors_domain::cells::{Cell9, Region7};

    #[test]
    fn the_border_of_cells_that_lie_together_is_one_closed_line() {
        let cell = Cell9::at(h3o::LatLng::new(39.7312, -104.9826).unwrap());
        let inside: Vec<CellIndex> = cell.disk(1).into_iter().map(Cell9::index).collect();
        let lines = border(&inside);
        assert_eq!(lines.len(), 1);
        // Eighteen sides lie outside, and the last corner is the first again.
        assert_eq!(lines[0].len(), 19);
        let (first, last) = (lines[0][0], lines[0][18]);
        assert!((first.lat() - last.lat()).abs() < 1e-7 && (first.lng() - last.lng()).abs() < 1e-7);
    }

    #[test]
    fn cells_apart_have_a_border_each_and_a_hole_has_its_own() {
        let region = Region7::at(h3o::LatLng::new(39.7312, -104.9826).unwrap());
        let ring: Vec<CellIndex> = region.index().grid_ring::<Vec<_>>(1);
        assert_eq!(border(&ring).len(), 2);
        let far = region.index().grid_ring::<Vec<_>>(3)[0];
        assert_eq!(border(&[region.index(), far]).len(), 2);
    }
}
