//! The entries of the feed, twenty at a time, and what is known of how they were read.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use neighbors_domain::feed::{FeedItem, FeedPage, KnownPlace, Question};
use wasm_bindgen::JsCast;

use super::address::Asked;
use super::news::News;
use super::nothing::Nothing;
use super::offline::Offline;
use crate::api;
use crate::components::{AskCard, ItemCard, MoreButton, RecordCard, item_id, live};
use crate::session::Session;
use crate::words::{self, t};

/// A list that is read: of which place and question, what it holds, and since when.
#[derive(Clone, Copy)]
pub struct Reading {
    pub place: StoredValue<KnownPlace>,
    /// From the start.
    pub question: StoredValue<Question>,
    pub listed: RwSignal<Vec<FeedItem>>,
    pub loaded_at: RwSignal<DateTime<Utc>>,
}

impl Reading {
    /// Puts what is newer in the place of what is older; an entry that is not listed stays away.
    pub fn renew(self, newer: &[FeedItem]) {
        let stale = |listed: &Vec<FeedItem>| {
            newer.iter().any(|item| listed.iter().any(|it| it.id() == item.id() && it != item))
        };
        if self.listed.try_with_untracked(stale) != Some(true) {
            return;
        }
        let focus = focused();
        self.listed.update(|listed| {
            for item in newer {
                if let Some(old) = listed.iter_mut().find(|it| it.id() == item.id()) {
                    old.clone_from(item);
                }
            }
        });
        // The entry one was on was drawn anew.
        if let Some(focus) = focus {
            request_animation_frame(move || focus.again());
        }
    }
}

#[component]
pub fn FeedList(page: FeedPage, asked: Asked, listed: RwSignal<Vec<FeedItem>>) -> impl IntoView {
    let question = Question { after: None, ..asked.question.get_untracked() };
    let reading = Reading {
        place: StoredValue::new(page.place),
        question: StoredValue::new(question),
        listed,
        loaded_at: RwSignal::new(words::now()),
    };
    let next = RwSignal::new(page.next);
    listed.set(page.items);
    let more = move |after: String| async move {
        let page = api::feed(&Question { after: Some(after), ..reading.question.get_value() }).await?;
        listed.update(|listed| listed.extend(page.items));
        next.set(page.next);
        Ok(())
    };
    let session = Session::here();
    let shown =
        move |item: &FeedItem| !(session.hides_requests() && matches!(item, FeedItem::AssistanceRequest(_)));
    // Asked again whenever a switch changes: hiding and showing happens here, at once.
    let entries =
        move || listed.with(|listed| listed.iter().filter(|item| shown(item)).cloned().collect::<Vec<_>>());
    let nothing = move || {
        let nothing = next.get().is_none() && !listed.with(|listed| listed.iter().any(shown));
        if !nothing {
            return ().into_any();
        }
        let place = reading.place.with_value(|place| place.name.clone());
        view! { <Nothing asked place question=reading.question.get_value()/> }.into_any()
    };
    view! {
        <h2 class="unseen">{t!("Latest")}</h2>
        <Offline loaded_at=reading.loaded_at/>
        <News reading shown=Callback::new(move |item| shown(&item))/>
        <div class="feed">
            <For each=entries key=version children=entry/>
        </div>
        {live(nothing)}
        <MoreButton next what=t!("the posts") more/>
    }
}

/// What was listed for an earlier question, while the answer to this one does not come: it can still be read.
#[component]
pub fn Before(listed: RwSignal<Vec<FeedItem>>) -> impl IntoView {
    let items = listed.get_untracked();
    (!items.is_empty()).then(|| {
        view! {
            <h2 class="h3">{t!("What was loaded before")}</h2>
            <div class="feed">{items.into_iter().map(entry).collect_view()}</div>
        }
    })
}

/// Another one where the entry reads differently.
pub fn version(item: &FeedItem) -> String {
    match item {
        FeedItem::Post(card) => {
            [&*card.id, " ", &card.comments.to_string(), if card.text.is_some() { "" } else { " removed" }]
                .concat()
        }
        FeedItem::AssistanceRequest(summary) => [&*summary.id, " ", summary.life.state.name()].concat(),
        FeedItem::Incident(card) => card.id.clone(),
    }
}

fn entry(item: FeedItem) -> AnyView {
    match item {
        FeedItem::Post(card) => view! { <ItemCard card/> }.into_any(),
        FeedItem::AssistanceRequest(summary) => view! { <AskCard summary/> }.into_any(),
        FeedItem::Incident(card) => view! { <RecordCard card/> }.into_any(),
    }
}

/// To the title of an entry.
pub fn focus_on(id: &str) {
    let entry = document().get_element_by_id(&item_id(id));
    let title = entry.and_then(|entry| entry.query_selector("h3 a, h3[tabindex]").ok().flatten());
    if let Some(title) = title.and_then(|title| title.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = title.focus();
    }
}

/// A link or button inside an entry: two of them may lead to the same address, so it is known by its number.
pub struct Focused {
    /// Of the element.
    pub entry: String,
    pub nth: usize,
}

pub fn focused() -> Option<Focused> {
    let here = document().active_element()?;
    let entry = here.closest("article[id]").ok().flatten()?;
    let nth = places_of(&entry).position(|place| *place == here)?;
    Some(Focused { entry: entry.id(), nth })
}

impl Focused {
    /// Without scrolling: the reader looks where they looked.
    pub fn again(&self) {
        let entry = document().get_element_by_id(&self.entry);
        if let Some(place) = entry.and_then(|entry| places_of(&entry).nth(self.nth)) {
            crate::components::focus_still(&place);
        }
    }
}

/// Where the focus can be inside an entry.
fn places_of(entry: &web_sys::Element) -> impl Iterator<Item = web_sys::HtmlElement> + use<> {
    let all = entry.query_selector_all("a, button, h3[tabindex]").ok();
    let count = all.as_ref().map_or(0, |all| all.length());
    (0..count).filter_map(move |n| all.as_ref()?.get(n)?.dyn_into().ok())
}
