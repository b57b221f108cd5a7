//! The portal's page: an app of its own, which residents never load.

mod account;
mod agency;
mod announce;
mod authenticator;
mod bar;
mod draft;
mod feed;
mod form;
mod hand_on;
mod inbox;
mod join;
mod keys;
mod officers;
mod open_share;
mod opened;
mod own_words;
mod recording;
mod requests;
mod review;
mod sign_in;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;
use neighbors_domain::addresses::pages;
use wasm_bindgen::JsCast;

use self::account::AccountPage;
use self::agency::AgencyStatement;
use self::announce::AnnouncePage;
use self::bar::Bar;
use self::draft::{AmendPage, DraftPage};
use self::feed::{FeedPage, OfficerPostPage};
use self::inbox::{Inbox, NothingChosen};
use self::join::JoinPage;
use self::keys::KeysPage;
use self::officers::OfficersPage;
use self::open_share::OpenShare;
use self::requests::{OfficerRequestPage, RequestsPage};
use self::review::{CasePage, ReviewPage};
use self::sign_in::SignInPage;
use crate::components::{Arrival, Art, Blank, Icon};
use crate::here::Here;
use crate::keyring::Keyring;
use crate::session::Session;
use crate::words::t;

#[component]
pub fn Portal() -> impl IntoView {
    Session::provide();
    Arrival::provide();
    Keyring::provide();
    outward();
    view! {
        <Router>
            {Here::routed()}
            <Bar/>
            // The addresses are those of `domain::addresses::pages`; a test holds the two together.
            <Routes fallback=NoSuchPage>
                <Route path=path!("/portal/sign-in") view=SignInPage/>
                <Route path=path!("/portal/feed") view=FeedPage/>
                <Route path=path!("/portal/posts/:id") view=OfficerPostPage/>
                <Route path=path!("/portal/announce") view=AnnouncePage/>
                <Route path=path!("/portal/requests") view=RequestsPage/>
                <Route path=path!("/portal/requests/:id") view=OfficerRequestPage/>
                <Route path=path!("/portal/requests/drafts/:id") view=DraftPage/>
                <Route path=path!("/portal/requests/:id/amend") view=AmendPage/>
                <Route path=path!("/review") view=ReviewPage/>
                <Route path=path!("/review/:id") view=CasePage/>
                <Route path=path!("/portal/join") view=JoinPage/>
                <Route path=path!("/portal/officers") view=OfficersPage/>
                <Route path=path!("/portal/agency") view=AgencyStatement/>
                <Route path=path!("/portal/keys") view=KeysPage/>
                <Route path=path!("/portal/account") view=AccountPage/>
                <ParentRoute path=path!("/portal") view=Inbox>
                    <Route path=path!("") view=NothingChosen/>
                    <Route path=path!("/shares/:id") view=OpenShare/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Where the addresses of [`pages::PORTAL_POST`] begin.
const POSTS: &str = "/portal/posts/";

/// A link out of the portal is the browser's own: this program has no page for it. Heard before the router, which
/// would show that there is none.
fn outward() {
    let followed = window_event_listener(leptos::ev::click, |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok()) else {
            return;
        };
        if !pages::known_in_portal(&link.pathname()) {
            let _ = link.set_attribute("rel", "external");
        }
    });
    on_cleanup(move || followed.remove());
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
            let nested = address.strip_prefix(pages::PORTAL).unwrap_or(address);
            let found =
                [address, nested].iter().any(|path| here.contains(&format!("<Route path=path!(\"{path}\")")));
            assert!(found, "{address} has no page");
        }
    }
}
