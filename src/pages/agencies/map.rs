//! The map of all agencies on one canvas; the list below shows the same ones.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::agency::{AgencyKind, AgencyState};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::Shared;
use super::chosen::ChosenCard;
use super::country::Country;
use crate::map::agencies::{AgencyLayer, AgencyMark, Chosen};
use crate::map::leaflet;
use crate::map::view::{Looks, View};
use crate::words::{plural, t};

/// What the five steps of the key stand for.
const STEPS: [(&str, &str); 5] = [
    ("swatch swatch--1", "1"),
    ("swatch swatch--2", "2–3"),
    ("swatch swatch--3", "4–8"),
    ("swatch swatch--4", "9–18"),
    ("swatch swatch--5", "19+"),
];

#[derive(Clone, Copy, PartialEq)]
enum Came {
    OnItsWay,
    Here,
    Failed,
}

#[component]
pub fn CountryMap(shared: Shared) -> impl IntoView {
    let Shared { country, shown, .. } = shared;
    let stage = NodeRef::<Div>::new();
    let layer = RwSignal::new_local(None::<Rc<AgencyLayer>>);
    let came = RwSignal::new(Came::OnItsWay);
    // The agencies somebody pressed, as far as they are still shown.
    let pressed = RwSignal::new(Vec::<usize>::new());
    let chosen = Memo::new(move |_| {
        let pressed = pressed.get();
        shown.with(|shown| pressed.into_iter().filter(|n| shown.binary_search(n).is_ok()).collect::<Vec<_>>())
    });
    let placed: Arc<[usize]> = (0..country.map.len()).filter(|n| country.map.place(*n).is_some()).collect();
    Effect::new({
        let (country, placed) = (country.clone(), placed.clone());
        move || {
            let Some(stage) = stage.get() else { return };
            let (country, placed) = (country.clone(), placed.clone());
            spawn_local(async move {
                // The page may be gone when Leaflet arrives.
                let there = leaflet::load().await.is_ok() && stage.is_connected();
                let made = there.then(|| open(&stage, &country, placed, pressed).ok()).flatten();
                came.try_set(if made.is_some() { Came::Here } else { Came::Failed });
                layer.try_set(made);
            });
        }
    });
    Effect::new({
        let placed = placed.clone();
        move || {
            let shown: HashSet<usize> = shown.with(|shown| shown.iter().copied().collect());
            layer.with(|layer| {
                if let Some(layer) = layer {
                    layer.show(|mark| shown.contains(&placed[mark]));
                }
            });
        }
    });
    // Of one alone the map shows where it serves.
    let of = country.clone();
    Effect::new(move || {
        let one = chosen.with(|chosen| if let [one] = chosen[..] { Some(one) } else { None });
        layer.with(|layer| {
            if let Some(layer) = layer {
                layer.outline(one.map(|n| of.map.slugs[n].as_str()));
            }
        });
    });
    let nowhere = move || {
        let n = shown.with(|shown| shown.iter().filter(|n| placed.binary_search(n).is_err()).count());
        (n > 0).then(|| {
            plural!(
                n,
                "{n} agency has no known place: it is in the list only.",
                "{n} agencies have no known place: they are in the list only."
            )
        })
    };
    let close = Callback::new(move |()| pressed.set(Vec::new()));
    let note = move || match came.get() {
        Came::Failed => t!("The map did not arrive. The list has all that is on it."),
        Came::OnItsWay => t!("The map is on its way."),
        Came::Here => "",
    };
    view! {
        <div class="growth__map">
            <div class="map map--nation">
                <p class="map__waits small quiet" role="status">{note}</p>
                <div class="map__moving" node_ref=stage role="application"
                    aria-label=t!("Map of the agencies, gathered in cells; the list below holds the same ones")></div>
                {move || chosen.with(|chosen| (!chosen.is_empty()).then(|| view! { <ChosenCard country=country.clone() chosen=chosen.clone() close/> }))}
            </div>
            <Key/>
            <p class="tiny quiet growth__nowhere">{nowhere}</p>
        </div>
    }
}

fn open(
    stage: &HtmlElement,
    country: &Country,
    placed: Arc<[usize]>,
    pressed: RwSignal<Vec<usize>>,
) -> Result<Rc<AgencyLayer>, JsValue> {
    let view = View::open(stage, &Looks::nation())?;
    let marks = placed.iter().filter_map(|n| mark(country, *n)).collect();
    let layer = AgencyLayer::add(&view, marks, move |chosen| {
        pressed.try_set(match chosen {
            Chosen::One(mark) => vec![placed[mark]],
            Chosen::Many(marks) => marks.into_iter().map(|mark| placed[mark]).collect(),
        });
    })?;
    // Nearly all are between the two coasts; Alaska and Hawaii are a step away.
    view.fit(
        [(24.6, -124.7), (49.3, -67.0)].into_iter().filter_map(|(lat, lng)| h3o::LatLng::new(lat, lng).ok()),
    );
    Ok(layer)
}

fn mark(country: &Country, n: usize) -> Option<AgencyMark> {
    let (lat, lng) = country.map.place(n)?;
    Some(AgencyMark {
        lat,
        lng,
        us_state: country.map.us_states[n].clone(),
        slug: country.map.slugs[n].clone(),
        name: country.map.names[n].clone(),
        active: country.state(n) == AgencyState::Active,
        by_county: country.kind(n) == AgencyKind::Sheriff && country.map.county_fips[n] > 0,
    })
}

#[component]
fn Key() -> impl IntoView {
    let step = |(class, range): (&'static str, &'static str)| {
        view! { <li><span class=class aria-hidden="true"></span>{range}</li> }
    };
    view! { <ul class="bins" aria-label=t!("Agencies in one cell")>{STEPS.map(step).into_iter().collect_view()}</ul> }
}

/// As large as what comes, so that nothing jumps when it does.
#[component]
pub fn MapBones() -> impl IntoView {
    view! {
        <div class="card card--flush growth" aria-hidden="true">
            <div class="growth__map"><div class="map map--nation"></div><Key/></div>
            <div class="growth__side stack stack-3">
                <div><p class="big-number"><span class="bone bone--title"></span></p><p><span class="bone bone--half"></span></p></div>
                <div class="slider">
                    <svg class="plot" viewBox="0 -16 760 360"><path class="plot__axis" d="M0 330.5H760"/></svg>
                    <p class="slider__room"></p>
                </div>
                <p><span class="bone"></span></p>
                <p><span class="bone bone--half"></span></p>
            </div>
        </div>
    }
}
