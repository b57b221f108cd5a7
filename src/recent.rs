//! The places chosen last, kept in this browser and nowhere else: they stand in the field before one types.

use leptos::prelude::window;
use neighbors_domain::feed::KnownPlace;

const KEY: &str = "neighbors-places";
const KEPT: usize = 4;

/// Newest first.
pub fn places() -> Vec<KnownPlace> {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

pub fn keep(place: &KnownPlace) {
    let others = places().into_iter().filter(|other| other.slug != place.slug);
    let places: Vec<_> = [place.clone()].into_iter().chain(others).take(KEPT).collect();
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&places)) {
        let _ = storage.set_item(KEY, &text);
    }
}

/// At sign-out: whoever sits here next need not know.
pub fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
