//! Where hand and keys are: the hexagon under a finger, and the one button that walks from hexagon to hexagon.

use std::rc::Rc;

use leaflet::{DivIconOptions, LatLng, Marker, MarkerOptions, Point};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent};

use super::super::canvas::At;
use super::super::clusters::{Bin, arrow, hit, toward};
use super::super::leaflet::{div_icon, more};
use super::{AgencyLayer, Chosen};
use crate::words::{plural, t};

impl AgencyLayer {
    /// The hexagon under the hand.
    pub(super) fn under(&self, event: JsValue) -> Option<usize> {
        let at = event.unchecked_into::<leaflet::MouseEvent>().layer_point();
        let origin = more(&self.view.map).pixel_origin();
        hit(&self.bins.borrow(), (at.x() + origin.x(), at.y() + origin.y()))
    }

    /// Arrow keys go from hexagon to hexagon; everything else is the button's or the map's.
    pub(super) fn walk(&self, event: &KeyboardEvent) {
        let Some(way) = arrow(&event.key()) else { return self.key(&event.key()) };
        event.prevent_default();
        let middles: Vec<At> = self.bins.borrow().iter().map(|bin| bin.middle).collect();
        let next = toward(&middles, self.at.get(), way);
        if let Some(next) = next {
            self.place_cursor(next);
            self.view.bring(&self.cursor.get_lat_lng());
        }
    }

    /// Nearer and farther around where the keys are, which else would be out of sight; the rest as on every map.
    fn key(&self, key: &str) {
        let by = match key {
            "+" | "=" => 1.0,
            "-" => -1.0,
            key => return self.view.key(key),
        };
        let map = &self.view.map;
        map.set_zoom_around_lat_lng(&self.cursor.get_lat_lng(), map.get_zoom() + by);
    }

    /// The hexagon nearest to where the keys are; while they are elsewhere, to the middle of what one sees.
    pub(super) fn nearest(&self) -> usize {
        let here = self.button.matches(":focus").unwrap_or_default();
        let from = if here { self.cursor.get_lat_lng() } else { self.view.map.get_center() };
        let from = self.view.map.project_with_zoom(&from, self.comb.borrow().zoom());
        let far = |bin: &Bin| (bin.middle.0 - from.x()).hypot(bin.middle.1 - from.y());
        let bins = self.bins.borrow();
        let nearest = bins.iter().enumerate().min_by(|(_, one), (_, other)| far(one).total_cmp(&far(other)));
        nearest.map_or(0, |(n, _)| n)
    }

    pub(super) fn place_cursor(&self, n: usize) {
        let bins = self.bins.borrow();
        self.button.set_hidden(bins.is_empty());
        let Some(bin) = bins.get(n).or(bins.last()) else { return };
        self.at.set(n.min(bins.len() - 1));
        self.cursor.set_lat_lng(&self.degrees(bin.middle));
        let name = match bin.count {
            1 => self.marks[bin.first].name.clone(),
            many => plural!(many, "{n} agency: come nearer", "{n} agencies: come nearer"),
        };
        let _ = self.button.set_attribute("aria-label", &name);
    }

    fn degrees(&self, (x, y): At) -> LatLng {
        self.view.map.unproject_with_zoom(&Point::new(x, y), self.comb.borrow().zoom())
    }

    pub(super) fn press(self: &Rc<Self>, n: usize) {
        let Some(bin) = self.bins.borrow().get(n).copied() else { return };
        if bin.count == 1 {
            return (self.chosen)(Chosen::One(bin.first));
        }
        let members = {
            let shown = self.shown.borrow();
            self.comb.borrow().members(&bin, |mark| shown[mark])
        };
        let (first, map) = (&self.marks[members[0]], &self.view.map);
        let together =
            members.iter().all(|n| (self.marks[*n].lat, self.marks[*n].lng) == (first.lat, first.lng));
        if together || map.get_zoom() >= map.get_max_zoom() {
            return (self.chosen)(Chosen::Many(members));
        }
        map.set_zoom_around_lat_lng(&self.degrees(bin.middle), map.get_zoom() + 2.0);
    }
}

pub(super) fn cursor(button: &HtmlElement) -> Result<Marker, JsValue> {
    let icon = DivIconOptions::new();
    icon.set_class_name("hex-mark".to_owned());
    icon.set_icon_size(Point::new(44.0, 44.0));
    js_sys::Reflect::set(&icon, &"html".into(), button)?;
    let options = MarkerOptions::new();
    options.set_icon(div_icon(&icon));
    options.set_keyboard(false);
    options.set_interactive(false);
    button.set_attribute("aria-description", t!("Arrow keys go from one to the next."))?;
    Ok(Marker::new_with_options(&LatLng::new(0.0, 0.0), &options))
}
