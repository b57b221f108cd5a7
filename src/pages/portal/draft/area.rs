//! Where: the cell of the incident, then the area painted around it, its limits felt while painting.

use h3o::CellIndex;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::area::{Area, AreaError};
use neighbors_domain::cells::{Cell9, Region7};
use neighbors_domain::feed::KnownPlace;

use super::comb::{Comb, Under};
use super::editor::Editor;
use crate::api;
use crate::components::{Field, Icon, focus};
use crate::pages::assistance_request::where_when::from_incident;
use crate::pages::home::picker::{cell_name, in_reading_order};
use crate::pages::home::region::beside;
use crate::words::{say, t, tr};

#[component]
pub fn AreaCard(editor: Editor) -> impl IntoView {
    let incident = Memo::new(move |_| editor.form.with(|form| form.incident));
    let size = move || {
        editor.form.with(|form| {
            let area = Area { incident: form.incident?, cells: form.cells.clone() };
            let cells = t!("{n} of {max} cells", n = area.cells.len().to_string(), max = Area::MAX_CELLS.to_string());
            let miles = t!("{miles} square miles", miles = format!("{:.2}", area.square_miles()));
            Some(view! { <p class="row"><span class="tag tag--accent">{cells}</span><span class="small soft">{miles}</span></p> })
        })
    };
    let body = move || match incident.get() {
        None => view! { <WhereItHappened editor/> }.into_any(),
        Some(incident) => view! { <Paint editor incident/> }.into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby="area">
            <div class="row row--apart row--fit">
                <div>
                    <h2 id="area" tabindex="-1">{t!("Area")}</h2>
                    <p class="small quiet">{t!("Press a cell, or use the arrow keys and space. The dashed line is about half a mile from the incident.")}</p>
                </div>
                {size}
            </div>
            {body}
        </section>
    }
}

fn indexes(cells: &[Cell9]) -> Vec<CellIndex> {
    cells.iter().map(|cell| cell.index()).collect()
}

#[component]
fn WhereItHappened(editor: Editor) -> impl IntoView {
    let region = RwSignal::new(None::<Region7>);
    let choose = Callback::new(move |cell: CellIndex| {
        let Some(cell) = Cell9::around(cell) else { return };
        let Area { incident, cells } = Area::around(cell);
        editor.change(move |form| (form.incident, form.cells) = (Some(incident), cells));
        // The cell that was pressed is gone with its map: keys and ears go on here.
        focus("area");
    });
    let comb = move || {
        region.get().map(|region| {
            let cells = in_reading_order(region.homes());
            let middle = region.index().center_child(Cell9::RESOLUTION).and_then(Cell9::around);
            let names = cells.iter().enumerate().map(|(n, cell)| cell_name(n + 1, middle, *cell)).collect();
            let cells = indexes(&cells);
            let under = Under { earlier: indexes(&editor.earlier()), ..Under::default() };
            view! {
                <p class="small soft">{t!("In which cell did it happen? The area begins with it and its six neighbors.")}</p>
                <Comb cells names painted=Signal::stored(Vec::new()) press=choose under/>
            }
        })
    };
    view! { <PlaceFinder region/>{comb} }
}

/// The map opens at a place by its name, then a region further.
#[component]
fn PlaceFinder(region: RwSignal<Option<Region7>>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let (found, wrong) = (RwSignal::new(Vec::<KnownPlace>::new()), RwSignal::new(None::<String>));
    let search = move || {
        wrong.set(None);
        spawn_local(async move {
            match api::places(&text.get_untracked()).await {
                Ok(places) if places.is_empty() => {
                    wrong.try_set(Some(
                        t!("No place of this name is known here. Try the neighborhood or the city.")
                            .to_owned(),
                    ));
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
    let chip = move |name: String, there: Region7| {
        let pressed = move || if region.get() == Some(there) { "true" } else { "false" };
        view! { <button class="chip" type="button" aria-pressed=pressed on:click=move |_| region.set(Some(there))>{name}</button> }
    };
    let places = move || found.get().into_iter().map(|place| chip(place.name, place.region)).collect_view();
    let around = move || {
        region.get().map(|here| {
            beside(here).into_iter().map(|(name, there)| chip(tr(name).to_owned(), there)).collect_view()
        })
    };
    view! {
        <Field id="place" label=t!("Neighborhood, city or street") hint=t!("Opens the map there.") error=wrong>
            <div class="row">
                <input class="input grow" id="place" autocomplete="off" enterkeyhint="search" aria-describedby="place-hint" prop:value=text
                    on:input:target=move |event| text.set(event.target().value())
                    on:keydown=move |event| if event.key() == "Enter" { event.prevent_default(); search() }/>
                <button class="button" type="button" on:click=move |_| search()>{t!("Find")}</button>
            </div>
        </Field>
        <div class="chips chips--wrap" role="group" aria-label=t!("Places found")>{places}</div>
        <div class="chips chips--wrap" role="group" aria-label=t!("Go on to the next part of town")>{around}</div>
    }
}

#[component]
fn Paint(editor: Editor, incident: Cell9) -> impl IntoView {
    // An amendment never leaves the published area.
    let within =
        editor.amended.with_value(|amended| amended.as_ref().map(|amended| amended.draft.area.cells.clone()));
    let cells = in_reading_order(within.unwrap_or_else(|| incident.disk(Area::MAX_STEPS)));
    let name = |(n, cell): (usize, &Cell9)| t!("Cell {n}, {where}", n = (n + 1).to_string(), where = from_incident(incident, *cell));
    let names = cells.iter().enumerate().map(name).collect();
    let painted = Signal::derive(move || editor.form.with(|form| form.cells.clone()));
    let limit = RwSignal::new(None::<AreaError>);
    let press = Callback::new(move |cell: CellIndex| {
        let Some(cell) = Cell9::around(cell) else { return };
        let mut cells = painted.get_untracked();
        match cells.iter().position(|one| *one == cell) {
            Some(n) => drop(cells.remove(n)),
            None => cells.push(cell),
        }
        let error = Area { incident, cells: cells.clone() }.check().err();
        let stops =
            matches!(error, Some(AreaError::TooMany { .. } | AreaError::WithoutIncident | AreaError::Empty));
        if !stops {
            editor.change(move |form| form.cells = cells);
        }
        limit.set(error);
    });
    let said = move || {
        limit
            .get()
            .map(|error| view! { <p class="field__error"><Icon name="warn"/><span>{say(error)}</span></p> })
    };
    let under = Under {
        earlier: indexes(&editor.earlier()),
        limit: indexes(&incident.disk(Area::MAX_STEPS)),
        incident: Some(incident.index()),
    };
    let elsewhere = (!editor.is_amendment()).then(|| {
        let again = move |_| {
            editor.change(|form| (form.incident, form.cells) = (None, Vec::new()));
            focus("area");
        };
        view! { <p><button class="button button--quiet" type="button" on:click=again>{t!("It happened in another cell")}</button></p> }
    });
    view! {
        <Comb cells=indexes(&cells) names painted=Signal::derive(move || painted.with(|painted| indexes(painted))) press under/>
        <div role="status">{said}</div>
        {elsewhere}
    }
}
