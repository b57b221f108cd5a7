//! Where one is signed in, the password, the email address; and the warning while a password chosen by mail waits.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::joining::{
    AccountError, Browser, ChangeEmail, ChangePassword, Field, SignedIn, System,
};
use neighbors_domain::password::Password;

use super::Fold;
use super::passkeys::Passkeys;
use super::proof::Proof;
use crate::components::{Icon, Loaded};
use crate::pages::account::{Above, Line, NewPassword, Refused, Send, focus};
use crate::session::Session;
use crate::words::{self, say, t};
use crate::{api, typed};

/// On top of everything: somebody who reads the mailbox has chosen a new password.
#[component]
pub fn RecoveryWaits(at: DateTime<Utc>) -> impl IntoView {
    let session = Session::here();
    let said = RwSignal::new(None::<String>);
    let stop = move |_| {
        spawn_local(async move {
            match api::stop_recovery().await {
                Ok(()) => session.reload(),
                Err(error) => drop(said.try_set(Some(say(error)))),
            }
        });
    };
    view! {
        <div class="banner banner--warn">
            <Icon name="key"/>
            <div class="stack stack-3">
                <p><b>{t!("A new password takes effect on {moment}.", moment = words::moment(at))}</b>" "{t!("It was chosen by a link sent to your mailbox. If that was you, there is nothing to do. If not, stop it: somebody else reads your mail.")}</p>
                <p><button class="button button--danger" type="button" on:click=stop>{t!("Stop it")}</button></p>
                <p role="alert">{said}</p>
            </div>
        </div>
    }
}

#[component]
pub fn Security(email: String) -> impl IntoView {
    let navigate = use_navigate();
    let left = Callback::new(move |()| navigate(pages::SIGN_IN, Default::default()));
    view! {
        <section class="stack stack-3" aria-labelledby="security">
            <h2 id="security">{t!("How you sign in")}</h2>
            <Fold title=t!("Where you are signed in") view=move || view! { <Sessions left/> }/>
            <Fold title=t!("Passkeys") view=|| view! { <Passkeys/> }/>
            <Fold title=t!("Change the password") view=|| view! { <NewPasswordForm/> }/>
            <Fold title=t!("Change the email address") view=move || view! { <NewEmailForm email=email.clone()/> }/>
        </section>
    }
}

/// `left`: signed out here, too.
#[component]
pub fn Sessions(left: Callback<()>) -> impl IntoView {
    let list = LocalResource::new(api::my_sessions);
    let session = Session::here();
    let failed = RwSignal::new(None::<String>);
    let end = Callback::new(move |id: String| {
        spawn_local(async move {
            match api::end_session(&id).await {
                Ok(()) => list.refetch(),
                Err(error) => drop(failed.try_set(Some(say(error)))),
            }
        });
    });
    let everywhere = move |_| {
        spawn_local(async move {
            match session.leave(api::sign_out_everywhere()).await {
                Ok(()) => left.run(()),
                Err(error) => drop(failed.try_set(Some(say(error)))),
            }
        });
    };
    let shown = move |list: Vec<SignedIn>| {
        let lines = list.into_iter().map(|it| view! { <SessionLine it end/> }).collect_view();
        view! { <ul class="settings">{lines}</ul> }
    };
    view! {
        <p class="small soft">{t!("What stands here is all that is kept of it: no network address, and the last use only to the day.")}</p>
        <Loaded resource=list what=t!("where you are signed in") view=shown/>
        <div role="alert">{move || failed.get().map(|why| view! { <p class="small">{why}</p> })}</div>
        <p><button class="button" type="button" on:click=everywhere>{t!("Sign out everywhere, here too")}</button></p>
    }
}

