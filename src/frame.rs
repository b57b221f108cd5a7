//! What stands around every page: the bar above, the bar of a phone below, and the foot.

mod language;

use leptos::prelude::*;
use neighbors_domain::addresses::pages;

use crate::components::Icon;
use crate::here::Here;
use crate::notices::Unread;
use crate::session::Session;
use crate::words::t;
pub use language::LanguageSwitch;

#[component]
pub fn TopBar() -> impl IntoView {
    let session = Session::here();
    let demo = move || session.demo().then(|| view! { <span class="demo">"demo"</span> });
    // On a phone the bar below leads there, and this one has room for the other language at 320 pixels.
    let account = move || {
        match session.who() {
        None => ().into_any(),
        Some(_) if session.signed_in() => view! {
            <a class="button button--primary from-tablet" href=pages::COMPOSE aria-current=current(pages::COMPOSE)><Icon name="plus"/>{t!("New post")}</a>
            <a class="button button--square button--bare from-tablet" href=pages::SETTINGS aria-label=t!("You: settings") aria-current=current(pages::SETTINGS)>
                <Icon name="you"/>
            </a>
        }
        .into_any(),
        Some(_) => view! { <a class="button from-tablet" href=pages::SIGN_IN aria-current=current(pages::SIGN_IN)>{t!("Sign in")}</a> }.into_any(),
    }
    };
    let unread = Unread::here().map(|Unread(unread)| unread);
    let bell = move || {
        session.signed_in().then(|| {
            view! {
                <a class="button button--bare" href=pages::NOTICES aria-current=current(pages::NOTICES)>
                    <Icon name="bell"/><span class="unseen">{t!("Notices")}</span>{unread}
                </a>
            }
        })
    };
    view! {
        // `external`: the browser itself moves the focus, the router would only scroll.
        <a class="skip" href="#main" rel="external">{t!("Skip to the content")}</a>
        <header class="bar">
            <div class="bar__in">
                <a class="brand" href=pages::FEED>
                    <svg aria-hidden="true"><use href="/icons.svg#brand"/></svg>
                    "Neighbors"
                    {demo}
                </a>
                <nav class="bar__nav" aria-label=t!("Main")>
                    <a href=pages::FEED aria-current=current(pages::FEED)>{t!("Feed")}</a>
                    <a href=pages::AGENCIES aria-current=current(pages::AGENCIES)>{t!("Agencies")}</a>
                    <a href=pages::SHARES aria-current=current(pages::SHARES)>{t!("Shares")}</a>
                    <a href=pages::RULES aria-current=current(pages::RULES)>{t!("Rules")}</a>
                </nav>
                <div class="bar__end">
                    {bell}
                    <div class="bar__account from-tablet">{account}</div>
                    // Last: what comes when it is known who reads comes to its left.
                    <LanguageSwitch/>
                </div>
            </div>
        </header>
    }
}

#[component]
pub fn TabsBar() -> impl IntoView {
    let session = Session::here();
    let (to, name) = (
        move || if session.signed_in() { pages::SETTINGS } else { pages::SIGN_IN },
        move || if session.signed_in() { t!("You") } else { t!("Sign in") },
    );
    let here = move || {
        let at_settings = current(pages::SETTINGS)();
        at_settings.or_else(current(pages::SIGN_IN))
    };
    view! {
        <nav class="tabs-bar" aria-label=t!("Main")>
            <a href=pages::FEED aria-current=current(pages::FEED)><Icon name="feed"/>{t!("Feed")}</a>
            <a href=pages::AGENCIES aria-current=current(pages::AGENCIES)><Icon name="agency"/>{t!("Agencies")}</a>
            <a class="tabs-bar__post" href=pages::COMPOSE aria-current=current(pages::COMPOSE)><Icon name="plus"/>{t!("Post")}</a>
            <a href=pages::SHARES aria-current=current(pages::SHARES)><Icon name="receipt"/>{t!("Shares")}</a>
            <a href=to aria-current=here><Icon name="you"/>{name}</a>
        </nav>
    }
}

#[component]
pub fn Foot() -> impl IntoView {
    let session = Session::here();
    let said = move || match session.demo() {
        true => t!("This is a demo: its agencies, people and requests are invented"),
        false => t!("Run by neighbors for neighbors"),
    };
    view! {
        <footer class="foot from-tablet">
            <div class="foot__in"><span>{said}</span><FootLinks/></div>
        </footer>
    }
}

/// On a phone they stand at the end of the settings, since the foot gives way to the bar there.
#[component]
pub fn FootLinks() -> impl IntoView {
    view! {
        <a href=pages::ABOUT>{t!("About")}</a>
        <a href=pages::RULES>{t!("Rules")}</a>
        <a href=pages::MODERATION_LOG>{t!("Moderation log")}</a>
        <a href=pages::PRIVACY>{t!("Privacy")}</a>
        <a href=pages::CREDITS>{t!("Credits")}</a>
    }
}

/// "page" while the reader is at `address` or below it.
fn current(address: &'static str) -> impl Fn() -> Option<&'static str> + Clone + Send + 'static {
    let path = Here::path();
    move || {
        let below = path.with(|path| match path.strip_prefix(address) {
            // The feed stands at the root, which everything lies below.
            Some(rest) => rest.is_empty() || (address != pages::FEED && rest.starts_with('/')),
            None => false,
        });
        below.then_some("page")
    }
}
