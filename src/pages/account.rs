//! What the forms about an account share: a field with its sentence, what went wrong as a whole, the token of a link.

mod confirm;
mod confirm_email;
mod join;
mod recover;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use neighbors_domain::api::ApiError;
use neighbors_domain::joining::{AccountError, Field as About, LinkToken};
use wasm_bindgen::JsCast;

use crate::api::Error;
use crate::components::{Field, Icon, described_by};
use crate::words::{say, t};

pub use confirm::{Confirm, NewPassword};
pub use confirm_email::ConfirmEmailPage;
pub use join::JoinPage;
pub use recover::RecoverPage;

/// Why a form was not taken: beside the field it is about, or above all of them.
#[derive(Clone, Copy)]
pub struct Refused(RwSignal<Option<Error>>);

impl Refused {
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    pub fn clear(self) {
        self.0.set(None);
    }

    /// From the server, or found before it was asked.
    pub fn say(self, error: Error) {
        self.0.try_set(Some(error));
    }

    pub fn refuse(self, errors: Vec<AccountError>) {
        self.say(Error::Api(ApiError::AccountRefused { errors }));
    }

    pub fn beside(self, field: About) -> Signal<Option<String>> {
        let Self(why) = self;
        Signal::derive(move || match why.get() {
            Some(Error::Api(ApiError::AccountRefused { errors })) => {
                errors.iter().find(|error| error.field() == field).map(say)
            }
            _ => None,
        })
    }

    /// The sentence for which no field can do anything.
    fn whole(self) -> Option<String> {
        let Self(why) = self;
        match why.get() {
            Some(Error::Api(ApiError::AccountRefused { errors })) => {
                errors.iter().find(|error| error.field() == About::Form).map(say)
            }
            error => error.map(say),
        }
    }
}

#[component]
pub fn Above(refused: Refused) -> impl IntoView {
    let why = move || {
        refused.whole().map(|why| {
            view! { <div class="banner banner--error"><Icon name="warn"/><p><b>{t!("That did not work.")}</b>" "{why}</p></div> }
        })
    };
    view! { <div role="alert">{why}</div> }
}

/// One line of a form.
#[component]
pub fn Line(
    id: &'static str,
    label: &'static str,
    #[prop(default = "")] hint: &'static str,
    #[prop(default = "text")] kind: &'static str,
    autocomplete: &'static str,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let invalid = move || error.with(Option::is_some);
    view! {
        <Field id label hint error>
            <input class="input" id=id type=kind autocomplete=autocomplete prop:value=value
                on:input:target=move |event| value.set(event.target().value())
                aria-invalid=move || invalid().then_some("true")
                aria-describedby=move || described_by(id, !hint.is_empty(), invalid())/>
        </Field>
    }
}

/// The button of a form; while it is sent, it says so and cannot be pressed again.
#[component]
pub fn Send(
    sending: RwSignal<bool>,
    label: &'static str,
    #[prop(default = "button--primary")] class: &'static str,
) -> impl IntoView {
    view! {
        <button class=["button ", class].concat() type="submit" aria-disabled=move || sending.get().then_some("true")>
            {move || if sending.get() { t!("Sending") } else { label }}
        </button>
    }
}

/// Behind the `#` of the address, as it was when the page was opened. A link of a mail that is pasted into the tab of
/// this very page changes nothing else: then the page opens anew.
pub fn link_token() -> Option<LinkToken> {
    let pasted = window_event_listener_untyped("hashchange", |_| {
        if location().hash().ok().and_then(|hash| token_in(&hash)).is_some() {
            let _ = location().reload();
        }
    });
    on_cleanup(move || pasted.remove());
    token_in(&use_location().hash.get_untracked())
}

fn token_in(hash: &str) -> Option<LinkToken> {
    let token = hash.trim_start_matches('#');
    let is_one = token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_one.then(|| LinkToken(token.to_owned()))
}

/// To the field that has to be mended.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let _ = element.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// "Look into your mailbox": said the same whatever the server knows of the address.
#[component]
fn Mailbox(email: String, what: &'static str) -> impl IntoView {
    view! {
        <div class="banner banner--good" role="status">
            <Icon name="check"/>
            <div class="stack stack-2">
                <p><b>{t!("Look into the mailbox of {email}", email = email)}</b></p>
                <p>{what}</p>
            </div>
        </div>
    }
}

/// A page that is opened from a mail, and was opened without its link.
#[component]
fn NoLink() -> impl IntoView {
    view! {
        <div class="panel stack stack-2">
            <p><b>{t!("This page is opened by a link in a mail.")}</b></p>
            <p>{t!("Open the whole link, up to its last letter. It works once, and for 24 hours.")}</p>
        </div>
    }
}
