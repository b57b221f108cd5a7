//! The feed's page: WASM of its own, so that a first visit loads little more than what it shows.

fn main() {
    web::start_feed();
}
