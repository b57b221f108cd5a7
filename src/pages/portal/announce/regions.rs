//! For which regions: pressed on the map, or ticked in the list beside it.

use h3o::CellIndex;
use leptos::prelude::*;
use neighbors_domain::announcement::{MAX_REGIONS, NamedRegion};
use neighbors_domain::cells::Region7;

use super::writing::Writing;
use crate::components::FieldError;
use crate::pages::portal::draft::comb::Comb;
use crate::words::{plural, t};

/// From a whole county down to a few streets.
const ZOOM: (f64, f64) = (8.0, 15.0);

#[component]
pub fn RegionsField(writing: Writing) -> impl IntoView {
    let all = writing.jurisdiction.get_value();
    let chosen = writing.regions;
    let count = move || {
        let n = chosen.with(Vec::len);
        if n == 0 { t!("No region chosen yet").to_owned() } else { plural!(n, "{n} region", "{n} regions") }
    };
    let press = Callback::new(move |cell: CellIndex| {
        let Some(region) = Region7::around(cell) else { return };
        chosen.update(|chosen| match chosen.iter().position(|one| *one == region) {
            Some(n) => drop(chosen.remove(n)),
            None => chosen.push(region),
        });
    });
    let painted =
        Signal::derive(move || chosen.with(|chosen| chosen.iter().map(|region| region.index()).collect()));
    let whole: Vec<Region7> = all.iter().map(|one| one.region).collect();
    let everywhere = (whole.len() <= MAX_REGIONS).then(|| {
        view! { <button class="button" type="button" on:click=move |_| chosen.set(whole.clone())>{t!("The whole jurisdiction")}</button> }
    });
    let none = move || {
        (!chosen.with(Vec::is_empty)).then(|| {
            view! { <button class="button button--quiet" type="button" on:click=move |_| chosen.set(Vec::new())>{t!("None")}</button> }
        })
    };
    let error = writing.beside("regions");
    view! {
        <section class="card stack" id="regions" tabindex="-1" aria-labelledby="regions-title" aria-describedby="regions-error">
            <div class="row row--apart row--fit">
                <div>
                    <h2 id="regions-title">{t!("For whom")}</h2>
                    <p class="small quiet">{t!("Regions of your jurisdiction, each about two miles wide. It appears in the feed of everybody near them.")}</p>
                </div>
                <span class="tag tag--accent" role="status">{count}</span>
            </div>
            <div class="buttons">{everywhere}{none}</div>
            <Comb cells=all.iter().map(|one| one.region.index()).collect() names=names(&all) painted press zoom=ZOOM
                list=t!("Regions as a list") map_name=t!("Map of the regions. The list below holds the same regions.")/>
            <div role="status"><FieldError id="regions" error/></div>
        </section>
    }
}

/// With the number that stands on the map.
fn names(all: &[NamedRegion]) -> Vec<String> {
    let name = |(n, one): (usize, &NamedRegion)| {
        let n = (n + 1).to_string();
        match &one.name {
            Some(name) => t!("Region {n}, {name}", n = n, name = name),
            None => t!("Region {n}", n = n),
        }
    };
    all.iter().enumerate().map(name).collect()
}
