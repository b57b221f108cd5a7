//! What arrives while one reads: new entries wait above the list until the reader wants them, so that nothing moves;
//! entries that changed (closed, answered, removed) change where they stand.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::feed::{FeedItem, Question};

use super::list::{Reading, focus_on};
use crate::api;
use crate::components::{Icon, live, live_text};
use crate::live;
use crate::words::{self, plural, t};

/// Everybody hears of a post at the same moment: they do not all ask at the same moment.
const SPREAD: f64 = 1500.0; // ms

#[component]
pub fn News(reading: Reading, shown: Callback<FeedItem, bool>) -> impl IntoView {
    let Reading { place, question, listed, loaded_at } = reading;
    let waiting = RwSignal::new(Vec::<FeedItem>::new());
    let asking = StoredValue::new(false);
    let look = move || {
        asking.try_set_value(false);
        let Some(question) = question.try_get_value() else { return };
        spawn_local(async move {
            // What fails now is asked for at the next event; the list that is read stays as it is.
            let Ok(page) = api::feed(&question).await else { return };
            loaded_at.try_set(words::now());
            reading.renew(&page.items);
            let new = listed.try_with_untracked(|listed| {
                let known = |item: &FeedItem| listed.iter().any(|it| it.id() == item.id());
                page.items.into_iter().filter(|item| !known(item)).collect::<Vec<_>>()
            });
            waiting.try_set(
                new.unwrap_or_default().into_iter().filter(|item| shown.run(item.clone())).collect(),
            );
        });
    };
    let look_soon = move || {
        if asking.try_get_value() == Some(false) {
            asking.set_value(true);
            set_timeout(look, Duration::from_millis((js_sys::Math::random() * SPREAD) as u64));
        }
    };
    // Those that changed, and are looked at together.
    let changed = StoredValue::new(Vec::<String>::new());
    let renew = move || {
        for id in changed.try_update_value(std::mem::take).unwrap_or_default() {
            spawn_local(renewed(reading, id));
        }
    };
    let rings = question.with_value(|question| question.within.key());
    let region = place.with_value(|place| place.region.to_string());
    live::follow(&[[&*region, ":", rings].concat()], move |kind, id| match kind {
        "post" | "assistance_request" | "incidents" | "missed" => look_soon(),
        "closed" | "comment" => {
            let first = changed.try_update_value(|changed| {
                let first = changed.is_empty();
                if !changed.iter().any(|it| it == id) {
                    changed.push(id.to_owned());
                }
                first
            });
            if first == Some(true) {
                set_timeout(renew, Duration::from_millis((js_sys::Math::random() * SPREAD) as u64));
            }
        }
        _ => {}
    });
    let online = window_event_listener_untyped("online", move |_| look_soon());
    on_cleanup(move || online.remove());
    let show = move |_| {
        let new = waiting.get_untracked();
        waiting.set(Vec::new());
        let first = new.first().map(|item| item.id().to_owned());
        listed.update(|listed| listed.splice(0..0, new).for_each(drop));
        // The button is gone: reading goes on at the first of the new.
        if let Some(first) = first {
            request_animation_frame(move || focus_on(&first));
        }
    };
    let state = move || {
        waiting.with(|waiting| match waiting.is_empty() {
            true => view! { <span class="tiny quiet">{t!("Newest first. Loaded at {time}", time = words::clock(loaded_at.get()))}</span> }.into_any(),
            false => view! {
                <button class="chip chip--new" type="button" on:click=show><Icon name="retry"/>{counted(waiting)}</button>
            }
            .into_any(),
        })
    };
    // What is read out is only that there is something new, not each minute's state.
    let said = move || waiting.with(|waiting| counted(waiting));
    let class =
        Signal::derive(move || Some(if waiting.with(Vec::is_empty) { "news" } else { "news news--some" }));
    view! {
        <div class=class>{live(state)}</div>
        <p class="unseen" role="status">{live_text(said)}</p>
    }
}

/// "2 new posts, 1 new request".
fn counted(waiting: &[FeedItem]) -> String {
    let count = |of: fn(&FeedItem) -> bool| waiting.iter().filter(|item| of(item)).count();
    let posts = count(|item| matches!(item, FeedItem::Post(_)));
    let requests = count(|item| matches!(item, FeedItem::AssistanceRequest(_)));
    let records = count(|item| matches!(item, FeedItem::Incident(_)));
    let mut said = Vec::new();
    if posts > 0 {
        said.push(plural!(posts, "{n} new post", "{n} new posts"));
    }
    if requests > 0 {
        said.push(plural!(requests, "{n} new request", "{n} new requests"));
    }
    if records > 0 {
        said.push(plural!(
            records,
            "{n} new entry of the public record",
            "{n} new entries of the public record"
        ));
    }
    said.join(", ")
}

/// Asks for the part of the list that begins at an entry: it comes as it is now, or no longer.
async fn renewed(reading: Reading, id: String) {
    let before = reading.listed.try_with_untracked(|listed| {
        let at = listed.iter().position(|item| item.id() == id)?;
        Some(at.checked_sub(1).map(|before| listed[before].id().to_owned()))
    });
    let (Some(Some(after)), Some(question)) = (before, reading.question.try_get_value()) else { return };
    let Ok(page) = api::feed(&Question { after, ..question }).await else { return };
    reading.renew(&page.items);
    if !page.items.iter().any(|item| item.id() == id) {
        reading.listed.try_update(|listed| listed.retain(|item| item.id() != id));
    }
}
