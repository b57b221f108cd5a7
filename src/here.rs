//! Where the reader is: what the router says where there is one, and one fixed address on the feed's own page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[derive(Clone, Copy)]
pub struct Here(Signal<String>);

impl Here {
    /// Inside a `<Router>`, before what asks for it.
    pub fn routed() {
        provide_context(Self(use_location().pathname.into()));
    }

    pub fn fixed(address: &'static str) {
        provide_context(Self(Signal::stored(address.to_owned())));
    }

    pub fn path() -> Signal<String> {
        let Self(path) = expect_context();
        path
    }
}
