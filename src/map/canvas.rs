//! A canvas in one of a map's panes: larger than the view and moved with it, so that dragging draws nothing until its
//! margin is used up.

use std::cell::Cell;

use leaflet::{Map, Point};
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::leaflet::{more, set_position};
use super::mercator;

/// Pixels on the page.
pub type At = (f64, f64);

/// Of width and height, on each side of the view.
const MARGIN: f64 = 0.25;

pub struct Canvas {
    map: Map,
    element: HtmlCanvasElement,
    pub pen: CanvasRenderingContext2d,
    /// The enlargement and the corner of what is drawn now.
    drawn: Cell<Option<(f64, f64, f64)>>,
}

/// Where the canvas lies: everything a point needs to become a pixel of it.
pub struct Sheet {
    pub zoom: f64,
    /// From pixels at [`mercator::ZOOM`] to pixels here.
    pub scale: f64,
    /// The corner, in pixels of the world at `zoom`.
    pub corner: At,
    pub size: At,
    /// Pixels of the screen in one of the page.
    pub ratio: f64,
}

impl Canvas {
    /// `pane`: its name, which styles place above or below the others.
    pub fn add(map: &Map, pane: &str) -> Result<Self, JsValue> {
        let pane = map.create_pane_by_name(pane);
        let document = pane.owner_document().ok_or(JsValue::NULL)?;
        let element: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
        element.set_attribute("aria-hidden", "true")?;
        pane.append_child(&element)?;
        let pen = element.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
        Ok(Self { map: map.clone(), element, pen, drawn: Cell::new(None) })
    }

    /// Whether the view came upon something that is not drawn.
    pub fn used_up(&self) -> bool {
        let size = self.map.get_size();
        let (zoom, corner) = (self.map.get_zoom(), self.corner(&size));
        self.drawn.get().is_none_or(|(drawn, x, y)| {
            drawn != zoom
                || (corner.x() - x).abs() >= size.x() * MARGIN
                || (corner.y() - y).abs() >= size.y() * MARGIN
        })
    }

    fn corner(&self, size: &Point) -> Point {
        more(&self.map).container_to_layer(&Point::new(-size.x() * MARGIN, -size.y() * MARGIN))
    }

    /// Moves the canvas under the view, wipes it, and says where it lies.
    pub fn lay_out(&self) -> Sheet {
        let view = self.map.get_size();
        let corner = self.corner(&view);
        let size = ((view.x() * (1.0 + 2.0 * MARGIN)).ceil(), (view.y() * (1.0 + 2.0 * MARGIN)).ceil());
        let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(1.0, 3.0);
        // Setting the size wipes it.
        self.element.set_width((size.0 * ratio) as u32);
        self.element.set_height((size.1 * ratio) as u32);
        let element: &HtmlElement = &self.element;
        let pixels =
            |name, length: f64| element.style().set_property(name, &[&length.to_string(), "px"].concat());
        let _ = (pixels("width", size.0), pixels("height", size.1));
        set_position(element, &corner);
        let (zoom, origin) = (self.map.get_zoom(), more(&self.map).pixel_origin());
        self.drawn.set(Some((zoom, corner.x(), corner.y())));
        let corner = (origin.x() + corner.x(), origin.y() + corner.y());
        Sheet { zoom, scale: mercator::scale(zoom), corner, size, ratio }
    }
}

impl Sheet {
    /// `at`: pixels at [`mercator::ZOOM`], counted from `origin`.
    pub fn place(&self, origin: At, at: At) -> At {
        ((origin.0 + at.0) * self.scale - self.corner.0, (origin.1 + at.1) * self.scale - self.corner.1)
    }

    /// Whether west, north, east and south, from `origin`, reach onto the canvas.
    pub fn shows(&self, origin: At, bounds: [f64; 4]) -> bool {
        let (west, north) = self.place(origin, (bounds[0], bounds[1]));
        let (east, south) = self.place(origin, (bounds[2], bounds[3]));
        east > 0.0 && south > 0.0 && west < self.size.0 && north < self.size.1
    }
}
