//! `/portal/requests/:id` One request and its thread, the same page residents read, where an officer answers with the badge.

use leptos::prelude::*;

use crate::pages::assistance_request::RequestById;
use crate::pages::portal::inbox::OfficersOnly;

#[component]
pub fn OfficerRequestPage() -> impl IntoView {
    view! { <OfficersOnly><RequestById in_portal=true/></OfficersOnly> }
}
