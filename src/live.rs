//! News of some regions as they happen, over the one stream of this browser (src/boot/live.js).

use js_sys::{Array, Function, JSON, Reflect};
use leptos::prelude::on_cleanup;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Calls `heard` with the kind of each event (`domain::live::Happened` as it stands on the wire, or `missed`) and the
/// id of what it is about until the component that called this is gone. `regions` as the stream takes them: `872681364ffffff`, or with rings
/// around, `872681364ffffff:2`. News of other tabs come too; what is shown is asked for anyway.
pub fn follow(regions: &[String], heard: impl Fn(&str, &str) + 'static) {
    let Some(listen) = global("neighborsNews") else { return };
    let heard = Closure::<dyn Fn(String)>::new(move |text: String| {
        let Ok(event) = JSON::parse(&text) else { return };
        let part = |name: &str| Reflect::get(&event, &name.into()).ok().and_then(|part| part.as_string());
        heard(&part("kind").unwrap_or_default(), &part("id").unwrap_or_default());
    });
    let regions: Array = regions.iter().map(|region| JsValue::from_str(region)).collect();
    let Ok(stop) = listen.call2(&JsValue::UNDEFINED, &regions, heard.as_ref()) else { return };
    let following = SendWrapper::new((stop, heard));
    on_cleanup(move || {
        let (stop, _heard) = following.take();
        if let Some(stop) = stop.dyn_ref::<Function>() {
            let _ = stop.call0(&JsValue::UNDEFINED);
        }
    });
}

fn global(name: &str) -> Option<Function> {
    Reflect::get(&js_sys::global(), &name.into()).ok()?.dyn_into().ok()
}
