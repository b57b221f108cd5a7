//! `/portal/requests` An agency's requests, from the first word to the outcome.

mod one;
mod published;
mod sent;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::{KeptForm, NewLead, Work};
use neighbors_domain::officers::{OfficerError, PortalSelf, Role};

pub use self::one::OfficerRequestPage;
use self::published::Published;
use self::sent::SentItem;
use super::inbox::OfficersOnly;
use crate::api;
use crate::components::{Art, Blank, Heading, Icon, Loaded, Shape, focus};
use crate::words::{self, plural, say, t};

#[component]
pub fn RequestsPage() -> impl IntoView {
    view! { <OfficersOnly><Requests/></OfficersOnly> }
}

/// Its data is asked for once it is known that an officer reads. What they may do, first: so nothing moves later.
#[component]
fn Requests() -> impl IntoView {
    let me = LocalResource::new(api::portal_me);
    let shown = |me: PortalSelf| match may_look_after(&me) {
        true => view! { <Whole me/> }.into_any(),
        false => view! { <NotYours/> }.into_any(),
    };
    view! {
        <main class="page" id="main" tabindex="-1">
            <Loaded resource=me what=t!("the requests") page=true shape=Shape::Items view=shown/>
        </main>
    }
}

/// As the server decides it: who asks, and who looks after what colleagues asked for.
pub fn may_look_after(me: &PortalSelf) -> bool {
    me.roles.has(Role::Request) || me.roles.has(Role::Supervise)
}

#[component]
pub fn NotYours() -> impl IntoView {
    view! {
        <Blank art=Art::Nothing title=t!("Requests need another role").to_owned() page=true>
            <p>{t!("Your administrator can give you the role “Ask for assistance”, or “Supervise requests” to look after those of colleagues.")}</p>
            <div class="buttons"><a class="button" href=pages::PORTAL_FEED>{t!("Back to the feed")}</a></div>
        </Blank>
    }
}

#[component]
pub fn Suspended() -> impl IntoView {
    view! {
        <div class="banner banner--warn"><Icon name="warn"/><p>{say(OfficerError::Suspended)}" "{t!("Drafts are saved as always, and can be sent when it ends.")}</p></div>
    }
}

#[component]
fn Whole(me: PortalSelf) -> impl IntoView {
    let asks = me.roles.has(Role::Request);
    let work = LocalResource::new(api::work);
    // What was acted on, when the list is drawn anew: there the focus goes on.
    let acted = StoredValue::new(None::<String>);
    let again = Callback::new(move |on: Option<String>| {
        acted.set_value(on);
        work.refetch();
    });
    let shown = move |work| {
        if let Some(id) = acted.try_update_value(Option::take).flatten() {
            focus(&published::link_id(&id));
        }
        view! { <Lists work asks again/> }
    };
    view! {
        <div class="stack stack-6">
            <header class="row row--apart"><Heading text=t!("Requests for assistance")/>{asks.then(|| view! { <NewButton/> })}</header>
            {me.suspended.then(|| view! { <Suspended/> })}
            <Loaded resource=work what=t!("the requests") shape=Shape::Items view=shown/>
        </div>
    }
}

#[component]
fn NewButton() -> impl IntoView {
    let navigate = use_navigate();
    view! {
        <button class="button button--primary" type="button" on:click=move |_| navigate(&pages::portal_draft(&new_id()), Default::default())>
            <Icon name="plus"/>{t!("New request")}
        </button>
    }
}

/// 128 bits of chance: the draft's name here, and what makes a draft that is sent twice one request.
pub fn new_id() -> String {
    let mut bytes = [0; 16];
    getrandom::getrandom(&mut bytes).expect("every browser has a source of chance");
    hex::encode(bytes)
}

#[component]
fn Lists(
    work: Work,
    /// Whether this officer may ask for assistance.
    asks: bool,
    again: Callback<Option<String>>,
) -> impl IntoView {
    let Work { drafts, sent, published, in_hand, new_leads } = work;
    let leads = (!new_leads.is_empty()).then(|| {
        let n = new_leads.len();
        let words = plural!(
            n,
            "{n} open request asks for a new lead investigator, since the one it names left. Amend it, or resolve it.",
            "{n} open requests ask for a new lead investigator, since the ones they name left. Amend them, or resolve them."
        );
        view! { <div class="banner banner--warn"><Icon name="warn"/><p>{words}</p></div> }
    });
    let drafts = (!drafts.is_empty()).then(|| {
        let rows = drafts.into_iter().map(|kept| view! { <li><Kept kept again/></li> }).collect_view();
        view! { <section class="stack stack-3"><h2>{t!("Drafts")}</h2><ul class="stack" role="list">{rows}</ul></section> }
    });
    let sent = (!sent.is_empty()).then(|| {
        let rows = sent.into_iter().map(|sent| { let mine = in_hand.contains(&sent.id); view! { <li><SentItem sent mine asks/></li> } }).collect_view();
        view! { <section class="stack stack-3"><h2>{t!("In review")}</h2><ul class="stack" role="list">{rows}</ul></section> }
    });
    let none = published
        .is_empty()
        .then(|| view! { <p class="panel">{t!("Your agency has no requests here yet.")}</p> });
    let rows = published
        .into_iter()
        .map(|summary| {
            let mine = in_hand.contains(&summary.id);
            let gone = new_leads.iter().find(|asks| asks.id == summary.id).cloned();
            view! { <li><Published summary mine gone again/></li> }
        })
        .collect_view();
    view! {
        <div class="stack stack-7">
            {leads}
            {drafts}
            {sent}
            <section class="stack stack-3"><h2>{t!("Published")}</h2>{none}<ul class="stack" role="list">{rows}</ul></section>
        </div>
    }
}

#[component]
fn Kept(kept: KeptForm, again: Callback<Option<String>>) -> impl IntoView {
    let KeptForm { id, form, saved_at } = kept;
    let title = if form.title.trim().is_empty() { t!("Without a title").to_owned() } else { form.title };
    let address = pages::portal_draft(&id);
    let discard = Action::new_local(move |id: &String| {
        let id = id.clone();
        async move {
            if api::discard_draft(&id).await.is_ok() {
                again.run(None);
                focus("main");
            }
        }
    });
    view! {
        <article class="card row row--apart">
            <div>
                <h3><a href=address>{title}</a></h3>
                <p class="small quiet">{t!("Saved {when}", when = words::moment(saved_at))}</p>
            </div>
            <button class="button button--danger" type="button" on:click=move |_| drop(discard.dispatch_local(id.clone()))>{t!("Delete the draft")}</button>
        </article>
    }
}

/// "Det. Maya Ortega, who led this case, left on Oct 21, 2026."
pub fn asks_for_a_lead(gone: &NewLead) -> String {
    match gone.left_at {
        Some(at) => {
            t!("{name}, who led this case, left on {day}.", name = gone.name, day = words::date(at))
        }
        None => t!("{name}, who is to lead this case, is no officer of your agency.", name = gone.name),
    }
}
