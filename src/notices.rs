//! Where this browser's reader wrote, and how much of it was read. Only here: the server joins nobody's threads, and is
//! asked about them without a session.

pub mod decided;
mod watch;

use leptos::prelude::*;
use neighbors_domain::account::{ResidentSelf, Who};
use neighbors_domain::feed::FeedItem;
use neighbors_domain::moderation::Mine;
use neighbors_domain::notices::{MAX_THREADS, ThreadNews};

use crate::api;
pub use watch::{Hush, watch};

/// A thread on a line, newest first, and how many comments were read of it: `ID 3`, or `ID` until it is known.
const THREADS: &str = "neighbors-threads";
/// The newest item of the feed at home when its owner last looked; absent while they do not want to know.
const NEAR: &str = "neighbors-near";
/// What stands beside the bell, for a page that does not look itself.
const UNREAD: &str = "neighbors-unread";

#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    thread: String,
    read: Option<u32>,
}

/// What stands beside the bell: a number, or nothing.
#[derive(Clone, Copy)]
pub struct Unread(pub RwSignal<String>);

impl Unread {
    /// In the feed it is what another page found last.
    pub fn provide() -> Self {
        let unread = Self(RwSignal::new(item(UNREAD).unwrap_or_default()));
        provide_context(unread);
        unread
    }

    pub fn here() -> Option<Self> {
        use_context()
    }

    /// Of a password chosen by mail: one thing at least is unread.
    pub fn warn(self) {
        self.0.update(|shown| {
            if shown.is_empty() {
                "1".clone_into(shown);
            }
        });
    }

    fn say(self, unread: usize) {
        let text = if unread == 0 { String::new() } else { unread.to_string() };
        set_item(UNREAD, &text);
        if self.0.try_with_untracked(|shown| *shown != text) == Some(true) {
            self.0.set(text);
        }
    }
}

/// One's own comment, or the first word of a thread of one's own: read already.
pub fn wrote_in(thread: &str) {
    let mut kept = threads();
    let before = kept.iter().position(|it| it.thread == thread).map(|at| kept.remove(at));
    let read = before.and_then(|it| it.read).map(|read| read + 1);
    kept.insert(0, Kept { thread: thread.to_owned(), read });
    keep(&kept);
}

/// The reader has this thread before them.
pub fn seen(thread: &str, comments: usize) {
    let mut kept = threads();
    if let Some(it) = kept.iter_mut().find(|it| it.thread == thread) {
        it.read = Some(comments as u32);
        keep(&kept);
    }
}

/// Found again for this browser: what is there now counts as read.
pub fn found(threads_found: Vec<String>) {
    let mut kept = threads();
    for thread in threads_found {
        if !kept.iter().any(|it| it.thread == thread) {
            kept.push(Kept { thread, read: None });
        }
    }
    keep(&kept);
}

/// Nothing of the person before stays in this browser.
pub fn forget() {
    if let Some(storage) = storage() {
        for key in [THREADS, NEAR, UNREAD, decided::READ] {
            let _ = storage.remove_item(key);
        }
    }
}

/// What is new, and how much of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// With the number of comments that are new.
    pub threads: Vec<(ThreadNews, u32)>,
    /// What moderators decided and was not read yet.
    pub decided: Mine,
    /// New posts around one's home; `None` while they are not wanted.
    pub near: Option<usize>,
    /// A password chosen by mail waits.
    pub recovery: bool,
}

impl Found {
    fn unread(&self) -> usize {
        let threads = self.threads.iter().filter(|(_, new)| *new > 0).count();
        let decided = self.decided.notices.len() + self.decided.flags.len();
        threads + decided + usize::from(self.near.is_some_and(|new| new > 0)) + usize::from(self.recovery)
    }
}

