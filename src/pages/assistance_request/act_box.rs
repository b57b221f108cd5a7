//! What applies to this reader: the one act, or why not and the way out.

use chrono::Utc;
use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::AssistanceRequest;

use crate::components::Icon;
use crate::session::Session;
use crate::standing::Standing;
use crate::words::t;

#[component]
pub fn ActBox(request: AssistanceRequest) -> impl IntoView {
    let session = Session::here();
    let help = pages::help(&request.id);
    let standing = move || session.me().map(|me| Standing::of(&me, &request, Utc::now()));
    view! {
        <section class="act-box" aria-label=t!("Your choice")>
            {move || standing().map(|standing| view! { <Choice standing help=help.clone()/> })}
        </section>
    }
}

#[component]
fn Choice(standing: Standing, help: String) -> impl IntoView {
    let (told, more, way) = standing.told();
    let here = help.trim_end_matches("/help").to_owned();
    let act = match (&standing, way) {
        (Standing::Inside(_), _) => Some(view! {
            <a class="button button--primary button--big" href=help><Icon name="help"/>{t!("Tap here to help")}</a>
        }
        .into_any()),
        (_, Some(way)) => Some(view! { <a class="button button--primary" href=way.href(&here)>{way.label}</a> }.into_any()),
        _ => None,
    };
    // Without an act of its own the box still shows the way that is open to everyone.
    let anonymous = if act.is_some() { "button button--quiet from-tablet" } else { "button" };
    let phone_link = act.is_some().then(|| {
        view! { " "<a class="only-phone" href="#anonymous" rel="external">{t!("Help without your name")}</a> }
    });
    view! {
        <p><b>{told}</b>" "<span class="soft">{more}{phone_link}</span></p>
        <div class="reach">
            {act}
            <a class=anonymous href="#anonymous" rel="external">{t!("Help without your name")}</a>
        </div>
    }
}
