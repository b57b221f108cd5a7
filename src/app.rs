//! Which address shows which page, and what stands around every page.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::components::Arrival;
use crate::frame::{Foot, TabsBar, TopBar};
use crate::pages::*;
use crate::session::Session;

#[component]
pub fn App() -> impl IntoView {
    Session::provide();
    Arrival::provide();
    view! {
        <Router>
            <TopBar/>
            // The addresses are those of `domain::addresses::pages`; a test holds the two together.
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/") view=Feed/>
                <Route path=path!("/posts/:id") view=PostPage/>
                <Route path=path!("/assistance-requests/:id") view=AssistanceRequestPage/>
                <Route path=path!("/assistance-requests/:id/help") view=HelpPage/>
                <Route path=path!("/agencies") view=Agencies/>
                <Route path=path!("/agencies/:slug") view=AgencyPage/>
                <Route path=path!("/shares") view=Shares/>
                <Route path=path!("/shares/:id") view=SharePage/>
                <Route path=path!("/sign-in") view=SignInPage/>
                <Route path=path!("/settings") view=Settings/>
                <Route path=path!("/settings/home") view=Home/>
                <Route path=path!("/rules") view=Rules/>
                <Route path=path!("/privacy") view=Privacy/>
                <Route path=path!("/credits") view=Credits/>
            </FlatRoutes>
            <Foot/>
            <TabsBar/>
        </Router>
    }
}

#[cfg(test)]
mod tests {
    use neighbors_domain::addresses::pages;

    #[test]
    fn every_address_of_the_domain_has_a_page_and_no_page_an_address_of_its_own() {
        let here = include_str!("app.rs");
        for address in pages::ALL {
            assert!(here.contains(&format!("path!(\"{address}\")")), "{address} has no page");
        }
        assert_eq!(here.matches("<Route path=").count() - 1, pages::ALL.len());
    }
}
