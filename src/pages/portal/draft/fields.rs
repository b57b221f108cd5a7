//! A field of the form: typed text goes into the draft and comes back from it.

use leptos::prelude::*;
use neighbors_domain::assistance_request::Form;

use super::editor::Editor;
use crate::components::Field;

/// Where in the form a text lies.
pub type Place = fn(&mut Form) -> &mut String;

#[component]
pub fn TextField(
    editor: Editor,
    id: &'static str,
    label: &'static str,
    #[prop(default = "")] hint: &'static str,
    place: Place,
    #[prop(default = "input")] class: &'static str,
    #[prop(default = "text")] kind: &'static str,
    /// What an amendment keeps.
    #[prop(default = false)]
    fixed: bool,
    /// What may be meant, to choose from.
    #[prop(optional)]
    choices: Vec<String>,
) -> impl IntoView {
    let text = text(editor, place);
    let list = (!choices.is_empty()).then(|| [id, "-choices"].concat());
    let choices = list.clone().map(|list| {
        let choices =
            choices.into_iter().map(|choice| view! { <option value=choice></option> }).collect_view();
        view! { <datalist id=list>{choices}</datalist> }
    });
    let described = (!hint.is_empty()).then(|| [id, "-hint"].concat());
    view! {
        <Field id label hint error=None>
            <input class=class id=id type=kind autocomplete="off" readonly=fixed list=list aria-describedby=described
                prop:value=text on:input:target=move |event| typed(editor, place, event.target().value())/>
            {choices}
        </Field>
    }
}

pub fn text(editor: Editor, place: Place) -> Memo<String> {
    Memo::new(move |_| editor.form.with(|form| place(&mut form.clone()).clone()))
}

pub fn typed(editor: Editor, place: Place, text: String) {
    editor.change(move |form| *place(form) = text);
}

/// One of the declarations.
#[component]
pub fn Tick(editor: Editor, label: &'static str, place: fn(&mut Form) -> &mut bool) -> impl IntoView {
    let ticked = Memo::new(move |_| editor.form.with(|form| *place(&mut form.clone())));
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=ticked
                on:change:target=move |event| {
                    let on = event.target().checked();
                    editor.change(move |form| *place(form) = on);
                }/>
            <span>{label}</span>
        </label>
    }
}
