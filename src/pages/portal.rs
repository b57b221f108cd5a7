//! The portal's page: an app of its own, which residents never load.

mod inbox;
mod keyring;
mod open_share;
mod opened;
mod recording;
mod sign_in;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;
use neighbors_domain::addresses::pages;

use self::inbox::{Inbox, NothingChosen};
use self::keyring::Keyring;
use self::open_share::OpenShare;
use self::sign_in::SignInPage;
use crate::api;
use crate::components::{Arrival, Art, Blank, Icon};
use crate::frame::LanguageSwitch;
use crate::here::Here;
use crate::session::Session;
use crate::words::t;

#[component]
pub fn Portal() -> impl IntoView {
    Session::provide();
    Arrival::provide();
    Keyring::provide();
    view! {
        <Router>
            {Here::routed()}
            <Bar/>
            // The addresses are those of `domain::addresses::pages`; a test holds the two together.
            <Routes fallback=NoSuchPage>
                <Route path=path!("/portal/sign-in") view=SignInPage/>
                <ParentRoute path=path!("/portal") view=Inbox>
                    <Route path=path!("") view=NothingChosen/>
                    <Route path=path!("/shares/:id") view=OpenShare/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

#[component]
fn Bar() -> impl IntoView {
    let session = Session::here();
    let keyring = Keyring::here();
    let demo = move || session.demo().then(|| view! { <span class="demo">"demo"</span> });
    let sign_out = Action::new_local(move |&(): &()| async move {
        // Whatever the server says, the key leaves this page.
        keyring.lock();
        if api::sign_out().await.is_ok() {
            session.changed().await;
        }
    });
    let account = move || {
        session.officer().map(|officer| view! {
        <span class="small soft from-desk">{officer.name}</span>
        <button class="button" type="button" on:click=move |_| drop(sign_out.dispatch_local(()))>{t!("Sign out")}</button>
    })
    };
    view! {
        <a class="skip" href="#main" rel="external">{t!("Skip to the content")}</a>
        <header class="bar bar--work">
            <div class="bar__in">
                <a class="brand" href=pages::PORTAL>
                    <svg aria-hidden="true"><use href="/icons.svg#brand"/></svg>
                    "Neighbors"
                    {demo}
                </a>
                <span class="tag from-tablet">{t!("Agency portal")}</span>
                <nav class="bar__nav" aria-label=t!("Main")>
                    <a href=pages::PORTAL aria-current="page">{t!("Shares")}</a>
                    <a href=pages::FEED rel="external">{t!("Feed")}</a>
                </nav>
                <div class="bar__end"><LanguageSwitch/>{account}</div>
            </div>
        </header>
    }
}

#[component]
fn NoSuchPage() -> impl IntoView {
    view! {
        <main class="page" id="main" tabindex="-1">
            <Blank art=Art::Nothing title=t!("There is no page here").to_owned() page=true>
                <p>{t!("The address may be mistyped.")}</p>
                <div class="buttons"><a class="button" href=pages::PORTAL><Icon name="back"/>{t!("Go to the shares")}</a></div>
            </Blank>
        </main>
    }
}

#[cfg(test)]
mod tests {
    use neighbors_domain::addresses::pages;

    #[test]
    fn every_address_of_the_portal_has_a_page() {
        let here = include_str!("portal.rs");
        for address in pages::PORTAL_ALL {
            let nested = address.strip_prefix(pages::PORTAL).unwrap();
            let found =
                [address, nested].iter().any(|path| here.contains(&format!("<Route path=path!(\"{path}\")")));
            assert!(found, "{address} has no page");
        }
    }
}
