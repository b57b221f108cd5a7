//! Where, to one cell of about half a mile: on a map or in the list beside it. No cell is chosen beforehand.

use h3o::{CellIndex, LatLng};
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::cells::{Cell8, Region7};
use neighbors_domain::feed::KnownPlace;
use neighbors_domain::one_house::looks_like_one_house;

use super::map::CellsMap;
use super::writing::Writing;
use crate::components::{FieldError, Icon};
use crate::session::Session;
use crate::words::{english, say, t, tr};
use crate::{api, home};

#[component]
pub fn PlaceField(writing: Writing) -> impl IntoView {
    let missing = move || {
        (writing.tried.get() && writing.cell.get().is_none())
            .then(|| t!("Choose a cell, on the map or in the list.").to_owned())
    };
    let nearest = LocalResource::new(move || api::place_of(writing.region.get()));
    let near = move || match nearest.get() {
        Some(Ok(place)) => t!("The seven cells near {place}:", place = place.name),
        _ => t!("The seven cells of this part of town:").to_owned(),
    };
    let list = move || {
        let cells = cells(writing.region.get());
        let radio = move |(name, cell): (&'static str, Cell8)| {
            view! {
                <label class="tick">
                    <input type="radio" name="cell" value=cell.to_string()
                        prop:checked=move || writing.cell.get() == Some(cell)
                        on:change=move |_| writing.cell.set(Some(cell))/>
                    <span>{tr(name)}</span>
                </label>
            }
        };
        cells.into_iter().map(radio).collect_view()
    };
    let beside = move || {
        let towards = move |(name, there): (&'static str, Region7)| {
            view! { <button class="chip" type="button" on:click=move |_| writing.region.set(there)>{tr(name)}</button> }
        };
        around(writing.region.get()).into_iter().map(towards).collect_view()
    };
    view! {
        <fieldset class="field" id="where" tabindex="-1" aria-describedby="where-hint where-error">
            <legend class="field__label">{t!("Where")}</legend>
            <p class="field__hint" id="where-hint">{t!("Choose one cell of about half a mile. We never suggest your home.")}</p>
            <Find writing/>
            {move || view! { <CellsMap region=writing.region.get() chosen=writing.cell/> }}
            <p class="small soft">{near}</p>
            <div class="grid-2">{list}</div>
            <details class="fold">
                <summary>{t!("Go on to the next part of town")}<Icon name="down"/></summary>
                <div class="chips chips--wrap" role="group" aria-label=t!("Go on to the next part of town")>{beside}</div>
            </details>
            <OneHouse writing/>
            <AtHome writing/>
            <FieldError id="where" error=Signal::derive(missing)/>
        </fieldset>
    }
}

/// A neighborhood, a city or a street, by its name.
#[component]
fn Find(writing: Writing) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let said = RwSignal::new(None::<String>);
    let found = RwSignal::new(Vec::<KnownPlace>::new());
    let search = move || {
        said.set(None);
        spawn_local(async move {
            match api::places(&text.get_untracked()).await {
                Ok(places) => {
                    match &places[..] {
                        [] => drop(
                            said.try_set(Some(
                                t!("No place of this name is known here. Try the neighborhood or the city.")
                                    .to_owned(),
                            )),
                        ),
                        [first, ..] => drop(writing.region.try_set(first.region)),
                    }
                    found.try_set(places);
                }
                Err(error) => drop(said.try_set(Some(say(error)))),
            }
        });
    };
    let places = move || {
        let of = |place: KnownPlace| {
            let here = place.region;
            let pressed = move || if writing.region.get() == here { "true" } else { "false" };
            view! { <button class="chip" type="button" aria-pressed=pressed on:click=move |_| writing.region.set(here)>{place.name}</button> }
        };
        found.get().into_iter().map(of).collect_view()
    };
    let enter = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            search();
        }
    };
    view! {
        <div class="row" role="search">
            <input class="input grow" id="place" autocomplete="off" enterkeyhint="search" aria-label=t!("Neighborhood, city or street")
                placeholder=t!("Neighborhood, city or street") prop:value=text
                on:input:target=move |event| text.set(event.target().value()) on:keydown=enter/>
            <button class="button" type="button" on:click=move |_| search()>{t!("Find")}</button>
        </div>
        <div role="status"><FieldError id="place" error=said/></div>
        <div class="chips chips--wrap" role="group" aria-label=t!("Places found")>{places}</div>
    }
}

