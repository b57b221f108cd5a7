//! Which address shows which page, and what stands around every page.
//!
//! The feed is a program of its own: it is where people come from outside, and a first visit should
//! not wait for pages it does not show. Between the two the browser loads the page as any other.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;
use neighbors_domain::addresses::pages;

use crate::components::Arrival;
use crate::drafts;
use crate::frame::{Foot, TabsBar, TopBar};
use crate::here::Here;
use crate::keyring::Keyring;
use crate::notices::{self, Unread};
use crate::pages::*;
use crate::session::Session;
use crate::typed;

#[component]
pub fn App() -> impl IntoView {
    let session = Session::provide();
    Unread::provide();
    Arrival::provide();
    Keyring::provide();
    // Signed in already when the tab opened, or as somebody else in another tab meanwhile.
    Effect::new(move || {
        if let Some(resident) = session.resident() {
            typed::only_of(Some(&drafts::whose(&resident)));
        }
    });
    view! {
        <Router>
            {Here::routed()}
            {notices::watch(session)}
            <TopBar/>
            // The addresses are those of `domain::addresses::pages`; a test holds the two together.
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/") view=ToTheFeed/>
                <Route path=path!("/activity") view=ActivityPage/>
                <Route path=path!("/posts/:id") view=PostPage/>
                <Route path=path!("/compose") view=Compose/>
                <Route path=path!("/assistance-requests/:id") view=AssistanceRequestPage/>
                <Route path=path!("/assistance-requests/:id/help") view=HelpPage/>
                <Route path=path!("/agencies") view=Agencies/>
                <Route path=path!("/agencies/:slug") view=AgencyPage/>
                <Route path=path!("/shares") view=Shares/>
                <Route path=path!("/shares/:id") view=SharePage/>
                <Route path=path!("/sign-in") view=SignInPage/>
                <Route path=path!("/join") view=JoinPage/>
                <Route path=path!("/confirm") view=Confirm/>
                <Route path=path!("/recover") view=RecoverPage/>
                <Route path=path!("/confirm-email") view=ConfirmEmailPage/>
                <Route path=path!("/settings") view=Settings/>
                <Route path=path!("/settings/home") view=Home/>
                <Route path=path!("/notices") view=Notices/>
                <Route path=path!("/settings/moderation") view=MyModeration/>
                <Route path=path!("/moderation") view=Moderation/>
                <Route path=path!("/moderation-log") view=ModerationLog/>
                <Route path=path!("/rules") view=Rules/>
                <Route path=path!("/privacy") view=Privacy/>
                <Route path=path!("/credits") view=Credits/>
                <Route path=path!("/about") view=About/>
                <Route path=path!("/how-it-works") view=HowItWorks/>
            </FlatRoutes>
            <Foot/>
            <TabsBar/>
        </Router>
    }
}

/// `/` in its own page.
#[component]
pub fn FeedApp() -> impl IntoView {
    let session = Session::provide();
    // Going back, the browser shows this page as it was left; meanwhile one may have signed in or out.
    let shown_again = window_event_listener_untyped("pageshow", move |event| {
        if js_sys::Reflect::get(&event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy()) {
            session.reload();
        }
    });
    on_cleanup(move || shown_again.remove());
    let bell = Unread::provide();
    // All the rest the bell counts is what another page found last; this warning waits for none.
    Effect::new(move || {
        if session.resident().is_some_and(|resident| resident.recovery_at.is_some()) {
            bell.warn();
        }
    });
    Arrival::provide();
    Here::fixed(pages::FEED);
    view! {
        <TopBar/>
        <Feed/>
        <Foot/>
        <TabsBar/>
    }
}

/// The feed's program is loaded by the browser, at the address the reader goes to.
#[component]
fn ToTheFeed() -> impl IntoView {
    let here = use_location();
    let address = [pages::FEED, "?", &here.search.get_untracked()].concat();
    let _ = location().assign(address.trim_end_matches('?'));
    view! { <main class="page" id="main" tabindex="-1"></main> }
}

#[cfg(test)]
mod tests {
    use super::pages;

    #[test]
    fn every_address_of_the_domain_has_a_page_and_no_page_an_address_of_its_own() {
        let here = include_str!("app.rs");
        for address in pages::ALL {
            assert!(here.contains(&format!("path!(\"{address}\")")), "{address} has no page");
        }
        assert_eq!(here.matches("<Route path=").count() - 1, pages::ALL.len());
    }
}
