//! The hexagons of the agencies, once in a frame at most.

use std::f64::consts::PI;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::super::clusters::{RADIUS, step};
use super::super::palette::STEPS;
use super::AgencyLayer;

impl AgencyLayer {
    pub(super) fn redraw(self: &Rc<Self>) {
        if self.due.replace(true) {
            return;
        }
        let weak = Rc::downgrade(self);
        let frame = Closure::once_into_js(move || {
            if let Some(layer) = weak.upgrade() {
                layer.due.set(false);
                let _ = layer.draw();
            }
        });
        if let Some(window) = web_sys::window() {
            let _ = window.request_animation_frame(frame.unchecked_ref());
        }
    }

    fn draw(&self) -> Result<(), JsValue> {
        let (sheet, pen) = (self.canvas.lay_out(), &self.canvas.pen);
        let palette = self.palette.borrow();
        pen.set_transform(sheet.ratio, 0.0, 0.0, sheet.ratio, 0.0, 0.0)?;
        pen.set_text_align("center");
        pen.set_text_baseline("middle");
        pen.set_font(&["650 11px ", &palette.face].concat());
        for bin in self.bins.borrow().iter() {
            let (x, y) = (bin.middle.0 - sheet.corner.0, bin.middle.1 - sheet.corner.1);
            if x < -RADIUS || y < -RADIUS || x > sheet.size.0 + RADIUS || y > sheet.size.1 + RADIUS {
                continue;
            }
            let step = step(bin.count);
            pen.begin_path();
            for corner in 0..6 {
                let turned = f64::from(corner) * PI / 3.0 - PI / 2.0;
                // A little smaller than its place, so that a line of ground stays between two.
                let at = (x + (RADIUS - 0.8) * turned.cos(), y + (RADIUS - 0.8) * turned.sin());
                pen.line_to(at.0, at.1);
            }
            pen.close_path();
            pen.set_fill_style_str(palette.color(STEPS[step]));
            pen.fill();
            if bin.count == 1 && self.marks[bin.first].active {
                pen.set_stroke_style_str(palette.color("--accent"));
                pen.set_line_width(2.0);
                pen.stroke();
            }
            // On the lighter steps a number would be hard to read; the key says what they stand for.
            if step >= 3 {
                pen.set_fill_style_str(palette.color("--on-accent"));
                pen.fill_text(&bin.count.to_string(), x, y)?;
            }
        }
        Ok(())
    }
}
