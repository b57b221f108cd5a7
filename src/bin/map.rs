//! The maps of the feed: WASM of its own, loaded when a map is to be shown.

fn main() {
    web::map::program::start();
}
