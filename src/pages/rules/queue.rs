//! How long agencies wait for a reviewer, for everybody to see.

use leptos::prelude::*;
use neighbors_domain::review::QueueAge;

use crate::api;
use crate::words::{self, plural, t};

/// In passing: a page of rules stays whole where this did not arrive.
#[component]
pub fn Waiting() -> impl IntoView {
    let age = LocalResource::new(api::queue_age);
    let said = |QueueAge { waiting, oldest_submitted_at }: QueueAge| match oldest_submitted_at {
        None => t!("No request waits for review now.").to_owned(),
        Some(oldest) => {
            let minutes = (words::now() - oldest).num_minutes().max(1);
            plural!(
                waiting,
                "{n} request waits for review, since {time}.",
                "{n} requests wait for review, the oldest since {time}.",
                time = words::length(minutes * 60)
            )
        }
    };
    // Its line has its room from the beginning, so that nothing below moves.
    let shown = move || age.get().and_then(Result::ok).map_or_else(|| "\u{a0}".to_owned(), said);
    view! { <p class="small quiet" role="status">{shown}</p> }
}
