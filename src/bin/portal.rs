//! The agencies' page: WASM of its own, which residents never load.

fn main() {
    web::start_portal();
}
