//! A published request: what became of it, and what its officers can still do.

use leptos::prelude::*;
use neighbors_domain::addresses::pages;
use neighbors_domain::assistance_request::{Life, NewLead, Outcome, State, Summary};

use super::asks_for_a_lead;
use crate::api;
use crate::components::{Icon, focus};
use crate::words::{self, t};

#[derive(Clone)]
enum Step {
    Resolve,
    Void,
    Outcome(Outcome),
}

#[component]
pub fn Published(
    summary: Summary,
    /// Whether this officer may act on it.
    mine: bool,
    /// Its lead investigator left.
    gone: Option<NewLead>,
    again: Callback<Option<String>>,
) -> impl IntoView {
    let Summary { id, version, title, case_number, life, .. } = summary;
    let here = id.clone();
    let act = Action::new_local(move |step: &Step| {
        let (id, step) = (here.clone(), step.clone());
        async move {
            match step {
                Step::Resolve => api::resolve(&id).await,
                Step::Void => api::void(&id).await,
                Step::Outcome(outcome) => api::state_outcome(&id, outcome).await,
            }?;
            again.run(Some(id));
            Ok::<(), api::Error>(())
        }
    });
    let failed = move || {
        act.value().get().and_then(Result::err).map(|error| view! { <p class="field__error" role="alert"><Icon name="warn"/><span>{words::say(error)}</span></p> })
    };
    let open = mine && matches!(life.state, State::Open | State::Frozen);
    let shown = match life.outcome {
        Some(outcome) => Some(view! { <span class="tag">{words::tr(outcome.name())}</span> }.into_any()),
        None if life.outcome_overdue => {
            Some(view! { <span class="tag tag--warn">{t!("Outcome overdue")}</span> }.into_any())
        }
        None => None,
    };
    let amend = open.then(|| view! { <a class="button" href=pages::portal_amend(&id)>{t!("Amend")}</a> });
    let resolve = open.then(|| view! { <Sure id=[&*id, "-resolve"].concat() ask=t!("Resolve") words=t!("Nothing can be shared with it from now on. This is not taken back.") sure=Callback::new(move |()| drop(act.dispatch_local(Step::Resolve)))/> });
    let void = (mine && may_be_void(&life)).then(|| {
        view! { <Sure id=[&*id, "-void"].concat() ask=t!("Declare void") words=t!("For what was published in error. It stays in the history and counts against the case.") sure=Callback::new(move |()| drop(act.dispatch_local(Step::Void)))/> }
    });
    let due = mine && life.outcome.is_none() && matches!(life.state, State::Resolved | State::Expired);
    let outcome = due.then(|| {
        let button = |outcome: Outcome| {
            view! { <button class="button" type="button" on:click=move |_| drop(act.dispatch_local(Step::Outcome(outcome)))>{words::tr(outcome.name())}</button> }
        };
        view! {
            <div class="stack stack-1" role="group" aria-label=t!("What came of it")>
                <p class="small">{t!("What came of it? Said once, in public.")}</p>
                <div class="buttons">{Outcome::ALL.map(button).collect_view()}</div>
            </div>
        }
    });
    let gone = gone.map(|gone| {
        let way = mine.then(|| view! { " "{t!("Amend it to name another one, or resolve it.")} });
        view! { <div class="banner banner--warn"><Icon name="warn"/><p><b>{asks_for_a_lead(&gone)}</b>{way}</p></div> }
    });
    let colleague = (!mine).then(|| {
        view! { <p class="small quiet">{t!("A colleague’s. Whoever has the role “Supervise requests” can amend and close it too.")}</p> }
    });
    let version = (version > 1).then(|| view! { <span>{t!("version {n}", n = version.to_string())}</span> });
    let published = t!("Published {when}", when = words::moment(life.published_at));
    view! {
        <article class="card stack stack-2">
            <p class="meta"><span class="tag tag--accent">{words::tr(life.state.name())}</span>{shown}{version}<span class="mono">{case_number.to_string()}</span><span>{published}</span></p>
            <h3><a id=link_id(&id) href=pages::portal_request(&id)>{title}</a></h3>
            {gone}
            {outcome}
            {colleague}
            <div class="buttons">{amend}{resolve}{void}</div>
            {failed}
        </article>
    }
}

/// Asks in place before what cannot be taken back.
#[component]
fn Sure(id: String, ask: &'static str, words: &'static str, sure: Callback<()>) -> impl IntoView {
    let asked = RwSignal::new(false);
    // What was pressed is gone: the focus goes to the question, and back to the button.
    let (button, question) = ([&*id, "-ask"].concat(), [&*id, "-sure"].concat());
    let turn = move |on: bool| {
        asked.set(on);
        focus(if on { &question } else { &button });
    };
    let turn = StoredValue::new(turn);
    move || {
        match asked.get() {
        false => view! { <button class="button button--quiet" type="button" id=[&*id, "-ask"].concat() on:click=move |_| turn.with_value(|turn| turn(true))>{ask}</button> }.into_any(),
        true => view! {
            <div class="panel stack stack-2" tabindex="-1" id=[&*id, "-sure"].concat()>
                <p>{words}</p>
                <div class="buttons">
                    <button class="button button--danger" type="button" on:click=move |_| sure.run(())>{ask}</button>
                    <button class="button button--quiet" type="button" on:click=move |_| turn.with_value(|turn| turn(false))>{t!("Back")}</button>
                </div>
            </div>
        }
        .into_any(),
    }
    }
}

/// Of the link to a request in the list.
pub fn link_id(id: &str) -> String {
    ["request-", id].concat()
}

/// As the rules have it ([`neighbors_domain::assistance_request::Course`]): what has closed needs an outcome before.
fn may_be_void(life: &Life) -> bool {
    match life.state {
        State::Open | State::Frozen => true,
        State::Resolved | State::Expired => life.outcome.is_some(),
        State::Void => false,
    }
}
