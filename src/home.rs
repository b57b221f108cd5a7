//! The cell of one's home, as this browser remembers it. The server knows only the region.

use neighbors_domain::account::ResidentSelf;
use neighbors_domain::cells::Cell9;

const KEY: &str = "neighbors-home";

/// The home confirmed on this device, where it fits what the server knows of this resident.
pub fn confirmed(resident: &ResidentSelf) -> Option<Cell9> {
    let cell: Cell9 = storage()?.get_item(KEY).ok()??.parse().ok()?;
    let region = resident.home.as_ref()?.region;
    (cell.region() == region).then_some(cell)
}

pub fn remember(cell: Cell9) {
    if let Some(storage) = storage() {
        // A full or closed storage only means that the question is asked again.
        let _ = storage.set_item(KEY, &cell.to_string());
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
