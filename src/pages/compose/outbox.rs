//! On its way: the files, then the post.

use leptos::prelude::*;
use neighbors_domain::api::ApiError;
use neighbors_domain::post::{Post, PostError};

use super::writing::Writing;
use crate::api::{self, Error};
use crate::pages::attach::{Progress, patiently, upload};

pub async fn send(writing: Writing, progress: RwSignal<Progress>) -> api::Result<Post> {
    upload(writing.files, progress).await?;
    let draft = untrack(|| writing.draft()).ok_or(Error::Unreachable)?;
    let key = writing.key.get_value();
    let sent = patiently(progress, async || api::publish(&draft, &key).await).await;
    if let Err(Error::Api(ApiError::PostRefused { errors })) = &sent
        && errors.contains(&PostError::FileGone)
    {
        writing.files.are_gone();
    }
    sent
}
