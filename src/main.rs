//! The residents' and visitors' page.

fn main() {
    web::start();
}
