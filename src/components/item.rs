//! One post in a list.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::post::{Author, PostCard};

use super::media::SmallMedia;
use super::{AgencyName, Badge, Icon, When, hidden_because};
use crate::words::{self, plural, t};

/// The id of an entry in the list, for the links of the map.
pub fn item_id(id: &str) -> String {
    ["item-", id].concat()
}

#[component]
pub fn ItemCard(card: PostCard) -> impl IntoView {
    let address = pages::post(&card.id);
    // A link: the form is on the post's page, and whoever only reads the feed does not load it.
    let flag = card.text.is_some().then(|| {
        view! { <a class="act" href=pages::flag_post(&card.id) rel="nofollow"><Icon name="flag"/>{t!("Flag")}</a> }
    });
    item(card, address, flag)
}

/// Where the post's page lies, and what else is offered below, is another for officers.
pub fn item(card: PostCard, address: String, flag: impl IntoView) -> impl IntoView {
    let PostCard { id, category, title, text, hidden, place, author, at, comments, media, .. } = card;
    let (class, officer) = match author {
        Author::Officer { badge } => ("item item--agency", Some(badge)),
        Author::Neighbor { .. } => ("item", None),
    };
    let about = officer.is_some().then(|| ["post/", &id].concat());
    let officer = officer.map(|badge| {
        view! {
            <div class="row small">
                <span>{badge.name.clone()}", "<AgencyName agency=badge.agency.clone()/></span>
                <Badge badge/>
            </div>
        }
    });
    let title = title.unwrap_or_else(|| match hidden {
        Some(reason) => hidden_because(reason),
        None => t!("Removed by its author").to_owned(),
    });
    view! {
        <article class=class id=item_id(&id) data-about=about>
            <span class="item__kind"><Icon name=category.icon()/></span>
            <div class="item__body">
                <p class="meta">
                    <span data-said="category">{words::tr(category.name())}</span>
                    {place.name.map(|name| view! { <span>{name}</span> })}
                    <When at/>
                </p>
                <h3 class="item__title"><a href=address.clone() data-said="title">{title}</a></h3>
                {officer}
                {text.map(|text| view! { <p class="item__text" data-said="text">{text}</p> })}
                <SmallMedia media/>
                <div class="item__foot">
                    <a class="act" href=address><Icon name="comment"/>{plural!(comments, "{n} comment", "{n} comments")}</a>
                    {flag}
                </div>
            </div>
        </article>
    }
}
