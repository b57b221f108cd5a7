//! A request for assistance in a list: who asks, where, about what time, and the way to help.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::{State, Summary};

use super::item::item_id;
use super::{AgencyName, Icon};
use crate::map::CardMap;
use crate::words::{self, t};

#[component]
pub fn AskCard(summary: Summary) -> impl IntoView {
    let Summary { id, agency, title, area, window, zone, life, .. } = summary;
    let open = life.state == State::Open;
    let state = match open {
        true => {
            let until = t!("Open until {day}", day = words::short_day(life.open_until));
            view! { <span class="tag tag--accent">{until}</span> }.into_any()
        }
        false => view! { <span class="tag">{words::tr(life.state.name())}</span> }.into_any(),
    };
    let help = open.then(|| {
        view! { <a class="button button--primary" href=pages::help(&id)><Icon name="help"/>{t!("Tap here to help")}</a> }
    });
    view! {
        <article class="ask" id=item_id(&id)>
            <CardMap area/>
            <div class="ask__in">
                <p class="ask__label"><Icon name="help"/>{t!("Request for assistance")}{state}</p>
                <h3><a class="plain" href=pages::assistance_request(&id)>{title}</a></h3>
                <p class="row small">
                    <span>
                        <svg class="seal seal--alone" aria-hidden="true"><use href="/icons.svg#seal"/></svg>
                        <span class="unseen">{t!("verified")}</span>
                        " "
                        <AgencyName agency/>
                    </span>
                </p>
                <dl class="window">
                    <dt>{t!("From")}</dt><dd>{words::moment_in(&zone, window.from)}</dd>
                    <dt>{t!("To")}</dt><dd>{words::moment_in(&zone, window.until)}</dd>
                </dl>
                <div class="buttons">
                    {help}
                    <a class="button button--quiet" href=pages::assistance_request(&id)>{t!("Read the request")}</a>
                </div>
            </div>
        </article>
    }
}
