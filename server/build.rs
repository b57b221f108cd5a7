//! Has the server built anew when the browser app inside it was.

fn main() {
    // A folder that does not exist counts as changed at every build: make it, empty. It is not in git.
    let _ = std::fs::create_dir("../dist");
    println!("cargo:rerun-if-changed=../dist");
    println!("cargo:rerun-if-changed=migrations");
}
