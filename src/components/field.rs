//! A field of a form: label, hint, control, error, joined so that they are read out together.

use leptos::prelude::*;

use super::Icon;

/// `control` is the input itself; it carries `id`, and `aria-describedby` from [`described_by`].
#[component]
pub fn Field(
    id: &'static str,
    label: &'static str,
    #[prop(default = "")] hint: &'static str,
    /// How to mend what is wrong; `None` while nothing is.
    #[prop(into)]
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let hint =
        (!hint.is_empty()).then(|| view! { <p class="field__hint" id=[id, "-hint"].concat()>{hint}</p> });
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            {hint}
            {children()}
            <FieldError id error/>
        </div>
    }
}

#[component]
pub fn FieldError(id: &'static str, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    move || {
        error.get().map(|error| {
            view! { <p class="field__error" id=[id, "-error"].concat()><Icon name="warn"/><span>{error}</span></p> }
        })
    }
}

/// The value of `aria-describedby` for the control of the field `id`.
pub fn described_by(id: &'static str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some([id, "-hint"].concat()),
        (false, true) => Some([id, "-error"].concat()),
        (true, true) => Some([id, "-hint ", id, "-error"].concat()),
    }
}
