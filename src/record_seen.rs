//! What this browser saw of the record before: its key, and its largest tree. Kept so that a record that was exchanged or
//! rewritten since is noticed.

use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::AssistanceRequest;
use neighbors_domain::record::{Asked, Fault, Note, Past, Seen};

use crate::seal::messages::SealError;
use crate::{api, seal};

const KEY: &str = "neighbors-record-key";
const TREE: &str = "neighbors-record-tree";

/// With the way from there to the tree of `note`, or back. `None`: this browser saw nothing yet, or keeps nothing.
pub async fn past(note: Note<'_>) -> api::Result<Option<Past>> {
    let Some((key, tree)) = kept() else { return Ok(None) };
    let size = note.size().unwrap_or(0);
    let path = match size == tree.size || key != note.key {
        true => Vec::new(),
        false => match api::record_growth(size.min(tree.size), size.max(tree.size)).await {
            Ok(growth) => growth.path,
            // No such tree: then nothing leads from one to the other, and whoever checks that says so.
            Err(api::Error::Api(ApiError::NotFound)) => Vec::new(),
            Err(error) => return Err(error),
        },
    };
    Ok(Some(Past { key, tree, path }))
}

/// Whether the record bears a request out as it is shown, so that something may be sealed to its key, or signed about it.
pub async fn proves(request: &AssistanceRequest) -> Result<(), Unproved> {
    let chain = api::chain(&request.officer.proof).await.map_err(Unproved::Call)?;
    let past = past(chain.note()).await.map_err(Unproved::Call)?;
    let judged = seal::judge(&chain, past.as_ref(), &Asked::from(request)).await;
    let newest = judged.map_err(Unproved::Seal)?.map_err(Unproved::Fault)?;
    remember(&chain.key, &newest);
    Ok(())
}

/// Why it is not known, or not so.
pub enum Unproved {
    Call(api::Error),
    Seal(SealError),
    Fault(Fault),
}

fn kept() -> Option<(String, Seen)> {
    let storage = storage()?;
    let kept = |name: &str| storage.get_item(name).ok().flatten();
    Some((kept(KEY)?, serde_json::from_str(&kept(TREE)?).ok()?))
}

/// `tree`: proved to be the record of `key`. A smaller one than another page kept meanwhile is no news.
pub fn remember(key: &str, tree: &Seen) {
    let larger = kept().is_some_and(|(kept, before)| kept == key && before.size > tree.size);
    let (Some(storage), Ok(text), false) = (storage(), serde_json::to_string(tree), larger) else { return };
    // A full or closed storage only means that the next visit compares with less.
    let _ = storage.set_item(KEY, key);
    let _ = storage.set_item(TREE, &text);
}

fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}
