//! A part of a page that follows its signals, of one exact type for all of them.
//!
//! Every closure in a view is a type of its own, and each costs the program a kilobyte or two of its own. Where bytes
//! count, as on the feed's page, the closure goes into a box first.

use leptos::prelude::*;

pub fn live(view: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    boxed(Box::new(view))
}

/// The same for words alone.
pub fn live_text(text: impl Fn() -> String + Send + 'static) -> AnyView {
    boxed_text(Box::new(text))
}

#[inline(never)]
fn boxed(view: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    (move || view()).into_any()
}

#[inline(never)]
fn boxed_text(text: Box<dyn Fn() -> String + Send>) -> AnyView {
    (move || text()).into_any()
}
