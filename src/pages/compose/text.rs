//! The few words of the list, and what was seen or heard: behavior first.

use leptos::prelude::*;
use neighbors_domain::post::{Draft, PostError};

use super::checks::Checks;
use super::writing::Writing;
use crate::components::{FieldError, described_by};
use crate::words::{self, t};

#[component]
pub fn TitleField(writing: Writing) -> impl IntoView {
    let wrong = Memo::new(move |_| {
        let error = writing.errors().into_iter().find(|error| matches!(error, PostError::Title { .. }));
        error.map(words::say)
    });
    view! {
        <div class="field">
            <label class="field__label" for="title">{t!("In a few words")}</label>
            <p class="field__hint" id="title-hint">{t!("The line neighbors see first.")}</p>
            <input class="input" id="title" autocomplete="off" enterkeyhint="next" prop:value=writing.title
                on:input:target=move |event| writing.title.set(event.target().value())
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=move || described_by("title", true, wrong.with(Option::is_some))/>
            <FieldError id="title" error=wrong/>
            <Checks of=writing.title name="title"/>
        </div>
    }
}

#[component]
pub fn TextField(writing: Writing) -> impl IntoView {
    let wrong = Memo::new(move |_| {
        let about_text = |error: &PostError| {
            matches!(error, PostError::Text { .. } | PostError::ByRaceAlone | PostError::OnlyAgenciesAnnounce)
        };
        let errors = writing.errors().into_iter().filter(about_text).map(words::say);
        let said = errors.collect::<Vec<_>>().join(" ");
        (!said.is_empty()).then_some(said)
    });
    let count = move || {
        let chars = writing.text.with(|text| text.trim().chars().count());
        t!("{n} of {max}", n = words::number(chars), max = words::number(Draft::MAX_TEXT))
    };
    view! {
        <div class="field">
            <label class="field__label" for="text">{t!("What did you see or hear?")}</label>
            <p class="field__hint" id="text-hint">{t!("Behavior first: what was done, where, when. How somebody looks comes after, if it helps.")}</p>
            <textarea class="input" id="text" prop:value=writing.text
                on:input:target=move |event| writing.text.set(event.target().value())
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=move || described_by("text", true, wrong.with(Option::is_some))></textarea>
            <p class="counter">{count}</p>
            // Said politely while one types: it must not cut off who is still writing.
            <div role="status"><FieldError id="text" error=wrong/></div>
            <Checks of=writing.text name="text"/>
        </div>
    }
}
