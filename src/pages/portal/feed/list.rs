//! The entries, twenty at a time. What arrives meanwhile waits above the list; what changed changes where it stands.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::feed::{FeedItem, JurisdictionFeed, Question};
use neighbors_domain::live::AGENCY;

use super::entry::entry;
use crate::components::{Art, Blank, Icon, MoreButton};
use crate::pages::feed::{focus_on, version};
use crate::session::Session;
use crate::words::{self, plural, t};
use crate::{api, live};

/// Everybody hears of a post at the same moment: they do not all ask at the same moment.
const SPREAD: f64 = 1500.0; // ms

#[component]
pub fn List(page: JurisdictionFeed, question: Question) -> impl IntoView {
    let question = StoredValue::new(question);
    let listed = RwSignal::new(page.items);
    let next = RwSignal::new(page.next);
    let waiting = RwSignal::new(Vec::<FeedItem>::new());
    follow(question, listed, waiting);
    let more = move |after: String| async move {
        let page = api::portal_feed(&Question { after: Some(after), ..question.get_value() }).await?;
        listed.update(|listed| listed.extend(page.items));
        next.set(page.next);
        Ok(())
    };
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
    let counted = move || {
        let n = waiting.with(Vec::len);
        (n > 0).then(|| plural!(n, "{n} new entry", "{n} new entries"))
    };
    let loaded_at = words::now();
    let news = move || {
        match counted() {
        None => view! { <span class="tiny quiet">{t!("Newest first. Loaded at {time}", time = words::clock(loaded_at))}</span> }
            .into_any(),
        Some(words) => view! {
            <button class="chip chip--new" type="button" on:click=show><Icon name="retry"/>{words}</button>
        }
        .into_any(),
    }
    };
    let nothing = move || {
        listed.with(Vec::is_empty).then(|| {
            view! {
                <Blank art=Art::Nothing title=t!("Nothing here yet").to_owned()>
                    <p>{t!("Nobody wrote anything of this kind in your jurisdiction.")}</p>
                </Blank>
            }
        })
    };
    let class = move || if waiting.with(Vec::is_empty) { "news" } else { "news news--some" };
    view! {
        <h2 class="unseen">{t!("Latest")}</h2>
        <div class=class>{news}</div>
        <p class="unseen" role="status">{counted}</p>
        <div class="feed"><For each=move || listed.get() key=version children=entry/></div>
        {nothing}
        <MoreButton next what=t!("the posts") more/>
    }
}

/// Looks again at the beginning of the list when something happened there. What fails now is asked for at the next event.
fn follow(
    question: StoredValue<Question>,
    listed: RwSignal<Vec<FeedItem>>,
    waiting: RwSignal<Vec<FeedItem>>,
) {
    let Some(officer) = Session::here().officer() else { return };
    let asking = StoredValue::new(false);
    let look = move || {
        asking.try_set_value(false);
        let Some(question) = question.try_get_value() else { return };
        spawn_local(async move {
            let Ok(page) = api::portal_feed(&question).await else { return };
            let Some(mut known) = listed.try_get_untracked() else { return };
            let mut new = Vec::new();
            for item in page.items {
                match known.iter_mut().find(|it| it.id() == item.id()) {
                    Some(old) => old.clone_from(&item),
                    None => new.push(item),
                }
            }
            if listed.try_with_untracked(|listed| *listed != known) == Some(true) {
                listed.try_set(known);
            }
            waiting.try_set(new);
        });
    };
    live::follow(&[[AGENCY, &*officer.agency.slug].concat()], move |_, _| {
        if asking.try_get_value() == Some(false) {
            asking.set_value(true);
            set_timeout(look, Duration::from_millis((js_sys::Math::random() * SPREAD) as u64));
        }
    });
}
