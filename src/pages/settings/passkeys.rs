//! The passkeys of an account: which there are, adding one, naming it, taking it away.

use chrono::Utc;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::joining::Field;
use neighbors_domain::passkey::{AddPasskey, BeginAdding, Passkey, RenamePasskey, WaysIn, check_name};
use neighbors_domain::password::Password;

use super::proof::Proof;
use crate::api::Error;
use crate::components::Loaded;
use crate::pages::account::{Above, Line, Refused, Send, focus};
use crate::words::{self, say, t};
use crate::{api, passkey};

#[component]
pub fn Passkeys() -> impl IntoView {
    let ways = LocalResource::new(api::ways_in);
    let failed = RwSignal::new(None::<String>);
    let remove = Callback::new(move |id: String| {
        failed.set(None);
        spawn_local(async move {
            match api::remove_passkey(&id).await {
                Ok(()) => ways.refetch(),
                Err(error) => drop(failed.try_set(Some(say(error)))),
            }
        });
    });
    let shown = move |WaysIn { passkeys, .. }: WaysIn| {
        if passkeys.is_empty() {
            return view! { <p>{t!("There is none yet.")}</p> }.into_any();
        }
        let lines = passkeys.into_iter().map(|it| view! { <PasskeyLine it remove ways/> }).collect_view();
        view! { <ul class="settings">{lines}</ul> }.into_any()
    };
    view! {
        <p class="small soft">{t!("A passkey lives in your phone, computer or security key and signs you in with a look or a touch. Here only its public half is kept: nobody can sign in with that.")}</p>
        <Loaded resource=ways what=t!("your passkeys") view=shown/>
        <div role="alert">{move || failed.get().map(|why| view! { <p class="small">{why}</p> })}</div>
        <Adding added=Callback::new(move |()| ways.refetch())/>
    }
}

#[component]
fn PasskeyLine(
    it: Passkey,
    remove: Callback<String>,
    ways: LocalResource<api::Result<WaysIn>>,
) -> impl IntoView {
    let used = it.last_used.and_hms_opt(12, 0, 0).map(|at| words::date(at.and_utc())).unwrap_or_default();
    let when = t!("since {day}, last used {used}", day = words::date(it.since), used = used);
    let (rename, delete) = (t!("Rename {name}", name = it.name), t!("Remove {name}", name = it.name));
    let name = StoredValue::new(it.name);
    let id = StoredValue::new(it.id);
    let naming = RwSignal::new(false);
    let body = move || {
        match naming.get() {
        false => view! {
            <p><b>{name.get_value()}</b><br/><span class="small soft">{when.clone()}</span></p>
            <p class="row">
                <button class="button" type="button" aria-label=rename.clone() on:click=move |_| naming.set(true)>{t!("Rename")}</button>
                <button class="button button--danger" type="button" aria-label=delete.clone() on:click=move |_| remove.run(id.get_value())>{t!("Remove")}</button>
            </p>
        }
        .into_any(),
        true => view! { <Naming id name naming ways/> }.into_any(),
    }
    };
    view! { <li class="row row--apart">{body}</li> }
}

#[component]
fn Naming(
    id: StoredValue<String>,
    name: StoredValue<String>,
    naming: RwSignal<bool>,
    ways: LocalResource<api::Result<WaysIn>>,
) -> impl IntoView {
    let typed = RwSignal::new(name.get_value());
    let failed = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let name = match check_name(&typed.get_untracked()) {
            Ok(name) => name,
            Err(why) => return failed.set(Some(say(why))),
        };
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        spawn_local(async move {
            match api::rename_passkey(&id.get_value(), &RenamePasskey { name }).await {
                Ok(()) => ways.refetch(),
                Err(error) => {
                    sending.try_set(false);
                    failed.try_set(Some(say(error)));
                }
            }
        });
    };
    Effect::new(|| focus("passkey-rename"));
    view! {
        <form class="stack stack-3" novalidate on:submit=on_submit>
            <Line id="passkey-rename" label=t!("Name of this passkey") autocomplete="off"
                hint=t!("So that you can tell it from others, as “My phone”. Only you see it.") value=typed error=failed.into()/>
            <div class="row">
                <Send sending label=t!("Save the name")/>
                <button class="button button--quiet" type="button" on:click=move |_| naming.set(false)>{t!("Leave it")}</button>
            </div>
        </form>
    }
}

/// A new one: a name, who one is, and then the device asks.
#[component]
fn Adding(added: Callback<()>) -> impl IntoView {
    let name = RwSignal::new(default_name());
    let name_error = RwSignal::new(None::<String>);
    let password = RwSignal::new(String::new());
    let refused = Refused::new();
    let failed = RwSignal::new(None::<&'static str>);
    let sending = RwSignal::new(false);
    let done = RwSignal::new(false);
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let chosen = match check_name(&name.get_untracked()) {
            Ok(chosen) => chosen,
            Err(why) => {
                name_error.set(Some(say(why)));
                return focus("passkey-name");
            }
        };
        name_error.set(None);
        refused.clear();
        failed.set(None);
        done.set(false);
        sending.set(true);
        let begin = BeginAdding { password: Password(password.get_untracked()) };
        spawn_local(async move {
            let answer = add(&begin, chosen).await;
            sending.try_set(false);
            match answer {
                Ok(()) => {
                    password.try_set(String::new());
                    done.try_set(true);
                    added.run(());
                }
                Err(Trouble::Here(why)) => refused.say(why),
                Err(Trouble::Device(why)) => drop(failed.try_set(Some(why.sentence()))),
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=on_submit>
            <h4>{t!("Add a passkey")}</h4>
            <Above refused/>
            <div role="alert">{move || failed.get().map(|why| view! { <p class="small">{why}</p> })}</div>
            <Line id="passkey-name" label=t!("Name of this passkey") autocomplete="off"
                hint=t!("So that you can tell it from others, as “My phone”. Only you see it.")
                value=name error=name_error.into()/>
            <Proof id="passkey-password" password error=refused.beside(Field::OldPassword)/>
            <Send sending label=t!("Add a passkey")/>
            <p role="status">{move || done.get().then(|| t!("It is added. We wrote to your mailbox that it was."))}</p>
        </form>
    }
}

pub fn default_name() -> String {
    t!("Passkey of {day}", day = words::date(Utc::now()))
}

enum Trouble {
    Here(Error),
    Device(passkey::NoPasskey),
}

async fn add(begin: &BeginAdding, name: String) -> Result<(), Trouble> {
    let question = api::begin_adding_passkey(begin).await.map_err(Trouble::Here)?;
    let answer = passkey::make(&question).await.map_err(Trouble::Device)?;
    api::add_passkey(&AddPasskey { answer, name }).await.map_err(Trouble::Here)
}
