//! Public answers that maps draw: the same for everyone, so no header of ours, and the browser may keep them.

use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// `None` where nothing came that can be understood: a map shows what it has.
pub async fn json<T: DeserializeOwned>(address: &str) -> Option<T> {
    let response = JsFuture::from(web_sys::window()?.fetch_with_str(address)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    serde_json::from_str(&text).ok()
}
