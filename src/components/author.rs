//! Who wrote something. No pictures, no profiles: a cell with a number.

use leptos::prelude::*;
use neighbors_domain::moderation::Reason;
use neighbors_domain::post::Author;

use super::Icon;
use crate::words::{self, t};

/// The cell with the number; a filled one with a tick is an officer.
#[component]
pub fn CellNumber(author: Author) -> impl IntoView {
    match author {
        Author::Neighbor { number, wrote_the_post } => {
            let class = if wrote_the_post { "cell cell--author" } else { "cell" };
            view! { <span class=class aria-hidden="true">{number.to_string()}</span> }.into_any()
        }
        Author::Officer { .. } => {
            view! { <span class="cell cell--seal" aria-hidden="true"><Icon name="check"/></span> }.into_any()
        }
    }
}

pub fn neighbor(number: u32) -> String {
    t!("Neighbor {n}", n = number.to_string())
}

/// "Hidden by a moderator: Insults or harasses somebody"
pub fn hidden_because(reason: Reason) -> String {
    t!("Hidden by a moderator: {reason}", reason = words::tr(reason.name()))
}

/// Text of a person, in the paragraphs they made. `data-said` marks what a badge beside it is checked against (src/proof.rs).
#[component]
pub fn Paragraphs(text: String) -> impl IntoView {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| view! { <p data-said="text">{line.to_owned()}</p> })
        .collect_view()
}
