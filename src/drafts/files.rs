//! The cleaned files of a draft, in the browser's database. Each kind of draft has a database of its own, so that nothing
//! that clears one touches the other.

use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

use crate::clean::messages::Cleaned;

const FILES: &str = "files";

/// A kind of draft. Types, not values: the feed's program knows the neighbors' alone and pays for no other.
pub trait Draft {
    const DATABASE: &str;
    /// Set while the files of a forgotten draft are still on their way out: a reload in between finishes it.
    const FORGOTTEN: &str;
}

/// A neighbor's.
pub enum Post {}

/// An officer's.
pub enum Announcement {}

impl Draft for Post {
    const DATABASE: &str = "neighbors-draft";
    const FORGOTTEN: &str = "neighbors-draft-forgotten";
}

impl Draft for Announcement {
    const DATABASE: &str = "neighbors-announcement";
    const FORGOTTEN: &str = "neighbors-announcement-forgotten";
}

/// A file of the draft, as it will leave the device.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptFile {
    pub id: u32,
    /// Whose it is, as the words of the draft say: a draft may be a photo and not a word.
    #[serde(default)]
    pub by: String,
    pub cleaned: Cleaned,
    pub alt: String,
    /// The server's name for what has come of it so far.
    pub arriving: Option<String>,
}

/// All of them are to go; [`clear`] does it.
pub fn mark_forgotten<D: Draft>() {
    if let Some(storage) = storage() {
        let _ = storage.set_item(D::FORGOTTEN, "1");
    }
}

pub async fn clear<D: Draft>() {
    if let Ok(files) = files::<D>(IdbTransactionMode::Readwrite).await
        && let Ok(request) = files.clear()
        && done(&request).await.is_ok()
    {
        begin_anew::<D>();
    }
}

fn begin_anew<D: Draft>() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(D::FORGOTTEN);
    }
}

/// Those of one writer, in the order they were chosen.
pub async fn of_writer<D: Draft>(by: &str) -> Vec<KeptFile> {
    let mut files = all::<D>().await;
    files.retain(|file| file.by == by);
    files
}

pub async fn all<D: Draft>() -> Vec<KeptFile> {
    if storage().is_some_and(|storage| storage.get_item(D::FORGOTTEN).is_ok_and(|mark| mark.is_some())) {
        clear::<D>().await;
    }
    let read = async {
        let request = files::<D>(IdbTransactionMode::Readonly).await?.get_all()?;
        done(&request).await
    };
    let Ok(found) = read.await else { return Vec::new() };
    let found: js_sys::Array = found.unchecked_into();
    let mut files: Vec<KeptFile> =
        found.iter().filter_map(|file| serde_wasm_bindgen::from_value(file).ok()).collect();
    files.sort_by_key(|file| file.id);
    files
}

/// `Err` where there is no room for it.
pub async fn keep<D: Draft>(file: &KeptFile) -> Result<(), JsValue> {
    begin_anew::<D>();
    let value = serde_wasm_bindgen::to_value(file)?;
    let request = files::<D>(IdbTransactionMode::Readwrite).await?.put_with_key(&value, &file.id.into())?;
    done(&request).await.map(drop)
}

pub async fn forget<D: Draft>(id: u32) {
    if let Ok(files) = files::<D>(IdbTransactionMode::Readwrite).await
        && let Ok(request) = files.delete(&id.into())
    {
        let _ = done(&request).await;
    }
}

async fn files<D: Draft>(mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(D::DATABASE, 1)?;
    let opening = request.clone();
    let upgrade = Closure::once_into_js(move || {
        let database = opening.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok());
        database.map(|database| database.create_object_store(FILES));
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let database: IdbDatabase = done(&request).await?.unchecked_into();
    database.transaction_with_str_and_mode(FILES, mode)?.object_store(FILES)
}

async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let ended = js_sys::Promise::new(&mut |yes, no| {
        request.set_onsuccess(Some(&yes));
        request.set_onerror(Some(&no));
    });
    JsFuture::from(ended).await?;
    request.result()
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
