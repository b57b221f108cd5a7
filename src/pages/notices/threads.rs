//! Where one wrote: which threads have new comments.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::addresses::pages;
use neighbors_domain::notices::{ThreadKind, ThreadNews};

use crate::api;
use crate::notices::{self, Found};
use crate::words::{plural, say, t};

#[component]
pub fn Threads(
    threads: Vec<(ThreadNews, u32)>,
    /// Residents can have theirs found again.
    mine: bool,
    found: LocalResource<api::Result<Found>>,
) -> impl IntoView {
    let empty = threads.is_empty().then(|| {
        view! { <p>{t!("This browser knows of no thread you wrote in.")}</p> }
    });
    // Those with something new first; the rest as they were written in.
    let (new, quiet): (Vec<_>, Vec<_>) = threads.into_iter().partition(|(_, new)| *new > 0);
    let rows = new.into_iter().chain(quiet).map(|(news, new)| view! { <Thread news new/> }).collect_view();
    let again = mine.then(|| view! { <FindAgain found/> });
    view! {
        <section class="stack stack-3" aria-labelledby="wrote">
            <div class="stack stack-1">
                <h2 id="wrote">{t!("Where you wrote")}</h2>
                <p class="soft">{t!("Only this browser remembers where you wrote. The server keeps no such list, and is asked about these threads without your name.")}</p>
            </div>
            <div class="card">{empty}<ul class="settings">{rows}</ul></div>
            {again}
        </section>
    }
}

#[component]
fn Thread(news: ThreadNews, new: u32) -> impl IntoView {
    let to = match news.kind {
        ThreadKind::Post => pages::post(&news.thread),
        ThreadKind::AssistanceRequest => pages::assistance_request(&news.thread),
    };
    let title = news.title.unwrap_or_else(|| t!("Removed by its author").to_owned());
    let count = match new {
        0 => t!("Nothing new").to_owned(),
        new => plural!(new, "{n} new comment", "{n} new comments"),
    };
    let class = if new > 0 { "tag tag--accent" } else { "small quiet" };
    view! { <li class="row row--apart"><a href=to>{title}</a><span class=class>{count}</span></li> }
}

#[component]
fn FindAgain(found: LocalResource<api::Result<Found>>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let ask = move |_| {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        failed.set(None);
        spawn_local(async move {
            let answer = api::my_threads().await;
            asking.try_set(false);
            match answer {
                Ok(mine) => {
                    notices::found(mine.threads);
                    found.refetch();
                }
                Err(error) => drop(failed.try_set(Some(say(error)))),
            }
        });
    };
    view! {
        <div class="row">
            <button class="button" type="button" on:click=ask aria-disabled=move || asking.get().then_some("true")>
                {t!("Find my threads on this device")}
            </button>
            <span class="small quiet">{t!("On a new device, once. The server tries every thread for it and keeps nothing.")}</span>
        </div>
        <p role="alert">{failed}</p>
    }
}
