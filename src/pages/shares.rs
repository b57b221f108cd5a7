//! `/shares` What this resident has shared, newest first: a receipt each.

use leptos::prelude::*;
use neighbors_domain::account::Who;
use neighbors_domain::addresses::pages;
use neighbors_domain::share::{Receipt, ShareState};

use crate::api;
use crate::components::{Art, Blank, Heading, Icon, Loaded, Shape};
use crate::session::Session;
use crate::words::{self, plural, t};

#[component]
pub fn Shares() -> impl IntoView {
    let session = Session::here();
    let page = move |who: Who| {
        match who {
        Who::Resident(_) => view! { <List/> }.into_any(),
        Who::Visitor => view! {
            <Blank art=Art::Nothing title=t!("Sign in to see your shares").to_owned()>
                <p>{t!("A share belongs to one account. Nobody else can list it, agencies included.")}</p>
                <div class="buttons"><a class="button button--primary" href=pages::SIGN_IN>{t!("Sign in")}</a></div>
            </Blank>
        }
        .into_any(),
        Who::Officer(_) => view! {
            <Blank art=Art::Nothing title=t!("Officers do not share").to_owned()>
                <p>{t!("What residents shared with your agency is in the portal.")}</p>
                <div class="buttons"><a class="button" href=pages::PORTAL rel="external">{t!("Open the portal")}</a></div>
            </Blank>
        }
        .into_any(),
    }
    };
    view! {
        <main class="page page--narrow stack stack-6" id="main" tabindex="-1">
            <Heading text=t!("My shares")/>
            <Loaded resource=session.resource() what=t!("who is signed in") view=move |me| page(me.who)/>
        </main>
    }
}

#[component]
fn List() -> impl IntoView {
    let shares = LocalResource::new(api::shares);
    let list = |shares: Vec<Receipt>| {
        match shares.is_empty() {
        true => view! {
            <Blank art=Art::Nothing title=t!("You have shared nothing").to_owned()>
                <p>{t!("What you share with an agency appears here, with who opened it and a way to withdraw it.")}</p>
                <div class="buttons"><a class="button" href=pages::FEED>{t!("Go to the feed")}</a></div>
            </Blank>
        }
        .into_any(),
        false => {
            let rows = shares.into_iter().map(|receipt| view! { <Row receipt/> }).collect_view();
            view! { <div class="card">{rows}</div> }.into_any()
        }
    }
    };
    view! { <Loaded resource=shares what=t!("your shares") shape=Shape::Items view=list/> }
}

#[component]
fn Row(receipt: Receipt) -> impl IntoView {
    let recordings = plural!(receipt.files.len().saturating_sub(1), "{n} recording", "{n} recordings");
    let (class, state) = tag(receipt.state);
    view! {
        <article class="item">
            <span class="item__kind"><Icon name="receipt"/></span>
            <div class="item__body">
                <p class="meta">
                    <span>{receipt.agency.name}</span>
                    <time datetime=words::iso(receipt.shared_at)>{words::moment(receipt.shared_at)}</time>
                </p>
                <h2 class="item__title"><a href=pages::share(&receipt.id)>{receipt.title}</a></h2>
                <p class="tags">
                    <span class=class>{state}</span>
                    <span class="tag">{recordings}</span>
                    <span class="tag mono">{receipt.number}</span>
                </p>
            </div>
        </article>
    }
}

/// A state as a tag: its class and its word.
pub fn tag(state: ShareState) -> (&'static str, &'static str) {
    match state {
        ShareState::Delivered => ("tag tag--good", t!("Delivered, not opened yet")),
        ShareState::Opened => ("tag tag--accent", t!("Opened")),
        ShareState::Withdrawn => ("tag", t!("Withdrawn")),
        ShareState::Expired => ("tag", t!("Expired")),
    }
}
