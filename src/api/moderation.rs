//! Calls about flags and what moderators decide.

use neighbors_domain::addresses::api;
use neighbors_domain::comment::{self, Comment, Draft};
use neighbors_domain::moderation::{Appeal, Decision, Flag, Log, Mine, Queue};
use neighbors_domain::record::Spoken;

use super::http::{Result, delete_for, get, post, post_for, put_for};
use super::{path_part, with};

pub async fn comments(thread: &str) -> Result<Vec<Comment>> {
    get(&api::comments(&path_part(thread))).await
}

/// What in a thread is one's own.
pub async fn my_comments(thread: &str) -> Result<comment::Mine> {
    get(&api::my_comments(&path_part(thread))).await
}

pub async fn change_comment(id: &str, draft: &Spoken<Draft>) -> Result<Comment> {
    put_for(&api::one_comment(&path_part(id)), draft).await
}

pub async fn delete_comment(id: &str) -> Result<Comment> {
    delete_for(&api::one_comment(&path_part(id))).await
}

pub async fn undo_deletion(id: &str) -> Result<Comment> {
    post_for(&api::comment_undo(&path_part(id)), &()).await
}

pub async fn flag(flag: &Flag) -> Result<()> {
    post(api::FLAGS, flag).await
}

pub async fn queue() -> Result<Queue> {
    get(api::MODERATION).await
}

pub async fn decide(item: &str, decision: Decision) -> Result<()> {
    post(&api::moderation_item(&path_part(item)), &decision).await
}

pub async fn moderation_log(after: &str) -> Result<Log> {
    get(&with(api::MODERATION_LOG, &[("after", after)])).await
}

pub async fn my_moderation() -> Result<Mine> {
    get(api::MY_MODERATION).await
}

pub async fn appeal(notice: &str, appeal: &Appeal) -> Result<()> {
    post(&api::appeal(&path_part(notice)), appeal).await
}
