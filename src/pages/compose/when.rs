//! About when it happened: a day and a quarter of an hour, or nothing.

use leptos::prelude::*;
use neighbors_domain::post::{PostError, SHOWN_TO};

use super::writing::Writing;
use crate::components::{FieldError, described_by};
use crate::words::{self, t};

#[component]
pub fn WhenField(writing: Writing) -> impl IntoView {
    let wrong = Memo::new(move |_| {
        writing.errors().into_iter().find(|error| *error == PostError::InTheFuture).map(words::say)
    });
    let invalid = move || wrong.with(Option::is_some).then_some("true");
    let minutes = SHOWN_TO.num_minutes();
    let times = (0..24 * 60 / minutes).map(|n| {
        let at = n * minutes;
        let value = [two(at / 60), ":".to_owned(), two(at % 60)].concat();
        let (chosen, name) = (value.clone(), words::time_of_day(at));
        view! { <option value=value selected=move || writing.time.with(|time| *time == chosen)>{name}</option> }
    });
    let hint = t!("Shown to {minutes} minutes.", minutes = minutes.to_string());
    view! {
        <div class="grid-2">
            <div class="field">
                <label class="field__label" for="day">{t!("Day")}</label>
                <input class="input" id="day" type="date" prop:value=writing.day
                    on:input:target=move |event| writing.day.set(event.target().value())
                    aria-invalid=invalid
                    aria-describedby=move || described_by("day", false, wrong.with(Option::is_some))/>
                <FieldError id="day" error=wrong/>
            </div>
            <div class="field">
                <label class="field__label" for="time">{t!("About what time")}</label>
                <select class="input" id="time" aria-invalid=invalid aria-describedby="time-hint"
                    on:change:target=move |event| writing.time.set(event.target().value())>
                    <option value="" selected=move || writing.time.with(String::is_empty)>{t!("I do not know")}</option>
                    {times.collect_view()}
                </select>
                <p class="field__hint" id="time-hint">{hint}</p>
            </div>
        </div>
    }
}

fn two(n: i64) -> String {
    let text = n.to_string();
    if n < 10 { ["0", &text].concat() } else { text }
}
