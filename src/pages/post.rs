//! In the making.

use leptos::prelude::*;

#[component]
pub fn PostPage() -> impl IntoView {
    view! { <main class="page" id="main" tabindex="-1"></main> }
}
