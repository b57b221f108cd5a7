//! Any address that shows nothing: mistyped, or of something that never was.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;

use crate::components::{Art, Blank};
use crate::words::{t, view_of};

#[component]
pub fn NotFound() -> impl IntoView {
    view! { <main class="page" id="main" tabindex="-1"><NothingHere page=true/></main> }
}

/// Also inside a page whose address has the right shape and no content.
#[component]
pub fn NothingHere(page: bool) -> impl IntoView {
    view! {
        <Blank art=Art::Nothing title=t!("There is no page here").to_owned() page>
            <p>{view_of!(
                "The address may be mistyped. Requests for assistance are never deleted: each stays in the history of its {agency}.",
                agency = view! { <a href=pages::AGENCIES>{t!("agency")}</a> }
            )}</p>
            <div class="buttons"><a class="button" href=pages::FEED>{t!("Go to the feed")}</a></div>
        </Blank>
    }
}
