//! Waiting, failed, or here: every page shows the three the same way.

use leptos::prelude::*;
use neighbors_domain::api::ApiError;

use super::{Art, Blank, Icon};
use crate::api::{Error, Result};
use crate::pages::NothingHere;
use crate::words::{self, t};

/// The size of what comes, so that nothing jumps when it does.
#[derive(Clone, Copy, PartialEq)]
pub enum Shape {
    /// Entries of a list.
    Items,
    /// A title and paragraphs.
    Text,
}

/// Shows `view` of the value once it is here, bones until then, and why when it failed.
#[component]
pub fn Loaded<T, V, F>(
    resource: LocalResource<Result<T>>,
    /// As in "We could not load {what}": "the post".
    what: &'static str,
    #[prop(default = Shape::Text)] shape: Shape,
    /// The page has no heading of its own until the value is here.
    #[prop(default = false)]
    page: bool,
    view: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Send + 'static,
{
    move || match resource.get() {
        None => view! { <Bones what shape/> }.into_any(),
        Some(Ok(value)) => view(value).into_any(),
        Some(Err(error)) => {
            let retry = Callback::new(move |()| resource.refetch());
            view! { <Failed what page error retry/> }.into_any()
        }
    }
}

#[component]
pub fn Bones(what: &'static str, shape: Shape) -> impl IntoView {
    let bones = match shape {
        Shape::Items => (0..4).map(|_| view! { <ItemBones/> }).collect_view().into_any(),
        Shape::Text => view! {
            <div class="stack stack-3" aria-hidden="true">
                <span class="bone bone--half"></span>
                <span class="bone bone--title"></span>
                <span class="bone bone--block"></span>
                <span class="bone"></span>
                <span class="bone bone--half"></span>
            </div>
        }
        .into_any(),
    };
    view! { <div role="status" aria-label=t!("Loading {what}", what = what)>{bones}</div> }
}

#[component]
fn ItemBones() -> impl IntoView {
    view! {
        <div class="item" aria-hidden="true">
            <span class="bone bone--kind"></span>
            <div class="stack stack-2">
                <span class="bone bone--half"></span>
                <span class="bone bone--title"></span>
                <span class="bone"></span>
                <span class="bone bone--half"></span>
            </div>
        </div>
    }
}

/// What failed, why, and the way out.
#[component]
pub fn Failed(
    what: &'static str,
    #[prop(default = false)] page: bool,
    error: Error,
    retry: Callback<()>,
) -> impl IntoView {
    if error == Error::Api(ApiError::NotFound) {
        return view! { <NothingHere page/> }.into_any();
    }
    view! {
        <Blank art=Art::Failed title=t!("We could not load {what}", what = what) page>
            <p>{words::say(&error)}</p>
            <div class="buttons">
                <button class="button button--primary" type="button" on:click=move |_| retry.run(())>
                    <Icon name="retry"/>
                    {t!("Try again")}
                </button>
            </div>
        </Blank>
    }
    .into_any()
}
