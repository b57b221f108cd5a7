//! Every call to the server, one function each. Nothing else in the browser speaks HTTP, but
//! maps, which fetch what is public and the same for everyone (`map::fetch`).

mod account;
mod asking;
mod files;
mod first;
mod http;
mod jurisdiction;
mod moderation;
mod notices;
mod officers;
mod passkeys;
mod posting;
mod share;

use neighbors_domain::account::{ConfirmHome, Me, ResidentSelf, SignIn, Switches};
use neighbors_domain::addresses::api;
use neighbors_domain::agency::AgencyProfile;
use neighbors_domain::agency_map::AgencyMap;
use neighbors_domain::comment::{self, Comment};
use neighbors_domain::feed::{Activity, FeedPage, KnownPlace, Question};
use neighbors_domain::post::Post;
use neighbors_domain::record::Spoken;

pub use account::*;
pub use asking::*;
pub use first::site;
pub use http::{Error, Result, delete, get, post, post_for, post_once, put_for};
pub use jurisdiction::*;
pub use moderation::*;
pub use notices::*;
pub use officers::*;
pub use passkeys::*;
pub use posting::*;
pub use share::*;

pub async fn me() -> Result<Me> {
    get(api::ME).await
}

pub async fn sign_in(sign_in: &SignIn) -> Result<()> {
    post(api::SESSION, sign_in).await
}

pub async fn sign_out() -> Result<()> {
    delete(api::SESSION).await
}

/// Answers with the account as it is now: opting in again changes since when requests reach it.
pub async fn set_switches(switches: &Switches) -> Result<ResidentSelf> {
    put_for(api::SWITCHES, switches).await
}

pub async fn confirm_home(home: &ConfirmHome) -> Result<()> {
    post(api::CONFIRM_HOME, home).await
}

pub async fn places(typed: &str) -> Result<Vec<KnownPlace>> {
    get(&with(api::PLACES, &[("q", typed)])).await
}

pub async fn feed(question: &Question) -> Result<FeedPage> {
    let parts = question.parts();
    let parts: Vec<_> = parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let address = with(api::FEED, &parts);
    match first::take_feed(&address) {
        Some(page) => Ok(page),
        None => get(&address).await,
    }
}

/// How much of what a question shows happened where.
pub async fn activity(question: &Question) -> Result<Activity> {
    let parts = question.parts();
    let parts: Vec<_> = parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    get(&with(api::ACTIVITY, &parts)).await
}

pub async fn read_post(id: &str) -> Result<Post> {
    let post: Post = get(&api::post(&path_part(id))).await?;
    seen(id, &post.thread);
    Ok(post)
}

/// This browser remembers how much of its reader's own threads was read (`crate::notices`).
fn seen(thread: &str, comments: &[Comment]) {
    crate::notices::seen(thread, comments.iter().filter(|comment| comment.text.is_some()).count());
}

/// A thread has the id of the post or assistance request it is about.
/// `key`: chosen once for each comment, so that sending it twice makes one.
pub async fn comment(thread: &str, draft: &Spoken<comment::Draft>, key: &str) -> Result<Comment> {
    let comment = post_once(&api::comments(&path_part(thread)), key, draft).await?;
    crate::notices::wrote_in(thread);
    Ok(comment)
}

/// All of them; what is chosen of them is chosen here.
pub async fn agency_map() -> Result<AgencyMap> {
    get(api::AGENCY_MAP).await
}

pub async fn agency(slug: &str) -> Result<AgencyProfile> {
    get(&api::agency(&path_part(slug))).await
}

/// An address with its query, of a page or of a call; empty values are left out, so that one question has one address.
pub fn with(path: &str, query: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    let mut mark = '?';
    for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(mark);
        address.push_str(name);
        address.push('=');
        address.push_str(&path_part(value));
        mark = '&';
    }
    address
}

/// What came from an address or a person, as one part of an address.
pub fn path_part(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
