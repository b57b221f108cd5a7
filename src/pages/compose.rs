//! `/compose` A new post: what was done, where and when, judged while one types by the rules the server judges by.

pub mod checks;
mod discard;
mod map;
mod outbox;
mod place;
mod readers;
mod sending;
mod text;
mod when;
mod writing;

use leptos::prelude::*;
use neighbors_domain::account::{Me, ResidentSelf, Site, Who};
use neighbors_domain::addresses::pages;
use neighbors_domain::post::Category;

use crate::components::{Bones, FieldError, Heading, Icon, Loaded, Shape};
use crate::drafts::{self, files};
use crate::pages::attach::FilesField;
use crate::session::Session;
use crate::words::{self, t};
use discard::Discard;
use place::PlaceField;
use readers::Readers;
use sending::Send;
use text::{TextField, TitleField};
use when::WhenField;
use writing::Writing;

#[component]
pub fn Compose() -> impl IntoView {
    let session = Session::here();
    let shown = move |me: Me| {
        match me.who {
        Who::Resident(resident) => view! { <Restored resident site=me.site/> }.into_any(),
        Who::Visitor => {
            view! { <SignInFirst why=t!("Posts are written by residents. You can read everything here without an account.")/> }
                .into_any()
        }
        Who::Officer(_) => {
            view! { <SignInFirst why=t!("This page is for residents. Sign in with an account of your own to write as a neighbor.")/> }
                .into_any()
        }
    }
    };
    view! {
        <main class="page page--narrow stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-1">
                <Heading text=t!("What happened?")/>
                <p class="soft">{t!("You appear as “Neighbor 1”. Nobody can see your name or open a profile.")}</p>
            </header>
            <Loaded resource=session.resource() what=t!("your account") view=shown/>
        </main>
    }
}

#[component]
fn SignInFirst(why: &'static str) -> impl IntoView {
    let to = [pages::SIGN_IN, "?next=", pages::COMPOSE].concat();
    view! {
        <div class="panel stack stack-3">
            <p>{why}</p>
            <p><a class="button button--primary" href=to>{t!("Sign in")}</a></p>
        </div>
    }
}

/// The form as it was left: its files come out of the browser's database first.
#[component]
fn Restored(resident: ResidentSelf, site: Site) -> impl IntoView {
    let (resident, site) = (StoredValue::new(resident), StoredValue::new(site));
    let files = LocalResource::new(move || async move {
        let resident = resident.get_value();
        drafts::only_of(Some(&resident)).await;
        files::of_writer::<files::Post>(&drafts::whose(&resident)).await
    });
    move || match files.get() {
        None => view! { <Bones what=t!("your draft") shape=Shape::Text/> }.into_any(),
        Some(files) => {
            let writing =
                Writing::restored(resident.get_value(), site.with_value(|site| site.place.region), files);
            view! { <Form writing/> }.into_any()
        }
    }
}

#[component]
fn Form(writing: Writing) -> impl IntoView {
    let restored = writing.restored.then(|| {
        view! {
            <div class="banner">
                <Icon name="info"/>
                <p><b>{t!("This is the draft you left here.")}</b>" "{t!("It is kept in this browser alone, until you post or discard it.")}</p>
            </div>
        }
    });
    view! {
        {restored}
        <form class="stack stack-6" novalidate on:submit=|event| event.prevent_default()>
            <KindField writing/>
            <TitleField writing/>
            <TextField writing/>
            <PlaceField writing/>
            <WhenField writing/>
            <FilesField files=writing.files wrong=writing.wrong_files()/>
            <Readers writing/>
            <div class="panel small"><p><b>{t!("Need help now?")}</b>" "{t!("In an emergency call 911. Posts here are not watched around the clock.")}</p></div>
            <Send writing/>
            <Discard writing/>
        </form>
    }
}

#[component]
fn KindField(writing: Writing) -> impl IntoView {
    let kinds = Category::ALL.into_iter().filter(|category| *category != Category::Announcement);
    let chip = move |category: Category| {
        let pressed = move || if writing.category.get() == Some(category) { "true" } else { "false" };
        view! {
            <button class="chip" type="button" aria-pressed=pressed on:click=move |_| writing.category.set(Some(category))>
                <Icon name=category.icon()/>
                {words::tr(category.name())}
            </button>
        }
    };
    let missing = move || {
        (writing.tried.get() && writing.category.get().is_none()).then(|| t!("Choose a kind.").to_owned())
    };
    view! {
        <fieldset class="stack stack-2" id="kind" tabindex="-1" aria-describedby="kind-error">
            <legend class="field__label">{t!("Kind")}</legend>
            <div class="chips chips--wrap">{kinds.map(chip).collect_view()}</div>
            <FieldError id="kind" error=Signal::derive(missing)/>
        </fieldset>
    }
}
