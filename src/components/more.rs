//! "Show more" at the end of a list that comes in pages.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use crate::api::Result;
use crate::words::{self, t};

/// `more` loads the page after the cursor and adds it; it is not asked twice at once.
#[component]
pub fn MoreButton<F, Fut>(
    next: RwSignal<Option<String>>,
    /// As in "We could not load {what}".
    what: &'static str,
    more: F,
) -> impl IntoView
where
    F: Fn(String) -> Fut + Copy + Send + 'static,
    Fut: Future<Output = Result<()>> + 'static,
{
    let waiting = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let load = move |_| {
        let Some(after) = next.get_untracked().filter(|_| !waiting.get_untracked()) else { return };
        waiting.set(true);
        failed.set(None);
        spawn_local(async move {
            let answer = more(after).await;
            waiting.try_set(false);
            failed.try_set(answer.err().map(words::say));
        });
    };
    let button = move || {
        next.with(Option::is_some).then(|| {
            view! {
                <p class="center">
                    <button class="button" type="button" on:click=load
                        aria-disabled=move || waiting.get().then_some("true")>
                        <Icon name="down"/>
                        {move || if waiting.get() { t!("Loading") } else { t!("Show more") }}
                    </button>
                </p>
            }
        })
    };
    let error = move || {
        failed.get().map(|why| {
            view! {
                <div class="banner banner--error">
                    <Icon name="warn"/>
                    <p><b>{t!("We could not load more of {what}.", what = what)}</b>" "{why}</p>
                </div>
            }
        })
    };
    view! { <div role="status">{error}</div>{button} }
}
