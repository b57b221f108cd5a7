//! The entries of the feed, twenty at a time.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::feed::{FeedItem, FeedPage};

use super::address;
use super::news::News;
use crate::api;
use crate::components::{Art, AskCard, Blank, ItemCard, MoreButton, RecordCard};
use crate::session::Session;
use crate::words::t;

#[component]
pub fn FeedList(page: FeedPage, listed: RwSignal<Vec<FeedItem>>, kind: String) -> impl IntoView {
    let place = StoredValue::new(page.place);
    let kind = StoredValue::new(kind);
    let next = RwSignal::new(page.next);
    let pages = RwSignal::new(vec![page.items.clone()]);
    listed.set(page.items);
    let more = move |after: String| async move {
        let page = api::feed(&place.read_value().slug, &kind.get_value(), &after).await?;
        listed.update(|listed| listed.extend(page.items.iter().cloned()));
        pages.update(|pages| pages.push(page.items));
        next.set(page.next);
        Ok(())
    };
    let session = Session::here();
    let shown =
        move |item: &FeedItem| !(session.hides_requests() && matches!(item, FeedItem::AssistanceRequest(_)));
    let nothing = move || {
        let nothing = next.get().is_none() && !listed.with(|listed| listed.iter().any(shown));
        nothing.then(|| view! { <Nothing place=place.read_value().name.clone() slug=place.read_value().slug.clone() filtered=!kind.read_value().is_empty()/> })
    };
    // What came while one reads, above what was there.
    let newer = RwSignal::new(Vec::<FeedItem>::new());
    let on_top = Callback::new(move |items: Vec<FeedItem>| {
        listed.update(|listed| listed.splice(0..0, items.iter().cloned()).for_each(drop));
        newer.update(|newer| newer.splice(0..0, items).for_each(drop));
    });
    let ask = move || async move { api::feed(&place.read_value().slug, &kind.get_value(), "").await };
    let regions = vec![[&*place.read_value().region.to_string(), ":1"].concat()];
    let page = move |n: usize| {
        let items = pages.with_untracked(|pages| pages[n].clone());
        // Asked again whenever a switch changes: hiding and showing happens here, at once.
        move || items.iter().filter(|item| shown(item)).cloned().map(entry).collect_view()
    };
    view! {
        <h2 class="unseen">{t!("Latest")}</h2>
        <News regions listed shown=Callback::new(move |item| shown(&item)) ask on_top/>
        <div class="feed">
            {move || newer.get().into_iter().filter(shown).map(entry).collect_view()}
            <For each=move || 0..pages.with(Vec::len) key=|n| *n children=page/>
        </div>
        {nothing}
        <MoreButton next what=t!("the posts") more/>
    }
}

fn entry(item: FeedItem) -> AnyView {
    match item {
        FeedItem::Post(card) => view! { <ItemCard card/> }.into_any(),
        FeedItem::AssistanceRequest(summary) => view! { <AskCard summary/> }.into_any(),
        FeedItem::Incident(card) => view! { <RecordCard card/> }.into_any(),
    }
}

#[component]
fn Nothing(place: String, slug: String, filtered: bool) -> impl IntoView {
    let (title, why) = match filtered {
        true => (
            t!("Nothing of this kind here"),
            t!("No posts of this kind within 2 miles of {place}.", place = place),
        ),
        false => (
            t!("Quiet here"),
            t!(
                "No posts within 2 miles of {place}. That is good news, or nobody has joined yet.",
                place = place
            ),
        ),
    };
    let all =
        filtered.then(|| view! { <a class="button" href=address(&slug, "")>{t!("Show all kinds")}</a> });
    view! {
        <Blank art=Art::Nothing title=title.to_owned()>
            <p>{why}</p>
            <div class="buttons">{all}<a class="button" href=pages::AGENCIES>{t!("See the agencies")}</a></div>
        </Blank>
    }
}
