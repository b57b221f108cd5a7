//! `/portal` Shares for the requests of one's agency. Nothing here counts who was asked, looked or declined.

use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;
use neighbors_domain::account::Who;
use neighbors_domain::addresses::pages;
use neighbors_domain::share::{self, InboxRequest, InboxShare, ShareState};
use neighbors_domain::spoken::bytes;

use super::hand_on::HandOn;
use super::own_words;
use crate::api;
use crate::components::{Art, Blank, Heading, Icon, Loaded, Shape};
use crate::here::Here;
use crate::session::Session;
use crate::words::{self, plural, t};

/// The list beside what is chosen from it.
#[component]
pub fn Inbox() -> impl IntoView {
    view! { <OfficersOnly><Panes/></OfficersOnly> }
}

/// A page for officers; everybody else reads where to sign in.
#[component]
pub fn OfficersOnly(children: ChildrenFn) -> impl IntoView {
    let children = StoredValue::new(children);
    // Another officer on the same machine sees their own page from the start.
    let page = move |who: Who| match who {
        Who::Officer(_) => {
            own_words::only_of(&who);
            children.with_value(|children| children()).into_any()
        }
        Who::Visitor => {
            view! { <Stranger words=t!("The portal is for officers of agencies that are active here.")/> }
                .into_any()
        }
        Who::Resident(_) => {
            view! { <Stranger words=t!("You are signed in as a resident. The portal is for officers.")/> }
                .into_any()
        }
    };
    view! { <Known view=Callback::new(page)/> }
}

/// A page that depends on who reads; until that is known, and where it cannot be, a page too.
#[component]
pub fn Known(view: Callback<Who, AnyView>) -> impl IntoView {
    let resource = Session::here().resource();
    move || match resource.get() {
        Some(Ok(me)) => view.run(me.who),
        _ => view! {
            <main class="page" id="main" tabindex="-1">
                <Loaded resource what=t!("who is signed in") page=true view=|_| ()/>
            </main>
        }
        .into_any(),
    }
}

#[component]
fn Stranger(words: &'static str) -> impl IntoView {
    let back = Here::path();
    let door = move || own_words::door(&back.get());
    view! {
        <main class="page" id="main" tabindex="-1">
            <Blank art=Art::Nothing title=t!("Sign in to the portal").to_owned() page=true>
                <p>{words}</p>
                <div class="buttons">
                    <a class="button button--primary" href=door>{t!("Sign in as an officer")}</a>
                    <a class="button" href=pages::REVIEW>{t!("To the reviews")}</a>
                    <a class="button" href=pages::FEED rel="external">{t!("Go to the feed")}</a>
                </div>
            </Blank>
        </main>
    }
}

#[component]
fn Panes() -> impl IntoView {
    let path = use_location().pathname;
    let chosen = Memo::new(move |_| path.with(|path| path.trim_end_matches('/') != pages::PORTAL));
    let inbox = LocalResource::new(api::inbox);
    // An opened share changes its line in the list.
    provide_context(InboxChanged(Callback::new(move |()| inbox.refetch())));
    // On a phone one pane at a time.
    let list_class = move || if chosen.get() { "queue__list from-desk" } else { "queue__list" };
    view! {
        <main class="queue" id="main" tabindex="-1">
            <nav class=list_class aria-label=t!("Shares for your requests")>
                <div class="queue__head">
                    <h2>{t!("Shares")}</h2>
                    <p class="small quiet">{t!("For the requests of your agency")}</p>
                </div>
                <Loaded resource=inbox what=t!("the shares") shape=Shape::Items view=|inbox: share::Inbox| view! { <Groups inbox/> }/>
            </nav>
            <section class="queue__main stack stack-6" aria-label=t!("The share you chose")><Outlet/></section>
        </main>
    }
}

#[derive(Clone, Copy)]
pub struct InboxChanged(pub Callback<()>);

#[component]
fn Groups(inbox: share::Inbox) -> impl IntoView {
    let none = inbox.requests.is_empty().then(
        || view! { <p class="queue__none small quiet">{t!("Your agency has no requests here yet.")}</p> },
    );
    let groups = inbox.requests.into_iter().map(|request| view! { <Group request/> }).collect_view();
    view! {
        {none}
        {groups}
        <p class="queue__none small quiet">{t!("How many people were asked, looked or declined is never shown.")}</p>
    }
}

#[component]
fn Group(request: InboxRequest) -> impl IntoView {
    let InboxRequest { title, case_number, shares, .. } = request;
    let none = shares.is_empty().then(|| {
        view! {
            <p class="queue__none small quiet">{t!("Nothing here")}</p>
        }
    });
    let rows = shares.into_iter().map(|share| view! { <Row share/> }).collect_view();
    view! {
        <h3 class="queue__group">{title}", "{case_number.to_string()}</h3>
        {rows}
        {none}
    }
}

#[component]
fn Row(share: InboxShare) -> impl IntoView {
    let address = pages::portal_share(&share.id);
    let path = use_location().pathname;
    let here = address.clone();
    let current = move || path.with(|path| *path == here).then_some("page");
    let facts = [
        plural!(share.recordings, "{n} recording", "{n} recordings"),
        bytes(share.bytes),
        words::moment(share.shared_at),
    ]
    .join(" · ");
    let (class, word) = tag(share.state);
    view! {
        <a class="queue__row" href=address aria-current=current>
            <b>{t!("Share {n}", n = share.number.to_string())}</b>
            <span class="soft">{facts}</span>
            <span class="tags"><span class=class>{word}</span></span>
        </a>
    }
}

/// A state as the agency reads it.
pub fn tag(state: ShareState) -> (&'static str, &'static str) {
    match state {
        ShareState::Delivered => ("tag tag--new", t!("New")),
        ShareState::Opened => ("tag", t!("Opened")),
        ShareState::Withdrawn => ("tag tag--warn", t!("Withdrawn by the sharer")),
        ShareState::Expired => ("tag", t!("Expired")),
    }
}

#[component]
pub fn NothingChosen() -> impl IntoView {
    view! {
        <Heading text=t!("Shares")/>
        <HandOn/>
        <div class="from-desk">
            <Blank art=Art::Nothing title=t!("Choose a share").to_owned()>
                <p>{t!("It is opened in this browser with your key. The sharer sees each opening and each download, with your title and badge number.")}</p>
            </Blank>
        </div>
        <p class="small quiet below-desk"><Icon name="lock"/>" "{t!("Shares are opened in this browser with your key.")}</p>
    }
}
