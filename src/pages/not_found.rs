//! Any address that shows nothing: mistyped, or of something that never was.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;

use crate::components::{Art, Blank};
use crate::words::t;

#[component]
pub fn NotFound() -> impl IntoView {
    view! { <main class="page" id="main" tabindex="-1"><NothingHere page=true/></main> }
}

/// Also inside a page whose address has the right shape and no content.
#[component]
pub fn NothingHere(page: bool) -> impl IntoView {
    view! {
        <Blank art=Art::Nothing title=t!("There is no page here").to_owned() page>
            <p>{t!("The address may be mistyped. Requests for assistance are never deleted: each stays in the history of its agency.")}</p>
            <div class="buttons">
                <a class="button" href=pages::FEED>{t!("Go to the feed")}</a>
                <a class="button" href=pages::AGENCIES>{t!("See the agencies")}</a>
            </div>
        </Blank>
    }
}
