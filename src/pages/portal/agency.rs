//! `/portal/agency` What the agency says of itself in public: contact, tip line, gifts, how long it keeps recordings.

use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::admission::{Stated, Statement};
use neighbors_domain::agency::TipLine;

use super::form::{Above, Refused};
use super::inbox::OfficersOnly;
use crate::api;
use crate::components::{Heading, Icon, Loaded};
use crate::pages::account::{Line, Send};
use crate::words::t;

#[component]
pub fn AgencyStatement() -> impl IntoView {
    view! { <OfficersOnly><Page/></OfficersOnly> }
}

#[component]
fn Page() -> impl IntoView {
    let statement = LocalResource::new(api::statement);
    view! {
        <main class="page page--slim stack stack-6" id="main" tabindex="-1">
            <header class="stack stack-2">
                <Heading text=t!("What your agency states")/>
                <p class="soft">{t!("All of it stands on your public profile at once.")}</p>
            </header>
            <Loaded resource=statement what=t!("what your agency states") view=|statement| view! { <Form statement/> }/>
        </main>
    }
}

#[component]
fn Form(statement: Statement) -> impl IntoView {
    let Statement { contact, tip_line, gifts, retention_days } = statement;
    let (contact, gifts) = (RwSignal::new(contact), RwSignal::new(gifts));
    let phone = RwSignal::new(tip_line.phone.unwrap_or_default());
    let web = RwSignal::new(tip_line.web.unwrap_or_default());
    let days = RwSignal::new(retention_days.to_string());
    let refused = Refused::new();
    let sending = RwSignal::new(false);
    let saved = RwSignal::new(false);
    let stated =
        |text: RwSignal<String>| Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let statement = Statement {
            contact: contact.get_untracked(),
            tip_line: TipLine { phone: stated(phone), web: stated(web) },
            gifts: gifts.get_untracked(),
            // What is no number of days is refused as one too many.
            retention_days: days.get_untracked().trim().parse().unwrap_or(0),
        };
        saved.set(false);
        if let Err(errors) = statement.check() {
            return refused.refuse_statement(errors);
        }
        refused.clear();
        sending.set(true);
        spawn_local(async move {
            match api::state_anew(&statement).await {
                Ok(()) => drop(saved.try_set(true)),
                Err(error) => refused.say(error),
            }
            sending.try_set(false);
        });
    };
    let done = move || {
        saved.get().then(|| view! { <div class="banner banner--good"><Icon name="check"/><p>{t!("Saved. It stands on the profile.")}</p></div> })
    };
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            <Above refused/>
            <Line id="contact" label=t!("Contact") hint=t!("An email address or a phone number the public can use") autocomplete="off" value=contact error=refused.beside_stated(Stated::Contact)/>
            <Line id="tip-phone" label=t!("Tip line: phone") hint=t!("For those who give no name") kind="tel" autocomplete="off" value=phone error=refused.beside_stated(Stated::TipPhone)/>
            <Line id="tip-web" label=t!("Tip line: web") hint=t!("Begins with https://") kind="url" autocomplete="off" value=web error=refused.beside_stated(Stated::TipWeb)/>
            <Line id="gifts" label=t!("Gifts and incentives from vendors") hint=t!("“None” is an answer") autocomplete="off" value=gifts error=refused.beside_stated(Stated::Gifts)/>
            <Line id="kept-days" label=t!("Keeps recordings, in days") hint=t!("1 to 180. What is shared already keeps the promise it was given with.") autocomplete="off" value=days error=refused.beside_stated(Stated::KeptDays)/>
            <Send sending label=t!("Save") class="button--primary button--wide"/>
            <div role="status">{done}</div>
        </form>
    }
}
