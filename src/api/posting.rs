//! Calls of the composer.

use neighbors_domain::addresses::{api, ground};
use neighbors_domain::agency::AgencyRef;
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::KnownPlace;
use neighbors_domain::ground::Ground;
use neighbors_domain::media::{Announced, Arriving};
use neighbors_domain::post::{Draft, Post};
use web_sys::Blob;

use super::http::{Error, Result, delete, get, post_for, post_once};
use super::{files, path_part, with};

/// The known place nearest to a region.
pub async fn place_of(region: Region7) -> Result<KnownPlace> {
    let places: Vec<KnownPlace> = get(&with(api::PLACES, &[("region", &region.to_string())])).await?;
    places.into_iter().next().ok_or(Error::Api(ApiError::NotFound))
}

/// Who else reads what is posted there.
pub async fn readers(region: Region7) -> Result<Vec<AgencyRef>> {
    get(&api::readers(region)).await
}

/// The streets of a region, as maps draw them.
pub async fn ground(region: Region7) -> Result<Ground> {
    get(&ground::region(region)).await
}

pub async fn announce(announced: &Announced) -> Result<Arriving> {
    post_for(api::ARRIVING, announced).await
}

/// How far a file is; `NotFound` where the server no longer knows of it.
pub async fn arriving(id: &str) -> Result<Arriving> {
    get(&api::arriving(&path_part(id))).await
}

/// Only cleaned files are ever given to this; `progress` hears how many bytes of the part have left.
pub async fn send_part(
    id: &str,
    offset: u64,
    part: &Blob,
    progress: impl Fn(u64) + 'static,
) -> Result<Arriving> {
    files::part(&api::arriving(&path_part(id)), offset, part, progress).await
}

pub async fn cancel_file(id: &str) -> Result<()> {
    delete(&api::arriving(&path_part(id))).await
}

/// `key`: chosen once for each draft, so that sending it twice makes one post.
pub async fn publish(draft: &Draft, key: &str) -> Result<Post> {
    let post: Post = post_once(api::POSTS, key, draft).await?;
    // What is answered to it is news here.
    crate::notices::wrote_in(&post.card.id);
    crate::notices::seen(&post.card.id, 0);
    Ok(post)
}

/// By its author alone.
pub async fn remove_post(id: &str) -> Result<()> {
    delete(&api::post(&path_part(id))).await
}
