//! What stands behind a badge, checked: WASM of its own, loaded when the first badge is opened.

fn main() {
    web::proof::start();
}
