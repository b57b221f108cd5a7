//! `/portal/sign-in` For officers of active agencies.

use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use neighbors_domain::account::SignIn;
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;

use super::own_words;
use crate::api;
use crate::components::{Field, Heading, Icon, PasskeyButton};
use crate::keyring::Keyring;
use crate::pages::sign_in::with_passkey;
use crate::session::Session;
use crate::words::{self, t, view_of};

#[component]
pub fn SignInPage() -> impl IntoView {
    let session = Session::here();
    let text = || RwSignal::new(String::new());
    let (email, password, code) = (text(), text(), text());
    // Asked for by the server, once the password was right.
    let with_code = RwSignal::new(false);
    let code_field = NodeRef::<Input>::new();
    Effect::new(move || {
        // A field that comes later does not take the focus by itself.
        if let Some(field) = code_field.get() {
            let _ = field.focus();
        }
    });
    let (navigate, query) = (use_navigate(), use_query_map());
    let keyring = Keyring::here();
    let sign_in = Action::new_local(move |sign_in: &SignIn| {
        let (sign_in, navigate) = (sign_in.clone(), navigate.clone());
        async move {
            if let Err(error) = api::sign_in(&sign_in).await {
                let first = !with_code.get_untracked();
                if matches!(error, api::Error::Api(ApiError::CodeRequired | ApiError::WrongCode)) {
                    with_code.set(true);
                    code.set(String::new());
                }
                // Being asked for the code is no failure.
                let asked = first && matches!(error, api::Error::Api(ApiError::CodeRequired));
                return if asked { Ok(()) } else { Err(words::say(error)) };
            }
            let to = entered(session, keyring, query).await;
            navigate(&to, Default::default());
            Ok::<(), String>(())
        }
    });
    let (navigate, query) = (use_navigate(), use_query_map());
    let with_device = move || {
        let navigate = navigate.clone();
        async move {
            with_passkey().await?;
            let to = entered(session, keyring, query).await;
            navigate(&to, Default::default());
            Ok(())
        }
    };
    let failed = move || sign_in.value().get().and_then(Result::err);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !sign_in.pending().get_untracked() {
            sign_in.dispatch_local(SignIn {
                email: email.get_untracked(),
                password: password.get_untracked(),
                code: with_code.get_untracked().then(|| code.get_untracked().trim().to_owned()),
            });
        }
    };
    view! {
        <main class="page page--slim stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2"><Heading text=t!("Sign in to the portal")/><p class="soft">{t!("For officers of agencies that are active here.")}</p></header>
            <div class="stack stack-2"><PasskeyButton label=t!("Use a passkey") ask=with_device/></div>
            <p class="or small quiet"><span>{t!("or")}</span></p>
            <form class="stack" novalidate=true on:submit=submit>
                {move || failed().map(|error| view! {
                    <div class="banner banner--error" role="alert"><Icon name="warn"/><p><b>{t!("That did not work.")}</b>" "{error}</p></div>
                })}
                <Field id="email" label=t!("Email address") error=None>
                    <input class="input" id="email" type="email" autocomplete="username"
                        prop:value=email on:input:target=move |event| email.set(event.target().value())/>
                </Field>
                <Field id="password" label=t!("Password") error=None>
                    <input class="input" id="password" type="password" autocomplete="current-password"
                        prop:value=password on:input:target=move |event| password.set(event.target().value())/>
                </Field>
                {move || with_code.get().then(|| view! {
                    <Field id="code" label=t!("Six digits from your authenticator app") hint=t!("Each code works once.") error=None>
                        <input class="input" id="code" type="text" inputmode="numeric" autocomplete="one-time-code" node_ref=code_field
                            aria-describedby="code-hint" prop:value=code on:input:target=move |event| code.set(event.target().value())/>
                    </Field>
                })}
                <button class="button button--primary button--wide" type="submit" aria-disabled=move || sign_in.pending().get().then_some("true")>
                    {move || if sign_in.pending().get() { t!("Signing in …") } else { t!("Sign in") }}
                </button>
            </form>
            <p class="small quiet">{view_of!(
                "Residents sign in {elsewhere}.",
                elsewhere = view! { <a href=pages::SIGN_IN rel="external">{t!("on the other side of this house")}</a> }
            )}</p>
        </main>
    }
}

/// Whoever comes now opens their own key. Answers with the page to go to.
async fn entered(session: Session, keyring: Keyring, query: Memo<ParamsMap>) -> String {
    keyring.lock();
    own_words::before_signing_in();
    session.changed().await;
    after(query.read_untracked().get("next"), session.officer().is_some())
}

/// Back to the page one came from, if it is one of one's own; each of the two first pages tells whoever may not be there.
fn after(next: Option<String>, officer: bool) -> String {
    let first = if officer { pages::PORTAL } else { pages::REVIEW };
    let own = |next: &String| {
        pages::known_in_portal(next)
            && next != pages::PORTAL_SIGN_IN
            && next.starts_with(pages::REVIEW) != officer
    };
    next.filter(own).unwrap_or_else(|| first.to_owned())
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn signing_in_leads_back_to_a_page_of_ones_own_and_never_out_of_the_portal() {
        let to = |next: &str, officer| after(Some(next.to_owned()), officer);
        assert_eq!(to("/portal/requests/drafts/7", true), "/portal/requests/drafts/7");
        assert_eq!(to("/review/7", false), "/review/7");
        for elsewhere in
            ["https://example.org", "//example.org/portal", "/", "", "/portal/sign-in", "/review/7"]
        {
            assert_eq!(to(elsewhere, true), "/portal", "{elsewhere:?}");
        }
        assert_eq!(to("/portal/requests", false), "/review");
        assert_eq!((after(None, true), after(None, false)), ("/portal".into(), "/review".into()));
    }
}
