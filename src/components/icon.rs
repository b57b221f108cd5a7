//! One drawing of the sprite, in the colour of the text beside it.

use leptos::prelude::*;

/// `name` as in `public/icons.svg`. Never the only carrier of a meaning: words stand beside it.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! { <svg class="icon" aria-hidden="true"><use href=sprite(name)/></svg> }
}

pub fn sprite(name: &str) -> String {
    ["/icons.svg#", name].concat()
}
