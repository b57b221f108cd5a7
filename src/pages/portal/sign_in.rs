//! `/portal/sign-in` For officers of active agencies.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use neighbors_domain::account::SignIn;
use neighbors_domain::addresses::pages;

use crate::api;
use crate::components::{Field, Heading, Icon};
use crate::session::Session;
use crate::words::{self, t, view_of};

#[component]
pub fn SignInPage() -> impl IntoView {
    let session = Session::here();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let navigate = use_navigate();
    let sign_in = Action::new_local(move |sign_in: &SignIn| {
        let (sign_in, navigate) = (sign_in.clone(), navigate.clone());
        async move {
            api::sign_in(&sign_in).await.map_err(words::say)?;
            session.changed().await;
            // The inbox tells whoever is no officer what is so.
            navigate(pages::PORTAL, Default::default());
            Ok::<(), String>(())
        }
    });
    let failed = move || sign_in.value().get().and_then(Result::err);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !sign_in.pending().get_untracked() {
            sign_in
                .dispatch_local(SignIn { email: email.get_untracked(), password: password.get_untracked() });
        }
    };
    view! {
        <main class="page page--slim stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2"><Heading text=t!("Sign in to the portal")/><p class="soft">{t!("For officers of agencies that are active here.")}</p></header>
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
