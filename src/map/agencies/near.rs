//! What one sees only from near: counties, those of sheriffs by their outline, and where one agency serves.

use std::rc::Rc;

use leaflet::{LatLng, Layer};
use neighbors_domain::addresses::ground;
use neighbors_domain::ground::{Ground as Wire, points};
use wasm_bindgen_futures::spawn_local;

use super::super::{fetch, honeycomb};
use super::AgencyLayer;

/// From here on one sees counties.
const COUNTIES_FROM: f64 = 6.0;
/// So many counties of sheriffs are drawn at once; more would be a map of counties.
const MOST_OUTLINES: usize = 40;

impl AgencyLayer {
    /// What one sees only from near: counties, and those of sheriffs by their outline.
    pub(super) fn near(self: &Rc<Self>) {
        let bounds = self.view.map.get_bounds();
        let shown = self.shown.borrow();
        let near = self.view.map.get_zoom() >= COUNTIES_FROM;
        let in_view = |n: &usize| {
            let mark = &self.marks[*n];
            near && shown[*n] && bounds.contains(&LatLng::new(mark.lat, mark.lng))
        };
        let seen: Vec<usize> = (0..self.marks.len()).filter(in_view).collect();
        let mut states: Vec<&str> = seen.iter().map(|n| self.marks[*n].us_state.as_str()).collect();
        states.sort_unstable();
        states.dedup();
        for us_state in states {
            self.view.ground.also(ground::counties(us_state));
        }
        let sheriffs: Vec<usize> =
            seen.into_iter().filter(|n| self.marks[*n].by_county).take(MOST_OUTLINES).collect();
        let mut counties = self.counties.borrow_mut();
        for (_, layer) in counties.extract_if(.., |(n, _)| !sheriffs.contains(n)) {
            if let Some(layer) = layer {
                layer.remove();
            }
        }
        for n in sheriffs {
            if counties.iter().all(|(known, _)| *known != n) {
                counties.push((n, None));
                self.county(n);
            }
        }
    }

    fn county(self: &Rc<Self>, n: usize) {
        let (weak, slug) = (Rc::downgrade(self), self.marks[n].slug.clone());
        spawn_local(async move {
            let layer = outline("agency-county", &slug).await;
            let Some(this) = weak.upgrade() else { return };
            let Some(layer) = layer else {
                // Asked for again with the next step.
                this.counties.borrow_mut().retain(|(known, _)| *known != n);
                return;
            };
            if let Some((_, drawn)) = this.counties.borrow_mut().iter_mut().find(|(known, _)| *known == n) {
                layer.add_to(&this.view.map);
                *drawn = Some(layer);
            }
        });
    }
}

/// Where an agency serves: its city, or the county of a sheriff.
pub(super) async fn outline(class: &str, slug: &str) -> Option<Layer> {
    let wire = fetch::json::<Wire>(&ground::agency(slug)).await?;
    let lines = wire.shapes.iter().flat_map(|shape| &shape.lines).filter(|line| line.len() > 2);
    Some(honeycomb::lines(class, lines.map(|line| points(wire.origin, line).collect())))
}
