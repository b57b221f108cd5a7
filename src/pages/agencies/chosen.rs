//! What one pressed on the map: one agency, or those that stand in one place, with the way to their profiles.

use std::sync::Arc;

use leptos::html::Section;
use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::country::Country;
use super::table::StateTag;
use crate::components::Icon;
use crate::words::{self, plural, t};

/// Takes the focus, so that keys go on from here; closing gives it back to the map.
#[component]
pub fn ChosenCard(country: Arc<Country>, chosen: Vec<usize>, close: Callback<()>) -> impl IntoView {
    let card = NodeRef::<Section>::new();
    Effect::new(move || {
        if let Some(card) = card.get() {
            let _ = card.focus();
        }
    });
    let leave = move || {
        close.run(());
        back_to_the_map();
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            leave();
        }
    };
    let body = match chosen[..] {
        [one] => view! { <One country n=one/> }.into_any(),
        _ => view! { <Many country all=chosen/> }.into_any(),
    };
    view! {
        <section class="map__card card" tabindex="-1" node_ref=card aria-label=t!("Chosen on the map") on:keydown=keys>
            <button class="button button--square button--bare map__close" type="button" aria-label=t!("Close") on:click=move |_| leave()>
                <Icon name="cross"/>
            </button>
            {body}
        </section>
    }
}

#[component]
fn One(country: Arc<Country>, n: usize) -> impl IntoView {
    let demo = (country.map.demo[n] == 1).then(|| view! { " "<span class="demo">"demo"</span> });
    view! {
        <div class="stack stack-1">
            <p><a href=pages::agency(&country.map.slugs[n])><b>{country.map.names[n].clone()}</b></a>{demo}</p>
            <p class="small soft">{country.place(n)}</p>
            <p class="row row--tight small soft">
                <span>{words::tr(country.kind(n).name())}</span>
                <span>{t!("since {date}", date = country.since(n))}</span>
                <StateTag state=country.state(n)/>
            </p>
        </div>
    }
}

#[component]
fn Many(country: Arc<Country>, all: Vec<usize>) -> impl IntoView {
    let title = plural!(all.len(), "{n} agency in one place", "{n} agencies in one place");
    let line = |n: usize| {
        view! {
            <li>
                <a href=pages::agency(&country.map.slugs[n])>{country.map.names[n].clone()}</a>
                <small class="quiet">{t!("since {date}", date = country.since(n))}</small>
            </li>
        }
    };
    view! {
        <p class="small"><b>{title}</b></p>
        <ul class="plainlist small">{all.into_iter().map(line).collect_view()}</ul>
    }
}

fn back_to_the_map() {
    let cursor = document().query_selector(".map--nation .hex-mark__button--cursor").ok().flatten();
    if let Some(cursor) = cursor.and_then(|cursor| cursor.dyn_into::<HtmlElement>().ok()) {
        let _ = cursor.focus();
    }
}
