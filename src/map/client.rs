//! The feed's side of its maps: loads their program when one is to be shown, tells it what, hears what was pressed.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, Element, EventTarget};

use super::messages::{AGAIN, FAILED, READY, TELL, Tell};
use crate::assets::asset;

/// How far the program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    NotAsked,
    OnItsWay,
    Ready,
    Failed,
}

thread_local! {
    /// One program for all maps of the page, so one signal that no page owns.
    static PROGRAM: ArcRwSignal<Program> = ArcRwSignal::new(Program::NotAsked);
    static LISTENS: RefCell<bool> = const { RefCell::new(false) };
}

pub fn program() -> ArcRwSignal<Program> {
    PROGRAM.with(Clone::clone)
}

/// Fetches the program, and Leaflet beside it. Once, unless it failed.
pub fn load() {
    let program = program();
    if matches!(program.get_untracked(), Program::OnItsWay | Program::Ready) {
        return;
    }
    program.set(Program::OnItsWay);
    // It may be here, and have failed to get Leaflet.
    send(&document(), AGAIN, "");
    if !LISTENS.replace(true) {
        for (event, state) in [(READY, Program::Ready), (FAILED, Program::Failed)] {
            let program = program.clone();
            let heard = Closure::<dyn FnMut()>::new(move || program.set(state)).into_js_value();
            let _ = document().add_event_listener_with_callback(event, heard.unchecked_ref());
        }
    }
    if add().is_none() {
        program.set(Program::Failed);
    }
}

fn add() -> Option<()> {
    let document = document();
    let head = document.head()?;
    // The program asks for Leaflet when it has arrived; asked for now, both come at once.
    let early = document.create_element("link").ok()?;
    early.set_attribute("rel", "preload").ok()?;
    early.set_attribute("as", "script").ok()?;
    early.set_attribute("href", &asset("leaflet.js")?).ok()?;
    head.append_child(&early).ok()?;
    let script = document.create_element("script").ok()?;
    script.set_attribute("type", "module").ok()?;
    script.set_attribute("src", &asset("map.js")?).ok()?;
    let failed = program();
    let failed = Closure::once_into_js(move || failed.set(Program::Failed));
    script.add_event_listener_with_callback("error", failed.unchecked_ref()).ok()?;
    head.append_child(&script).ok().map(drop)
}

/// Says something to the map in `element`. Nobody hears it before the program is ready.
pub fn tell(element: &Element, what: &Tell) {
    let Ok(detail) = serde_json::to_string(what) else { return };
    send(element, TELL, &detail);
}

/// Sends an event that rises from `target` to the document, where the other program listens.
pub(super) fn send(target: &EventTarget, name: &str, detail: &str) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_detail(&detail.into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        let _ = target.dispatch_event(&event);
    }
}

/// Hears what the other program says on an element, for as long as the page: its words are the event's detail.
pub fn hear(target: &EventTarget, name: &str, heard: impl Fn(String) + 'static) {
    let closure = Closure::<dyn Fn(CustomEvent)>::new(move |event: CustomEvent| {
        heard(event.detail().as_string().unwrap_or_default());
    });
    let _ = target.add_event_listener_with_callback(name, closure.into_js_value().unchecked_ref());
}
