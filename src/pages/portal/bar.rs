//! The bar above every page of the portal: its pages, who is signed in, and the way out.

use leptos::html::Nav;
use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{POSTS, announce};
use crate::api;
use crate::components::Icon;
use crate::frame::LanguageSwitch;
use crate::here::Here;
use crate::keyring::Keyring;
use crate::session::Session;
use crate::words::{self, t};

#[component]
pub fn Bar() -> impl IntoView {
    let session = Session::here();
    let keyring = Keyring::here();
    let demo = move || session.demo().then(|| view! { <span class="demo">"demo"</span> });
    let sign_out = Action::new_local(move |&(): &()| async move {
        // Whatever the server says, the key leaves this page.
        keyring.lock();
        session.leave(api::sign_out()).await.inspect(|()| announce::writing::forget())
    });
    let failed = move || {
        sign_out.value().get().and_then(Result::err).map(|error| {
            view! { <div class="banner banner--error"><Icon name="warn"/><p><b>{t!("You are still signed in.")}</b>" "{words::say(error)}</p></div> }
        })
    };
    let path = Here::path();
    let within = move |start: &'static str| path.with(|path| path.starts_with(start));
    let reviews = move || within(pages::REVIEW);
    let links = move || match reviews() {
        true => view! {
            <a href=pages::REVIEW aria-current="page">{t!("Queue")}</a>
            <a href=pages::FEED rel="external">{t!("Feed")}</a>
        }
        .into_any(),
        false => {
            let requests = move || within(pages::PORTAL_REQUESTS);
            let others = [
                pages::PORTAL_REQUESTS,
                pages::PORTAL_SIGN_IN,
                pages::PORTAL_JOIN,
                pages::PORTAL_OFFICERS,
                pages::PORTAL_AGENCY,
                pages::PORTAL_KEYS,
                pages::PORTAL_ACCOUNT,
                pages::PORTAL_FEED,
                POSTS,
                pages::PORTAL_ANNOUNCE,
            ];
            let shares = move || !others.into_iter().any(within);
            let feed = move || [pages::PORTAL_FEED, POSTS, pages::PORTAL_ANNOUNCE].into_iter().any(within);
            view! {
                <a href=pages::PORTAL_FEED aria-current=move || feed().then_some("page")>{t!("Feed")}</a>
                <a href=pages::PORTAL_REQUESTS aria-current=move || requests().then_some("page")>{t!("Requests")}</a>
                <a href=pages::PORTAL aria-current=move || shares().then_some("page")>{t!("Shares")}</a>
            }
            .into_any()
        }
    };
    let account = move || {
        session.officer().map(|officer| view! {
        <span class="small soft from-wide">{officer.name}</span>
        <button class="button" type="button" on:click=move |_| drop(sign_out.dispatch_local(()))>{t!("Sign out")}</button>
    })
    };
    let current = move |page: &'static str| move || within(page).then_some("page");
    // What an officer may do is asked once they are known; a visitor is not asked about.
    let me = LocalResource::new(move || {
        let officer = session.officer().is_some();
        async move { if officer { api::portal_me().await.ok() } else { None } }
    });
    let known = move || me.get().flatten();
    let administrator = move || {
        known().filter(|me| me.administrator).map(|_| {
            view! {
                <a href=pages::PORTAL_OFFICERS aria-current=current(pages::PORTAL_OFFICERS)>{t!("Officers")}</a>
                <a href=pages::PORTAL_AGENCY aria-current=current(pages::PORTAL_AGENCY)>{t!("Agency")}</a>
                <a href=pages::PORTAL_KEYS aria-current=current(pages::PORTAL_KEYS)>{t!("Keys")}</a>
            }
        })
    };
    let own = move || {
        known().map(|_| {
            view! { <a href=pages::PORTAL_ACCOUNT aria-current=current(pages::PORTAL_ACCOUNT)>{t!("Account")}</a> }
        })
    };
    // On a phone the row is longer than the screen: the page one is on is to be seen.
    let nav = NodeRef::<Nav>::new();
    Effect::new(move || {
        path.track();
        me.track();
        if let Some(nav) = nav.get() {
            request_animation_frame(move || show_current(&nav));
        }
    });
    view! {
        <a class="skip" href="#main" rel="external">{t!("Skip to the content")}</a>
        <header class="bar bar--work">
            <div class="bar__in">
                <a class="brand" href=pages::PORTAL>
                    <svg aria-hidden="true"><use href="/icons.svg#brand"/></svg>
                    "Neighbors"
                    {demo}
                </a>
                <span class="tag from-tablet">{move || if reviews() { t!("Review") } else { t!("Agency portal") }}</span>
                <nav class="bar__nav" aria-label=t!("Main") node_ref=nav>
                    {links}
                    {administrator}
                    {own}
                </nav>
                <div class="bar__end">{account}<LanguageSwitch/></div>
            </div>
        </header>
        <div role="alert">{failed}</div>
    }
}

/// Scrolls the row sideways, never the page.
fn show_current(nav: &HtmlElement) {
    let current = nav.query_selector("[aria-current]").ok().flatten();
    if let Some(link) = current.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        let middle = link.offset_left() - nav.offset_left() + link.offset_width() / 2;
        nav.set_scroll_left(middle - nav.client_width() / 2);
    }
}