/// Said before it is posted, by the rule the server keeps to.
#[component]
fn OneHouse(writing: Writing) -> impl IntoView {
    let region = Memo::new(move |_| writing.cell.get().map(Cell8::region));
    let ground = LocalResource::new(move || {
        let region = region.get();
        async move {
            let region = region?;
            // What cannot be loaded is judged by the server all the same.
            Some((region, api::ground(region).await.ok()?))
        }
    });
    let lonely = Memo::new(move |_| match (writing.cell.get(), ground.get().flatten()) {
        (Some(cell), Some((region, ground))) => {
            cell.region() == region && looks_like_one_house(&ground, cell)
        }
        _ => false,
    });
    view! {
        <div role="status">
            <Show when=move || lonely.get()>
                <div class="banner">
                    <Icon name="info"/>
                    <p><b>{t!("Your post will show the region, not this cell.")}</b>" "{t!("So few streets are known here that the cell could point at one house. The region is about two miles wide, and the cell is not kept.")}</p>
                </div>
            </Show>
        </div>
    }
}

/// The one thing a cell may give away that only this browser knows.
#[component]
fn AtHome(writing: Writing) -> impl IntoView {
    let session = Session::here();
    let home = move || session.resident().and_then(|resident| home::confirmed(&resident));
    let here = move || {
        let home = home().and_then(|home| Cell8::around(home.index()));
        home.is_some() && home == writing.cell.get()
    };
    view! {
        <div role="status">
            <Show when=here>
                <div class="banner banner--warn">
                    <Icon name="warn"/>
                    <p><b>{t!("Your home lies in this cell.")}</b>" "{t!("Only this browser knows. If it did not happen there, choose the cell where it did.")}</p>
                </div>
            </Show>
        </div>
    }
}

const DIRECTIONS: [&str; 8] = [
    english!("North"),
    english!("North-east"),
    english!("East"),
    english!("South-east"),
    english!("South"),
    english!("South-west"),
    english!("West"),
    english!("North-west"),
];

/// The cells of a region: the one in the middle, then clockwise from the north.
pub(super) fn cells(region: Region7) -> Vec<(&'static str, Cell8)> {
    let index = region.index();
    let Some(middle) = index.center_child(Cell8::RESOLUTION) else { return Vec::new() };
    let others = index.children(Cell8::RESOLUTION).filter(|cell| *cell != middle);
    let named = [(english!("Middle"), middle)].into_iter().chain(clockwise(middle, others));
    named.filter_map(|(name, cell)| Some((name, Cell8::around(cell)?))).collect()
}

fn around(region: Region7) -> Vec<(&'static str, Region7)> {
    let others = region.disk(1).into_iter().map(Region7::index).filter(|other| *other != region.index());
    clockwise(region.index(), others)
        .into_iter()
        .filter_map(|(name, other)| Some((name, Region7::around(other)?)))
        .collect()
}

/// Each with the direction it lies in.
fn clockwise(middle: CellIndex, others: impl Iterator<Item = CellIndex>) -> Vec<(&'static str, CellIndex)> {
    let from = LatLng::from(middle);
    let mut others: Vec<(f64, CellIndex)> = others
        .map(|other| {
            let to = LatLng::from(other);
            let (north, east) = (to.lat() - from.lat(), (to.lng() - from.lng()) * from.lat_radians().cos());
            (east.atan2(north).to_degrees().rem_euclid(360.0), other)
        })
        .collect();
    others.sort_by(|a, b| a.0.total_cmp(&b.0));
    others
        .into_iter()
        .map(|(angle, other)| (DIRECTIONS[(angle / 45.0).round() as usize % 8], other))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seven_cells_of_a_region_have_seven_names() {
        let region: Region7 = "872681364ffffff".parse().expect("a region");
        let cells = cells(region);
        let mut names: Vec<_> = cells.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!((names.len(), cells[0].0), (7, "Middle"));
        assert!(cells.iter().all(|(_, cell)| cell.region() == region));
        assert_eq!(around(region).len(), 6);
    }
}
