//! When: both ends on the clock of the place, also in the two nights a year when that clock lies.

use leptos::prelude::*;
use neighbors_domain::assistance_request::{End, Form};
use neighbors_domain::local_time::LocalTime;

use super::editor::Editor;
use super::fields::{Place, text, typed};
use crate::components::{Field, described_by};
use crate::pages::assistance_request::where_when::WindowEnds;
use crate::words::{self, t};

/// Every zone of the country; the reader's own and the draft's are added.
const ZONES: [&str; 9] = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
];

#[component]
pub fn WhenCard(editor: Editor) -> impl IntoView {
    const ZONE: Place = |form| &mut form.zone;
    let zone = text(editor, ZONE);
    let zones = move || {
        let mut all: Vec<String> = ZONES.iter().map(|zone| (*zone).to_owned()).collect();
        for more in [words::own_zone(), zone.get()] {
            if !more.is_empty() && !all.contains(&more) {
                all.push(more);
            }
        }
        let option = |name: String| {
            let here = name.clone();
            let selected = move || zone.with(|zone| *zone == here);
            let said = name.replace('_', " ");
            view! { <option value=name prop:selected=selected>{said}</option> }
        };
        all.into_iter().map(option).collect_view()
    };
    let window = Memo::new(move |_| editor.form.with(|form| form.window(|at| words::offset(&form.zone, at))));
    let ends = move || {
        window.get().filter(|window| window.from < window.until).map(|window| {
            let zone = zone.get();
            let changes = words::offset(&zone, window.from) != words::offset(&zone, window.until);
            let note = match changes {
                true => t!("The clock is changed inside this window. Its length is elapsed time."),
                false => t!("No change of the clock inside this window."),
            };
            view! { <WindowEnds window zone/><p class="small quiet">{note}</p> }
        })
    };
    view! {
        <section class="card stack" aria-labelledby="window">
            <h2 id="window">{t!("Window")}</h2>
            <div class="grid-2">
                <EndField editor id="from" label=t!("From") end=|form| &mut form.from/>
                <EndField editor id="until" label=t!("To") end=|form| &mut form.until/>
            </div>
            <Field id="zone" label=t!("Time zone of the place") error=None>
                <select class="input" id="zone" on:change:target=move |event| typed(editor, ZONE, event.target().value())>{zones}</select>
            </Field>
            {ends}
        </section>
    }
}

#[component]
fn EndField(
    editor: Editor,
    id: &'static str,
    label: &'static str,
    end: fn(&mut Form) -> &mut End,
) -> impl IntoView {
    let typed_end = Memo::new(move |_| editor.form.with(|form| end(&mut form.clone()).clone()));
    let local = move || typed_end.with(|end| end.local.clone());
    let means = Memo::new(move |_| {
        editor.form.with(|form| form.end(&typed_end.get(), |at| words::offset(&form.zone, at)))
    });
    let error = Signal::derive(move || {
        (means.get() == Some(LocalTime::Never))
            .then(|| t!("No clock showed this time: it was put forward over it that night.").to_owned())
    });
    let twice = move || {
        matches!(means.get(), Some(LocalTime::Twice(..))).then(|| {
            let choice = move |second: bool, words: &'static str| {
                let chosen = move || typed_end.with(|end| end.second == second);
                view! {
                    <label class="tick">
                        <input type="radio" name=[id, "-which"].concat() prop:checked=chosen
                            on:change=move |_| editor.change(move |form| end(form).second = second)/>
                        <span>{words}</span>
                    </label>
                }
            };
            view! {
                <fieldset class="stack stack-1">
                    <legend class="field__hint">{t!("The clock was put back that night, so this time came twice. Which is meant?")}</legend>
                    {choice(false, t!("The first time"))}
                    {choice(true, t!("The second time, after the change"))}
                </fieldset>
            }
        })
    };
    let invalid = move || error.with(Option::is_some);
    view! {
        <Field id label error>
            <input class="input" id=id type="datetime-local" prop:value=local
                aria-invalid=move || invalid().then_some("true") aria-describedby=move || described_by(id, false, invalid())
                on:input:target=move |event| {
                    let local = event.target().value();
                    editor.change(move |form| *end(form) = End { local, second: false });
                }/>
            {twice}
        </Field>
    }
}
