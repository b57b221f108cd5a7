//! The filters of the feed: how far, how long ago, what kind. Links, since filters live in the address.

use leptos::html::Div;
use leptos::prelude::*;
use neighbors_domain::feed::{Kind, Question, Since, Within};

use super::address::Asked;
use crate::components::{Icon, live};
use crate::session::Session;
use crate::words::{english, t, tr};

#[component]
pub fn Filters(asked: Asked) -> impl IntoView {
    let session = Session::here();
    let requests = move || match session.hides_requests() {
        true => ().into_any(),
        false => view! { <KindChip asked kind=Some(Kind::AssistanceRequest)/> }.into_any(),
    };
    let others = Kind::ALL.into_iter().filter(|kind| *kind != Kind::AssistanceRequest);
    let distances = Within::ALL.map(|within| {
        let change: Change = Box::new(move |question| question.within = within);
        (miles(within), change)
    });
    let times = [None].into_iter().chain(Since::ALL.map(Some)).map(|since| {
        let change: Change = Box::new(move |question| question.since = since);
        (tr(span(since)).to_owned(), change)
    });
    view! {
        <div class="chips">
            <Pick asked id="within" icon="locate" name=t!("Distance")
                now=Signal::derive(move || miles(asked.get().within)) choices=distances.into()/>
            <Pick asked id="since" icon="clock" name=t!("Time")
                now=Signal::derive(move || tr(span(asked.get().since)).to_owned()) choices=times.collect()/>
            <nav class="chips__kinds" aria-label=t!("Filter by kind")>
                <KindChip asked kind=None/>
                {live(requests)}
                {others.map(|kind| view! { <KindChip asked kind=Some(kind)/> }).collect_view()}
            </nav>
        </div>
    }
}

#[component]
fn KindChip(asked: Asked, kind: Option<Kind>) -> impl IntoView {
    let (icon, name) = kind_shown(kind);
    let change = move |question: &mut Question| question.kind = kind;
    let current = Signal::derive(move || (asked.get().kind == kind).then_some("true"));
    let href = Signal::derive(move || asked.link(change));
    let icon = (!icon.is_empty()).then(|| view! { <Icon name=icon/> });
    view! {
        <a class="chip" href=href aria-current=current
            on:click=move |event| asked.follow(&event, change)>
            {icon}{tr(name)}
        </a>
    }
}

type Change = Box<dyn Fn(&mut Question) + Send + Sync>;

/// A chip that opens a short list of links; of several, one is chosen.
#[component]
fn Pick(
    asked: Asked,
    id: &'static str,
    icon: &'static str,
    name: &'static str,
    /// What is chosen.
    now: Signal<String>,
    choices: Vec<(String, Change)>,
) -> impl IntoView {
    let list = NodeRef::<Div>::new();
    let choices = choices.into_iter().map(|(text, change)| {
        let change = std::sync::Arc::new(change);
        let (shown, link) = (text.clone(), change.clone());
        let current = Signal::derive(move || now.with(|now| *now == shown).then_some("true"));
        let href = Signal::derive(move || asked.link(&**link));
        let on_click = move |event: web_sys::MouseEvent| {
            asked.follow(&event, &**change);
            // Gone, it gives the focus back to the chip that opened it.
            if let Some(list) = list.get_untracked().filter(|_| event.default_prevented()) {
                let _ = list.hide_popover();
            }
        };
        view! {
            <li>
                <a class="menu__line" href=href on:click=on_click aria-current=current>
                    {text}<Icon name="check"/>
                </a>
            </li>
        }
    });
    view! {
        <button class="chip chip--pick" type="button" popovertarget=id>
            <Icon name=icon/><span class="unseen">{name}": "</span>{now}<Icon name="down"/>
        </button>
        <div class="popover menu" id=id popover="auto" node_ref=list>
            <nav aria-label=name><ul>{choices.collect_view()}</ul></nav>
        </div>
    }
}

fn kind_shown(kind: Option<Kind>) -> (&'static str, &'static str) {
    match kind {
        None => ("", english!("All")),
        Some(Kind::AssistanceRequest) => ("help", english!("Requests")),
        Some(Kind::Safety) => ("incident", english!("Crime and safety")),
        Some(Kind::Packages) => ("parcel", english!("Packages")),
        Some(Kind::Pets) => ("pet", english!("Pets")),
        Some(Kind::Neighborly) => ("heart", english!("Neighborly")),
        Some(Kind::Agencies) => ("news", english!("Agencies")),
        Some(Kind::PublicRecord) => ("record", english!("Public record")),
    }
}

pub fn kind_name(kind: Option<Kind>) -> &'static str {
    tr(kind_shown(kind).1)
}

pub fn miles(within: Within) -> String {
    t!("{n} miles", n = within.miles())
}

/// On the chip and in its list.
fn span(since: Option<Since>) -> &'static str {
    match since {
        None => english!("Any time"),
        Some(Since::Day) => english!("Last 24 hours"),
        Some(Since::Week) => english!("Last 7 days"),
        Some(Since::Month) => english!("Last 30 days"),
        Some(Since::Year) => english!("Last 365 days"),
    }
}
