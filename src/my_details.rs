//! Name, email and home address for a share: kept in this browser alone, and only if the resident says so.

use neighbors_domain::consent::Identity;

const KEY: &str = "neighbors-my-details";

pub fn kept() -> Option<Identity> {
    serde_json::from_str(&storage()?.get_item(KEY).ok()??).ok()
}

pub fn keep(identity: &Identity) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(identity)) {
        // A full or closed storage only means that they are typed again.
        let _ = storage.set_item(KEY, &text);
    }
}

pub fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}

fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}
