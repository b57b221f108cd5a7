//! Drawing the ground: parks, then lines by their kind, then the names that find room.

use std::rc::Rc;

use neighbors_domain::ground::ShapeKind;
use wasm_bindgen::JsValue;
use web_sys::CanvasWindingRule;

use super::Ground;
use super::names::{At, Spot, Taken, along};
use super::tile::{Named, Place, Tile};
use crate::map::canvas::Sheet;
use crate::map::palette::{Palette, pen};

impl Ground {
    pub(super) fn draw(&self) -> Result<(), JsValue> {
        let sheet = self.canvas.lay_out();
        let (palette, tiles) = (self.palette.borrow(), self.here());
        self.parks(&sheet, &palette, &tiles)?;
        for kind in [
            ShapeKind::Neighborhood,
            ShapeKind::City,
            ShapeKind::County,
            ShapeKind::State,
            ShapeKind::Path,
            ShapeKind::Street,
            ShapeKind::MainStreet,
        ] {
            self.lines(&sheet, &palette, &tiles, kind)?;
        }
        self.names(&sheet, &palette, &tiles)
    }

    fn enlarge(&self, sheet: &Sheet, tile: &Tile) -> Result<(), JsValue> {
        let (x, y) = sheet.place(tile.origin, (0.0, 0.0));
        let scale = sheet.scale * sheet.ratio;
        self.canvas.pen.set_transform(scale, 0.0, 0.0, scale, x * sheet.ratio, y * sheet.ratio)
    }

    fn parks(&self, sheet: &Sheet, palette: &Palette, tiles: &[Rc<Tile>]) -> Result<(), JsValue> {
        self.canvas.pen.set_fill_style_str(palette.color("--map-park"));
        for tile in tiles {
            self.enlarge(sheet, tile)?;
            for park in &tile.parks {
                self.canvas.pen.fill_with_path_2d_and_winding(park, CanvasWindingRule::Evenodd);
            }
        }
        Ok(())
    }

    fn lines(
        &self,
        sheet: &Sheet,
        palette: &Palette,
        tiles: &[Rc<Tile>],
        kind: ShapeKind,
    ) -> Result<(), JsValue> {
        let Some(looks) = pen(kind, sheet.zoom) else { return Ok(()) };
        self.canvas.pen.set_stroke_style_str(palette.color(looks.color));
        self.canvas.pen.set_line_join("round");
        self.canvas.pen.set_line_cap(if looks.dashes.is_empty() { "round" } else { "butt" });
        for tile in tiles {
            let Some(path) = tile.lines.get(&kind) else { continue };
            self.enlarge(sheet, tile)?;
            self.canvas.pen.set_line_width(looks.width / sheet.scale);
            let dashes: js_sys::Array =
                looks.dashes.iter().map(|length| JsValue::from(length / sheet.scale)).collect();
            self.canvas.pen.set_line_dash(&dashes)?;
            self.canvas.pen.stroke_with_path(path);
        }
        Ok(())
    }

    fn names(&self, sheet: &Sheet, palette: &Palette, tiles: &[Rc<Tile>]) -> Result<(), JsValue> {
        self.canvas.pen.set_transform(sheet.ratio, 0.0, 0.0, sheet.ratio, 0.0, 0.0)?;
        self.canvas.pen.set_fill_style_str(palette.color("--map-text"));
        self.canvas.pen.set_stroke_style_str(palette.color("--map-land"));
        self.canvas.pen.set_line_width(3.0);
        self.canvas.pen.set_line_join("round");
        self.canvas.pen.set_line_dash(&js_sys::Array::new())?;
        self.canvas.pen.set_text_align("center");
        self.canvas.pen.set_text_baseline("middle");
        let mut taken = Taken::default();
        // Whatever comes first takes its room: the larger before the smaller.
        for (kind, from, until, font) in [
            (ShapeKind::State, 3.5, 6.5, "550 12px "),
            (ShapeKind::County, 7.5, 10.0, "400 11px "),
            (ShapeKind::City, 9.0, 12.5, "550 13px "),
            (ShapeKind::Neighborhood, 12.0, 16.5, "550 12px "),
            (ShapeKind::MainStreet, 13.0, 30.0, "400 11px "),
            (ShapeKind::Park, 15.0, 30.0, "400 11px "),
            (ShapeKind::Street, 15.0, 30.0, "400 11px "),
            (ShapeKind::Path, 16.0, 30.0, "400 11px "),
        ] {
            if !(from..until).contains(&sheet.zoom) {
                continue;
            }
            self.canvas.pen.set_font(&[font, &palette.face].concat());
            for tile in tiles {
                let seen = |named: &&Named| named.kind == kind && sheet.shows(tile.origin, named.bounds);
                for named in tile.named.iter().filter(seen) {
                    self.name(sheet, tile, named, font, &mut taken)?;
                }
            }
        }
        Ok(())
    }

    fn name(
        &self,
        sheet: &Sheet,
        tile: &Tile,
        named: &Named,
        font: &str,
        taken: &mut Taken,
    ) -> Result<(), JsValue> {
        const HEIGHT: f64 = 13.0;
        let width = self.width(font, &named.name)? + 10.0;
        let lines = match &named.place {
            Place::Point(at) => {
                let spot = Spot { at: sheet.place(tile.origin, *at), turned: 0.0 };
                if taken.take(&named.name, spot, width, HEIGHT, 600.0) {
                    self.write(&named.name, spot)?;
                }
                return Ok(());
            }
            Place::Lines(lines) => lines,
        };
        for line in lines {
            let line: Vec<At> = line.iter().map(|at| sheet.place(tile.origin, *at)).collect();
            for spot in along(&line, width, 420.0) {
                let (x, y) = spot.at;
                let shown = (0.0..sheet.size.0).contains(&x) && (0.0..sheet.size.1).contains(&y);
                if shown && taken.take(&named.name, spot, width, HEIGHT, 260.0) {
                    self.write(&named.name, spot)?;
                }
            }
        }
        Ok(())
    }

    fn write(&self, name: &str, spot: Spot) -> Result<(), JsValue> {
        self.canvas.pen.save();
        self.canvas.pen.translate(spot.at.0, spot.at.1)?;
        self.canvas.pen.rotate(spot.turned)?;
        self.canvas.pen.stroke_text(name, 0.0, 0.0)?;
        self.canvas.pen.fill_text(name, 0.0, 0.0)?;
        self.canvas.pen.restore();
        Ok(())
    }

    /// Measuring is the slow part, and names return at every move.
    fn width(&self, font: &str, name: &str) -> Result<f64, JsValue> {
        let key = [font, name].concat();
        if let Some(width) = self.widths.borrow().get(&key) {
            return Ok(*width);
        }
        let width = self.canvas.pen.measure_text(name)?.width();
        self.widths.borrow_mut().insert(key, width);
        Ok(width)
    }
}
