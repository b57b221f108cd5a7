//! Coming to a page: its title in the tab, and the focus on its heading.

use leptos::html::H1;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use crate::here::Here;

/// The address whose heading was last arrived at in this tab, also by the program of another page.
/// On the first page of a tab the browser's own start is right.
#[derive(Clone, Copy)]
pub struct Arrival(StoredValue<Option<String>>);

const KEY: &str = "neighbors-here";
/// How the last link was followed: a click that no button of a mouse made came from the keyboard.
const BY: &str = "neighbors-by";

impl Arrival {
    pub fn provide() {
        let kept = |key| storage().and_then(|storage| storage.get_item(key).ok().flatten());
        // A page that the browser itself loaded for a finger or a mouse starts at its top, without a
        // ring around its title.
        let by_pointer = kept(BY).is_some_and(|by| by == "pointer");
        provide_context(Self(StoredValue::new(kept(KEY).filter(|_| !by_pointer))));
        let followed = window_event_listener(leptos::ev::click, |event| {
            let by = if event.detail() == 0 { "keys" } else { "pointer" };
            if let Some(storage) = storage() {
                let _ = storage.set_item(BY, by);
            }
        });
        on_cleanup(move || followed.remove());
    }
}

/// The one `h1` of a page. Someone who hears or types the page starts to read here after every
/// step from page to page; without it the focus would stay on a link that is gone.
#[component]
pub fn Heading(
    /// The title, in the tab as well.
    #[prop(into)]
    text: String,
    #[prop(default = "")] class: &'static str,
    /// What follows the title inside the heading, such as the mark "demo".
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let node = NodeRef::<H1>::new();
    let path = Here::path();
    let Arrival(seen) = expect_context();
    document().set_title(&[&text, " · Neighbors"].concat());
    Effect::new(move || {
        let Some(heading) = node.get() else { return };
        let path = path.get_untracked();
        let before = seen.get_value();
        if before.as_ref() == Some(&path) {
            return;
        }
        if let Some(storage) = storage() {
            let _ = storage.set_item(KEY, &path);
        }
        seen.set_value(Some(path));
        if before.is_some() {
            focus_still(&heading);
        }
    });
    view! { <h1 class=class tabindex="-1" node_ref=node>{text}{children.map(|children| children())}</h1> }
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// Without scrolling: going back must end where one was.
pub fn focus_still(heading: &web_sys::HtmlElement) {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"preventScroll".into(), &JsValue::TRUE);
    if let Ok(focus) = js_sys::Reflect::get(heading, &"focus".into())
        && let Some(focus) = focus.dyn_ref::<js_sys::Function>()
    {
        let _ = focus.call1(heading, &options);
    }
}
