//! What the portal's forms share: an error beside its field, ticks for roles.

use leptos::prelude::*;
use neighbors_domain::admission::{AdmissionError, Stated};
use neighbors_domain::api::ApiError;
use neighbors_domain::officers::{Field, OfficerError, Role, Roles};

use crate::api::Error;
use crate::components::Icon;
use crate::words::{self, say, t};

/// Why a form was not taken: field and sentence of each reason; a field nobody has on the page stands above it.
#[derive(Clone, Copy)]
pub struct Refused(RwSignal<Vec<(&'static str, String)>>);

/// Fields that stand on some form of the portal.
const FIELDS: [&str; 12] = [
    "email",
    "name",
    "title",
    "badge_number",
    "password",
    "code",
    "contact",
    "tip_phone",
    "tip_web",
    "gifts",
    "kept_days",
    "form",
];

impl Refused {
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    pub fn clear(self) {
        self.0.set(Vec::new());
    }

    pub fn refuse(self, errors: Vec<OfficerError>) {
        self.0.set(errors.iter().map(|error| (error.field().key(), say(error))).collect());
    }

    pub fn refuse_statement(self, errors: Vec<AdmissionError>) {
        self.0.set(errors.iter().map(|error| (error.field().key(), say(error))).collect());
    }

    /// From the server.
    pub fn say(self, error: Error) {
        let field = match &error {
            Error::Api(ApiError::Invalid { field, .. }) => FIELDS.into_iter().find(|known| known == field),
            _ => None,
        };
        self.0.try_set(vec![(field.unwrap_or("form"), say(error))]);
    }

    fn of(self, key: &'static str) -> Signal<Option<String>> {
        let Self(why) = self;
        Signal::derive(move || {
            why.with(|why| why.iter().find(|(field, _)| *field == key).map(|(_, sentence)| sentence.clone()))
        })
    }

    pub fn beside(self, field: Field) -> Signal<Option<String>> {
        self.of(field.key())
    }

    pub fn beside_stated(self, field: Stated) -> Signal<Option<String>> {
        self.of(field.key())
    }
}

#[component]
pub fn Above(refused: Refused) -> impl IntoView {
    view! { <Failed why=refused.of("form")/> }
}

/// Heard when it comes.
#[component]
pub fn Failed(why: Signal<Option<String>>) -> impl IntoView {
    let banner = move || {
        why.get().map(|why| {
            view! { <div class="banner banner--error"><Icon name="warn"/><p><b>{t!("That did not work.")}</b>" "{why}</p></div> }
        })
    };
    view! { <div role="alert">{banner}</div> }
}

/// One tick for each role, and one for the administrator.
#[component]
pub fn RoleTicks(roles: RwSignal<Roles>, administrator: RwSignal<bool>) -> impl IntoView {
    let tick = move |role: Role| {
        let checked = move || roles.with(|roles| roles.has(role));
        let set = move |on: bool| {
            let kept = roles.get_untracked();
            let others = kept.iter().filter(|kept| *kept != role);
            roles.set(others.chain(on.then_some(role)).collect::<Vec<_>>().into());
        };
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=checked on:change:target=move |event| set(event.target().checked())/>
                <span>{words::tr(role.name())}</span>
            </label>
        }
    };
    view! {
        <fieldset class="ticks">
            <legend class="field__label">{t!("What this officer may do")}</legend>
            {Role::ALL.map(tick).collect_view()}
            <label class="tick">
                <input type="checkbox" prop:checked=administrator on:change:target=move |event| administrator.set(event.target().checked())/>
                <span>{t!("Look after the officers of the agency")}</span>
            </label>
        </fieldset>
    }
}
