//! A post that is being written, kept in this browser alone: its words in the storage, its cleaned files in the
//! browser's database. A reload, a lost session and a lost connection take none of it.

pub mod files;

use neighbors_domain::account::ResidentSelf;
use neighbors_domain::cells::{Cell8, Region7};
use neighbors_domain::post::Category;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use self::files::Post;

const WORDS: &str = "neighbors-draft";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// Whose draft it is ([`whose`]): nobody else who signs in here finds it.
    pub by: String,
    /// Chosen once: sent twice, it makes one post.
    pub key: String,
    pub category: Option<Category>,
    pub title: String,
    pub text: String,
    /// What the map shows.
    pub region: Option<Region7>,
    pub cell: Option<Cell8>,
    /// As the fields hold them: `2026-10-21`, `21:15`.
    pub day: String,
    pub time: String,
}

/// Tells two residents of one browser apart, and says neither.
pub fn whose(resident: &ResidentSelf) -> String {
    hex::encode(&Sha256::digest(["neighbors-draft ", &resident.email].concat())[..8])
}

pub fn kept() -> Option<Words> {
    serde_json::from_str(&storage()?.get_item(WORDS).ok()??).ok()
}

pub fn keep(words: &Words) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(words)) {
        // A full or closed storage only means that a reload forgets.
        let _ = storage.set_item(WORDS, &text);
    }
}

pub fn forget_words() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(WORDS);
    }
}

pub async fn forget() {
    forget_words();
    files::mark_forgotten::<Post>();
    files::clear::<Post>().await;
}

/// After signing in or out: only its own writer keeps it, words and files alike.
pub async fn only_of(resident: Option<&ResidentSelf>) {
    let by = resident.map(whose);
    crate::typed::only_of(by.as_deref());
    let Some(by) = by else { return forget().await };
    if kept().is_some_and(|words| words.by != by) {
        forget_words();
    }
    for file in files::all::<Post>().await {
        if file.by != by {
            files::forget::<Post>(file.id).await;
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}
