//! `/portal/posts/:id` One post and its thread, the same page residents read, where an officer answers with the badge.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;

use crate::pages::portal::inbox::OfficersOnly;
use crate::pages::post::PostById;

#[component]
pub fn OfficerPostPage() -> impl IntoView {
    view! { <OfficersOnly><PostById back=pages::PORTAL_FEED/></OfficersOnly> }
}
