//! Nothing to show, and why: nothing here, failed, no such page.

use leptos::prelude::*;

/// Which honeycomb is drawn above the words.
#[derive(Clone, Copy, PartialEq)]
pub enum Art {
    /// One cell is lit in an empty comb.
    Nothing,
    /// A comb that fell apart.
    Failed,
}

/// Title, one or two sentences, and the ways out.
#[component]
pub fn Blank(
    art: Art,
    title: String,
    /// On a page that has no other heading, this one is its `h1`.
    #[prop(default = false)]
    page: bool,
    children: Children,
) -> impl IntoView {
    let role = (art == Art::Failed).then_some("alert");
    let title = match page {
        true => view! { <super::Heading text=title class="h3"/> }.into_any(),
        false => view! { <h2 class="h3">{title}</h2> }.into_any(),
    };
    view! {
        <div class="blank" role=role>
            <svg class="blank__art" viewBox="0 0 120 96" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true">
                {match art {
                    Art::Nothing => view! {
                        <path stroke-dasharray="3 4" d="M45.3 56.5L30.6 65.0L15.8 56.5L15.8 39.5L30.6 31.0L45.3 39.5ZM104.2 56.5L89.4 65.0L74.7 56.5L74.7 39.5L89.4 31.0L104.2 39.5ZM60.0 31.0L45.3 39.5L30.6 31.0L30.6 14.0L45.3 5.5L60.0 14.0ZM89.4 31.0L74.7 39.5L60.0 31.0L60.0 14.0L74.7 5.5L89.4 14.0ZM60.0 82.0L45.3 90.5L30.6 82.0L30.6 65.0L45.3 56.5L60.0 65.0ZM89.4 82.0L74.7 90.5L60.0 82.0L60.0 65.0L74.7 56.5L89.4 65.0Z"/>
                        <path class="art-on" d="M74.7 56.5L60.0 65.0L45.3 56.5L45.3 39.5L60.0 31.0L74.7 39.5Z"/>
                    }.into_any(),
                    Art::Failed => view! {
                        <path d="M45.3 56.5L30.6 65.0L15.8 56.5L15.8 39.5L30.6 31.0L45.3 39.5ZM104.2 60.5L89.4 69.0L74.7 60.5L74.7 43.5L89.4 35.0L104.2 43.5ZM60.0 31.0L45.3 39.5L30.6 31.0L30.6 14.0L45.3 5.5L60.0 14.0ZM60.0 82.0L45.3 90.5L30.6 82.0L30.6 65.0L45.3 56.5L60.0 65.0Z"/>
                        <path stroke-dasharray="3 4" d="M74.7 56.5L60.0 65.0L45.3 56.5L45.3 39.5L60.0 31.0L74.7 39.5ZM92.4 31.0L77.7 39.5L63.0 31.0L63.0 14.0L77.7 5.5L92.4 14.0ZM91.4 85.0L76.7 93.5L62.0 85.0L62.0 68.0L76.7 59.5L91.4 68.0Z"/>
                    }.into_any(),
                }}
            </svg>
            {title}
            {children()}
        </div>
    }
}
