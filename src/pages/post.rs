//! `/posts/:id` One post, and what neighbors and officers answered.

mod remove;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use neighbors_domain::addresses::pages;
use neighbors_domain::post::{Author, Place, Post, PostCard};

use crate::components::comb::CellMap;
use crate::components::media::LargeMedia;
use crate::components::{
    AgencyName, Badge, CellNumber, Comments, FlagButton, Heading, Icon, Loaded, Paragraphs, ThreadState,
    flag_by_address, hidden_because, neighbor,
};
use crate::words::{self, plural, t};
use crate::{api, live};
use remove::DeletePost;

#[component]
pub fn PostPage() -> impl IntoView {
    view! { <PostById/> }
}

/// The one the address names. Also in the portal, whose way back is another.
#[component]
pub fn PostById(#[prop(default = pages::FEED)] back: &'static str) -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let post = LocalResource::new(move || {
        let id = id.get();
        async move { api::read_post(&id).await }
    });
    let again = Callback::new(move |()| post.refetch());
    view! {
        <main class="page beside" id="main" tabindex="-1">
            <Loaded resource=post what=t!("the post") page=true view=move |post| view! { <PostView post again back/> }/>
        </main>
    }
}

#[component]
fn PostView(post: Post, again: Callback<()>, back: &'static str) -> impl IntoView {
    let Post { card, regions: announced_in, read_by_agencies, thread } = post;
    let regions = [card.place.region.to_string()];
    let several = announced_in.len();
    // What the badge is checked against (src/proof.rs).
    let about = ["post/", &card.id].concat();
    let everywhere = match several {
        0 => card.place.region.to_string(),
        _ => announced_in.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
    };
    let thread = ThreadState::new(card.id.clone(), thread, &regions);
    follow_words(&card, &regions, again);
    let PostCard { id, category, title, text, hidden, place, author, happened_at, at, media, .. } = card;
    let agencies = read_by_agencies.len();
    let who_reads = match agencies {
        _ if several > 0 => t!("Everybody can read this.").to_owned(),
        0 => t!("Neighbors within 2 miles can read this.").to_owned(),
        n => plural!(
            n,
            "Neighbors within 2 miles and {n} agency can read this.",
            "Neighbors within 2 miles and {n} agencies can read this."
        ),
    };
    let readers = if several > 0 { t!("Everybody") } else { t!("Neighbors within 2 miles") };
    let agencies =
        read_by_agencies.into_iter().map(|agency| view! { ", "<AgencyName agency/> }).collect_view();
    let by_neighbor = matches!(author, Author::Neighbor { .. });
    let happened = happened_at.map(|happened| {
        let exact = by_neighbor.then(|| view! { <small>{t!("Shown to 15 minutes")}</small> });
        view! { <div><dt>{t!("It happened")}</dt><dd>{words::moment(happened)}{exact}</dd></div> }
    });
    let posted_to = by_neighbor.then(|| view! { <small>{t!("Shown to 15 minutes")}</small> });
    let (there, is_hidden) = (text.is_some(), hidden.is_some());
    if there {
        flag_by_address(thread);
    }
    let acts = (there || is_hidden).then(|| {
        let own = Memo::new(move |_| thread.mine.with(|mine| mine.post));
        let id = StoredValue::new(id);
        let act = move || match own.get() {
            true => view! { <DeletePost id=id.get_value() again/> }.into_any(),
            false if there => view! { <FlagButton item=id.get_value() thread/> }.into_any(),
            false => ().into_any(),
        };
        view! { <div class="item__foot">{act}</div> }
    });
    let text = match text {
        Some(text) => view! { <Paragraphs text/> }.into_any(),
        None if hidden.is_some() => view! {
            <p class="quiet">{t!("The number and the answers stay. Its author knows the reason and can appeal once; another moderator answers.")}</p>
        }
        .into_any(),
        None => view! { <p class="quiet">{t!("The number and the answers stay, the words are gone.")}</p> }
            .into_any(),
    };
    let title = title.unwrap_or_else(|| match hidden {
        Some(reason) => hidden_because(reason),
        None => t!("Removed by its author").to_owned(),
    });
    view! {
        <article class="stack stack-7" data-about=about data-regions=everywhere>
            <div class="stack">
                <p><a class="back" href=back><Icon name="back"/>{t!("Feed")}</a></p>
                <header class="stack stack-2">
                    <p class="meta">
                        <span class="tag"><Icon name=category.icon()/><span data-said="category">{words::tr(category.name())}</span></span>
                        {place.name.clone().map(|name| view! { <span>{name}</span> })}
                        <time data-said="at" datetime=words::iso(at)>{words::ago(at)}</time>
                    </p>
                    <Heading text=title attr:data-said="title"/>
                    <Byline author/>
                </header>
                <div class="stack prose">{text}</div>
                <LargeMedia media/>
                {acts}
            </div>
            <Comments thread who_reads/>
        </article>
        <aside class="beside__facts stack" aria-label=t!("About this post")>
            <div class="card card--flush">
                <PlaceMap place=place.clone()/>
                <dl class="facts pad">
                    {match several {
                        0 => view! { <PlaceFact place/> }.into_any(),
                        n => view! { <AnnouncedIn regions=n/> }.into_any(),
                    }}
                    {happened}
                    <div><dt>{t!("Posted")}</dt><dd>{words::moment(at)}{posted_to}</dd></div>
                    <div><dt>{t!("Who can read it")}</dt><dd>{readers}{agencies}</dd></div>
                </dl>
            </div>
            <div class="panel small"><p><b>{t!("Need help now?")}</b>" "{t!("In an emergency call 911. Posts here are not watched around the clock.")}</p></div>
        </aside>
    }
}

/// Shows the page anew when the post itself was removed, hidden or shown again; answers come by themselves.
fn follow_words(card: &PostCard, regions: &[String], again: Callback<()>) {
    let (id, shown) = (card.id.clone(), (card.text.clone(), card.hidden));
    live::follow(regions, move |kind, about| {
        if kind != "comment" || about != id {
            return;
        }
        let (id, shown) = (id.clone(), shown.clone());
        spawn_local(async move {
            if let Ok(post) = api::read_post(&id).await
                && (post.card.text, post.card.hidden) != shown
            {
                again.try_run(());
            }
        });
    });
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

/// An announcement happened nowhere: it is for some regions.
#[component]
fn AnnouncedIn(regions: usize) -> impl IntoView {
    let said = plural!(regions, "{n} region of the jurisdiction", "{n} regions of the jurisdiction");
    view! { <div><dt>{t!("For")}</dt><dd>{said}<small>{t!("Each about two miles wide, chosen by the officer")}</small></dd></div> }
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
