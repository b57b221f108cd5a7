//! "It is still you": the present password, or for an account without one a passkey shown just before.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Icon, Loaded};
use crate::pages::account::Line;
use crate::words::{say, t};
use crate::{api, passkey};

/// Where a form asks for the present password. An account without one sends an empty password, and the server looks
/// whether a passkey was shown.
#[component]
pub fn Proof(id: &'static str, password: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let ways = LocalResource::new(api::ways_in);
    let shown = move |ways: neighbors_domain::passkey::WaysIn| {
        match ways.has_password {
        true => view! {
            <Line id label=t!("Present password") kind="password" autocomplete="current-password" value=password error/>
        }
        .into_any(),
        false => view! { <ShowPasskey/> }.into_any(),
    }
    };
    view! { <Loaded resource=ways what=t!("how you sign in") view=shown/> }
}

#[component]
fn ShowPasskey() -> impl IntoView {
    let asking = RwSignal::new(false);
    let said = RwSignal::new(None::<Result<(), String>>);
    let ask = move |_| {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        said.set(None);
        spawn_local(async move {
            let answer = prove().await;
            asking.try_set(false);
            said.try_set(Some(answer));
        });
    };
    let status = move || {
        said.get().map(|said| match said {
            Ok(()) => view! { <p class="row small quiet"><Icon name="check"/>{t!("Shown. It counts for one change within 5 minutes.")}</p> }.into_any(),
            Err(why) => view! { <p class="small">{why}</p> }.into_any(),
        })
    };
    view! {
        <div class="panel stack stack-2">
            <p class="small">{t!("This account has no password. Show one of its passkeys first.")}</p>
            <p><button class="button" type="button" on:click=ask aria-disabled=move || asking.get().then_some("true")>
                <Icon name="key"/>{t!("Show a passkey")}
            </button></p>
            <div role="status">{status}</div>
        </div>
    }
}

async fn prove() -> Result<(), String> {
    let question = api::begin_proof().await.map_err(say)?;
    let answer = passkey::show(&question).await.map_err(|why| why.sentence().to_owned())?;
    api::prove(&answer).await.map_err(say)
}
