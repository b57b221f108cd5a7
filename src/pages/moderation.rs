//! `/moderation` What waits for this moderator: words, a number, reasons. Decided one by one, undone where it can be.

mod case;

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::account::Who;
use neighbors_domain::addresses::pages;
use neighbors_domain::live::{MISSED, QUEUE};
use neighbors_domain::moderation::{Case, Queue, Stage};

use crate::components::{Art, Blank, Heading, Icon, Loaded, Shape};
use crate::session::Session;
use crate::words::{plural, t};
use crate::{api, live};
use case::CaseCard;

#[component]
pub fn Moderation() -> impl IntoView {
    let session = Session::here();
    let page = move |who: Who| {
        match who {
        Who::Resident(resident) if resident.moderator.is_some() => view! { <Waiting/> }.into_any(),
        Who::Visitor => view! {
            <Blank art=Art::Nothing title=t!("Sign in to moderate").to_owned()>
                <p>{t!("Moderators are residents whom the operator named. What they do is public.")}</p>
                <div class="buttons"><a class="button button--primary" href=[pages::SIGN_IN, "?next=", pages::MODERATION].concat()>{t!("Sign in")}</a></div>
            </Blank>
        }
        .into_any(),
        _ => view! {
            <Blank art=Art::Nothing title=t!("Only moderators decide here").to_owned()>
                <p>{t!("Moderators are residents whom the operator named. What they do is public.")}</p>
                <div class="buttons"><a class="button" href=pages::MODERATION_LOG>{t!("Moderation log")}</a></div>
            </Blank>
        }
        .into_any(),
    }
    };
    view! {
        <main class="page page--narrow stack stack-6" id="main" tabindex="-1">
            <Heading text=t!("Moderation")/>
            <Loaded resource=session.resource() what=t!("who is signed in") view=move |me| page(me.who)/>
        </main>
    }
}

/// What was just decided: said above the list, with a way back where there is one.
#[derive(Clone)]
pub struct Decided {
    pub words: String,
    /// The item that was hidden.
    pub undo: Option<String>,
}

#[component]
fn Waiting() -> impl IntoView {
    let queue = LocalResource::new(api::queue);
    view! {
        <Loaded resource=queue what=t!("what waits for you") shape=Shape::Items view=|queue| view! { <Cases queue/> }/>
        <p><button class="button" type="button" on:click=move |_| queue.refetch()><Icon name="retry"/>{t!("Look again")}</button></p>
    }
}

#[component]
fn Said(decided: RwSignal<Option<Decided>>, took: Callback<Decided>) -> impl IntoView {
    let undo = move |item: String| case::undo(item, took);
    let said = move || {
        decided.get().map(|Decided { words, undo: back }| {
            let back = back.map(|item| {
                view! { <button class="button" type="button" on:click=move |_| undo(item.clone())>{t!("Undo")}</button> }
            });
            view! { <div class="toast toast--here"><p id="decided" tabindex="-1">{words}</p>{back}</div> }
        })
    };
    view! { <div role="status">{said}</div> }
}

#[component]
fn Cases(queue: Queue) -> impl IntoView {
    let Queue { moderator, cases } = queue;
    let cases = RwSignal::new(cases);
    let decided = RwSignal::new(None::<Decided>);
    let ask = move || {
        spawn_local(async move {
            // What cannot be asked now comes with the next change, or by "Look again".
            if let Ok(now) = api::queue().await {
                cases.try_set(now.cases);
            }
        });
    };
    let took = Callback::new(move |done: Decided| {
        decided.set(Some(done));
        ask();
    });
    live::follow(&[QUEUE.to_owned()], move |kind, _| {
        if [QUEUE, MISSED].contains(&kind) {
            ask();
        }
    });
    let you =
        t!("You are moderator {n}. This number and what you decide are public.", n = moderator.to_string());
    let some = move |hidden: bool| {
        cases.with(|cases| {
            let of = |case: &&Case| matches!(case.stage, Stage::Hidden { .. }) == hidden;
            cases.iter().filter(of).cloned().collect::<Vec<_>>()
        })
    };
    let list = move |hidden: bool| {
        view! {
            <ol class="stack" role="list">
                <For each=move || some(hidden) key=as_shown let:case><li><CaseCard case moderator took/></li></For>
            </ol>
        }
    };
    let (waiting, lately) =
        (Memo::new(move |_| some(false).len()), Memo::new(move |_| !some(true).is_empty()));
    let empty = move || {
        (waiting.get() == 0).then(|| {
            view! { <p class="panel">{t!("Nothing waits for you. What you wrote yourself, and appeals against your own decisions, go to other moderators.")}</p> }
        })
    };
    let lately = move || {
        lately.get().then(|| {
            view! {
                <section class="stack stack-3" aria-labelledby="hidden">
                    <h2 id="hidden">{t!("Hidden in the last 30 days")}</h2>
                    {list(true)}
                </section>
            }
        })
    };
    view! {
        <div class="stack stack-6">
            <Said decided took/>
            <p class="soft">{you}" "<a href=pages::MODERATION_LOG>{t!("Moderation log")}</a></p>
            <section class="stack stack-3" aria-labelledby="waiting">
                <h2 id="waiting" tabindex="-1" aria-live="polite">{move || plural!(waiting.get(), "{n} waits for you", "{n} wait for you")}</h2>
                {empty}
                {list(false)}
            </section>
            {lately}
        </div>
    }
}

/// A card stays while others come and go, and with it what was chosen in it; flags added meanwhile are counted by "Look again".
fn as_shown(case: &Case) -> String {
    let stage = match case.stage {
        Stage::Appealed { .. } => "appealed",
        Stage::Proposed { .. } => "proposed",
        Stage::Flagged => "flagged",
        Stage::Hidden { .. } => "hidden",
    };
    [&*case.place.item, stage, &case.text].concat()
}
