//! Calls about assistance requests, shares and the portal's inbox.

use neighbors_domain::addresses::api;
use neighbors_domain::assistance_request::{AssistanceRequest, Version};
use neighbors_domain::record::{Chain, Growth};
use neighbors_domain::share::{Downloaded, Inbox, OfficerKey, OpenableShare, Receipt, ShareDraft, Uploaded};
use web_sys::Blob;

use super::files;
use super::{Result, delete, get, path_part, post, post_for};

pub async fn assistance_request(id: &str) -> Result<AssistanceRequest> {
    let request: AssistanceRequest = get(&api::assistance_request(&path_part(id))).await?;
    super::seen(id, &request.comments);
    Ok(request)
}

/// Newest first.
pub async fn versions(assistance_request: &str) -> Result<Vec<Version>> {
    get(&api::versions(&path_part(assistance_request))).await
}

/// Only sealed files are ever given to this; `progress` hears how many bytes have left.
pub async fn upload(sealed: &Blob, progress: impl Fn(u64) + 'static) -> Result<Uploaded> {
    files::upload(api::UPLOADS, sealed, progress).await
}

pub async fn share_with(assistance_request: &str, draft: &ShareDraft) -> Result<Receipt> {
    post_for(&api::share_with(&path_part(assistance_request)), draft).await
}

/// Newest first.
pub async fn shares() -> Result<Vec<Receipt>> {
    get(api::SHARES).await
}

pub async fn receipt(id: &str) -> Result<Receipt> {
    get(&api::share(&path_part(id))).await
}

pub async fn withdraw(id: &str) -> Result<()> {
    delete(&api::share(&path_part(id))).await
}

pub async fn officer_key() -> Result<OfficerKey> {
    get(api::PORTAL_KEY).await
}

pub async fn inbox() -> Result<Inbox> {
    get(api::PORTAL_INBOX).await
}

pub async fn openable_share(id: &str) -> Result<OpenableShare> {
    get(&api::portal_share(&path_part(id))).await
}

/// File 0 is the manifest; fetching it counts as opening, and the sharer reads that.
pub async fn sealed_file(share: &str, n: u32, progress: impl Fn(u64) + 'static) -> Result<Blob> {
    files::download(&api::portal_file(&path_part(share), n), progress).await
}

/// Says that a recording was saved to disk: the sharer reads that too.
pub async fn downloaded(share: &str, file: u32) -> Result<()> {
    post(&api::portal_downloaded(&path_part(share)), &Downloaded { file }).await
}

/// What stands behind a badge: `badge` as in [`neighbors_domain::post::OfficerBadge::proof`].
pub async fn chain(badge: &str) -> Result<Chain> {
    get(&api::chain(badge)).await
}

/// From a tree of so many entries to a larger one.
pub async fn record_growth(from: u64, to: u64) -> Result<Growth> {
    get(&api::record_growth(from, to)).await
}
