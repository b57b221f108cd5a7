//! `/portal/announce` An announcement: what, for which regions, and how neighbors will read it. Never with a way to share anything.

mod preview;
mod regions;
mod sending;
pub mod writing;

use leptos::prelude::*;
use neighbors_domain::account::OfficerSelf;
use neighbors_domain::addresses::pages;
use neighbors_domain::announcement::{CATEGORIES, Jurisdiction};
use neighbors_domain::officers::{PortalSelf, Role};
use neighbors_domain::post::{Category, Draft};

use self::preview::Preview;
use self::regions::RegionsField;
use self::sending::Send;
use self::writing::{Writing, own_files};
use super::inbox::OfficersOnly;
use crate::api;
use crate::components::{Art, Blank, Field, FieldError, Heading, Icon, Loaded, described_by};
use crate::drafts::files::KeptFile;
use crate::pages::attach::FilesField;
use crate::pages::compose::checks::Checks;
use crate::session::Session;
use crate::words::{self, t};

#[component]
pub fn AnnouncePage() -> impl IntoView {
    view! { <OfficersOnly><Announcing/></OfficersOnly> }
}

#[component]
fn Announcing() -> impl IntoView {
    let officer = Session::here().officer();
    let whose = StoredValue::new(officer.clone());
    let start = LocalResource::new(move || async move {
        let files = match whose.get_value() {
            Some(officer) => own_files(&officer).await,
            None => Vec::new(),
        };
        Ok::<_, api::Error>((api::portal_me().await?, api::jurisdiction().await?, files))
    });
    let shown = move |(me, jurisdiction, files): (PortalSelf, Jurisdiction, Vec<KeptFile>)| {
        match &officer {
        Some(officer) if me.roles.has(Role::Post) => {
            let writing = Writing::restored(officer, jurisdiction.regions, files);
            view! { <Form writing officer=officer.clone()/> }.into_any()
        }
        _ => view! {
            <Blank art=Art::Nothing title=t!("Announcements need another role").to_owned() page=true>
                <p>{t!("Your administrator can give you the role “Post and comment”.")}</p>
                <div class="buttons"><a class="button" href=pages::PORTAL_FEED>{t!("Back to the feed")}</a></div>
            </Blank>
        }
        .into_any(),
    }
    };
    view! {
        <main class="page" id="main" tabindex="-1">
            <Loaded resource=start what=t!("your jurisdiction") page=true view=shown/>
        </main>
    }
}

#[component]
fn Form(writing: Writing, officer: OfficerSelf) -> impl IntoView {
    let restored = writing.restored.then(|| {
        view! {
            <div class="banner">
                <Icon name="info"/>
                <p><b>{t!("This is the draft you left here.")}</b>" "{t!("It is kept in this browser alone, until you announce or discard it.")}</p>
            </div>
        }
    });
    view! {
        <div class="work">
            <form class="stack stack-6" novalidate on:submit=|event| event.prevent_default()>
                <header class="stack stack-1">
                    <p><a class="back" href=pages::PORTAL_FEED><Icon name="back"/>{t!("Feed")}</a></p>
                    <Heading text=t!("New announcement")/>
                    <p class="soft">{t!("It stands in the feed of its regions at once and for good, with your name and badge. You can take it back: then it says so.")}</p>
                </header>
                {restored}
                <section class="card stack" aria-labelledby="words">
                    <h2 id="words">{t!("What you announce")}</h2>
                    <Kinds writing/>
                    <Words writing/>
                    <FilesField files=writing.files wrong=writing.beside("files")/>
                </section>
                <RegionsField writing/>
                <Send writing/>
            </form>
            <aside class="work__rules stack" aria-label=t!("Preview as residents see it")>
                <Preview writing officer/>
                <div class="banner"><Icon name="eye"/><p><b>{t!("Who can read this")}</b><br/>{t!("Everybody, with or without an account. Nobody is asked to share anything: for that there are requests for assistance.")}</p></div>
                <div class="panel small"><p><b>{t!("Need help now?")}</b>" "{t!("In an emergency call 911. Posts here are not watched around the clock.")}</p></div>
            </aside>
        </div>
    }
}

#[component]
fn Kinds(writing: Writing) -> impl IntoView {
    let chip = move |category: Category| {
        let pressed = move || if writing.category.get() == category { "true" } else { "false" };
        view! {
            <button class="chip" type="button" aria-pressed=pressed on:click=move |_| writing.category.set(category)>
                <Icon name=category.icon()/>
                {words::tr(category.name())}
            </button>
        }
    };
    view! {
        <fieldset class="stack stack-2" id="category" tabindex="-1" aria-describedby="category-error">
            <legend class="field__label">{t!("Kind")}</legend>
            <div class="chips chips--wrap">{CATEGORIES.map(chip).collect_view()}</div>
            <FieldError id="category" error=writing.beside("category")/>
        </fieldset>
    }
}

#[component]
fn Words(writing: Writing) -> impl IntoView {
    let (no_title, no_text) = (writing.beside("title"), writing.beside("text"));
    let count = move || {
        let chars = writing.text.with(|text| text.trim().chars().count());
        t!("{n} of {max}", n = words::number(chars), max = words::number(Draft::MAX_TEXT))
    };
    view! {
        <Field id="title" label=t!("In a few words") hint=t!("The line neighbors see first.") error=no_title>
            <input class="input" id="title" autocomplete="off" enterkeyhint="next" prop:value=writing.title
                on:input:target=move |event| writing.title.set(event.target().value())
                aria-invalid=move || no_title.with(Option::is_some).then_some("true")
                aria-describedby=move || described_by("title", true, no_title.with(Option::is_some))/>
        </Field>
        <Checks of=writing.title name="title"/>
        <div class="field">
            <label class="field__label" for="text">{t!("What neighbors should know")}</label>
            <p class="field__hint" id="text-hint">{t!("What happened or will happen, where, until when, and what to do. Nobody described by race alone.")}</p>
            <textarea class="input" id="text" prop:value=writing.text
                on:input:target=move |event| writing.text.set(event.target().value())
                aria-invalid=move || no_text.with(Option::is_some).then_some("true")
                aria-describedby=move || described_by("text", true, no_text.with(Option::is_some))></textarea>
            <p class="counter">{count}</p>
            // Said politely while one types: it must not cut off who is still writing.
            <div role="status"><FieldError id="text" error=no_text/></div>
            <Checks of=writing.text name="text"/>
        </div>
    }
}
