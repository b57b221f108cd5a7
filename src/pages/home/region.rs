//! Where on the map one lives, coarsely: a place by its name, then the region it lies in or one of the six around.

use h3o::LatLng;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::KnownPlace;

use crate::components::{FieldError, described_by};
use crate::words::{say, t, tr};
use crate::{api, typed};

#[component]
pub fn RegionField(region: RwSignal<Option<Region7>>) -> impl IntoView {
    let text = typed::kept("home-place");
    let wrong = RwSignal::new(None::<String>);
    let found = RwSignal::new(Vec::<KnownPlace>::new());
    let search = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        wrong.set(None);
        // What is typed here goes to the server; an address is not asked for, and stays.
        if text.with_untracked(|text| text.contains(|c: char| c.is_ascii_digit())) {
            let why = t!("Leave out street and number: a neighborhood or a city is enough.");
            return wrong.set(Some(why.to_owned()));
        }
        spawn_local(async move {
            match api::places(&text.get_untracked()).await {
                Ok(places) if places.is_empty() => {
                    drop(
                        wrong.try_set(Some(
                            t!("No place of this name is known here. Try the neighborhood or the city.")
                                .to_owned(),
                        )),
                    );
                }
                Ok(places) => {
                    if let [only] = &places[..] {
                        region.try_set(Some(only.region));
                    }
                    found.try_set(places);
                }
                Err(error) => drop(wrong.try_set(Some(say(error)))),
            }
        });
    };
    let places = move || {
        let of = |place: KnownPlace| {
            let here = place.region;
            let pressed = move || if region.get() == Some(here) { "true" } else { "false" };
            view! { <button class="chip" type="button" aria-pressed=pressed on:click=move |_| region.set(Some(here))>{place.name}</button> }
        };
        found.get().into_iter().map(of).collect_view()
    };
    let around = move || {
        region.get().map(|here| {
            let towards = |(name, there): (&'static str, Region7)| {
                view! { <button class="chip" type="button" on:click=move |_| region.set(Some(there))>{tr(name)}</button> }
            };
            view! {
                <p class="small soft" id="around">{t!("The map shows one region, about two miles across. If your home is not in it, go on to the one beside it:")}</p>
                <div class="chips chips--wrap" role="group" aria-labelledby="around">{beside(here).into_iter().map(towards).collect_view()}</div>
            }
        })
    };
    let invalid = move || wrong.with(Option::is_some);
    view! {
        <form class="field" role="search" on:submit=search>
            <label class="field__label" for="home-place">{t!("Your neighborhood or city")}</label>
            <p class="field__hint" id="home-place-hint">{t!("Only to open the map there. The search sees this name, never a street.")}</p>
            <div class="row">
                <input class="input grow" id="home-place" autocomplete="off" enterkeyhint="search" prop:value=text
                    on:input:target=move |event| text.set(event.target().value())
                    aria-invalid=move || invalid().then_some("true")
                    aria-describedby=move || described_by("home-place", true, invalid())/>
                <button class="button" type="submit">{t!("Find")}</button>
            </div>
            <FieldError id="home-place" error=wrong/>
        </form>
        <div class="chips chips--wrap" role="group" aria-label=t!("Places found")>{places}</div>
        {around}
    }
}

const DIRECTIONS: [&str; 8] = [
    crate::words::english!("North"),
    crate::words::english!("North-east"),
    crate::words::english!("East"),
    crate::words::english!("South-east"),
    crate::words::english!("South"),
    crate::words::english!("South-west"),
    crate::words::english!("West"),
    crate::words::english!("North-west"),
];

/// The six neighbors of a region, each with the direction it lies in, clockwise from the north.
pub fn beside(region: Region7) -> Vec<(&'static str, Region7)> {
    let from = LatLng::from(region.index());
    let mut around: Vec<(f64, Region7)> = region
        .disk(1)
        .into_iter()
        .filter(|other| *other != region)
        .map(|other| {
            let to = LatLng::from(other.index());
            let north = to.lat() - from.lat();
            let east = (to.lng() - from.lng()) * from.lat_radians().cos();
            (east.atan2(north).to_degrees().rem_euclid(360.0), other)
        })
        .collect();
    around.sort_by(|a, b| a.0.total_cmp(&b.0));
    around
        .into_iter()
        .map(|(angle, other)| (DIRECTIONS[(angle / 45.0).round() as usize % 8], other))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_regions_lie_around_one_each_in_a_direction_of_its_own() {
        let region = "872681364ffffff".parse().expect("a region");
        let around = beside(region);
        assert_eq!(around.len(), 6);
        let mut names: Vec<_> = around.iter().map(|(name, _)| name).collect();
        names.dedup();
        assert_eq!(names.len(), 6, "{names:?}");
        assert!(around.iter().all(|(_, other)| *other != region));
    }
}
