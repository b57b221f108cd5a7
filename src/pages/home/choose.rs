//! Picking a home for the first time, correcting it, or moving: a region, then one of its cells; what it means is said before.

use chrono::Utc;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::account::{ChooseHome, HomeKept};
use neighbors_domain::cells::{Cell9, Region7};
use neighbors_domain::home::{CHANGE_EACH, CORRECT_WITHIN, HomeError, may_choose};

use super::NotTaken;
use super::picker::CellPicker;
use super::position::PositionButton;
use super::region::RegionField;
use crate::components::Icon;
use crate::session::Session;
use crate::words::{self, t};
use crate::{api, home};

/// `kept`: the home there is, if any.
#[component]
pub fn Choose(kept: Option<HomeKept>, next: Option<String>) -> impl IntoView {
    let session = Session::here();
    let region = RwSignal::new(kept.as_ref().map(|kept| kept.region));
    let chosen = RwSignal::new(None::<Cell9>);
    let failed = RwSignal::new(None::<NotTaken>);
    let done = RwSignal::new(false);
    let sending = RwSignal::new(false);
    let first = kept.is_none();
    let choose = Callback::new(move |cell: Cell9| {
        chosen.set(Some(cell));
        failed.set(None);
    });
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let Some(cell) = chosen.get_untracked() else {
            return failed.set(Some(NotTaken::nothing_chosen()));
        };
        sending.set(true);
        spawn_local(async move {
            let answer = api::choose_home(&ChooseHome { cell }).await;
            sending.try_set(false);
            match answer {
                Ok(kept) => {
                    home::remember(cell);
                    done.try_set(true);
                    if let Some(resident) = session.resident() {
                        session.set_resident(neighbors_domain::account::ResidentSelf {
                            home: Some(kept),
                            ..resident
                        });
                    }
                }
                Err(error) => drop(failed.try_set(Some(NotTaken::by(error)))),
            }
        });
    };
    // One map for each region: another region has other cells.
    let picker = move || region.get().map(|region: Region7| view! { <CellPicker region chosen choose/> });
    Effect::new(move || {
        let here = region.get();
        if chosen.get_untracked().is_some_and(|cell| Some(cell.region()) != here) {
            chosen.set(None);
        }
    });
    let found = Callback::new(move |cell: Cell9| {
        region.set(Some(cell.region()));
        choose.run(cell);
    });
    let no_map_yet =
        move || region.get().is_none().then(|| view! { <PositionButton found inside=|_| true/> });
    let hours = CORRECT_WITHIN.num_hours().to_string();
    let days = CHANGE_EACH.num_days().to_string();
    let form = move || {
        let rule = t!(
            "Only requests published after this moment can concern you here. A first choice can be corrected for {hours} hours, and each correction counts from its own moment. Then a home can be changed once in {days} days.",
            hours = hours,
            days = days
        );
        view! {
            <div class="panel stack stack-2">
                <p><b>{t!("What is kept.")}</b>" "{t!("The region, and of the cell a keyed mark that nobody can read back. No street, no number, no point on a map leaves this browser.")}</p>
                <p>{rule}</p>
            </div>
            <RegionField region/>
            {no_map_yet}
            <form class="stack stack-4" on:submit=on_submit>
                {picker}
                <div role="alert">{move || failed.get().map(NotTaken::view)}</div>
                <div class="reach" hidden=move || region.get().is_none()>
                    <button class="button button--primary" type="submit" aria-disabled=move || sending.get().then_some("true")>
                        {move || match (sending.get(), first) {
                            (true, _) => t!("Sending"),
                            (false, true) => t!("Pick this home"),
                            (false, false) => t!("Change to this home"),
                        }}
                    </button>
                </div>
            </form>
        }
    };
    move || match done.get() {
        false => form().into_any(),
        true => {
            let go_on =
                next.clone().map(|next| view! { " "<a href=next>{t!("Go back to where you were")}</a> });
            view! {
                <div class="banner banner--good" role="status">
                    <Icon name="check"/>
                    <p><b>{t!("That is your home now.")}</b>" "{t!("This browser remembers the cell until you sign out.")}{go_on}</p>
                </div>
            }
            .into_any()
        }
    }
}

/// Under a home that is confirmed: whether it can be changed, and if not, from when.
#[component]
pub fn Change(kept: HomeKept, next: Option<String>) -> impl IntoView {
    let open = RwSignal::new(false);
    match may_choose(Some(&kept), Utc::now()) {
        Err(HomeError::TooSoon { from }) => view! {
            <p class="small quiet">{t!("You can change it once in {days} days. Next: {day}.", days = CHANGE_EACH.num_days().to_string(), day = words::moment(from))}</p>
        }
        .into_any(),
        Ok(_) => {
            let body = move || match open.get() {
                true => view! { <Choose kept=Some(kept.clone()) next=next.clone()/> }.into_any(),
                false => view! {
                    <p><button class="button" type="button" on:click=move |_| open.set(true)>{t!("I moved, or it is the wrong cell")}</button></p>
                }
                .into_any(),
            };
            view! { <section class="stack stack-4" aria-label=t!("Another home")>{body}</section> }.into_any()
        }
    }
}
