//! `/sign-in` A passkey, or email and password; afterwards one is back where one came from.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use neighbors_domain::account::SignIn;
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;

use crate::api::{self, Error};
use crate::components::{Field, Heading, Icon, PasskeyButton, described_by};
use crate::frame::FootLinks;
use crate::passkey;
use crate::session::Session;
use crate::typed;
use crate::words::{self, t};

#[component]
pub fn SignInPage() -> impl IntoView {
    let session = Session::here();
    let demo = move || {
        session.demo().then(|| {
            view! {
                <div class="panel small">
                    <p><b>{t!("This is a demo.")}</b>" "{t!("Its accounts stand in the file demo-accounts.json of the data folder, and script/server prints them.")}</p>
                </div>
            }
        })
    };
    view! {
        <main class="page page--slim stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("Sign in")/>
                <p class="soft">{t!("You can read everything here without an account.")}</p>
            </header>
            <WithPasskey/>
            <p class="or small quiet"><span>{t!("or")}</span></p>
            <SignInForm/>
            <p class="row small only-phone"><FootLinks/></p>
            // Known late: it pushes nothing away.
            {demo}
        </main>
    }
}

/// Without an address: the device knows for whom it holds a key here.
#[component]
fn WithPasskey() -> impl IntoView {
    let session = Session::here();
    let query = use_query_map();
    let navigate = use_navigate();
    let ask = move || {
        let (navigate, next) = (navigate.clone(), next_page(query));
        async move {
            with_passkey().await?;
            session.changed().await;
            navigate(&next, Default::default());
            Ok(())
        }
    };
    view! { <PasskeyButton label=t!("Use a passkey") ask/> }
}

/// The device is asked who is there; afterwards somebody is signed in.
pub async fn with_passkey() -> Result<(), String> {
    let question = api::begin_sign_in_with_passkey().await.map_err(words::say)?;
    let answer = passkey::show(&question).await.map_err(|why| why.sentence().to_owned())?;
    api::sign_in_with_passkey(&answer).await.map_err(words::say)
}

fn next_page(query: Memo<ParamsMap>) -> String {
    let next = query.read_untracked().get("next").and_then(|next| same_site(&next));
    next.unwrap_or_else(|| pages::FEED.to_owned())
}

#[component]
fn SignInForm() -> impl IntoView {
    let session = Session::here();
    let query = use_query_map();
    let navigate = use_navigate();
    let (email, password) = (typed::kept("sign-in-email"), RwSignal::new(String::new()));
    let (email_error, password_error) = (RwSignal::new(None), RwSignal::new(None));
    let failed = RwSignal::new(None::<Error>);
    let sending = RwSignal::new(false);
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let asked = SignIn {
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            code: None,
        };
        email_error.set(wrong_email(&asked.email));
        password_error.set(asked.password.is_empty().then(|| t!("The password is missing.").to_owned()));
        if sending.get_untracked() || email_error.with_untracked(Option::is_some) || asked.password.is_empty()
        {
            return;
        }
        sending.set(true);
        failed.set(None);
        let navigate = navigate.clone();
        let next = next_page(query);
        spawn_local(async move {
            match api::sign_in(&asked).await {
                Ok(()) => {
                    email.try_set(String::new());
                    session.changed().await;
                    navigate(&next, Default::default());
                }
                // An officer: the portal asks for the code.
                Err(Error::Api(ApiError::CodeRequired)) => {
                    let _ = location().set_href(pages::PORTAL_SIGN_IN);
                }
                Err(error) => {
                    sending.try_set(false);
                    failed.try_set(Some(error));
                }
            }
        });
    };
    let why = move || {
        failed.get().map(|error| {
            let sentence = words::say(error);
            view! { <div class="banner banner--error"><Icon name="warn"/><p><b>{t!("That did not work.")}</b>" "{sentence}</p></div> }
        })
    };
    let bad = |error: RwSignal<Option<String>>| move || error.with(Option::is_some).then_some("true");
    let joined = |id: &'static str, error: RwSignal<Option<String>>| {
        move || described_by(id, false, error.with(Option::is_some))
    };
    view! {
        <form class="stack" novalidate on:submit=on_submit>
            <div role="alert">{why}</div>
            <Field id="email" label=t!("Email address") error=email_error>
                <input class="input" id="email" type="email" autocomplete="username" prop:value=email
                    on:input=move |event| email.set(event_target_value(&event))
                    aria-invalid=bad(email_error) aria-describedby=joined("email", email_error)/>
            </Field>
            <Field id="password" label=t!("Password") error=password_error>
                <input class="input" id="password" type="password" autocomplete="current-password" prop:value=password
                    on:input=move |event| password.set(event_target_value(&event))
                    aria-invalid=bad(password_error) aria-describedby=joined("password", password_error)/>
            </Field>
            <button class="button button--primary button--wide" type="submit" aria-disabled=move || sending.get().then_some("true")>
                {move || if sending.get() { t!("Signing in") } else { t!("Sign in") }}
            </button>
            <p class="row row--apart small">
                <a href=pages::RECOVER>{t!("I forgot my password")}</a>
                <a href=pages::JOIN>{t!("Join Neighbors")}</a>
            </p>
        </form>
        <div class="panel small">
            <p><b>{t!("What joining asks for.")}</b>" "{t!("An email address, so that you can come back. That you are an adult. Nothing else: no name, no phone number, no street.")}</p>
        </div>
    }
}

fn wrong_email(email: &str) -> Option<String> {
    match email.split_once('@') {
        _ if email.is_empty() => Some(t!("The email address is missing.").to_owned()),
        Some((user, domain)) if !user.is_empty() && !domain.is_empty() => None,
        _ => Some(
            t!("This does not look like an email address. It needs a name, an @ and a domain.").to_owned(),
        ),
    }
}

/// Only an address of this site: a link to the sign-in page must not lead people elsewhere afterwards.
pub(super) fn same_site(next: &str) -> Option<String> {
    let rest = next.strip_prefix('/')?;
    // Browsers read `//host` and `/\host` as another site, and drop tabs and line ends on the way there.
    let plain = !rest.starts_with(['/', '\\']) && !next.chars().any(char::is_control);
    plain.then(|| next.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        for elsewhere in
            ["https://example.org", "//example.org", "/\\example.org", "/\t/example.org", "posts", ""]
        {
            assert_eq!(same_site(elsewhere), None, "{elsewhere:?}");
        }
        for here in ["/", "/posts/1", "/?place=capitol-hill-denver&kind=pets"] {
            assert_eq!(same_site(here).as_deref(), Some(here));
        }
    }

    #[test]
    fn an_address_without_a_domain_is_told_before_it_is_sent() {
        assert_eq!(wrong_email("rosa@example"), None);
        assert!(
            wrong_email("rosa").is_some() && wrong_email("").is_some() && wrong_email("@example").is_some()
        );
    }
}
