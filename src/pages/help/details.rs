//! Who the recordings come from: the resident's own statement, typed here and kept here.

use leptos::prelude::*;
use neighbors_domain::consent::{self, Identity};

use super::flow::{Flow, Step, StepHeading, StepMarks};
use super::recordings::Notice;
use crate::components::{Field, described_by};
use crate::my_details;
use crate::session::Session;
use crate::words::{self, t};

#[component]
pub fn Details(flow: Flow) -> impl IntoView {
    let keep = RwSignal::new(my_details::kept().is_some());
    // Errors appear when one wants to go on, and then follow what is typed.
    let tried = RwSignal::new(false);
    if flow.identity.with_untracked(|identity| identity.email.is_empty())
        && let Some(resident) = Session::here().resident()
    {
        flow.identity.update(|identity| identity.email = resident.email);
    }
    let go_on = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let identity = flow.identity.with_untracked(trimmed);
        if let Err(errors) = identity.check() {
            if let Some(first) = errors.first() {
                focus(id_of(first.field()));
            }
            return;
        }
        if keep.get_untracked() {
            my_details::keep(&identity);
        } else {
            my_details::forget();
        }
        flow.identity.set(identity);
        flow.notice.set(None);
        flow.go(Step::Consent);
    };
    view! {
        <StepMarks at=1/>
        <header class="stack stack-2">
            <StepHeading flow text=t!("Say who they come from")/>
            <p class="lead">{t!(
                "{agency} receives a recording only together with these three. They are sealed with it, and stay in this browser until you consent.",
                agency = flow.agency()
            )}</p>
        </header>
        <Notice flow/>
        <form class="stack" novalidate=true on:submit=go_on>
            <Input flow tried field=consent::Field::Name label=t!("Name") hint=t!("As the agency may call you.") kind="text" autocomplete="name"/>
            <Input flow tried field=consent::Field::Email label=t!("Email address") hint=t!("Where the agency may write to you.") kind="email" autocomplete="email"/>
            <Input flow tried field=consent::Field::HomeAddress label=t!("Home address") hint=t!("Street, number and city. It is not compared with the home you picked.") kind="text" autocomplete="street-address"/>
            <label class="tick">
                <input type="checkbox" prop:checked=keep on:change:target=move |event| keep.set(event.target().checked())/>
                <span>{t!("Keep these three on this device, for next time")}</span>
            </label>
            <div class="buttons">
                <button class="button button--primary" type="submit">{t!("Go on to consent")}</button>
                <button class="button" type="button" on:click=move |_| flow.go(Step::Recordings)>{t!("Back")}</button>
            </div>
        </form>
    }
}

#[component]
fn Input(
    flow: Flow,
    tried: RwSignal<bool>,
    field: consent::Field,
    label: &'static str,
    hint: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
) -> impl IntoView {
    let id = id_of(field);
    let error = Signal::derive(move || {
        let errors = flow.identity.with(trimmed).check().err().filter(|_| tried.get())?;
        errors.into_iter().find(|error| error.field() == field).map(words::say)
    });
    let invalid = move || error.with(Option::is_some);
    view! {
        <Field id label hint error>
            <input class="input" id=id type=kind autocomplete=autocomplete
                aria-invalid=move || invalid().then_some("true")
                aria-describedby=move || described_by(id, true, invalid())
                prop:value=move || flow.identity.with(|identity| value(identity, field).clone())
                on:input:target=move |event| flow.identity.update(|identity| *value_mut(identity, field) = event.target().value())/>
        </Field>
    }
}

fn id_of(field: consent::Field) -> &'static str {
    match field {
        consent::Field::Name => "my-name",
        consent::Field::Email => "my-email",
        consent::Field::HomeAddress => "my-address",
    }
}

fn value(identity: &Identity, field: consent::Field) -> &String {
    match field {
        consent::Field::Name => &identity.name,
        consent::Field::Email => &identity.email,
        consent::Field::HomeAddress => &identity.home_address,
    }
}

fn value_mut(identity: &mut Identity, field: consent::Field) -> &mut String {
    match field {
        consent::Field::Name => &mut identity.name,
        consent::Field::Email => &mut identity.email,
        consent::Field::HomeAddress => &mut identity.home_address,
    }
}

fn trimmed(identity: &Identity) -> Identity {
    let Identity { name, email, home_address } = identity;
    Identity {
        name: name.trim().into(),
        email: email.trim().into(),
        home_address: home_address.trim().into(),
    }
}

fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        use wasm_bindgen::JsCast;
        let _ = element.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}
