//! Every call to the server, one function each. Nothing else in the browser speaks HTTP.

mod account;
mod files;
mod first;
mod http;
mod share;

use neighbors_domain::account::{ConfirmHome, Me, ResidentSelf, SignIn, Switches};
use neighbors_domain::addresses::api;
use neighbors_domain::agency::{AgencyList, AgencyProfile};
use neighbors_domain::comment::{self, Comment};
use neighbors_domain::feed::{FeedPage, KnownPlace};
use neighbors_domain::post::Post;

pub use account::*;
pub use first::site;
pub use http::{Error, Result, delete, get, post, post_for, put_for};
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

/// `after` is the cursor of the page before; empty arguments mean "all" and "from the start".
pub async fn feed(place: &str, kind: &str, after: &str) -> Result<FeedPage> {
    let address = with(api::FEED, &[("place", place), ("kind", kind), ("after", after)]);
    match first::take_feed(&address) {
        Some(page) => Ok(page),
        None => get(&address).await,
    }
}

pub async fn read_post(id: &str) -> Result<Post> {
    get(&api::post(&path_part(id))).await
}

/// A thread has the id of the post or assistance request it is about.
pub async fn comment(thread: &str, draft: &comment::Draft) -> Result<Comment> {
    post_for(&api::comments(&path_part(thread)), draft).await
}

/// `wanted` as it stands in the address of the page.
pub async fn agencies(wanted: &[(&str, &str)], after: &str) -> Result<AgencyList> {
    let query: Vec<_> = wanted.iter().copied().chain([("after", after)]).collect();
    get(&with(api::AGENCIES, &query)).await
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
