//! Where the files that are loaded only when needed lie: their names carry a hash, so the page brings a list.

use wasm_bindgen::JsValue;

/// The address of `name`, out of `window.neighborsAssets`.
pub fn asset(name: &str) -> Option<String> {
    let list = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("neighborsAssets")).ok()?;
    js_sys::Reflect::get(&list, &JsValue::from_str(name)).ok()?.as_string()
}
