//! Taking everything along, and deleting the account: what goes and what stays is said before.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::{api as calls, pages};
use neighbors_domain::joining::Field;
use neighbors_domain::leaving::{EXPORT_FILE, Leave};
use neighbors_domain::password::Password;

use super::Fold;
use super::proof::Proof;
use crate::api;
use crate::components::Icon;
use crate::pages::account::{Above, Line, Refused, Send, focus};
use crate::session::Session;
use crate::words::t;

#[component]
pub fn Leaving(email: String) -> impl IntoView {
    view! {
        <section class="stack stack-3" aria-labelledby="leaving">
            <h2 id="leaving">{t!("Your data")}</h2>
            <div class="card row row--apart">
                <p><b>{t!("Everything we hold about you")}</b><br/><span class="small soft">{t!("One archive (ZIP): the account, its switches, where it is signed in, what you wrote and your receipts as JSON, and your photos and videos beside it. Your street address is not in it: we have none.")}</span></p>
                // The browser fetches and saves it; the router has no page here.
                <a class="button" href=calls::MY_EXPORT rel="external" download=EXPORT_FILE><Icon name="download"/>{t!("Export")}</a>
            </div>
            <Fold title=t!("Delete the account") view=move || view! { <Delete email=email.clone()/> }/>
        </section>
    }
}

#[component]
fn Delete(email: String) -> impl IntoView {
    let session = Session::here();
    let navigate = use_navigate();
    let (typed, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let refused = Refused::new();
    let sending = RwSignal::new(false);
    let own = email.clone();
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let leave = Leave { email: typed.get_untracked(), password: Password(password.get_untracked()) };
        if let Err(error) = leave.check(&own) {
            refused.refuse(vec![error]);
            return focus("leave-email");
        }
        refused.clear();
        sending.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match session.leave(api::leave(&leave)).await {
                Ok(()) => navigate(pages::JOIN, Default::default()),
                Err(error) => {
                    sending.try_set(false);
                    refused.say(error);
                }
            }
        });
    };
    let line = |icon: &'static str, what: &'static str| {
        view! { <li><Icon name=icon/><p>{what}</p></li> }
    };
    view! {
        <div class="stack stack-3">
            <h3>{t!("What goes")}</h3>
            <ul class="points">{goes().map(|what| line("check", what)).collect_view()}</ul>
            <h3>{t!("What stays")}</h3>
            <ul class="points">{stays().map(|what| line("minus", what)).collect_view()}</ul>
        </div>
        <form class="stack" novalidate on:submit=on_submit>
            <Above refused/>
            <Line id="leave-email" label=t!("Type your email address to confirm") kind="email" autocomplete="off"
                value=typed error=refused.beside(Field::Email)/>
            <Proof id="leave-password" password error=refused.beside(Field::OldPassword)/>
            <Send sending label=t!("Delete my account now") class="button--danger"/>
        </form>
    }
}

fn goes() -> [&'static str; 5] {
    [
        t!("Your email address, password, passkeys, switches, home and sessions: at once."),
        t!("Shares that nobody has opened, and files on their way: at once."),
        t!(
            "Your posts and comments: within 24 hours, one by one in random order. They then read “removed by its author”."
        ),
        t!("Photos and videos of your posts: at once."),
        t!("What this browser remembers of you: at once."),
    ]
}

fn stays() -> [&'static str; 3] {
    [
        t!(
            "The numbers in threads (“Neighbor 2”), so that answers to you still make sense. Nobody can tell any more whose they were."
        ),
        t!(
            "Shares that an agency has opened, until the day their receipt names. Withdraw them first if you want them closed."
        ),
        t!("What others wrote."),
    ]
}
