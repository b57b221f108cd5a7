//! What is asked: title, text, the way without a name, and what the agency declares.

use leptos::prelude::*;
use neighbors_domain::assistance_request::{Draft, Form};

use super::editor::Editor;
use super::fields::{Place, TextField, Tick, text, typed};
use crate::components::Field;
use crate::words::{self, t};

#[component]
pub fn TextCard(editor: Editor) -> impl IntoView {
    const TEXT: Place = |form| &mut form.text;
    let written = text(editor, TEXT);
    let counted = move || {
        let chars = written.with(|text| text.trim().chars().count());
        t!(
            "{chars} of {max} characters",
            chars = words::number(chars),
            max = words::number(*Draft::TEXT_CHARS.end())
        )
    };
    view! {
        <section class="card stack" aria-labelledby="what-you-ask">
            <h2 id="what-you-ask">{t!("What you ask")}</h2>
            <TextField editor id="title" label=t!("Title") place=|form| &mut form.title/>
            <Field id="text" label=t!("Text") hint=t!("Say what happened, what would help, and that nobody has to act. No pressure.") error=None>
                <textarea class="input" id="text" rows="7" aria-describedby="text-hint" prop:value=written
                    on:input:target=move |event| typed(editor, TEXT, event.target().value())></textarea>
                <p class="counter">{counted}</p>
            </Field>
            <div class="grid-2">
                <TextField editor id="tip-phone" label=t!("Tip line: phone") kind="tel" hint=t!("Help without a name. A phone or a web address is needed.")
                    place=|form: &mut Form| form.tip_line.phone.get_or_insert_default()/>
                <TextField editor id="tip-web" label=t!("Tip line: web address") kind="url" hint=t!("A page that asks for no name.")
                    place=|form: &mut Form| form.tip_line.web.get_or_insert_default()/>
            </div>
            <fieldset class="stack stack-1">
                <legend class="field__label">{t!("Your agency declares")}</legend>
                <Tick editor label=t!("This is not about a protest, worship, a meeting or any other lawful activity.")
                    place=|form| &mut form.declarations.not_about_lawful_activity/>
                <Tick editor label=t!("The text names no victim. Missing or abducted people are excepted.")
                    place=|form| &mut form.declarations.no_victim_identified/>
                <Tick editor label=t!("Nobody is described by race alone.") place=|form| &mut form.declarations.nobody_described_by_race_alone/>
                <Tick editor label=t!("It threatens nobody, presses nobody, and is no announcement.")
                    place=|form| &mut form.declarations.no_threat_and_no_announcement/>
            </fieldset>
        </section>
    }
}
