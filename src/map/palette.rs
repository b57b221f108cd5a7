//! The tokens' colours as a canvas needs them: worked out for the scheme of the moment.

use std::collections::HashMap;

use neighbors_domain::ground::ShapeKind;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Read anew whenever the scheme changes.
#[derive(Default)]
pub struct Palette {
    colors: HashMap<&'static str, String>,
    pub face: String,
}

/// Of few to many.
pub const STEPS: [&str; 5] = ["--step-1", "--step-2", "--step-3", "--step-4", "--step-5"];

const TOKENS: [&str; 9] = [
    "--map-land",
    "--map-street",
    "--map-road",
    "--map-park",
    "--map-hood",
    "--map-text",
    "--surface",
    "--accent",
    "--on-accent",
];

impl Palette {
    /// A custom property says `light-dark(…)`; only a property that is a colour says which of the two it is.
    pub fn read(place: &HtmlElement) -> Option<Self> {
        let window = web_sys::window()?;
        let probe: HtmlElement = window.document()?.create_element("i").ok()?.dyn_into().ok()?;
        probe.set_hidden(true);
        place.append_child(&probe).ok()?;
        let looks = window.get_computed_style(&probe).ok()??;
        let mut colors = HashMap::new();
        for token in TOKENS.into_iter().chain(STEPS) {
            let _ = probe.style().set_property("color", &["var(", token, ")"].concat());
            colors.insert(token, looks.get_property_value("color").unwrap_or_default());
        }
        let face = looks.get_property_value("font-family").unwrap_or_default();
        probe.remove();
        Some(Self { colors, face })
    }

    pub fn color(&self, token: &str) -> &str {
        self.colors.get(token).map_or("", String::as_str)
    }
}

/// How a kind of line is drawn at an enlargement: its colour, its width and its dashes in pixels. `None`: not yet.
pub struct Pen {
    pub color: &'static str,
    pub width: f64,
    pub dashes: &'static [f64],
}

pub fn pen(kind: ShapeKind, zoom: f64) -> Option<Pen> {
    let pen = |from: f64, color, width, dashes| (zoom >= from).then_some(Pen { color, width, dashes });
    // A street is as wide as it is out there once there is room; before that it is a hairline.
    let wide = |at_16: f64, least: f64| (at_16 * (zoom - 16.0).exp2()).clamp(least, 22.0);
    match kind {
        ShapeKind::Park => None,
        ShapeKind::State => pen(0.0, "--map-hood", 1.0, &[]),
        ShapeKind::County => pen(6.0, "--map-hood", 0.8, &[]),
        ShapeKind::City => pen(8.0, "--map-hood", 1.2, &[6.0, 3.0]),
        ShapeKind::Neighborhood => pen(11.5, "--map-hood", 1.0, &[1.0, 3.0]),
        ShapeKind::Path => pen(14.0, "--map-hood", 1.0, &[3.0, 3.0]),
        ShapeKind::Street => pen(13.0, "--map-street", wide(4.5, 1.0), &[]),
        ShapeKind::MainStreet => pen(10.5, "--map-road", wide(9.0, if zoom < 12.0 { 1.5 } else { 3.0 }), &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streets_grow_with_the_map_and_never_hide_it() {
        let width = |kind, zoom| pen(kind, zoom).map(|pen| pen.width);
        assert_eq!(width(ShapeKind::Street, 12.0), None);
        for zoom in [13.0, 14.5, 16.0, 18.0] {
            let (street, main) = (width(ShapeKind::Street, zoom), width(ShapeKind::MainStreet, zoom));
            assert!(street < main || main == Some(22.0), "{zoom}: {street:?} {main:?}");
        }
        assert_eq!(width(ShapeKind::MainStreet, 19.0), Some(22.0));
    }
}
