//! `/review` What waits for review, for trained reviewers.

mod case;
mod decision;
mod hand_on;

use leptos::prelude::*;
use neighbors_domain::account::Who;
use neighbors_domain::addresses::pages;
use neighbors_domain::review::{Queue, Waiting};

pub use self::case::CasePage;
use super::inbox::Known;
use super::own_words;
use crate::api;
use crate::components::{AgencyName, Art, Blank, Heading, Loaded, Shape};
use crate::here::Here;
use crate::words::{self, t};

#[component]
pub fn ReviewPage() -> impl IntoView {
    view! {
        <Reviewers>
            <main class="page stack stack-6" id="main" tabindex="-1">
                <Heading text=t!("What waits for review")/>
                <List/>
            </main>
        </Reviewers>
    }
}

/// Whether somebody is a reviewer the queue says itself, with the reason why not.
#[component]
pub fn Reviewers(children: ChildrenFn) -> impl IntoView {
    let children = StoredValue::new(children);
    let back = Here::path();
    let door = move || own_words::door(&back.get());
    let page = move |who: Who| {
        match who {
        Who::Resident(_) => {
            own_words::only_of(&who);
            children.with_value(|children| children()).into_any()
        }
        _ => view! {
            <main class="page" id="main" tabindex="-1">
                <Blank art=Art::Nothing title=t!("Reviews are for reviewers").to_owned() page=true>
                    <p>{t!("Residents whom the operator named, once their training is complete. Agencies do not decide about agencies.")}</p>
                    <div class="buttons">
                        <a class="button button--primary" href=door>{t!("Sign in")}</a>
                        <a class="button" href=pages::FEED rel="external">{t!("Go to the feed")}</a>
                    </div>
                </Blank>
            </main>
        }
        .into_any(),
    }
    };
    view! { <Known view=Callback::new(page)/> }
}

#[component]
fn List() -> impl IntoView {
    let queue = LocalResource::new(api::review_queue);
    let shown = |Queue { reviewer, waiting }: Queue| {
        let none =
            waiting.is_empty().then(|| view! { <p class="panel">{t!("Nothing waits for review.")}</p> });
        let rows = waiting.into_iter().map(|waiting| view! { <li><Row waiting/></li> }).collect_view();
        let you = t!(
            "You are reviewer {n}. This number is public with what you approve.",
            n = reviewer.to_string()
        );
        view! { <p class="soft">{you}</p>{none}<ol class="stack" role="list">{rows}</ol> }
    };
    view! { <Loaded resource=queue what=t!("what waits for you") shape=Shape::Items view=shown/> }
}

#[component]
fn Row(waiting: Waiting) -> impl IntoView {
    let Waiting { id, version, agency, title, submitted_at, needs_second, by_me } = waiting;
    let tag = match (needs_second, by_me) {
        (_, true) => Some(t!("Approved by you, waits for another reviewer")),
        (true, _) => Some(t!("Needs a second reviewer")),
        _ => None,
    };
    let tag = tag.map(|words| view! { <span class="tag tag--accent">{words}</span> });
    let amendment = (version > 1).then(|| view! { <span class="tag">{t!("Amendment")}</span> });
    let waits = words::length((words::now() - submitted_at).num_seconds().max(60) / 60 * 60);
    view! {
        <article class="card stack stack-2">
            <p class="meta">{tag}{amendment}<span>{t!("Waiting {time}", time = waits)}</span></p>
            <h2 class="h3"><a href=pages::review_case(&id)>{title}</a></h2>
            <p class="small"><AgencyName agency/></p>
        </article>
    }
}
