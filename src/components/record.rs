//! One incident of a city's public record in a list: labelled as such, nobody's post, with its source.

use leptos::prelude::*;
use neighbors_domain::incident::IncidentCard;

use super::Icon;
use super::item::item_id;
use crate::words::{self, plural, t};

#[component]
pub fn RecordCard(card: IncidentCard) -> impl IntoView {
    let IncidentCard { id, category, what, place, reported_at, source, moved_weeks, .. } = card;
    let moved = (moved_weeks > 0).then(|| {
        view! { <span>{plural!(moved_weeks, "Demo: moved by {n} week", "Demo: moved by {n} weeks")}</span> }
    });
    view! {
        <article class="item item--record" id=item_id(&id)>
            <span class="item__kind"><Icon name=category.icon()/></span>
            <div class="item__body">
                <p class="meta">
                    <span>{t!("Public record")}</span>
                    {place.name.map(|name| view! { <span>{name}</span> })}
                    <time datetime=words::iso(reported_at)>{words::ago(reported_at)}</time>
                </p>
                <h3 class="item__title">{what}</h3>
                <p class="meta"><a href=source.link rel="noopener">{source.name}</a><span>{source.license}</span>{moved}</p>
            </div>
        </article>
    }
}