#[component]
fn SessionLine(it: SignedIn, end: Callback<String>) -> impl IntoView {
    let name = t!("{browser} on {system}", browser = browser(it.browser), system = system(it.system));
    let used = it.last_used.and_hms_opt(12, 0, 0).map(|at| words::date(at.and_utc())).unwrap_or_default();
    let when = t!("since {day}, last used {used}", day = words::date(it.since), used = used);
    let id = StoredValue::new(it.id);
    let act = match it.this {
        true => view! { <span class="small quiet">{t!("This browser")}</span> }.into_any(),
        false => {
            let label = t!("Sign out {name}", name = name);
            view! { <button class="button" type="button" aria-label=label on:click=move |_| end.run(id.get_value())>{t!("Sign out")}</button> }
                .into_any()
        }
    };
    view! { <li class="row row--apart"><p><b>{name}</b><br/><span class="small soft">{when}</span></p>{act}</li> }
}

fn browser(browser: Browser) -> &'static str {
    match browser {
        Browser::Firefox => "Firefox",
        Browser::Chrome => "Chrome",
        Browser::Edge => "Edge",
        Browser::Safari => "Safari",
        Browser::Other => t!("A browser"),
    }
}

fn system(system: System) -> &'static str {
    match system {
        System::Android => "Android",
        System::Apple => t!("an iPhone or iPad"),
        System::Mac => t!("a Mac"),
        System::Windows => "Windows",
        System::Linux => "Linux",
        System::Other => t!("another system"),
    }
}

#[component]
pub fn NewPasswordForm() -> impl IntoView {
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let refused = Refused::new();
    let sending = RwSignal::new(false);
    let done = RwSignal::new(false);
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let change =
            ChangePassword { old: Password(old.get_untracked()), new: Password(new.get_untracked()) };
        if sending.get_untracked() {
            return;
        }
        if let Err(error) = change.new.check("", |_| false) {
            refused.refuse(vec![AccountError::from(error)]);
            return focus("new-password");
        }
        refused.clear();
        done.set(false);
        sending.set(true);
        spawn_local(async move {
            let answer = api::change_password(&change).await;
            sending.try_set(false);
            match answer {
                Ok(()) => {
                    old.try_set(String::new());
                    new.try_set(String::new());
                    done.try_set(true);
                }
                Err(error) => refused.say(error),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=on_submit>
            <Above refused/>
            <Proof id="old-password" password=old error=refused.beside(Field::OldPassword)/>
            <NewPassword value=new error=refused.beside(Field::Password)/>
            <Send sending label=t!("Change the password")/>
            <p role="status">{move || done.get().then(|| t!("It is changed. Every other browser was signed out."))}</p>
        </form>
    }
}

#[component]
fn NewEmailForm(email: String) -> impl IntoView {
    let new = typed::kept("new-email");
    let password = RwSignal::new(String::new());
    let refused = Refused::new();
    let sending = RwSignal::new(false);
    let sent = RwSignal::new(None::<String>);
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let change = ChangeEmail {
            email: new.get_untracked().trim().to_owned(),
            password: Password(password.get_untracked()),
        };
        if let Err(errors) = change.clone().check() {
            refused.refuse(errors);
            return focus("new-email");
        }
        refused.clear();
        sent.set(None);
        sending.set(true);
        spawn_local(async move {
            let answer = api::change_email(&change).await;
            sending.try_set(false);
            match answer {
                Ok(()) => {
                    new.try_set(String::new());
                    password.try_set(String::new());
                    sent.try_set(Some(change.email));
                }
                Err(error) => refused.say(error),
            }
        });
    };
    let said = move || {
        sent.get().map(|to| t!("We wrote to {to} and to your present address. When both links were opened, the address changes.", to = to))
    };
    view! {
        <p class="small soft">{t!("It is {email} now. Both mailboxes have to say yes.", email = email)}</p>
        <form class="stack" novalidate on:submit=on_submit>
            <Above refused/>
            <Line id="new-email" label=t!("New email address")
                hint=t!("So that you can come back. Nobody but you ever sees it, no neighbor and no agency.") kind="email" autocomplete="email"
                value=new error=refused.beside(Field::Email)/>
            <Proof id="email-password" password error=refused.beside(Field::OldPassword)/>
            <Send sending label=t!("Send both links")/>
            <p role="status">{said}</p>
        </form>
    }
}
