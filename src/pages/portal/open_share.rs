//! `/portal/shares/:id` One share, from its sealed files to what the resident wanted the agency to see.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use neighbors_domain::addresses::pages;
use neighbors_domain::share::{Manifest, OpenableShare, ShareState};
use wasm_bindgen_futures::JsFuture;

use super::inbox::{InboxChanged, tag};
use super::opened::Opened;
use crate::components::{Heading, Icon, Loaded, Unlock};
use crate::keyring::{Keyring, from_base64};
use crate::words::{self, plural, t};
use crate::{api, seal};

#[component]
pub fn OpenShare() -> impl IntoView {
    let params = use_params_map();
    let share = LocalResource::new(move || {
        let id = params.with(|params| params.get("id").unwrap_or_default());
        async move { api::openable_share(&id).await }
    });
    view! { <Loaded resource=share what=t!("the share") page=true view=|share| view! { <Whole share/> }/> }
}

/// What opening a share gives: who it comes from, and the key for its recordings.
#[derive(Clone, PartialEq)]
pub struct Open {
    pub manifest: Manifest,
    pub request_key: String,
}

#[component]
fn Whole(share: OpenableShare) -> impl IntoView {
    let keyring = Keyring::here();
    let InboxChanged(changed) = expect_context();
    let open = RwSignal::new(None::<Open>);
    let of = share.clone();
    let opening = Action::new_local(move |&(): &()| {
        let share = of.clone();
        async move {
            let opened = open_manifest(keyring, &share).await?;
            open.try_set(Some(opened));
            changed.run(());
            Ok::<(), String>(())
        }
    });
    // Locking the key closes what it opened.
    let shown = move || open.get().filter(|_| keyring.unlocked());
    let state = share.share.state;
    let gone = matches!(state, ShareState::Withdrawn | ShareState::Expired);
    let has_key = share.wrapped_key.is_some();
    let inside = share.clone();
    let body = move || {
        match shown() {
        Some(open) => view! { <Opened share=inside.clone() open/> }.into_any(),
        None if gone => view! { <Gone state/> }.into_any(),
        None if !has_key => view! {
            <div class="banner banner--warn"><Icon name="key"/><p><b>{t!("You cannot open this one yet.")}</b>" "{t!("Nobody has wrapped the key of this request for you. A colleague who holds it can.")}</p></div>
        }
        .into_any(),
        None if !keyring.unlocked() => view! { <Unlock why=t!("Shares are sealed to the officers of your agency.")/> }.into_any(),
        None => view! { <Ask opening/> }.into_any(),
    }
    };
    let state = Signal::derive(move || if open.with(Option::is_some) { ShareState::Opened } else { state });
    view! { <Head share=share.clone() state/>{body} }
}

#[component]
fn Head(share: OpenableShare, state: Signal<ShareState>) -> impl IntoView {
    let keyring = Keyring::here();
    let recordings = plural!(share.share.recordings, "{n} recording", "{n} recordings");
    let title = t!("Share {n}", n = share.share.number.to_string());
    let unlocked = move || {
        keyring.unlocked().then(|| view! {
        <p class="row small soft">
            <Icon name="lock"/>{t!("Your key is open in this page only")}
            <button class="button button--quiet" type="button" on:click=move |_| keyring.lock()>{t!("Lock it")}</button>
        </p>
    })
    };
    view! {
        <p class="below-desk"><a class="back" href=pages::PORTAL><Icon name="back"/>{t!("Shares")}</a></p>
        <header class="row row--apart row--end">
            <div class="stack stack-1">
                <p class="meta"><span>{share.title}</span><span>{t!("case {case}", case = share.case_number.to_string())}</span><span>{t!("version {n}", n = share.version.to_string())}</span></p>
                <Heading text=title/>
                <p class="tags">
                    <span class=move || tag(state.get()).0>{move || tag(state.get()).1}</span>
                    <span class="tag">{recordings}</span>
                    <span class="tag">{words::moment(share.share.shared_at)}</span>
                </p>
            </div>
            {unlocked}
        </header>
    }
}

#[component]
fn Gone(state: ShareState) -> impl IntoView {
    let (head, more) = match state {
        ShareState::Withdrawn => (
            t!("The sharer withdrew it."),
            t!(
                "Access is closed. Copies your agency has must be deleted within 7 days, or the legal reason to keep them stated."
            ),
        ),
        _ => (
            t!("It has expired."),
            t!("It was kept as long as your agency promised; key and files are deleted."),
        ),
    };
    view! { <div class="banner banner--warn"><Icon name="info"/><p><b>{head}</b>" "{more}</p></div> }
}

/// Opening is an act the sharer is told of, so it is a button and not a matter of arriving here.
#[component]
fn Ask(opening: Action<(), Result<(), String>>) -> impl IntoView {
    let failed = move || opening.value().get().and_then(Result::err).filter(|_| !opening.pending().get());
    view! {
        <div class="card stack">
            <p>{t!("The sharer will see that it was opened, with your title and badge number.")}</p>
            {move || failed().map(|error| view! {
                <div class="banner banner--error" role="alert"><Icon name="warn"/><p><b>{t!("It could not be opened.")}</b>" "{error}</p></div>
            })}
            <div class="buttons">
                <button class="button button--primary" type="button" aria-disabled=move || opening.pending().get().then_some("true")
                    on:click=move |_| if !opening.pending().get_untracked() { opening.dispatch_local(()); }>
                    <Icon name="lock"/>
                    {move || if opening.pending().get() { t!("Opening …") } else { t!("Open this share") }}
                </button>
            </div>
        </div>
    }
}

/// Key, then manifest; what is not about this request, or not as it was sealed, is not shown.
async fn open_manifest(keyring: Keyring, share: &OpenableShare) -> Result<Open, String> {
    let said = |error: seal::messages::SealError| words::say(error);
    let damaged = || words::say(seal::messages::SealError::Damaged);
    let identity = keyring.identity().ok_or(t!("Unlock your key first."))?;
    let wrapped = share.wrapped_key.as_deref().and_then(from_base64).ok_or_else(damaged)?;
    let request_key = seal::open_key(identity, wrapped).await.map_err(said)?;
    let sealed = api::sealed_file(&share.share.id, 0, |_| ()).await.map_err(words::say)?;
    let opened = seal::open(request_key.clone(), &sealed, |_| ()).await.map_err(said)?;
    let text = JsFuture::from(opened.blob.text())
        .await
        .ok()
        .and_then(|text| text.as_string())
        .ok_or_else(damaged)?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|_| damaged())?;
    belongs(&manifest, share).then_some(Open { manifest, request_key }).ok_or_else(|| {
        t!("What is inside belongs to another request or version than it was delivered for. It is not shown.")
            .to_owned()
    })
}

/// Two sealed files swapped on the server must not pass for each other.
fn belongs(manifest: &Manifest, share: &OpenableShare) -> bool {
    manifest.assistance_request == share.assistance_request
        && manifest.version == share.version
        && manifest.recordings.len() == share.share.recordings as usize
}
