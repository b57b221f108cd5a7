//! Where an agency serves: its city or county over its ground, small, at the head of what is known about it.

use std::rc::Rc;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::addresses::ground;
use neighbors_domain::ground::{Ground as Wire, points};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::view::{Looks, Manner, Source, View};
use super::{fetch, honeycomb, leaflet};
use crate::words::t;

type Line = Vec<(f64, f64)>;

/// From so many degrees on one sees no streets: the borders of the counties around say more.
const WIDE: f64 = 0.4;

/// Its place is kept from the beginning, and says so where no outline is known.
#[component]
pub fn ServedMap(
    slug: String,
    /// `CO`: whose counties lie around.
    us_state: String,
    /// What someone hears who does not see it.
    label: String,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let map = RwSignal::new_local(None::<Rc<View>>);
    let note = RwSignal::new("");
    Effect::new(move || {
        let Some(place) = place.get() else { return };
        let (slug, us_state) = (slug.clone(), us_state.clone());
        spawn_local(async move {
            let lines = lines(&slug).await;
            if lines.is_empty() {
                note.try_set(t!("Its borders are not known here."));
                return;
            }
            // The page may be gone when Leaflet arrives.
            if leaflet::load().await.is_ok() && place.is_connected() {
                map.try_set(draw(&place, lines, &us_state).ok());
            }
        });
    });
    let unknown = move || !note.get().is_empty();
    view! {
        <div class="map map--juris" class:map--nothing=unknown>
            <p class="map__waits small quiet" role="status">{note}</p>
            <div class="map__moving" node_ref=place role="application" hidden=unknown aria-label=label></div>
        </div>
    }
}

/// Borders only; a line of one point is where a name stands.
async fn lines(slug: &str) -> Vec<Line> {
    let Some(wire) = fetch::json::<Wire>(&ground::agency(slug)).await else { return Vec::new() };
    let lines = wire.shapes.iter().flat_map(|shape| &shape.lines).filter(|line| line.len() > 2);
    lines.map(|line| points(wire.origin, line).collect()).collect()
}

fn draw(place: &HtmlElement, lines: Vec<Line>, us_state: &str) -> Result<Rc<View>, JsValue> {
    let wide = span(&lines) > WIDE;
    let source = if wide { Source::Nation } else { Source::Regions };
    let view = View::open(place, &Looks { manner: Manner::InText, source, zoom: (4.0, 16.0) })?;
    if wide {
        view.ground.also(ground::counties(us_state));
    }
    view.fit(lines.iter().flatten().filter_map(|(lat, lng)| h3o::LatLng::new(*lat, *lng).ok()));
    honeycomb::lines("area__edge", lines).add_to(&view.map);
    Ok(view)
}

/// Degrees from its lowest to its highest, or from its most western to its most eastern point.
fn span(lines: &[Line]) -> f64 {
    let length = |of: fn(&(f64, f64)) -> f64| {
        let all = lines.iter().flatten().map(of);
        let (least, most) = all.fold((f64::MAX, f64::MIN), |(least, most), at| (least.min(at), most.max(at)));
        most - least
    };
    length(|at| at.0).max(length(|at| at.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_county_is_wide_and_a_town_is_not() {
        let town = vec![vec![(39.7, -105.0), (39.8, -104.9)], vec![(39.75, -105.1), (39.7, -105.0)]];
        assert!((span(&town) - 0.2).abs() < 1e-9);
        assert!(span(&town) < WIDE);
        assert!(span(&[vec![(38.0, -105.0), (38.9, -104.9)]]) > WIDE);
    }
}
