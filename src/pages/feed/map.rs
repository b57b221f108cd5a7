//! The honeycomb beside the feed: which cells the listed posts are in. The list is its twin.

use h3o::CellIndex;
use leptos::prelude::*;
use neighbors_domain::cells::{Cell8, Region7};
use neighbors_domain::feed::{FeedItem, KnownPlace, RINGS};
use neighbors_domain::spoken::count;

use crate::components::comb::{Sheet, comb_path, outline, view_box};

const TALL: (u32, u32) = (560, 720);
const STRIP: (u32, u32) = (390, 200);

#[component]
pub fn FeedMap(place: Signal<Option<KnownPlace>>, listed: RwSignal<Vec<FeedItem>>) -> impl IntoView {
    let region = Memo::new(move |_| place.get().map(|place| place.region));
    let tall = move || {
        region.get().map(|region| {
            let name = place.get_untracked().map(|place| place.name).unwrap_or_default();
            let label = ["Map of posts near ", &name, "; the list beside it holds the same posts"].concat();
            let sheet = sheet(region, TALL);
            view! {
                <svg viewBox=view_box(TALL.0, TALL.1) preserveAspectRatio="xMidYMid slice" role="group" aria-label=label>
                    <Ground sheet region/>
                    <g class="hexes">{move || listed.with(|items| hexes(&sheet, items))}</g>
                </svg>
            }
        })
    };
    // On a phone a picture only: its cells would be too small for a thumb, and the list follows at once.
    let strip = move || {
        region.get().map(|region| {
            let sheet = sheet(region, STRIP);
            let filled = move || listed.with(|items| comb_path(&sheet, gathered(items).iter().map(|here| here.cell.index())));
            view! {
                <svg viewBox=view_box(STRIP.0, STRIP.1) preserveAspectRatio="xMidYMid slice" aria-hidden="true">
                    <Ground sheet region/>
                    <path class="area__cell" vector-effect="non-scaling-stroke" d=filled/>
                </svg>
            }
        })
    };
    view! {
        <div class="panes__map">
            <div class="map map--phone below-desk">{strip}</div>
            <div class="map map--tall from-desk">
                {tall}
                <ul class="map__key" aria-label="Key">
                    <li><KeyCell class="key-post"/>"Posts"</li>
                    <li><KeyCell class="key-ask"/>"Request for assistance"</li>
                    <li>
                        <svg viewBox="0 0 18 18" aria-hidden="true"><path class="map-region map-region--key" d="M1 9H17"/></svg>
                        "Within 2 miles"
                    </li>
                </ul>
                <p class="map__note">"Places are cells half a mile wide. No address is ever shown."</p>
            </div>
        </div>
    }
}

#[component]
fn KeyCell(class: &'static str) -> impl IntoView {
    view! {
        <svg viewBox="0 0 18 18" aria-hidden="true">
            <path class=class d="M9 1.5l6.5 3.75v7.5L9 16.5l-6.5-3.75v-7.5z"/>
        </svg>
    }
}

/// The comb of the neighborhood, and how far the feed reaches.
#[component]
fn Ground(sheet: Sheet, region: Region7) -> impl IntoView {
    let reach = region.disk(RINGS);
    let cells = reach.iter().flat_map(|region| region.index().children(Cell8::RESOLUTION));
    let comb = comb_path(&sheet, cells);
    let edge = outline(&sheet, reach.iter().map(|region| region.index()));
    view! {
        <path class="map-comb" vector-effect="non-scaling-stroke" d=comb/>
        <path class="map-region" vector-effect="non-scaling-stroke" d=edge/>
    }
}

fn sheet(region: Region7, (width, height): (u32, u32)) -> Sheet {
    let reach: Vec<CellIndex> = region.disk(RINGS).into_iter().map(|region| region.index()).collect();
    Sheet::around(&reach, width.into(), height.into(), 12.0)
}

/// What is in one cell.
struct Gathered {
    cell: Cell8,
    name: Option<String>,
    posts: usize,
    requests: usize,
    /// Where the first of them stands in the list.
    first: String,
}

/// There are a few dozen cells at most: looking through them is quicker to load than a tree.
fn gathered(items: &[FeedItem]) -> Vec<Gathered> {
    let mut cells: Vec<Gathered> = Vec::new();
    for item in items {
        let (cell, id, name, request) = match item {
            FeedItem::Post(card) => (card.place.cell, &card.id, card.place.name.clone(), false),
            // Not a post, and counted in a layer of its own.
            FeedItem::Incident(_) => continue,
            FeedItem::AssistanceRequest(summary) => {
                (Some(summary.area.incident.cell8()), &summary.id, None, true)
            }
        };
        let Some(cell) = cell else { continue };
        let known = cells.iter().position(|here| here.cell == cell).unwrap_or_else(|| {
            cells.push(Gathered { cell, name: None, posts: 0, requests: 0, first: id.clone() });
            cells.len() - 1
        });
        let here = &mut cells[known];
        here.name = here.name.take().or(name);
        if request { here.requests += 1 } else { here.posts += 1 }
    }
    cells
}

fn hexes(sheet: &Sheet, items: &[FeedItem]) -> Vec<impl IntoView + use<>> {
    let hex = |here: Gathered| {
        let (x, y) = sheet.middle(here.cell.index());
        let class = if here.requests > 0 { "hex hex--rfa" } else { "hex hex--post" };
        let mut held = Vec::new();
        if here.posts > 0 {
            held.push(count(here.posts, "post", "posts"));
        }
        if here.requests > 0 {
            held.push(count(here.requests, "request for assistance", "requests for assistance"));
        }
        let label = [here.name.as_deref().unwrap_or("One cell"), ": ", &held.join(", ")].concat();
        view! {
            // Inside a group, so that this is a link of the drawing and not one of the page.
            <g>
                <a class=class href=["#item-", &here.first].concat() aria-label=label>
                    <path vector-effect="non-scaling-stroke" d=comb_path(sheet, [here.cell.index()])/>
                    <text class="hex__n" x=x y=y + 55>{(here.posts + here.requests).to_string()}</text>
                </a>
            </g>
        }
    };
    gathered(items).into_iter().map(hex).collect()
}
