//! Calls about an agency's jurisdiction: its feed, its regions, and what is announced in them.

use neighbors_domain::addresses::api;
use neighbors_domain::announcement::{Draft, Jurisdiction};
use neighbors_domain::feed::{JurisdictionFeed, Question};
use neighbors_domain::post::Post;
use neighbors_domain::record::Spoken;

use super::http::{Result, get, post_once};
use super::with;

pub async fn portal_feed(question: &Question) -> Result<JurisdictionFeed> {
    let parts = question.parts();
    let parts: Vec<_> = parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    get(&with(api::PORTAL_FEED, &parts)).await
}

pub async fn jurisdiction() -> Result<Jurisdiction> {
    get(api::PORTAL_JURISDICTION).await
}

/// `key`: chosen once for each draft, so that sending it twice makes one announcement.
pub async fn send_announcement(draft: &Spoken<Draft>, key: &str) -> Result<Post> {
    post_once(api::PORTAL_ANNOUNCEMENTS, key, draft).await
}
