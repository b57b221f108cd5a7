//! Calls about notices.

use neighbors_domain::addresses::api;
use neighbors_domain::cells::Region7;
use neighbors_domain::feed::FeedPage;
use neighbors_domain::notices::{AboutThreads, MailWishes, MyThreads, ThreadNews};

use super::http::{Result, ask_unnamed, get, put};
use super::with;

/// Without a session: the server hears of some threads, and not whose they are.
pub async fn thread_news(threads: Vec<String>) -> Result<Vec<ThreadNews>> {
    ask_unnamed(api::THREAD_NEWS, &AboutThreads { threads }).await
}

/// The first page of the feed there, as anybody reads it.
pub async fn newest_around(region: Region7) -> Result<FeedPage> {
    get(&with(api::FEED, &[("region", &region.to_string())])).await
}

pub async fn my_threads() -> Result<MyThreads> {
    get(api::MY_THREADS).await
}

pub async fn mail_wishes() -> Result<MailWishes> {
    get(api::MY_MAIL).await
}

pub async fn set_mail_wishes(wishes: &MailWishes) -> Result<()> {
    put(api::MY_MAIL, wishes).await
}
