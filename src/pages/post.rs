//! `/posts/:id` One post, and what neighbors and officers answered.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use neighbors_domain::addresses::pages;
use neighbors_domain::post::{Author, Place, Post, PostCard};

use crate::api;
use crate::components::comb::CellMap;
use crate::components::media::LargeMedia;
use crate::components::{
    AgencyName, Badge, CellNumber, Comments, Heading, Icon, Loaded, Paragraphs, neighbor,
};
use crate::words::{self, plural, t};

#[component]
pub fn PostPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let post = LocalResource::new(move || {
        let id = id.get();
        async move { api::read_post(&id).await }
    });
    view! {
        <main class="page beside" id="main" tabindex="-1">
            <Loaded resource=post what=t!("the post") page=true view=|post| view! { <PostView post/> }/>
        </main>
    }
}

#[component]
fn PostView(post: Post) -> impl IntoView {
    let Post { card, read_by_agencies, thread } = post;
    let PostCard { id, category, title, text, place, author, happened_at, at, media, .. } = card;
    let agencies = read_by_agencies.len();
    let who_reads = match agencies {
        0 => t!("Neighbors within 2 miles can read this.").to_owned(),
        n => plural!(
            n,
            "Neighbors within 2 miles and {n} agency can read this.",
            "Neighbors within 2 miles and {n} agencies can read this."
        ),
    };
    let agencies =
        read_by_agencies.into_iter().map(|agency| view! { ", "<AgencyName agency/> }).collect_view();
    let by_neighbor = matches!(author, Author::Neighbor { .. });
    let happened = happened_at.map(|happened| {
        let exact = by_neighbor.then(|| view! { <small>{t!("Shown to 15 minutes")}</small> });
        view! { <div><dt>{t!("It happened")}</dt><dd>{words::moment(happened)}{exact}</dd></div> }
    });
    let posted_to = by_neighbor.then(|| view! { <small>{t!("Shown to 15 minutes")}</small> });
    let text = match text {
        Some(text) => view! { <Paragraphs text/> }.into_any(),
        None => view! { <p class="quiet">{t!("The number and the answers stay, the words are gone.")}</p> }
            .into_any(),
    };
    view! {
        <article class="stack">
            <p><a class="back" href=pages::FEED><Icon name="back"/>{t!("Feed")}</a></p>
            <header class="stack stack-2">
                <p class="meta">
                    <span class="tag"><Icon name=category.icon()/>{words::tr(category.name())}</span>
                    {place.name.clone().map(|name| view! { <span>{name}</span> })}
                    <time datetime=words::iso(at)>{words::ago(at)}</time>
                </p>
                <Heading text=title.unwrap_or_else(|| t!("Removed by its author").to_owned())/>
                <Byline author/>
            </header>
            <div class="stack prose">{text}</div>
            <LargeMedia media/>
            <Comments thread=id comments=thread who_reads/>
        </article>
        <aside class="beside__facts stack" aria-label=t!("About this post")>
            <div class="card card--flush">
                <PlaceMap place=place.clone()/>
                <dl class="facts pad">
                    <PlaceFact place/>
                    {happened}
                    <div><dt>{t!("Posted")}</dt><dd>{words::moment(at)}{posted_to}</dd></div>
                    <div><dt>{t!("Who can read it")}</dt><dd>{t!("Neighbors within 2 miles")}{agencies}</dd></div>
                </dl>
            </div>
            <div class="panel small"><p><b>{t!("Need help now?")}</b>" "{t!("In an emergency call 911. Posts here are not watched around the clock.")}</p></div>
        </aside>
    }
}

#[component]
fn Byline(author: Author) -> impl IntoView {
    let cell = view! { <CellNumber author=author.clone()/> };
    match author {
        Author::Neighbor { number, .. } => view! {
            <p class="row">{cell}<span><b>{neighbor(number)}</b>" "<span class="tag tag--accent">{t!("author")}</span></span></p>
        }
        .into_any(),
        Author::Officer { badge } => view! {
            <div class="by">
                {cell}
                <div>
                    <div class="row row--tight"><b>{badge.name.clone()}</b><Badge badge=badge.clone()/></div>
                    <p class="tiny soft">{badge.title}" · "<AgencyName agency=badge.agency/></p>
                </div>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn PlaceMap(place: Place) -> impl IntoView {
    place.cell.map(|cell| view! { <div class="map map--mini"><CellMap cell/></div> })
}

#[component]
fn PlaceFact(place: Place) -> impl IntoView {
    let how = match place.cell {
        Some(_) => t!("One cell of about half a mile, chosen by the author"),
        None => t!("Only the region, about two miles wide"),
    };
    view! { <div><dt>{t!("Place")}</dt><dd>{place.name.unwrap_or_else(|| t!("Not named").to_owned())}<small>{how}</small></dd></div> }
}
