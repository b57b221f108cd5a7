//! Who can read it: said before it is posted, with names.

use leptos::prelude::*;
use neighbors_domain::agency::AgencyRef;

use super::writing::Writing;
use crate::api;
use crate::components::Icon;
use crate::words::t;

#[component]
pub fn Readers(writing: Writing) -> impl IntoView {
    let region = Memo::new(move |_| writing.cell.get().map_or(writing.region.get(), |cell| cell.region()));
    let agencies = LocalResource::new(move || api::readers(region.get()));
    let names = move || {
        match agencies.get() {
        None => String::new(),
        Some(Ok(agencies)) => said(&agencies),
        Some(Err(_)) => t!("Neighbors within 2 miles of the cell, visitors of this site, and the agencies that serve the place. Their names could not be loaded.").to_owned(),
    }
    };
    view! {
        <div class="banner">
            <Icon name="eye"/>
            <p><b>{t!("Who can read this")}</b><br/>{names}</p>
        </div>
    }
}

fn said(agencies: &[AgencyRef]) -> String {
    if agencies.is_empty() {
        return t!("Neighbors within 2 miles of the cell, and visitors of this site. No agency that uses this site serves the place.").to_owned();
    }
    let name = |agency: &AgencyRef| match agency.demo {
        true => [&agency.name, " (demo)"].concat(),
        false => agency.name.clone(),
    };
    let names = agencies.iter().map(name).collect::<Vec<_>>().join(", ");
    t!(
        "Neighbors within 2 miles of the cell, visitors of this site, and these agencies: {names}.",
        names = names
    )
}
