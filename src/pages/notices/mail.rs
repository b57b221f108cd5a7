//! The digest by mail: wanted or not, and what a mailbox then gives away.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::account::ResidentSelf;
use neighbors_domain::language::Language;
use neighbors_domain::notices::MailWishes;

use crate::api;
use crate::components::{Icon, Loaded};
use crate::words::{self, say, t};

#[component]
pub fn ByMail(resident: ResidentSelf) -> impl IntoView {
    let wishes = LocalResource::new(api::mail_wishes);
    let silent = resident.switches.do_not_notify.then(|| {
        view! { <p class="row small"><Icon name="info"/>{t!("“Do not notify me” is on: no digest is sent while it is.")}</p> }
    });
    view! {
        <section class="stack stack-3" aria-labelledby="mail">
            <div class="stack stack-1">
                <h2 id="mail">{t!("By mail")}</h2>
                <p class="soft">{t!("Once a day, the same mail for everybody of your region who wants it: titles of posts, never a request for assistance. Whoever reads your mailbox learns the region you live in.")}</p>
            </div>
            {silent}
            <Loaded resource=wishes what=t!("what you want by mail") view=|wishes| view! { <Digest wishes/> }/>
        </section>
    }
}

#[component]
fn Digest(wishes: MailWishes) -> impl IntoView {
    let shown = RwSignal::new(wishes.digest);
    let sending = RwSignal::new(false);
    let said = RwSignal::new(None::<Result<(), String>>);
    let on_change = move |event: web_sys::Event| {
        let before = shown.get_untracked();
        let box_ = event_target::<web_sys::HtmlInputElement>(&event);
        if sending.get_untracked() {
            return box_.set_checked(before.is_some());
        }
        let digest = box_.checked().then(words::language);
        shown.set(digest);
        sending.set(true);
        said.set(None);
        spawn_local(async move {
            let answer = api::set_mail_wishes(&MailWishes { digest }).await;
            sending.try_set(false);
            if answer.is_err() {
                shown.try_set(before);
            }
            said.try_set(Some(answer.map_err(say)));
        });
    };
    let language = move || match shown.get().unwrap_or_else(words::language) {
        Language::English => t!("In English, in the morning. No home, no mail."),
        Language::Spanish => t!("In Spanish, in the morning. No home, no mail."),
    };
    let status = move || {
        said.get().map(|said| match said {
            Ok(()) => view! { <p class="row small quiet"><Icon name="check"/>{t!("Saved.")}</p> }.into_any(),
            Err(why) => view! {
                <div class="banner banner--error"><Icon name="warn"/><p><b>{t!("Nothing was changed.")}</b>" "{why}</p></div>
            }
            .into_any(),
        })
    };
    view! {
        <div class="card settings">
            <label class="switch setting" for="digest">
                <span><b id="digest-name">{t!("A digest of my region, once a day")}</b><span class="small soft" id="digest-what">{language}</span></span>
                <input type="checkbox" role="switch" id="digest" prop:checked=move || shown.get().is_some() on:change=on_change
                    aria-labelledby="digest-name" aria-describedby="digest-what"/>
            </label>
        </div>
        <div role="status">{status}</div>
    }
}
