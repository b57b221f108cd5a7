//! The page of residents and visitors, at every address but the feed's.

fn main() {
    web::start();
}