/// Asks, and tells the bell. "Do not notify me" silences it, not the page. `who`: when the page was loaded; whoever is
/// signed in is asked about again, since a recovery may have begun meanwhile.
pub async fn look(who: &Who, bell: Option<Unread>) -> api::Result<Found> {
    if *who == Who::Visitor {
        return Ok(Found::default());
    }
    let resident = match api::me().await?.who {
        Who::Resident(resident) => Some(resident),
        Who::Officer(_) => None,
        Who::Visitor => return Ok(Found::default()),
    };
    let resident = resident.as_ref();
    let found = Found {
        threads: new_in_threads().await?,
        decided: decided::unread(api::my_moderation().await?),
        near: match resident {
            Some(resident) => new_nearby(resident).await?,
            None => None,
        },
        recovery: resident.is_some_and(|resident| resident.recovery_at.is_some()),
    };
    let silent = resident.is_some_and(|resident| resident.switches.do_not_notify);
    if let Some(bell) = bell {
        // Somebody who chose a password by mail is warned whatever the switch says.
        bell.say(if silent { usize::from(found.recovery) } else { found.unread() });
    }
    Ok(found)
}

async fn new_in_threads() -> api::Result<Vec<(ThreadNews, u32)>> {
    let kept = threads();
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let news = api::thread_news(kept.iter().map(|it| it.thread.clone()).collect()).await?;
    // Read again: something may have been written while we waited.
    let mut kept = threads();
    let mut found = Vec::new();
    for news in news {
        let Some(it) = kept.iter_mut().find(|it| it.thread == news.thread) else { continue };
        let read = *it.read.get_or_insert(news.comments);
        let new = news.comments.saturating_sub(read);
        found.push((news, new));
    }
    keep(&kept);
    Ok(found)
}

/// The first page of the feed at home, as anybody reads it, against the newest that was seen.
async fn new_nearby(resident: &ResidentSelf) -> api::Result<Option<usize>> {
    let (Some(mark), Some(home)) = (item(NEAR), &resident.home) else { return Ok(None) };
    let page = api::newest_around(home.region).await?;
    let new = page.items.iter().take_while(|it| it.id() != mark).filter(|it| counts(it, resident)).count();
    Ok(Some(new))
}

/// A request for assistance is no notice to somebody who hides them, wants no message, or opted out.
fn counts(item: &FeedItem, resident: &ResidentSelf) -> bool {
    let switches = resident.switches;
    match item {
        FeedItem::Post(_) => true,
        FeedItem::AssistanceRequest(_) => {
            !(switches.hide_requests || switches.do_not_notify || switches.opt_out)
        }
        FeedItem::Incident(_) => false,
    }
}

pub fn wants_nearby() -> bool {
    item(NEAR).is_some()
}

/// From now on, or no longer. What is there already is not new.
pub async fn set_nearby(resident: &ResidentSelf, wanted: bool) -> api::Result<()> {
    let Some(storage) = storage() else { return Ok(()) };
    match (&resident.home, wanted) {
        (Some(home), true) => {
            let page = api::newest_around(home.region).await?;
            set_item(NEAR, page.items.first().map_or("none", FeedItem::id));
        }
        _ => drop(storage.remove_item(NEAR)),
    }
    Ok(())
}

fn threads() -> Vec<Kept> {
    read(&item(THREADS).unwrap_or_default())
}

fn read(text: &str) -> Vec<Kept> {
    let line = |line: &str| {
        let (thread, read) = line.split_once(' ').unwrap_or((line, ""));
        Kept { thread: thread.to_owned(), read: read.parse().ok() }
    };
    text.lines().filter(|line| !line.is_empty()).map(line).collect()
}

fn keep(kept: &[Kept]) {
    set_item(THREADS, &written(kept));
}

fn written(kept: &[Kept]) -> String {
    let mut text = String::new();
    for Kept { thread, read } in kept.iter().take(MAX_THREADS) {
        text.push_str(thread);
        if let Some(read) = read {
            text.push(' ');
            text.push_str(&read.to_string());
        }
        text.push('\n');
    }
    text
}

fn item(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

fn set_item(key: &str, text: &str) {
    if let Some(storage) = storage() {
        // A full or closed storage only means that nothing is new here.
        let _ = storage.set_item(key, text);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_as_it_was_and_has_an_end() {
        let kept = |thread: &str, read| Kept { thread: thread.into(), read };
        let some = [kept("a-1", Some(3)), kept("b-2", None), kept("c-3", Some(0))];
        assert_eq!(read(&written(&some)), some);
        assert_eq!(read("\n\n"), []);
        assert_eq!(read("a-1 many"), [kept("a-1", None)]);
        let many: Vec<_> = (0..MAX_THREADS + 9).map(|n| kept(&n.to_string(), None)).collect();
        assert_eq!(read(&written(&many)).len(), MAX_THREADS);
    }
}
