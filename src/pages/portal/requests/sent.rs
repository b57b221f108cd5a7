//! Something that was sent to review: its place in the queue, or why it came back.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::{Sent, Standing};

use super::new_id;
use crate::api;
use crate::components::Icon;
use crate::words::{self, t};

#[component]
pub fn SentItem(
    sent: Sent,
    /// Whether this officer may amend it.
    mine: bool,
    /// Whether this officer may ask for assistance.
    asks: bool,
) -> impl IntoView {
    let Sent { id, version, draft, submitted_at, standing } = sent;
    let (class, tag, words) = match &standing {
        Standing::Waiting { place, needs_second } => {
            let place = t!("Number {place} in the queue of all agencies.", place = place.to_string());
            let more =
                if *needs_second { t!("One reviewer approved it; another one looks too.") } else { "" };
            ("tag", t!("Waits for review"), [&*place, " ", more].concat())
        }
        Standing::Returned { reason, note, .. } => {
            let hint = reason.hint().map(words::tr).unwrap_or_default();
            ("tag tag--warn", t!("Returned"), [words::tr(reason.reason()), ". ", hint, note].concat())
        }
        Standing::Refused { reason, note, .. } => {
            ("tag tag--danger", t!("Refused"), [words::tr(reason.reason()), ". ", note].concat())
        }
    };
    let public = matches!(standing, Standing::Refused { .. }).then(
        || view! { <p class="small quiet">{t!("Counted in public with its reason, without the text.")}</p> },
    );
    let returned = matches!(standing, Standing::Returned { .. });
    let mend = returned.then(|| match version {
        1 if asks => view! { <MendButton draft=draft.clone()/> }.into_any(),
        1 => ().into_any(),
        _ if !mine => ().into_any(),
        _ => view! { <a class="button" href=pages::portal_amend(&id)>{t!("Amend it again")}</a> }.into_any(),
    });
    let what = if version > 1 {
        t!("Amendment, version {n}", n = version.to_string())
    } else {
        t!("Request").to_owned()
    };
    let sent_at = t!("Sent {when}", when = words::moment(submitted_at));
    view! {
        <article class="card stack stack-2">
            <p class="meta"><span class=class>{tag}</span><span>{what}</span><span class="mono">{draft.case_number.to_string()}</span><span>{sent_at}</span></p>
            <h3>{draft.title}</h3>
            <p>{words}</p>
            {public}
            <div class="buttons">{mend}</div>
        </article>
    }
}

/// The same words as a new draft: sent again, it is looked at anew.
#[component]
fn MendButton(draft: neighbors_domain::assistance_request::Draft) -> impl IntoView {
    let navigate = use_navigate();
    let mend = Action::new_local(move |()| {
        let (form, navigate) = (words::form_of(&draft), navigate.clone());
        async move {
            let id = new_id();
            api::save_draft(&id, &form).await?;
            navigate(&pages::portal_draft(&id), Default::default());
            Ok::<(), api::Error>(())
        }
    });
    let failed = move || {
        mend.value().get().and_then(Result::err).map(
            |error| view! { <p class="field__error"><Icon name="warn"/><span>{words::say(error)}</span></p> },
        )
    };
    view! {
        <button class="button button--primary" type="button" on:click=move |_| drop(mend.dispatch_local(()))>{t!("Mend it and send it again")}</button>
        {failed}
    }
}
