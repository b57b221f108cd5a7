//! "Post": what is still missing, how far the files are, what failed and how to go on.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use neighbors_domain::post::PostError;

use super::outbox::send;
use super::writing::Writing;
use crate::api::Error;
use crate::components::Icon;
use crate::drafts;
use crate::pages::attach::{Moving, Progress, why_not_sent};
use crate::words::t;

#[component]
pub fn Send(writing: Writing) -> impl IntoView {
    let navigate = use_navigate();
    let progress = RwSignal::new(Progress::default());
    let failed = RwSignal::new(None::<Error>);
    let sending = Action::new_local(move |&(): &()| {
        let navigate = navigate.clone();
        async move {
            failed.set(None);
            match send(writing, progress).await {
                Ok(post) => {
                    drafts::forget().await;
                    let to = pages::post(&post.card.id);
                    navigate(&to, NavigateOptions { replace: true, ..Default::default() });
                }
                Err(Error::Api(ApiError::PostRefused { errors })) => refused(writing, errors),
                Err(error) => {
                    if matches!(error, Error::Api(ApiError::SentBefore { .. })) {
                        writing.another();
                    }
                    failed.try_set(Some(error));
                }
            }
        }
    });
    let busy = sending.pending();
    let running = StoredValue::new_local(None);
    let stop = move || {
        if let Some(Some(handle)) = running.try_update_value(Option::take) {
            let handle: ActionAbortHandle = handle;
            handle.abort();
        }
    };
    // Leaving the page is stopping; the draft stays.
    on_cleanup(stop);
    let post = move |_| {
        if busy.get_untracked() {
            return;
        }
        writing.tried.set(true);
        writing.refused.set(Vec::new());
        if let Some(first) = untrack(|| wrong(writing)) {
            return focus(first);
        }
        running.set_value(Some(sending.dispatch_local(())));
    };
    let not_yet = move || {
        match writing.tried.get().then(|| wrong(writing)).flatten() {
        None => ().into_any(),
        Some(first) => view! {
            <p class="field__error"><Icon name="warn"/><span>{t!("Something above is missing or has to change.")}" "<a href=["#", first].concat() rel="external">{t!("Show me")}</a></span></p>
        }
        .into_any(),
    }
    };
    let trouble = move || failed.get().map(|error| view! { <Trouble error/> });
    view! {
        <div class="stack stack-3">
            <div role="alert">{trouble}</div>
            <Show when=move || busy.get()><Moving progress/></Show>
            <div role="status">{not_yet}</div>
        </div>
        <div class="reach">
            <button class="button button--primary button--big" type="button" on:click=post
                aria-disabled=move || (busy.get() || wrong(writing).is_some()).then_some("true")>
                {move || match (busy.get(), failed.get().is_some()) {
                    (true, _) => t!("Posting"),
                    (false, true) => t!("Try again"),
                    (false, false) => t!("Post"),
                }}
            </button>
            <Show when=move || busy.get() fallback=|| view! { <a class="button button--quiet" href=pages::FEED>{t!("Save as draft")}</a> }>
                <button class="button button--quiet" type="button" on:click=move |_| stop()>{t!("Stop sending")}</button>
            </Show>
        </div>
    }
}

/// Beside their fields; if none of them is about a field here, the first is said above the button.
fn refused(writing: Writing, errors: Vec<PostError>) {
    writing.refused.try_set(errors);
}

/// The id of the first field that has to change.
fn wrong(writing: Writing) -> Option<&'static str> {
    if writing.category.get().is_none() {
        return Some("kind");
    }
    let errors = writing.errors();
    let chars = |text: RwSignal<String>| text.with(|text| text.trim().chars().count());
    let about = |of: fn(&PostError) -> bool| errors.iter().any(of);
    let titles = neighbors_domain::post::Draft::TITLE_CHARS;
    if about(|error| matches!(error, PostError::Title { .. })) || !titles.contains(&chars(writing.title)) {
        return Some("title");
    }
    if about(|error| {
        matches!(error, PostError::Text { .. } | PostError::ByRaceAlone | PostError::OnlyAgenciesAnnounce)
    }) || chars(writing.text) == 0
    {
        return Some("text");
    }
    if writing.cell.get().is_none() {
        return Some("where");
    }
    if about(|error| *error == PostError::InTheFuture) {
        return Some("day");
    }
    (!writing.files.ready()
        || about(|error| matches!(error, PostError::TooManyFiles { .. } | PostError::Alt { .. })))
    .then_some("photos")
}

fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| wasm_bindgen::JsCast::dyn_into(element).ok()) {
        let element: web_sys::HtmlElement = element;
        let _ = element.focus();
    }
}

#[component]
fn Trouble(error: Error) -> impl IntoView {
    let way = matches!(error, Error::Api(ApiError::SignInRequired)).then(|| {
        let to = [pages::SIGN_IN, "?next=", pages::COMPOSE].concat();
        view! { " "<a href=to>{t!("Sign in")}</a> }
    });
    let before = match &error {
        Error::Api(ApiError::SentBefore { id }) => {
            Some(view! { " "<a href=pages::post(id) target="_blank">{t!("Look at it")}</a> })
        }
        _ => None,
    };
    let why = why_not_sent(&error);
    view! {
        <div class="banner banner--error">
            <Icon name="warn"/>
            <p><b>{t!("It is not posted yet.")}</b>" "{why}{before}{way}" "{t!("What has arrived stays arrived, and your draft is kept here.")}</p>
        </div>
    }
}
