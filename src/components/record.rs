//! One incident of a city's public record in a list: labelled as such, nobody's post, with its source.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use neighbors_domain::incident::IncidentCard;

use super::item::item_id;
use super::{Icon, When};
use crate::words::{self, plural, t};

#[component]
pub fn RecordCard(card: IncidentCard) -> impl IntoView {
    let IncidentCard { id, category, what, place, first_at, last_at, reported_at, source, moved_weeks } =
        card;
    let moved = (moved_weeks > 0).then(|| {
        let moved = plural!(
            moved_weeks,
            "Its times are moved by {n} week for this demo.",
            "Its times are moved by {n} weeks for this demo."
        );
        view! { " "{moved} }
    });
    view! {
        <article class="item item--record" id=item_id(&id)>
            <span class="item__kind"><Icon name="record"/></span>
            <div class="item__body">
                <p class="meta">
                    <span><b>{t!("Public record")}</b></span>
                    <span>{words::tr(category.name())}</span>
                    {place.name.map(|name| view! { <span>{name}</span> })}
                    <span>{t!("Reported")}" "<When at=reported_at/></span>
                </p>
                // A link of its own page it has none; this is where the keys arrive.
                <h3 class="item__title" tabindex="-1">{what}</h3>
                <p class="small soft">{happened(first_at, last_at)}</p>
                <p class="tiny quiet">
                    {t!("Not a post by a neighbor. Placed by cell, not by address.")}{moved}" "
                    <a href=source.link rel="noopener">{source.name}</a>", "{source.license}
                </p>
            </div>
        </article>
    }
}

/// One moment, or the two between which it happened.
fn happened(first: DateTime<Utc>, last: Option<DateTime<Utc>>) -> String {
    let from = words::moment(first);
    match last.filter(|last| *last > first) {
        None => t!("Happened {at}", at = from),
        Some(last) => t!("Happened between {from} and {to}", from = from, to = words::moment(last)),
    }
}
