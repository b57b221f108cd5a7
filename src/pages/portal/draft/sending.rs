//! The rules beside the form, each as pass or fail, and the way into the queue.

use std::cmp::Reverse;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use neighbors_domain::assistance_request::{Draft, Holders, Submission, WrappedKey};
use neighbors_domain::record::{Fault, Spoken};
use neighbors_domain::rules::Verdict;

use super::editor::{Amended, Editor};
use crate::components::{Icon, RuleItem, Unlock};
use crate::keyring::{Keyring, Unsigned, to_base64};
use crate::pages::portal::own_words::{SignedOut, is_signed_out};
use crate::record_seen::Unproved;
use crate::words::{self, plural, say, t};
use crate::{api, record_seen, seal};

#[component]
pub fn Rules(editor: Editor) -> impl IntoView {
    let standing = Memo::new(move |_| editor.standing());
    let mend = move || {
        standing.with(|standing| {
            let failed = standing.lines.iter().filter(|line| line.verdict == Verdict::Fail).count();
            failed + standing.amendment.len()
        })
    };
    let tag = move || {
        match (mend(), standing.with(|standing| standing.draft.is_some())) {
        (0, true) => view! { <span class="tag tag--good"><Icon name="check"/>{t!("Ready")}</span> }.into_any(),
        (0, false) => view! { <span class="tag">{t!("Not complete yet")}</span> }.into_any(),
        (n, _) => view! { <span class="tag tag--danger"><Icon name="cross"/>{plural!(n, "{n} to mend", "{n} to mend")}</span> }.into_any(),
    }
    };
    let lines = move || {
        let mut lines = standing.with(|standing| standing.lines.clone());
        lines.sort_by_key(|line| Reverse(line.verdict == Verdict::Fail));
        lines.into_iter().map(|line| view! { <RuleItem line/> }).collect_view()
    };
    let amendment = move || {
        let errors = standing.with(|standing| standing.amendment.clone());
        let line = |error| view! { <li class="rule--fail"><Icon name="cross"/><span><b>{say(error)}</b></span></li> };
        errors.into_iter().map(line).collect_view()
    };
    view! {
        <aside class="work__rules stack" aria-label=t!("Rules, checked as you type")>
            <section class="card">
                <div class="row row--apart"><h2>{t!("Rules")}</h2>{tag}</div>
                <ul class="rules" role="list">{amendment}{lines}</ul>
            </section>
            <Send editor draft=Signal::derive(move || standing.with(|standing| standing.draft.clone()))/>
        </aside>
    }
}

#[component]
fn Send(editor: Editor, draft: Signal<Option<Draft>>) -> impl IntoView {
    let navigate = use_navigate();
    let keyring = Keyring::here();
    let send = Action::new_local(move |draft: &Draft| {
        let (draft, navigate) = (draft.clone(), navigate.clone());
        async move {
            // A draft that is saved late would stand there again after it was sent.
            editor.stop();
            let sent = match editor.amended.get_value() {
                Some(Amended { id, .. }) => amend(keyring, &id, draft).await,
                None => submit(keyring, &editor.id.get_value(), draft).await,
            };
            if let Err(why) = sent {
                editor.save_later();
                return Err(why);
            }
            editor.done();
            navigate(pages::PORTAL_REQUESTS, Default::default());
            Ok::<(), SendError>(())
        }
    });
    let press = move |_| {
        if let (Some(draft), false) = (draft.get_untracked(), send.pending().get_untracked()) {
            send.dispatch_local(draft);
        }
    };
    let failed = move || {
        let error = send.value().get().and_then(Result::err).filter(|_| !send.pending().get())?;
        let more = match &error {
            SendError::Api(api::Error::Api(ApiError::Refused { refusals })) => {
                let line = |refusal: &_| view! { <li>{say(refusal)}</li> };
                Some(view! { <ul class="plainlist">{refusals.iter().map(line).collect_view()}</ul> })
            }
            _ => None,
        };
        let why = match &error {
            SendError::Api(error) if is_signed_out(error) => view! { <SignedOut/> }.into_any(),
            error => words::say(error).into_any(),
        };
        Some(
            view! { <div class="banner banner--error"><Icon name="warn"/><div><p><b>{t!("It was not sent.")}</b>" "{why}</p>{more}</div></div> },
        )
    };
    let blocked = move || draft.with(Option::is_none) || send.pending().get();
    let locked =
        move || (!keyring.unlocked()).then(|| view! { <Unlock why=t!("What you send is signed with it.")/> });
    view! {
        {locked}
        <div role="alert">{failed}</div>
        <button class="button button--primary button--wide" type="button" aria-disabled=move || blocked().then_some("true") on:click=press>
            {move || if send.pending().get() { t!("Sending") } else { t!("Send to review") }}
        </button>
        <p class="tiny quiet">{t!("After publication it cannot be edited or deleted. You may narrow or correct it, once reviewed again.")}</p>
    }
}

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
enum SendError {
    #[error("{0}")]
    Api(#[from] api::Error),
    #[error("{0}")]
    Key(#[from] seal::messages::SealError),
    #[error("{0}")]
    Unsigned(#[from] Unsigned),
    #[error("{0}")]
    Unproved(Fault),
}

/// The request's key is made in the sealing worker and leaves it only wrapped, for every officer and for recovery.
async fn submit(keyring: Keyring, id: &str, draft: Draft) -> Result<(), SendError> {
    let Holders { holders, roster } = api::holders().await?;
    keyring.proves(&roster, &holders).await?;
    let key = seal::new_key(holders.iter().map(|holder| holder.recipient.clone()).collect()).await?;
    let wrapped = holders.into_iter().zip(key.wrapped);
    let wrapped =
        wrapped.map(|(holder, wrapped)| WrappedKey { holder: holder.holder, wrapped: to_base64(&wrapped) });
    let signed = Some(keyring.assistance_request(&draft, &key.recipient).await?);
    let submission = Submission { draft, recipient: key.recipient, wrapped: wrapped.collect(), signed };
    api::submit(&submission, id).await?;
    // It is in the queue; a draft that stays is only clutter.
    let _ = api::discard_draft(id).await;
    Ok(())
}

/// The key of the request stays what it is.
async fn amend(keyring: Keyring, id: &str, draft: Draft) -> Result<(), SendError> {
    // Whoever signs an amendment signs the key that shares are sealed to: it has to be the one that was published.
    let request = api::assistance_request(id).await?;
    record_seen::proves(&request).await.map_err(|why| match why {
        Unproved::Call(error) => SendError::Api(error),
        Unproved::Seal(error) => SendError::Key(error),
        Unproved::Fault(fault) => SendError::Unproved(fault),
    })?;
    let recipient = request.recipient;
    let signed = Some(keyring.assistance_request(&draft, &recipient).await?);
    api::amend(id, &Spoken { draft, signed }).await?;
    Ok(())
}
