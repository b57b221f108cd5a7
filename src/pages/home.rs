//! `/settings/home` Which cell is the home: picked once, said again on each device, changed after moving. The server
//! keeps a region and a mark, compares, and forgets.

mod choose;
pub mod picker;
mod position;
pub mod region;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use neighbors_domain::account::{ConfirmHome, HomeKept, Me, ResidentSelf, Who};
use neighbors_domain::addresses::pages;
use neighbors_domain::api::ApiError;
use neighbors_domain::cells::Cell9;

use super::sign_in::same_site;
use crate::components::{Heading, Icon, Loaded};
use crate::session::Session;
use crate::words::{self, t};
use crate::{api, home};
use choose::{Change, Choose};
use picker::CellPicker;

#[component]
pub fn Home() -> impl IntoView {
    let session = Session::here();
    let query = use_query_map();
    let next = move || query.read_untracked().get("next").and_then(|next| same_site(&next));
    let shown = move |me: Me| match me.who {
        Who::Resident(ResidentSelf { home: Some(kept), .. }) => {
            view! { <Confirm kept=kept.clone()/><Change kept next=next()/> }.into_any()
        }
        Who::Resident(_) => view! { <Choose kept=None next=next()/> }.into_any(),
        _ => {
            let to = [pages::SIGN_IN, "?next=", pages::HOME].concat();
            view! {
                <div class="panel stack stack-3">
                    <p>{t!("A home belongs to a resident’s account.")}</p>
                    <p><a class="button button--primary" href=to>{t!("Sign in")}</a></p>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <main class="page page--narrow stack stack-6" id="main" tabindex="-1">
            <p><a class="back" href=pages::SETTINGS><Icon name="back"/>{t!("Settings")}</a></p>
            <header class="stack stack-2">
                <Heading text=t!("Your home")/>
                <p class="soft">{t!("The server keeps the region you live in, and of the cell only a keyed mark that no page can read back. So that your browser can tell which requests concern you, say once on each device which of the region’s cells is your home.")}</p>
            </header>
            <Loaded resource=session.resource() what=t!("your account") view=shown/>
        </main>
    }
}

#[derive(Clone, PartialEq)]
enum Said {
    Nothing,
    Confirmed,
    Wrong(NotTaken),
}

/// Why a cell was not taken, and whether signing in again is the way on.
#[derive(Clone, PartialEq)]
struct NotTaken {
    why: String,
    signed_out: bool,
}

impl NotTaken {
    fn nothing_chosen() -> Self {
        let why = t!("Choose a cell first, on the honeycomb or in the list.").to_owned();
        Self { why, signed_out: false }
    }

    fn by(error: api::Error) -> Self {
        let signed_out = error == api::Error::Api(ApiError::SignInRequired);
        Self { why: words::say(error), signed_out }
    }

    fn view(self) -> impl IntoView {
        let to = [pages::SIGN_IN, "?next=", pages::HOME].concat();
        let way = self.signed_out.then(|| view! { " "<a href=to>{t!("Sign in")}</a> });
        view! { <div class="banner banner--error"><Icon name="warn"/><p>{self.why}{way}</p></div> }
    }
}

#[component]
fn Confirm(kept: HomeKept) -> impl IntoView {
    let session = Session::here();
    let known = session.resident().and_then(|resident| home::confirmed(&resident));
    let chosen = RwSignal::new(known);
    let confirmed = RwSignal::new(known);
    let said = RwSignal::new(Said::Nothing);
    let sending = RwSignal::new(false);
    let choose = Callback::new(move |cell: Cell9| {
        chosen.set(Some(cell));
        said.set(Said::Nothing);
    });
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let Some(cell) = chosen.get_untracked() else {
            return said.set(Said::Wrong(NotTaken::nothing_chosen()));
        };
        sending.set(true);
        spawn_local(async move {
            let answer = api::confirm_home(&ConfirmHome { cell }).await;
            sending.try_set(false);
            match answer {
                Ok(()) => {
                    home::remember(cell);
                    confirmed.try_set(Some(cell));
                    said.try_set(Said::Confirmed);
                }
                Err(error) => {
                    said.try_set(Said::Wrong(NotTaken::by(error)));
                }
            }
        });
    };
    // Whoever was sent here from a request goes on there.
    let query = use_query_map();
    let go_on = move || {
        let next = query.read().get("next").and_then(|next| same_site(&next));
        next.map(|next| view! { " "<a href=next>{t!("Go back to where you were")}</a> })
    };
    let status = move || {
        match said.get() {
        Said::Nothing => ().into_any(),
        Said::Confirmed => view! {
            <div class="banner banner--good">
                <Icon name="check"/>
                <p>
                    <b>{t!("That is your home.")}</b>
                    " "
                    {t!("This browser remembers it until you sign out. The server compared it and forgot it.")}
                    {go_on()}
                </p>
            </div>
        }
        .into_any(),
        Said::Wrong(why) => why.view().into_any(),
    }
    };
    let forget = move |_| {
        home::forget();
        confirmed.set(None);
        chosen.set(None);
        said.set(Said::Nothing);
    };
    let forget_button = move || {
        confirmed.get().map(|_| {
            view! { <button class="button button--quiet" type="button" on:click=forget>{t!("Forget it on this device")}</button> }
        })
    };
    view! {
        <p class="small quiet">{t!("Picked on {day}.", day = words::day(kept.set_at))}</p>
        <form class="stack stack-4" on:submit=on_submit>
            <CellPicker region=kept.region chosen choose/>
            <div role="status">{status}</div>
            <div class="reach">
                <button class="button button--primary" type="submit" aria-disabled=move || sending.get().then_some("true")>
                    {move || if sending.get() { t!("Comparing") } else { t!("This is my home") }}
                </button>
                {forget_button}
            </div>
        </form>
    }
}
