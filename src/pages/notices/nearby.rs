//! New posts around one's home: counted in this browser, from the feed anybody reads.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::account::ResidentSelf;
use neighbors_domain::addresses::pages;

use crate::api;
use crate::notices::{self, Found};
use crate::words::{plural, say, t};

#[component]
pub fn Nearby(
    resident: ResidentSelf,
    near: Option<usize>,
    found: LocalResource<api::Result<Found>>,
) -> impl IntoView {
    let body = match resident.home.clone() {
        None => view! {
            <div class="row row--apart">
                <p>{t!("No home is picked for this account.")}</p>
                <a class="button" href=pages::HOME>{t!("Pick my home")}</a>
            </div>
        }
        .into_any(),
        Some(home) => {
            let place = api::with(pages::FEED, &[("region", &home.region.to_string())]);
            let new = near.map(|near| match near {
                0 => view! { <p>{t!("Nothing new since you last said you had seen it.")}</p> }.into_any(),
                near => view! {
                    <div class="row row--apart">
                        <p><a href=place rel="external">{plural!(near, "{n} new post", "{n} new posts")}</a></p>
                        <Seen resident=resident.clone() found/>
                    </div>
                }
                .into_any(),
            });
            view! { {new}<Switch resident=resident.clone() found/> }.into_any()
        }
    };
    view! {
        <section class="stack stack-3" aria-labelledby="near">
            <div class="stack stack-1">
                <h2 id="near">{t!("Around your home")}</h2>
                <p class="soft">{t!("Counted in this browser, against the newest you had seen. Nothing about it is kept on the server.")}</p>
            </div>
            <div class="card settings">{body}</div>
        </section>
    }
}

fn set(
    resident: ResidentSelf,
    wanted: bool,
    found: LocalResource<api::Result<Found>>,
    failed: RwSignal<Option<String>>,
) {
    failed.set(None);
    spawn_local(async move {
        match notices::set_nearby(&resident, wanted).await {
            Ok(()) => found.refetch(),
            Err(error) => drop(failed.try_set(Some(say(error)))),
        }
    });
}

#[component]
fn Switch(resident: ResidentSelf, found: LocalResource<api::Result<Found>>) -> impl IntoView {
    let failed = RwSignal::new(None::<String>);
    let on_change = move |event: web_sys::Event| {
        set(resident.clone(), event_target_checked(&event), found, failed);
    };
    view! {
        <label class="switch setting" for="count-near">
            <span><b id="count-near-name">{t!("Count new posts around my home")}</b><span class="small soft" id="count-near-what">{t!("On this device. Requests for assistance count only while none of your three switches is on.")}</span></span>
            <input type="checkbox" role="switch" id="count-near" prop:checked=notices::wants_nearby() on:change=on_change
                aria-labelledby="count-near-name" aria-describedby="count-near-what"/>
        </label>
        {move || failed.get().map(|why| view! { <p role="alert">{why}</p> })}
    }
}

#[component]
fn Seen(resident: ResidentSelf, found: LocalResource<api::Result<Found>>) -> impl IntoView {
    let failed = RwSignal::new(None::<String>);
    let press = move |_| set(resident.clone(), true, found, failed);
    view! {
        <button class="button" type="button" on:click=press>{t!("I have seen them")}</button>
        {move || failed.get().map(|why| view! { <p role="alert">{why}</p> })}
    }
}
