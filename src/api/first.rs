//! The answer that came with the page: the feed shows at once, and asks for it no second time.

use std::cell::RefCell;

use leptos::prelude::document;
use neighbors_domain::account::Site;
use neighbors_domain::feed::{FIRST_FEED, FeedPage, FirstFeed};

/// Nothing where the page brought none, as any page but the feed's.
struct Sent {
    site: Option<Site>,
    /// With the call whose answer it is.
    feed: Option<(String, FeedPage)>,
}

thread_local! {
    static SENT: RefCell<Sent> = RefCell::new(read());
}

fn read() -> Sent {
    let text = document().get_element_by_id(FIRST_FEED).and_then(|element| element.text_content());
    match text.and_then(|text| serde_json::from_str::<FirstFeed>(&text).ok()) {
        Some(FirstFeed { question, site, page }) => Sent { site: Some(site), feed: Some((question, page)) },
        None => Sent { site: None, feed: None },
    }
}

/// Once, and only for the call it answers: whoever asks again wants to know what is so now.
pub fn take_feed(address: &str) -> Option<FeedPage> {
    let (question, page) = SENT.with_borrow_mut(|sent| sent.feed.take())?;
    (question == address).then_some(page)
}

/// What anybody may know of this server, before it has said who is asking.
pub fn site() -> Option<Site> {
    SENT.with_borrow(|sent| sent.site.clone())
}
