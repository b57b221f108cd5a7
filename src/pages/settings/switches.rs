//! Three separate switches. Each takes effect at once, and toggling it again undoes it.

use chrono::Utc;
use leptos::prelude::*;
use leptos::task::spawn_local;
use neighbors_domain::account::Switches;

use crate::api;
use crate::components::Icon;
use crate::session::Session;
use crate::words::{self, t};

#[component]
pub fn SwitchesCard(switches: Switches) -> impl IntoView {
    let session = Session::here();
    // What the reader sees; put back when the server did not take it.
    let shown = RwSignal::new(switches);
    let sending = RwSignal::new(false);
    let said = RwSignal::new(None::<Result<String, String>>);
    let set = move |change: fn(&mut Switches)| {
        let before = shown.get_untracked();
        let mut after = before;
        change(&mut after);
        shown.set(after);
        sending.set(true);
        said.set(None);
        spawn_local(async move {
            let answer = api::set_switches(&after).await;
            sending.try_set(false);
            match answer {
                Ok(resident) => {
                    session.set_resident(resident);
                    said.try_set(Some(Ok(t!("Saved on {when}", when = words::moment(Utc::now())))));
                }
                Err(error) => {
                    shown.try_set(before);
                    said.try_set(Some(Err(words::say(error))));
                }
            }
        });
    };
    let status = move || {
        said.get().map(|said| match said {
            Ok(saved) => view! { <p class="row small quiet"><Icon name="check"/>{saved}</p> }.into_any(),
            Err(why) => view! {
                <div class="banner banner--error"><Icon name="warn"/><p><b>{t!("Nothing was changed.")}</b>" "{why}</p></div>
            }
            .into_any(),
        })
    };
    view! {
        <section class="stack stack-3" aria-labelledby="requests">
            <div class="stack stack-1">
                <h2 id="requests">{t!("Requests for assistance")}</h2>
                <p class="soft">{t!("Three separate switches. No agency can see how you set them, or count how many people did.")}</p>
            </div>
            <div class="card settings">
                <Switch
                    id="hide-requests" name=t!("Hide requests from my feed")
                    what=t!("They stay public on the agency’s page. You can still open one by its address.")
                    on=Signal::derive(move || shown.get().hide_requests) sending
                    toggle=move || set(|switches| switches.hide_requests = !switches.hide_requests)
                />
                <Switch
                    id="do-not-notify" name=t!("Do not notify me")
                    what=t!("You see requests when you open the feed, without a message.")
                    on=Signal::derive(move || shown.get().do_not_notify) sending
                    toggle=move || set(|switches| switches.do_not_notify = !switches.do_not_notify)
                />
                <Switch
                    id="opt-out" name=t!("Opt out of all future requests")
                    what=t!("No agency can ask you. Requests open now are taken away too. If you opt in again, old requests do not come back.")
                    on=Signal::derive(move || shown.get().opt_out) sending
                    toggle=move || set(|switches| switches.opt_out = !switches.opt_out)
                />
            </div>
            <div role="status">{status}</div>
        </section>
    }
}

#[component]
fn Switch(
    id: &'static str,
    name: &'static str,
    what: &'static str,
    on: Signal<bool>,
    sending: RwSignal<bool>,
    toggle: impl Fn() + 'static,
) -> impl IntoView {
    let hint = [id, "-what"].concat();
    let on_change = move |event: web_sys::Event| {
        // Two answers may not cross: until the first is here the switch stays where it is.
        if sending.get_untracked() {
            event_target::<web_sys::HtmlInputElement>(&event).set_checked(on.get_untracked());
        } else {
            toggle();
        }
    };
    view! {
        <label class="switch setting" for=id>
            <span><b id=[id, "-name"].concat()>{name}</b><span class="small soft" id=hint.clone()>{what}</span></span>
            <input type="checkbox" role="switch" id=id prop:checked=on on:change=on_change
                aria-labelledby=[id, "-name"].concat() aria-describedby=hint/>
        </label>
    }
}
