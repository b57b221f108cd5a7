//! The browser: what residents, visitors and agencies see. It shows the rules of `domain`; the server enforces them.

pub mod api;
pub mod app;
pub mod assets;
pub mod clean;
pub mod components;
pub mod drafts;
pub mod frame;
pub mod here;
pub mod home;
pub mod keyring;
pub mod live;
pub mod map;
pub mod media;
pub mod muted;
pub mod my_details;
pub mod notices;
pub mod pages;
pub mod passkey;
pub mod proof;
pub mod recent;
pub mod record_seen;
pub mod seal;
pub mod session;
pub mod standing;
pub mod typed;
pub mod words;
pub mod worker;

/// Shows the feed in its own page: the first thing most people load.
pub fn start_feed() {
    leptos::mount::mount_to_body(app::FeedApp);
}

/// Shows the rest of the residents' app in the page.
pub fn start() {
    leptos::mount::mount_to_body(app::App);
}

/// Shows the portal of the agencies in its own page.
pub fn start_portal() {
    leptos::mount::mount_to_body(pages::portal::Portal);
}
