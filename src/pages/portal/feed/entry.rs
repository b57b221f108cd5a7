//! One entry as an officer reads it: the public's words. What only residents do with it, to flag it or to help, is not offered.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::{State, Summary};
use neighbors_domain::feed::FeedItem;

use crate::components::{AgencyName, Icon, RecordCard, item, item_id};
use crate::words::{self, t};

pub fn entry(entry: FeedItem) -> AnyView {
    match entry {
        FeedItem::Post(card) => {
            let address = pages::portal_post(&card.id);
            item(card, address, ()).into_any()
        }
        FeedItem::AssistanceRequest(summary) => view! { <RequestEntry summary/> }.into_any(),
        FeedItem::Incident(card) => view! { <RecordCard card/> }.into_any(),
    }
}

#[component]
fn RequestEntry(summary: Summary) -> impl IntoView {
    let Summary { id, agency, title, window, zone, life, .. } = summary;
    let state = match life.state {
        State::Open => t!("Open until {day}", day = words::short_day(life.open_until)),
        other => words::tr(other.name()).to_owned(),
    };
    let address = pages::portal_request(&id);
    view! {
        <article class="item item--agency" id=item_id(&id)>
            <span class="item__kind"><Icon name="help"/></span>
            <div class="item__body">
                <p class="meta"><span>{t!("Request for assistance")}</span><span>{state}</span></p>
                <h3 class="item__title"><a href=address>{title}</a></h3>
                <p class="row small"><AgencyName agency/></p>
                <dl class="window">
                    <dt>{t!("From")}</dt><dd>{words::moment_in(&zone, window.from)}</dd>
                    <dt>{t!("To")}</dt><dd>{words::moment_in(&zone, window.until)}</dd>
                </dl>
            </div>
        </article>
    }
}
