//! What a program beside the page hears from it and says to it: values that cross as plain objects.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The worker that this program is.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Hears every question of the page, for the life of the worker. What is no question is passed over.
pub fn hear<A: DeserializeOwned>(answer: impl Fn(A) + 'static) {
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok(asked) = serde_wasm_bindgen::from_value(event.data()) {
            answer(asked);
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

pub fn say(answer: &impl Serialize) {
    if let Ok(value) = serde_wasm_bindgen::to_value(answer) {
        let _ = scope().post_message(&value);
    }
}
