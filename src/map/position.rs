//! Where the device is. The browser tells this program; what leaves it is at most the name of a cell.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "geolocation"], js_name = getCurrentPosition, catch)]
    fn current_position(found: &JsValue, failed: &JsValue) -> Result<(), JsValue>;

    type Position;
    #[wasm_bindgen(method, getter)]
    fn coords(this: &Position) -> Coords;

    type Coords;
    #[wasm_bindgen(method, getter)]
    fn latitude(this: &Coords) -> f64;
    #[wasm_bindgen(method, getter)]
    fn longitude(this: &Coords) -> f64;
}

/// `None` where the browser cannot tell, or the reader did not want it to.
pub async fn here() -> Option<h3o::LatLng> {
    let asked = Promise::new(&mut |yes, no| {
        if current_position(&yes, &no).is_err() {
            let _ = no.call0(&JsValue::UNDEFINED);
        }
    });
    let coords = JsFuture::from(asked).await.ok()?.unchecked_into::<Position>().coords();
    h3o::LatLng::new(coords.latitude(), coords.longitude()).ok()
}
